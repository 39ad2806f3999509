"""Copies of published seasons are of earlier years, whole, and of no show that there is already."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from benchmarks.fixtures.published_seasons import ID_STEP, add_earlier_copies, shift_text
from testkit.measured_year import MeasuredYear
from testkit.published_data import list_documents, read


@pytest.fixture(scope="module")
def data(year: MeasuredYear, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copies") / "data"
    shutil.copytree(year.output, folder)
    add_earlier_copies(folder, year.output, 2)
    return folder


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("2026-W10 began on 2026-03-02", "2025-W23 began on 2025-06-02"),
        ("Winter 2026, winter-2026", "Spring 2025, spring-2025"),
        ("Fall 2025 and Summer 2025", "Winter 2025 and Fall 2024"),
        ("2026-03-02T05:11:54Z", "2025-06-02T05:11:54Z"),
        ("12026-03-02 is 2,026", "12026-03-02 is 2,026"),
    ],
)
def test_a_copy_is_three_quarters_earlier(text: str, earlier: str) -> None:
    assert shift_text(text, 1) == earlier


def test_there_are_three_times_as_many_of_everything(data: Path, year: MeasuredYear) -> None:
    before, after = (set(list_documents(folder)) for folder in (year.output, data))
    for folder in ("weeks/", "shows/", "seasons/"):
        counts = [sum(name.startswith(folder) for name in names) for names in (before, after)]
        assert counts[1] == 3 * counts[0] > 0
    assert before <= after
    assert len(read(data, "manifest.json")["files"]) == len(after) + 2  # the two tables


def test_the_lists_are_those_of_the_files(data: Path) -> None:
    shows = [show["anilist_id"] for show in read(data, "shows.json")["shows"]]
    seasons = read(data, "seasons.json")["seasons"]
    assert {f"shows/{show}.json" for show in shows} == {name for name in list_documents(data) if name[:6] == "shows/"}
    assert len(set(shows)) == len(shows)
    assert [season["slug"] for season in seasons][:4] == ["winter-2024", "spring-2024", "summer-2024", "fall-2024"]
    assert [season["settled"] for season in seasons[:6]] == [True] * 6
    for season in seasons:
        assert (data / "seasons" / season["slug"] / "rankings.json").is_file()


def test_a_copied_week_is_settled_and_names_its_own_shows(data: Path) -> None:
    week = read(data, "weeks/2025-W23.json")
    assert (week["week"], week["start_date"], week["complete"], week["settled"]) == (
        "2025-W23",
        "2025-06-02",
        True,
        True,
    )
    assert all(ID_STEP < row["anilist_id"] < 2 * ID_STEP for row in week["rows"])
    assert "2026" not in json.dumps(week)
