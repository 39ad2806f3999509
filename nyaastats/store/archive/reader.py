"""The archive as the measure tables read it: its torrents, and its scrapes as `readings`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from nyaastats.domain.releases import NameReadings
from nyaastats.domain.scrapes import ScrapeRejection
from nyaastats.domain.torrents import InfoHash, TorrentRows
from nyaastats.engines.base import Engine
from nyaastats.errors import ArchiveError
from nyaastats.store.archive.files import (
    delete_others,
    list_paths,
    replace_manifest,
    translate_os_errors,
    write_table,
)
from nyaastats.store.archive.manifest import ArchiveManifest, find_damage, read_manifest
from nyaastats.store.archive.names import build_names_table, read_archived_names
from nyaastats.store.archive.scrapes import SCHEMA
from nyaastats.store.archive.torrents import ArchivedTorrents, read_archived_torrents


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive, opened for reading."""

    folder: Path
    manifest: ArchiveManifest
    archived: ArchivedTorrents
    uri: str | None = None
    """Where its scrapes are, if not in the folder."""

    @property
    def torrents(self) -> TorrentRows:
        """As `store.reader.read_torrents` gives those of the database, in the order of their infohash."""
        present = sorted(infohash for infohash, item in self.archived.items() if item.torrent)
        torrents = tuple(item.torrent for infohash in present if (item := self.archived[infohash]).torrent)
        return TorrentRows(torrents, self.manifest.rejected_torrents, self.manifest.is_synthetic)

    @property
    def rejected_scrapes(self) -> Mapping[ScrapeRejection, int]:
        """Rows whose time or count could not be read."""
        return self.manifest.rejected_scrapes

    def read_names(self, rules: str) -> NameReadings:
        """What its names say by these rules; nothing where others have read them."""
        names = self.manifest.names
        if names is None or self.manifest.rules != rules:
            return {}
        with translate_os_errors(self.folder):
            return read_archived_names(self.folder / names.name)

    def keep_names(self, readings: NameReadings, rules: str) -> None:
        """Archive what its names say by these rules; raise ArchiveError when they cannot be written."""
        with translate_os_errors(self.folder):
            names = write_table(self.folder, "names", build_names_table(readings))
            manifest = self.manifest.model_copy(update={"names": names, "rules": rules})
            replace_manifest(self.folder, manifest)
            delete_others(self.folder, manifest)

    def define_readings(self, engine: Engine, torrents: TorrentRows) -> None:
        """Make its scrapes readable as `readings`; a torrent's id is its position in `torrents`."""
        positions = {torrent.infohash: position for position, torrent in enumerate(torrents.torrents)}
        engine.register("archived_torrents", self._build_ids(positions))
        if self.manifest.scrapes:
            engine.scan("archived_scrapes", self._list_scrapes())
        else:
            engine.register("archived_scrapes", SCHEMA.empty_table())
        engine.define("readings", _READINGS)

    def _list_scrapes(self) -> Sequence[Path | str]:
        if self.uri is None:
            return list_paths(self.folder, self.manifest.scrapes)
        return [f"{self.uri}/{file.name}" for file in self.manifest.scrapes]

    def _build_ids(self, positions: Mapping[InfoHash, int]) -> pa.Table:
        named = [(item.id, positions[infohash]) for infohash, item in self.archived.items() if infohash in positions]
        return pa.table(
            {
                "archived_id": pa.array([archived_id for archived_id, _ in named], pa.int32()),
                "torrent_id": pa.array([position for _, position in named], pa.int32()),
            }
        )


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
        return Archive(folder, manifest, read_archived_torrents(list_paths(folder, manifest.torrents)))
