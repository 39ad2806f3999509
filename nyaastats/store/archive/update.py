"""Brings an archive up to date with its database: what is new is read once, typed, and added.

    database ─► torrents that are new, changed or gone ─► torrents/*.parquet
             └► scrapes after the watermark ─► typed, by month ─► scrapes/month=…/*.parquet ─┴► manifest.json

Everything is written before the manifest, which is replaced by one rename: a run that is killed changes nothing.
Where the database is no longer what the archive ends with, the archive is built anew from it, unless scrapes were
taken out of the database: then it is their only copy, and stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from nyaastats.domain.scrapes import ScrapeRejection
from nyaastats.domain.torrents import InfoHash, TorrentRows
from nyaastats.engines.duckdb import DuckEngine, RowRange, open_database_engine
from nyaastats.store.archive.files import (
    delete_others,
    list_paths,
    replace_manifest,
    translate_os_errors,
    write_table,
)
from nyaastats.store.archive.manifest import ArchivedFile, ArchiveManifest, find_damage, read_manifest
from nyaastats.store.archive.only_copy import (
    apply_deletion,
    is_whole,
    refuse_other_archive,
    refuse_rebuild,
)
from nyaastats.store.archive.reader import Archive
from nyaastats.store.archive.scrapes import (
    NO_SCRAPES,
    EarlierScrapes,
    NewScrapes,
    compact_months,
    load_new_scrapes,
    read_newest_time,
    write_months,
)
from nyaastats.store.archive.source import SourceState, make_watermark, read_source_state, require_unchanged
from nyaastats.store.archive.torrents import (
    build_orphans,
    find_changes,
    keep_last_rows,
    read_archived_torrents,
    select_ids,
)
from nyaastats.store.reader import read_torrents

_MAX_TORRENT_FILES = 20
"""More are merged into one."""


@dataclass(frozen=True, slots=True)
class ArchiveUpdate:
    """What an update has added."""

    archive: Archive
    new_torrents: int
    """Rows about torrents: new, changed and gone."""
    new_scrapes: int
    """Rows read of `stats`."""
    archived_scrapes: int
    """Rows that it has from earlier updates, those that cannot be used among them."""
    rebuilt: str | None
    """Why the archive was built anew; None where it was not, or there was none."""


def update_archive(folder: Path, database: Path, *, memory_mib: int) -> ArchiveUpdate:
    """Bring the archive in `folder` up to date with `database`; the caller holds its lock.

    Raises DatabaseError when the database cannot be read; ArchiveError when the archive can be neither read nor
    written, is another program's, or of a newer nyaastats. The archive is then as it was.
    """
    with translate_os_errors(folder):
        comparison = _compare(folder, database)
        state = comparison.state
        start = _choose_start(comparison, memory_mib)
        # After the rows of scrapes were counted: a scrape that came since is of the next update, with its torrent.
        rows = read_torrents(database, may_be_empty=bool(state.trims))
        earlier = EarlierScrapes(comparison.newest_at, start.scrapes if comparison.is_trimmed else ())
        additions = _read_additions(folder, start, rows, earlier, _open_new_stats(database, start, state, memory_mib))
        require_unchanged(database, state)
        manifest = _extend(folder, start, additions, rows, state)
        if manifest != comparison.archived:
            replace_manifest(folder, manifest)
        delete_others(folder, manifest)
    rebuilt = comparison.refusal if comparison.archived else None
    archive = Archive(folder, manifest, select_ids(additions.archived), rows)
    return ArchiveUpdate(archive, additions.torrents.num_rows, additions.scrapes.rows, _count_scrapes(start), rebuilt)


@dataclass(frozen=True, slots=True)
class _Comparison:
    """An archive beside its database, before anything is changed."""

    folder: Path
    database: Path
    archived: ArchiveManifest | None
    """None: there is none yet."""
    damage: str | None
    newest_at: int | None
    """The newest scrape of the archive, in seconds; None: not known, or there is none."""
    state: SourceState

    @property
    def refusal(self) -> str | None:
        """Why the archive cannot go on, None if it can."""
        return self.damage or (None if self.state.pending else self.state.refusal)

    @property
    def is_trimmed(self) -> bool:
        """Whether rows were taken out of the database, or may have been, and can be put back."""
        return self.archived is not None and bool(self.archived.trim_keys)

    @property
    def has_forgotten_trims(self) -> bool:
        """Whether the database knows of no trim, and lacks rows that the archive has read."""
        watermark = self.archived.watermark if self.archived else None
        remaining = self.state.remaining_rows
        return watermark is not None and remaining is not None and remaining < watermark.rows


def _compare(folder: Path, database: Path) -> _Comparison:
    archived = read_manifest(folder)
    damage = find_damage(folder, archived.files) if archived else None
    newest_at = read_newest_time(folder, archived.scrapes) if archived and not damage else None
    state = read_source_state(database, archived, newest_at)
    refuse_other_archive(folder, database, archived, state)
    return _Comparison(folder, database, archived, damage, newest_at, state)


def _choose_start(comparison: _Comparison, memory_mib: int) -> ArchiveManifest:
    """What the archive goes on from: itself without what was deleted for good, or nothing."""
    folder, archived, pending = comparison.folder, comparison.archived, comparison.state.pending
    if archived is None:
        return ArchiveManifest()
    if pending and comparison.refusal is None:
        return apply_deletion(folder, archived, pending)
    if comparison.refusal is None and not comparison.has_forgotten_trims:
        return archived
    is_only_copy = _is_only_copy(comparison, archived, memory_mib)
    if comparison.refusal is None:
        return archived if is_only_copy else _take_trims_back(archived, comparison.state)
    if is_only_copy:
        refuse_rebuild(folder, comparison.database, comparison.refusal, damage=comparison.damage)
    return ArchiveManifest()


def _take_trims_back(archived: ArchiveManifest, state: SourceState) -> ArchiveManifest:
    """The archive of a database that knows of no trim, and has all rows again under other numbers."""
    watermark = archived.watermark and archived.watermark.model_copy(update={"rows": state.remaining_rows})
    return archived.model_copy(update={"trim_keys": (), "watermark": watermark})


def _is_only_copy(comparison: _Comparison, archived: ArchiveManifest, memory_mib: int) -> bool:
    """Whether the archive has, or may have, scrapes that were taken out of its database.

    Where the database knows of no trim, it is a copy from before it, or was made to forget it, or the trim failed.
    """
    state = comparison.state
    if not archived.trim_keys or state.trims:
        return bool(archived.trim_keys)
    if comparison.damage:  # the archive cannot be read, but the rows that it has read are there
        return state.refusal is not None or comparison.has_forgotten_trims
    return not is_whole(comparison.folder, comparison.database, archived, memory_mib=memory_mib)


def _count_scrapes(archived: ArchiveManifest) -> int:
    return archived.scrape_rows + sum(archived.rejected_scrapes.values())


@dataclass(frozen=True, slots=True)
class _Additions:
    """What the database has beyond an archive."""

    torrents: pa.Table
    """New rows about torrents, orphans among them, in the order of their ids."""
    archived: pa.Table
    """All torrents of the archive with these."""
    next_torrent_id: int
    scrapes: NewScrapes
    files: tuple[ArchivedFile, ...]
    """Of the scrapes; they are written already, and part of the archive once the manifest names them."""


@contextmanager
def _open_new_stats(
    database: Path, start: ArchiveManifest, state: SourceState, memory_mib: int
) -> Iterator[DuckEngine | None]:
    """An engine whose `stats` are the rows that the archive does not have; None: there are none."""
    # Below 0 where row numbers begin there: from 0 on DuckDB's scan on all cores reads every row.
    after = start.watermark.rowid if start.watermark else min(state.min_rowid - 1, 0)
    if state.max_rowid == after:  # an engine would be started for nothing
        yield None
        return
    with open_database_engine(database, memory_mib=memory_mib) as engine:
        engine.limit_stats(None if state.max_rowid is None else RowRange(after, state.max_rowid))
        yield engine


def _read_additions(
    folder: Path,
    start: ArchiveManifest,
    rows: TorrentRows,
    earlier: EarlierScrapes,
    stats: AbstractContextManager[DuckEngine | None],
) -> _Additions:
    scrapes, orphan_ids, files = NO_SCRAPES, dict[InfoHash, int](), list[ArchivedFile]()
    # The thread ends before what it has opened is closed.
    with ExitStack() as resources, ThreadPoolExecutor(max_workers=1) as thread:
        # Beside the comparison of torrents, which reads nothing of the database: two SQLites in one process give up
        # each other's locks on it. DuckDB computes a digest of its extension before it loads it.
        opening = thread.submit(resources.enter_context, stats)
        archived = read_archived_torrents(list_paths(folder, start.torrents))
        changes = find_changes(archived, rows.torrents, start.next_torrent_id)
        current = keep_last_rows(pa.concat_tables([archived, changes]))
        next_id = max(start.next_torrent_id, (pc.max(current["torrent_id"]).as_py() or 0) + 1)
        if engine := opening.result():
            scrapes = load_new_scrapes(engine, current)
            orphan_ids = {infohash: next_id + place for place, infohash in enumerate(scrapes.orphans)}
            files = write_months(engine, folder, scrapes.months, orphan_ids, earlier)
    orphans = build_orphans(orphan_ids)
    current, additions = pa.concat_tables([current, orphans]), pa.concat_tables([changes, orphans])
    return _Additions(additions, current, next_id + orphans.num_rows, scrapes, tuple(files))


def _extend(
    folder: Path, start: ArchiveManifest, additions: _Additions, rows: TorrentRows, state: SourceState
) -> ArchiveManifest:
    """The manifest with the additions; months that are over are compacted, but for a few late rows."""
    return start.model_copy(
        update={
            "is_synthetic": rows.is_synthetic,
            "next_torrent_id": additions.next_torrent_id,
            "rejected_torrents": dict(sorted(rows.rejected.items())),
            "rejected_scrapes": _add_counts(start.rejected_scrapes, additions.scrapes.rejected),
            "torrents": _extend_torrents(folder, start, additions),
            "scrapes": compact_months(folder, (*start.scrapes, *additions.files)),
            "watermark": make_watermark(
                state, (start.watermark.rows if start.watermark else 0) + additions.scrapes.rows
            ),
        }
    )


def _extend_torrents(folder: Path, start: ArchiveManifest, additions: _Additions) -> tuple[ArchivedFile, ...]:
    if not additions.torrents.num_rows:
        return start.torrents
    if len(start.torrents) < _MAX_TORRENT_FILES:
        return (*start.torrents, write_table(folder, "torrents", additions.torrents))
    return (write_table(folder, "torrents", additions.archived),)


def _add_counts(
    counts: Mapping[ScrapeRejection, int], more: Mapping[ScrapeRejection, int]
) -> dict[ScrapeRejection, int]:
    return dict(sorted((Counter(counts) + Counter(more)).items()))
