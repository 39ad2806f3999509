"""Projections are kept as they are, one file a week, and a damaged one is named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from nyaastats.domain.calendar import Week
from nyaastats.domain.projections import EpisodeProjection, ProjectionRun, add_run
from nyaastats.domain.shows import AniListId
from nyaastats.errors import ArchiveError
from nyaastats.store.archive.projections import keep_projections, read_projections

WEEK = Week(date(2025, 10, 6))
RUN = ProjectionRun(
    datetime(2025, 10, 6, 6, 0, 1, tzinfo=UTC),
    (
        EpisodeProjection(AniListId(7), 0, 12.5, 100, 80, 120, 90),
        EpisodeProjection(AniListId(21), 1154, 140.0, 0, None, None, None),
    ),
)
LATER = ProjectionRun(datetime(2025, 10, 13, 6, tzinfo=UTC), RUN.projections)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keep_projections(tmp_path, {}, {WEEK: (RUN,), WEEK.later(1): (LATER,)})
    return tmp_path


def test_what_is_kept_is_read_again(folder: Path) -> None:
    assert read_projections(folder) == {WEEK: (RUN,), WEEK.later(1): (LATER,)}
    assert (folder / "projections/2025-W41.json").is_file()


def test_a_folder_without_any_has_none(tmp_path: Path) -> None:
    assert read_projections(tmp_path) == {}
    keep_projections(tmp_path, {}, {})
    assert list(tmp_path.iterdir()) == []


def test_a_week_without_a_new_run_is_not_written_again(folder: Path) -> None:
    paths = sorted((folder / "projections").iterdir())
    before = [path.stat().st_ino for path in paths]
    kept = read_projections(folder)
    keep_projections(folder, kept, add_run(kept, ProjectionRun(LATER.known_until.replace(day=14), RUN.projections)))
    after = [path.stat().st_ino for path in paths]
    assert (before[0] == after[0], len(read_projections(folder)[WEEK.later(1)])) == (True, 2)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"week": "2025-W41"}',
        '{"week": "2025-W99", "runs": []}',
        '{"week": "2025-W42", "runs": []}',
        '{"week": "2025-W41", "runs": [], "more": 1}',
        '{"week": "2025-W41", "runs": [{"known_until": "2025-10-06T06:00:00", "projections": []}]}',
    ],
)
def test_a_damaged_file_is_named(folder: Path, content: str) -> None:
    path = folder / "projections/2025-W41.json"
    path.write_text(content)
    with pytest.raises(ArchiveError, match=r"2025-W41\.json.*delete them"):
        read_projections(folder)
