"""A run writes only the files that have changed; those of seasons and weeks that are settled stay as they are."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from nyaastats.domain.calendar import Week, parse_seasons
from nyaastats.domain.measures import Attribution
from nyaastats.domain.times import parse_time_or_none
from nyaastats.synthetic import Summary, generate
from testkit.command_line import Workspace
from testkit.shared import make_once

SEASONS = parse_seasons("summer-2025..winter-2026")
MONDAY = datetime(2026, 2, 23, 6, tzinfo=UTC)
"""A week before the data end."""

Stamps = dict[str, tuple[int, int]]
"""The inode and the time of the last change of each file: a file that is written again has others."""


SETTLED_SEASONS = ("summer-2025", "fall-2025")
SEASON_FILES = ("rankings.json", "groups.json", "report.json")
"""The files of a season that say nothing of what comes after its weeks; `shows.json` has all days of its shows."""


@dataclass(frozen=True, slots=True)
class Runs:
    """What is on disk after a run, after another a week later, and after that one again."""

    first: Stamps
    second: Stamps
    again: Stamps
    before: dict[str, Any]
    """The documents of the first run."""
    now: dict[str, Any]
    """Those of the second."""

    @property
    def changed(self) -> set[str]:
        """What the second run wrote."""
        return {name for name, stamp in self.second.items() if self.first.get(name) != stamp}

    @property
    def settled_weeks(self) -> set[str]:
        """The files of the weeks that were settled at the first run."""
        return {name for name, document in self.before.items() if name.startswith("weeks/") and document["settled"]}


def make_runs(folder: Path, year: Summary, attribution: Attribution) -> Runs:
    workspace, data = Workspace(folder), folder / "data"

    def run_etl(until: datetime | None) -> Stamps:
        shutil.copy(year.database, folder / "nyaastats.db")
        if until:
            keep_until(folder / "nyaastats.db", until)
        options = ("--anilist", year.anilist, "--output", "data", "--attribution", attribution)
        done = workspace.call("etl", "--db", "nyaastats.db", *options)
        assert (done.returncode, done.stderr) == (0, "")
        return read_stamps(data)

    first, before = run_etl(MONDAY), read_documents(data)
    second, now = run_etl(None), read_documents(data)
    return Runs(first, second, run_etl(None), before, now)


def keep_until(database: Path, end: datetime) -> None:
    """Take out what was published and scraped later."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.create_function("is_later", 1, lambda text: (parse_time_or_none(text) or end) > end)
        connection.execute("DELETE FROM stats WHERE is_later(timestamp)")
        connection.execute("DELETE FROM torrents WHERE is_later(pubdate)")


def read_stamps(data: Path) -> Stamps:
    paths = [path for path in data.rglob("*") if path.is_file()]
    return {path.relative_to(data).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns) for path in paths}


def read_documents(data: Path) -> dict[str, Any]:
    return {path.relative_to(data).as_posix(): json.loads(path.read_bytes()) for path in data.rglob("*.json")}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    def make(folder: Path) -> Summary:
        return generate(folder / "year.db", scale=0.03, seasons=SEASONS)

    return make_once(tmp_path_factory, "year-of-runs", make)


@pytest.fixture(scope="module")
def observed(year: Summary, tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """By the scrapes alone: no number of a day rests on what is scraped after it."""
    return make_once(tmp_path_factory, "observed-runs", lambda folder: make_runs(folder, year, Attribution.OBSERVED))


@pytest.fixture(scope="module")
def interval(year: Summary, tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """As it is published: each run measures the decay curve anew, along which it spreads old increments, too."""
    return make_once(tmp_path_factory, "interval-runs", lambda folder: make_runs(folder, year, Attribution.INTERVAL))


@pytest.fixture(params=["observed", "interval"])
def runs(request: pytest.FixtureRequest) -> Runs:
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


def test_the_same_data_again_change_no_file(runs: Runs) -> None:
    assert runs.again == runs.second


def test_three_seasons_are_there_of_which_two_are_settled(runs: Runs) -> None:
    settled = {entry["slug"]: entry["settled"] for entry in runs.before["seasons.json"]["seasons"]}
    assert settled == {"summer-2025": True, "fall-2025": True, "winter-2026": False}
    assert len(runs.settled_weeks) > 30


def test_a_week_later_what_is_settled_is_not_written_again(observed: Runs) -> None:
    files = {f"seasons/{slug}/{name}" for slug in SETTLED_SEASONS for name in SEASON_FILES}
    assert observed.changed & (files | observed.settled_weeks) == set()


def test_no_file_is_lost(observed: Runs) -> None:
    assert observed.first.keys() <= observed.second.keys()
    assert observed.changed & {"schema.json", "events.json"} == set()


def test_what_tells_how_far_the_data_go_is_written_again(observed: Runs) -> None:
    whole = {"episodes.parquet", "show_weeks.parquet", "seasons.json", "shows.json", "rankings.json", "report.json"}
    running = {f"seasons/winter-2026/{name}" for name in (*SEASON_FILES, "shows.json")}
    later = {name for name in observed.second if name.startswith("weeks/")} - observed.settled_weeks
    assert observed.changed >= whole | running | later | {"manifest.json", "datapackage.json", "corrections.json"}


def test_the_decay_curve_moves_a_settled_number_by_very_little(interval: Runs) -> None:
    for name in interval.settled_weeks:
        before, now = (read_counts(documents[name]) for documents in (interval.before, interval.now))
        assert before.keys() == now.keys()
        assert all(abs(before[show] - now[show]) <= 2 + before[show] / 1_000 for show in before), name


def read_counts(week: dict[str, Any]) -> dict[int, int]:
    return {row["anilist_id"]: row["downloads"] for row in week["rows"]}


@pytest.mark.parametrize("slug", SETTLED_SEASONS)
def test_the_chart_of_a_settled_season_has_data_until_its_end(runs: Runs, slug: str) -> None:
    chart = runs.now[f"seasons/{slug}/rankings.json"]
    end = Week.parse(chart["weeks"][-1]["week"]).end
    assert chart["data_until"] == f"{end}T00:00:00Z" < runs.now["seasons.json"]["data_until"]
    assert runs.now["rankings.json"]["data_until"] == runs.now["seasons.json"]["data_until"]
