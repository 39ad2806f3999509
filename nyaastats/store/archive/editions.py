"""Editions of an archive: each week's chart as first published, one JSON file a week.

They follow from no scrape, so they outlive an archive that is built anew, and are not in its manifest: each file is
whole by itself.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from nyaastats.domain.calendar import Week
from nyaastats.domain.editions import Edition, EditionEntry, Editions
from nyaastats.domain.shows import AniListId
from nyaastats.durable_files import replace_file, sync_folder
from nyaastats.errors import ArchiveError, InputError
from nyaastats.store.archive.files import translate_os_errors

FOLDER = "editions"

_Positive = Annotated[int, Field(ge=1)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _EntryFile(_Model):
    anilist_id: _Positive
    rank: _Positive
    downloads: _Positive


class _EditionFile(_Model):
    week: str
    known_until: AwareDatetime
    entries: tuple[_EntryFile, ...]


def read_editions(folder: Path) -> Editions:
    """All that were kept; raise ArchiveError for a file that is not as it was written."""
    with translate_os_errors(folder):
        paths = sorted((folder / FOLDER).glob("*.json"))
        return {edition.week: edition for edition in map(_read_edition, paths)}


def _read_edition(path: Path) -> Edition:
    try:
        file = _EditionFile.model_validate_json(path.read_bytes())
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
    changed = [edition for week, edition in chosen.items() if kept.get(week) != edition]
    if not changed:
        return
    place = folder / FOLDER
    with translate_os_errors(folder):
        place.mkdir(parents=True, exist_ok=True)
        for edition in changed:
            replace_file(place / f"{edition.week}.json", _encode_edition(edition))
        sync_folder(place)


def _encode_edition(edition: Edition) -> str:
    entries = [
        {"anilist_id": show, "rank": entry.rank, "downloads": entry.downloads}
        for show, entry in sorted(edition.entries.items(), key=lambda item: item[1].rank)
    ]
    document = {"week": str(edition.week), "known_until": _format_time(edition.known_until), "entries": entries}
    return json.dumps(document, indent=1) + "\n"


def _format_time(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
