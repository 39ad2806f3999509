"""Editions of an archive: each week's chart as first published, one JSON file a week.

They follow from no scrape, so they outlive an archive that is built anew, and are not in its manifest: each file is
whole by itself.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import AwareDatetime, ValidationError

from nyaastats.domain.calendar import Week
from nyaastats.domain.editions import Edition, EditionEntry, Editions
from nyaastats.domain.shows import AniListId
from nyaastats.errors import ArchiveError, InputError
from nyaastats.regular_files import read_file
from nyaastats.store.archive.files import translate_os_errors
from nyaastats.store.archive.weekly_files import (
    Document,
    FileModel,
    PositiveCount,
    format_time,
    list_weekly_files,
    write_weekly_files,
)

FOLDER = "editions"


class _EntryFile(FileModel):
    anilist_id: PositiveCount
    rank: PositiveCount
    downloads: PositiveCount


class _EditionFile(FileModel):
    week: str
    known_until: AwareDatetime
    entries: tuple[_EntryFile, ...]


def read_editions(folder: Path) -> Editions:
    """All that were kept; raise ArchiveError for a file that is not as it was written."""
    with translate_os_errors(folder):
        return {edition.week: edition for edition in map(_read_edition, list_weekly_files(folder, FOLDER))}


def _read_edition(path: Path) -> Edition:
    try:
        file = _EditionFile.model_validate_json(read_file(path))
        edition = Edition(
            Week.parse(file.week),
            file.known_until,
            {AniListId(entry.anilist_id): EditionEntry(entry.rank, entry.downloads) for entry in file.entries},
        )
    except (ValidationError, InputError) as error:
        raise ArchiveError(
            f"the edition {str(path)!r} cannot be read ({str(error).splitlines()[0]}): restore it from a copy, or "
            "delete it, and the week's chart of the next run takes its place"
        ) from error
    if path.stem != str(edition.week):
        raise ArchiveError(f"the edition {str(path)!r} is that of {edition.week}: restore it from a copy, or delete it")
    return edition


def keep_editions(folder: Path, kept: Editions, chosen: Editions) -> None:
    """Write those of `chosen` that `kept` has not; raise ArchiveError when they cannot be written."""
    changed = {week: _describe(edition) for week, edition in chosen.items() if kept.get(week) != edition}
    write_weekly_files(folder, FOLDER, changed)


def _describe(edition: Edition) -> Document:
    entries = [
        {"anilist_id": show, "rank": entry.rank, "downloads": entry.downloads}
        for show, entry in sorted(edition.entries.items(), key=lambda item: item[1].rank)
    ]
    return {"week": str(edition.week), "known_until": format_time(edition.known_until), "entries": entries}
