"""Projections of an archive: what each run projected, one JSON file for the runs of a week.

Like editions they follow from no scrape: what a run did not know then cannot be told from the scrapes of now.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from nyaastats.domain.calendar import Week
from nyaastats.domain.projections import EpisodeProjection, ProjectionRun, ProjectionRuns
from nyaastats.domain.shows import AniListId
from nyaastats.durable_files import replace_file, sync_folder
from nyaastats.errors import ArchiveError, InputError
from nyaastats.store.archive.files import translate_os_errors

FOLDER = "projections"

_Count = Annotated[int, Field(ge=0)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _ProjectionFile(_Model):
    anilist_id: Annotated[int, Field(ge=1)]
    episode: _Count
    hours: Annotated[float, Field(gt=0)]
    projected: _Count
    low: _Count | None
    high: _Count | None
    last: _Count | None


class _RunFile(_Model):
    known_until: AwareDatetime
    projections: tuple[_ProjectionFile, ...]


class _WeekFile(_Model):
    week: str
    runs: tuple[_RunFile, ...]


def read_projections(folder: Path) -> ProjectionRuns:
    """All that were kept; raise ArchiveError for a file that is not as it was written."""
    with translate_os_errors(folder):
        return dict(map(_read_week, sorted((folder / FOLDER).glob("*.json"))))


def _read_week(path: Path) -> tuple[Week, tuple[ProjectionRun, ...]]:
    try:
        file = _WeekFile.model_validate_json(path.read_bytes())
        week = Week.parse(file.week)
    except (ValidationError, InputError) as error:
        raise ArchiveError(
            f"the projections {str(path)!r} cannot be read ({str(error).splitlines()[0]}): restore them from a copy, "
            "or delete them, and they are not scored"
        ) from error
    if path.stem != str(week):
        raise ArchiveError(
            f"the projections {str(path)!r} are those of {week}: restore them from a copy, or delete them"
        )
    return week, tuple(map(_read_run, file.runs))


def _read_run(file: _RunFile) -> ProjectionRun:
    projections = tuple(
        EpisodeProjection(
            AniListId(item.anilist_id), item.episode, item.hours, item.projected, item.low, item.high, item.last
        )
        for item in file.projections
    )
    return ProjectionRun(file.known_until, projections)


def keep_projections(folder: Path, kept: ProjectionRuns, chosen: ProjectionRuns) -> None:
    """Write the weeks of `chosen` that are not as in `kept`; raise ArchiveError when they cannot be written."""
    changed = [week for week, runs in chosen.items() if kept.get(week) != runs]
    if not changed:
        return
    place = folder / FOLDER
    with translate_os_errors(folder):
        place.mkdir(parents=True, exist_ok=True)
        for week in changed:
            replace_file(place / f"{week}.json", _encode_week(week, chosen[week]))
        sync_folder(place)


def _encode_week(week: Week, runs: tuple[ProjectionRun, ...]) -> str:
    document = {"week": str(week), "runs": [_encode_run(run) for run in runs]}
    return json.dumps(document, indent=1) + "\n"


def _encode_run(run: ProjectionRun) -> dict[str, object]:
    projections = [
        {
            "anilist_id": item.show,
            "episode": item.episode,
            "hours": item.hours,
            "projected": item.projected,
            "low": item.low,
            "high": item.high,
            "last": item.last,
        }
        for item in run.projections
    ]
    return {"known_until": _format_time(run.known_until), "projections": projections}


def _format_time(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
