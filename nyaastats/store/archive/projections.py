"""Projections of an archive: what each run projected, one JSON file for the runs of a week.

Like editions they follow from no scrape: what a run did not know then cannot be told from the scrapes of now.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, Field, ValidationError

from nyaastats.domain.calendar import Week
from nyaastats.domain.projections import EpisodeProjection, ProjectionRun, ProjectionRuns
from nyaastats.domain.shows import AniListId
from nyaastats.errors import ArchiveError, InputError
from nyaastats.regular_files import read_file
from nyaastats.store.archive.files import translate_os_errors
from nyaastats.store.archive.weekly_files import (
    Count,
    Document,
    FileModel,
    PositiveCount,
    format_time,
    list_weekly_files,
    write_weekly_files,
)

FOLDER = "projections"


class _ProjectionFile(FileModel):
    anilist_id: PositiveCount
    episode: Count
    hours: Annotated[float, Field(gt=0)]
    projected: Count
    low: Count | None
    high: Count | None
    last: Count | None


class _RunFile(FileModel):
    known_until: AwareDatetime
    projections: tuple[_ProjectionFile, ...]


class _WeekFile(FileModel):
    week: str
    runs: tuple[_RunFile, ...]


def read_projections(folder: Path) -> ProjectionRuns:
    """All that were kept; raise ArchiveError for a file that is not as it was written."""
    with translate_os_errors(folder):
        return dict(map(_read_week, list_weekly_files(folder, FOLDER)))


def _read_week(path: Path) -> tuple[Week, tuple[ProjectionRun, ...]]:
    try:
        file = _WeekFile.model_validate_json(read_file(path))
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
    changed = {
        week: {"week": str(week), "runs": [_describe(run) for run in runs]}
        for week, runs in chosen.items()
        if kept.get(week) != runs
    }
    write_weekly_files(folder, FOLDER, changed)


def _describe(run: ProjectionRun) -> Document:
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
    return {"known_until": format_time(run.known_until), "projections": projections}
