"""What an archive owes to a database that was trimmed: it is the only copy of the scrapes that were taken out.

So it is never built anew, a run without it is refused, and what is deleted from the database is deleted from it too.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow.compute as pc

from nyaastats.errors import ArchiveError
from nyaastats.store.archive.files import write_table
from nyaastats.store.archive.manifest import ArchivedFile, ArchiveManifest, Watermark, read_manifest
from nyaastats.store.archive.scrapes import iterate_months, read_month
from nyaastats.store.archive.source import SourceState, make_watermark, read_deletions_since, read_source_state
from nyaastats.store.records import Deletion, Trim


def refuse_missing_archive(folder: Path, database: Path) -> None:
    """Raise ArchiveError where the database was trimmed and `folder` holds no archive at all."""
    if read_manifest(folder) is None:
        refuse_loss(folder, database, None, read_source_state(database, None), None)


def refuse_loss(
    folder: Path, database: Path, archived: ArchiveManifest | None, state: SourceState, damage: str | None
) -> None:
    """Raise ArchiveError where the archive is not the one that holds the trimmed scrapes, or would be built anew."""
    keys = archived.trim_keys if archived else ()
    if state.trims and state.trims[-1].trim_key not in keys:
        raise ArchiveError(_describe_missing(folder, database, state.trims[-1]))
    if keys and (reason := damage or state.refusal):
        raise ArchiveError(
            f"the archive {str(folder)!r} is the only copy of trimmed scrapes and is left as it is, because "
            f"{reason}: restore the database and the archive from copies of the same day, "
            "or publish the archive alone with nyaastats etl --archive"
        )


def _describe_missing(folder: Path, database: Path, trim: Trim) -> str:
    return (
        f"{str(database)!r} was trimmed on {trim.trimmed_at:%Y-%m-%d}: its older scrapes are in the archive "
        f"{trim.archive!r} alone, and {str(folder)!r} is not that archive or an older copy of it: name it with "
        "--archive, or restore it from a copy that is not older"
    )


def repeat_deletions(folder: Path, database: Path, archived: ArchiveManifest | None) -> ArchiveManifest | None:
    """The archive without what was deleted from its trimmed database since; itself where there is nothing to delete.

    Its new files are written, and part of it once its manifest is.
    """
    if archived is None or archived.watermark is None or not archived.trim_keys:
        return archived
    state = read_source_state(database, archived)
    if not state.trims or state.trims[-1].trim_key not in archived.trim_keys:
        return archived  # another database
    for deletion in read_deletions_since(database, archived.watermark):
        archived = _repeat_deletion(folder, database, archived, state, deletion)
    return archived


def _repeat_deletion(
    folder: Path, database: Path, archived: ArchiveManifest, state: SourceState, deletion: Deletion
) -> ArchiveManifest:
    scrapes = tuple(
        file for month, files in iterate_months(archived.scrapes) for file in _filter(folder, month, files, deletion)
    )
    return archived.model_copy(
        update={"scrapes": scrapes, "watermark": _lower_watermark(database, archived.watermark, state, deletion)}
    )


def _filter(folder: Path, month: str, files: tuple[ArchivedFile, ...], deletion: Deletion) -> tuple[ArchivedFile, ...]:
    table = read_month(folder, files)
    kept = table.filter(pc.less_equal(table["scraped_at"], deletion.deleted_after))
    if kept.num_rows == table.num_rows:
        return files
    return (write_table(folder, f"scrapes/month={month}", kept),) if kept.num_rows else ()


def _lower_watermark(
    database: Path, watermark: Watermark | None, state: SourceState, deletion: Deletion
) -> Watermark | None:
    """Up to the last row that stayed, at most: the numbers after it belong to rows that the archive does not have."""
    if watermark is None:
        return None
    rowid = min(watermark.rowid, deletion.max_rowid)
    lowered = replace(state, max_rowid=rowid, generation=deletion.generation)
    return make_watermark(database, lowered, watermark.rows)
