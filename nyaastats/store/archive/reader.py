"""The archive as the measure tables read it: its torrents, and its scrapes as `readings`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from nyaastats.domain.releases import NameKey, NameReadings
from nyaastats.domain.scrapes import ScrapeRejection
from nyaastats.domain.torrents import TorrentRows
from nyaastats.engines.base import Engine
from nyaastats.errors import ArchiveError
from nyaastats.store.archive.files import (
    delete_others,
    list_paths,
    read_table,
    replace_manifest,
    translate_os_errors,
    write_table,
)
from nyaastats.store.archive.manifest import ArchiveManifest, find_damage, read_manifest
from nyaastats.store.archive.names import SCHEMA as NAMES_SCHEMA
from nyaastats.store.archive.names import map_names, update_names
from nyaastats.store.archive.scrapes import SCHEMA
from nyaastats.store.archive.torrents import list_torrents, read_archived_torrents, select_ids


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive, opened for reading."""

    folder: Path
    manifest: ArchiveManifest
    ids: pa.Table
    """`(torrent_id, infohash)` of its torrents, those of scrapes alone among them; see `archive.torrents.SCHEMA`."""
    torrents: TorrentRows
    """As `store.reader.read_torrents` gives those of the database."""
    uri: str | None = None
    """Where its scrapes are, if not in the folder."""

    @property
    def rejected_scrapes(self) -> Mapping[ScrapeRejection, int]:
        """Rows whose time or count could not be read."""
        return self.manifest.rejected_scrapes

    def read_names(self, rules: str) -> NameReadings:
        """What its names say by these rules; nothing where others have read them."""
        with translate_os_errors(self.folder):
            return map_names(self._read_names_table(rules))

    def keep_names(self, new: NameReadings, gone: AbstractSet[NameKey], rules: str) -> None:
        """Archive what was read by these rules, beside what `read_names` gives of them and without what is gone of it.

        Raises ArchiveError when it cannot be written.
        """
        with translate_os_errors(self.folder):
            table = update_names(self._read_names_table(rules), new, gone)
            names = write_table(self.folder, "names", table)
            manifest = self.manifest.model_copy(update={"names": names, "rules": rules})
            replace_manifest(self.folder, manifest)
            delete_others(self.folder, manifest)

    def _read_names_table(self, rules: str) -> pa.Table:
        names = self.manifest.names
        if names is None or self.manifest.rules != rules:
            return NAMES_SCHEMA.empty_table()
        return read_table(self.folder / names.name, NAMES_SCHEMA)

    def define_readings(self, engine: Engine, torrents: TorrentRows) -> None:
        """Make its scrapes readable as `readings`; a torrent's id is its position in `torrents`."""
        engine.register("archived_torrents", self._build_ids(torrents))
        if self.manifest.scrapes:
            engine.scan("archived_scrapes", self._list_scrapes())
        else:
            engine.register("archived_scrapes", SCHEMA.empty_table())
        engine.define("readings", _READINGS)

    def _list_scrapes(self) -> Sequence[Path | str]:
        if self.uri is None:
            return list_paths(self.folder, self.manifest.scrapes)
        return [f"{self.uri}/{file.name}" for file in self.manifest.scrapes]

    def _build_ids(self, torrents: TorrentRows) -> pa.Table:
        infohashes = pa.array([torrent.infohash for torrent in torrents.torrents], pa.string())
        positions = pc.index_in(self.ids["infohash"], infohashes)
        return pa.table({"archived_id": self.ids["torrent_id"], "torrent_id": positions}).drop_null()


# The ids of an archive are given in the order of archiving; positions depend on the torrents alone.
_READINGS = """
SELECT
    archived_torrents.torrent_id AS torrent_id,
    scraped_at,
    downloads,
    COALESCE(downloads = 0 AND seeders = 0 AND leechers = 0, FALSE) AS is_all_zero
FROM archived_scrapes
LEFT JOIN archived_torrents ON archived_torrents.archived_id = archived_scrapes.torrent_id
"""


def open_archive(folder: Path) -> Archive:
    """The archive in `folder`; raise ArchiveError when there is none, or a file of it is missing or cut short."""
    with translate_os_errors(folder):
        manifest = read_manifest(folder)
        if manifest is None:
            raise ArchiveError(f"there is no archive in {str(folder)!r}: make one with nyaastats archive --db FILE")
        if damage := find_damage(folder, manifest.files):
            raise ArchiveError(
                f"the archive {str(folder)!r} is damaged ({damage}): "
                "fetch it again, restore it from a copy or, unless it was trimmed, build it again from the database"
            )
        return read_archive(folder, manifest)


def read_archive(folder: Path, manifest: ArchiveManifest) -> Archive:
    """The archive in `folder`, whose files are as the manifest says."""
    rows = read_archived_torrents(list_paths(folder, manifest.torrents))
    torrents = TorrentRows(list_torrents(rows), manifest.rejected_torrents, manifest.is_synthetic)
    return Archive(folder, manifest, select_ids(rows), torrents)
