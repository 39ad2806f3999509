"""The archive of a trimmed database, which is the only copy of the scrapes that were taken out.

It is not built anew unless the database has them all, a run without it is refused, and what is deleted for good from
the database is deleted from it too.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NoReturn

import pyarrow.compute as pc

from nyaastats.engines.duckdb import open_database_engine
from nyaastats.errors import ArchiveError
from nyaastats.store.archive.files import list_paths, write_table
from nyaastats.store.archive.manifest import ArchivedFile, ArchiveManifest, read_manifest
from nyaastats.store.archive.readings import read_typed_stats_query
from nyaastats.store.archive.scrapes import iterate_months, read_month
from nyaastats.store.archive.source import PendingDeletion, SourceState, read_deleted_after, read_source_state
from nyaastats.store.archive.torrents import read_archived_torrents, select_ids
from nyaastats.store.records import Trim


def refuse_missing_archive(folder: Path, database: Path) -> None:
    """Raise ArchiveError where the database was trimmed and `folder` holds no archive at all."""
    if read_manifest(folder) is None:
        refuse_other_archive(folder, database, None, read_source_state(database, None))


def refuse_other_archive(folder: Path, database: Path, archived: ArchiveManifest | None, state: SourceState) -> None:
    """Raise ArchiveError where the archive is not the one that holds what was taken out of the database."""
    if state.trims and not (archived and archived.has_trimmed(state.trims[-1].trim_key)):
        raise ArchiveError(_describe_missing(folder, database, state.trims[-1]))


def refuse_rebuild(folder: Path, database: Path, reason: str, *, damage: str | None) -> NoReturn:
    """Raise ArchiveError: the archive would be built anew, for that reason, and its database lacks scrapes of it."""
    advice = f"restore it and {str(database)!r} from copies of the same day, or publish the archive alone with "
    advice += "nyaastats etl --archive"
    if damage:  # the database has whatever is newer
        advice = f"restore it from a copy made after the last trim, and keep {str(database)!r} as it is"
    what = f"the archive {str(folder)!r} is the only copy of trimmed scrapes and is left as it is"
    raise ArchiveError(f"{what}, because {reason}: {advice}")


def _describe_missing(folder: Path, database: Path, trim: Trim) -> str:
    return (
        f"{str(database)!r} was trimmed on {trim.trimmed_at:%Y-%m-%d}: its older scrapes are in the archive "
        f"{trim.archive!r} alone, and {str(folder)!r} is not that archive or an older copy of it: name it with "
        "--archive, or restore it from a copy that is not older"
    )


# --- deleted for good -------------------------------------------------------------------------------------------------


def apply_deletion(folder: Path, archived: ArchiveManifest, pending: PendingDeletion) -> ArchiveManifest:
    """The archive without what was deleted for good from its trimmed database.

    Its new files are written, and part of it once its manifest is.
    """
    scrapes = tuple(
        file for month, files in iterate_months(archived.scrapes) for file in _filter(folder, month, files, pending)
    )
    rejected = Counter(archived.rejected_scrapes) - Counter(pending.rejected)
    return archived.model_copy(
        update={"scrapes": scrapes, "rejected_scrapes": dict(sorted(rejected.items())), "watermark": pending.watermark}
    )


def _filter(
    folder: Path, month: str, files: tuple[ArchivedFile, ...], pending: PendingDeletion
) -> tuple[ArchivedFile, ...]:
    table = read_month(folder, files)
    kept = table.filter(pc.less_equal(table["scraped_at"], pending.deleted_after))
    if kept.num_rows == table.num_rows:
        return files
    return (write_table(folder, f"scrapes/month={month}", kept),) if kept.num_rows else ()


# --- a trim that did not come to its end ------------------------------------------------------------------------------


def is_whole(folder: Path, database: Path, archived: ArchiveManifest, *, memory_mib: int) -> bool:
    """Whether the database has every scrape of an undamaged archive that was not deleted for good.

    So it is after a trim that was killed or failed: the archive can be built anew. Scrapes that name no torrent are
    never taken out.
    """
    if not archived.scrapes:
        return True
    query = _MISSING.format(deleted_after=read_deleted_after(database, archived))
    with open_database_engine(database, memory_mib=memory_mib) as engine:
        engine.define("typed_stats", read_typed_stats_query())
        engine.register("archived_torrents", select_ids(read_archived_torrents(list_paths(folder, archived.torrents))))
        engine.scan("archived_scrapes", list_paths(folder, archived.scrapes))
        (missing,) = engine.fetch(query)["rows"].to_pylist()
        return not missing


_MISSING = """
SELECT COUNT(*) AS rows FROM (
    SELECT infohash, scraped_at, seeders, leechers, downloads
    FROM archived_scrapes JOIN archived_torrents USING (torrent_id)
    WHERE scraped_at <= {deleted_after}
    EXCEPT ALL
    SELECT infohash, scraped_at, seeders, leechers, downloads FROM typed_stats
)
"""
