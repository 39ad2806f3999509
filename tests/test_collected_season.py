"""From a site and a tracker to a ranking: four weeks of simulated hourly runs, then the ETL on what they collected.

`simulated_season` knows what was announced; no expectation here comes from the code under test. The downloads between
two scrapes belong to the time between them, so that a week's sum is exact where none lie between the last scrape of one
week and the first of the next; where some do, no more than those can be in the wrong week.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from nyaastats.collect.events import BackfillSummary, FeedOutcome, RunSummary
from nyaastats.errors import ClockError
from testkit.command_line import Workspace
from testkit.simulated_season import (
    ABANDONED,
    BACKFILL_HOUR,
    BATCH,
    CLOCK_BACK,
    DAY,
    EDITED,
    FAILED,
    FLOOD,
    FORGETFUL_HOURS,
    FORGOTTEN,
    GUITAR,
    HOURS,
    LANTERN,
    LATE,
    OFF,
    REMADE,
    SECOND_VERSION,
    SHOWS,
    START,
    TRAIN,
    UNKNOWN,
    WEEK,
    WEEKS,
    SimulatedRuns,
    Upload,
    hours_to_week_turn,
    is_boundary,
    max_interval_hours,
    run_season,
    snapshot,
    uploads,
    weekly,
)

END = HOURS - 1
BY_INFOHASH = {upload.infohash: upload for upload in uploads()}
COUNTED = [upload for upload in uploads() if upload.show]
EXACT = [show.id for show in SHOWS if not show.is_steady]
FIRST_WEEK = 41


@dataclass(frozen=True, slots=True)
class Row:
    """A row of `stats`."""

    upload: Upload
    at: datetime
    seeders: int
    leechers: int
    downloads: int

    @property
    def hour(self) -> int:
        return (self.at - START) // timedelta(hours=1)


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> SimulatedRuns:
    return run_season(tmp_path_factory.mktemp("season"))


@pytest.fixture(scope="module")
def rows(simulated: SimulatedRuns) -> list[Row]:
    stats = read(simulated.database, "SELECT infohash, timestamp, seeders, leechers, downloads FROM stats")
    return [Row(BY_INFOHASH[key], datetime.fromisoformat(at), *counts) for key, at, *counts in stats]


@pytest.fixture(scope="module")
def published(simulated: SimulatedRuns) -> Path:
    folder = simulated.database.parent
    (folder / "anilist.json").write_text(json.dumps(snapshot()), encoding="utf-8")
    done = Workspace(folder).call(
        "etl", "--db", simulated.database, "--anilist", "anilist.json", "--season", "fall-2025", "--output", "data"
    )
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "data"


def read(database: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query, values).fetchall()


# --- what the collector stored ----------------------------------------------------------------------------------------


def test_every_count_is_what_was_announced_by_then(rows: Sequence[Row]) -> None:
    seeders = {row.upload.infohash: 0 if row.upload.is_abandoned else 1 for row in rows}
    assert [(row.seeders, row.leechers, row.downloads) for row in rows] == [
        (seeders[row.upload.infohash] + row.upload.by(row.hour), 0, row.upload.by(row.hour)) for row in rows
    ]
    assert {row.upload for row in rows} == set(uploads())


def test_every_torrent_was_looked_at_at_its_pace_whenever_that_was_possible(rows: Sequence[Row]) -> None:
    scrapes = defaultdict(set)
    for row in rows:
        scrapes[row.upload].add(row.hour)
    assert {upload: scrapes[upload] for upload in scrapes} == {
        upload: expected_scrape_hours(upload) for upload in uploads()
    }


def test_no_torrent_was_scraped_twice_between_boundaries(rows: Sequence[Row]) -> None:
    """Between two scrapes lies a full hour at which the torrent's age made it due."""
    hours = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.at):
        hours[row.upload].append(row.hour)
    for upload, scrapes in hours.items():
        for earlier, later in pairwise(scrapes):
            assert any(is_boundary(upload, hour) for hour in range(earlier + 1, later + 1)), (upload, earlier, later)


def test_a_run_that_fails_says_so_and_writes_nothing(simulated: SimulatedRuns, rows: Sequence[Row]) -> None:
    assert {hour for hour, run in simulated.summaries.items() if isinstance(run, RunSummary) and run.failure} == set(
        FAILED
    )
    assert {hour: type(error) for hour, error in simulated.errors.items()} == {CLOCK_BACK: ClockError}
    assert not {row.hour for row in rows} & {*FAILED, CLOCK_BACK, *OFF}


def test_the_listing_reported_what_the_feed_did_not(simulated: SimulatedRuns, rows: Sequence[Row]) -> None:
    assert isinstance(simulated.backfill, BackfillSummary)
    assert (simulated.backfill.new, simulated.backfill.edited) == (len(LATE), 0)
    assert {min(row.hour for row in rows if row.upload is upload) for upload in LATE} == {BACKFILL_HOUR}


def test_a_gap_is_reported_of_until_a_backfill_has_filled_it(simulated: SimulatedRuns) -> None:
    runs = {hour: run for hour, run in simulated.summaries.items() if isinstance(run, RunSummary)}
    read = {hour for hour, run in runs.items() if run.feed.outcome is FeedOutcome.READ and run.feed.page.listed}
    assert {hour for hour, run in runs.items() if run.feed.has_gap} == {hour for hour in read if hour <= BACKFILL_HOUR}


def test_a_feed_that_is_as_it_was_is_not_read_again(simulated: SimulatedRuns) -> None:
    changes = {
        hour for upload in uploads() for hour in (upload.hour, *([upload.hour + 2] if is_edited(upload) else []))
    }
    outcomes = Counter(run.feed.outcome for run in simulated.summaries.values() if isinstance(run, RunSummary))
    assert outcomes.keys() == {FeedOutcome.READ, FeedOutcome.UNCHANGED, FeedOutcome.FAILED}
    assert outcomes[FeedOutcome.FAILED] == len(FAILED)
    assert len(changes - set(OFF)) <= outcomes[FeedOutcome.READ] <= 2 * len(uploads()) + 1


def test_what_the_tracker_does_not_know_for_a_while_has_no_row_and_is_counted_again(rows: Sequence[Row]) -> None:
    for upload in FORGOTTEN:
        hours = {row.hour for row in rows if row.upload is upload}
        assert not hours & set(FORGETFUL_HOURS)
        assert all(unseen(upload, hour) > 0 for hour in (FORGETFUL_HOURS[0], FORGETFUL_HOURS[-1]))


def test_names_and_marks_are_as_they_were_reported_last(simulated: SimulatedRuns) -> None:
    stored = read(simulated.database, "SELECT infohash, filename, remake, status FROM torrents")
    assert {key: (name, bool(remake), status) for key, name, remake, status in stored} == {
        upload.infohash: (upload.name, upload.is_remake, "dead" if upload is ABANDONED else "active")
        for upload in uploads()
    }


def is_edited(upload: Upload) -> bool:
    return upload in {EDITED, REMADE}


def expected_scrape_hours(upload: Upload) -> set[int]:
    """The hours of the scrapes: the first run after each of the torrent's boundaries, until it is dead."""
    first = BACKFILL_HOUR if upload in LATE else next(hour for hour in range(upload.hour, HOURS) if is_running(hour))
    scrapes = [first]
    for hour in range(first + 1, HOURS):
        if is_running(hour) and any(is_boundary(upload, passed) for passed in range(scrapes[-1] + 1, hour + 1)):
            scrapes.append(hour)
    answered = [hour for hour in scrapes if not (upload.is_forgotten and hour in FORGETFUL_HOURS)]
    if not upload.is_abandoned:
        return set(answered)
    counted_zeros = [hour for hour in answered[1:] if START + RUN_AT + hour * HOUR - upload.published >= 24 * HOUR]
    return {hour for hour in answered if hour <= counted_zeros[3 - 1]}


HOUR, RUN_AT = timedelta(hours=1), timedelta(minutes=5)


def is_running(hour: int) -> bool:
    return hour not in {*OFF, *FAILED, CLOCK_BACK}


# --- what the ETL makes of it -----------------------------------------------------------------------------------------


def test_an_episode_has_as_many_downloads_as_were_announced(published: Path) -> None:
    announced = Counter[tuple[int | None, int | None]]()
    for upload in COUNTED:
        announced[upload.show, upload.episode] += upload.by(END)
    days = pq.read_table(published / "episodes.parquet").to_pylist()
    counted = Counter[tuple[int | None, int | None]]()
    for day in days:
        counted[day["anilist_id"], day["episode"]] += day["downloads_daily"]
    assert counted == announced
    assert len(announced) == 4 * len(SHOWS)


def test_a_week_has_as_many_downloads_as_were_announced_in_it(published: Path) -> None:
    charted = chart(published)
    assert {show: by_week(charted, show) for show in EXACT} == {show: weekly(uploads(), show) for show in EXACT}


def test_at_the_turn_of_a_week_no_more_is_misplaced_than_came_between_two_looks(published: Path) -> None:
    announced, counted = weekly(uploads(), TRAIN), by_week(chart(published), TRAIN)
    assert announced.keys() == counted.keys()
    for week, downloads in announced.items():
        assert abs(counted[week] - downloads) <= max(astride(TRAIN, week), astride(TRAIN, week + 1)), week
    assert any(astride(TRAIN, week) for week in range(1, WEEKS))


def test_the_ranks_are_those_of_what_was_announced(published: Path) -> None:
    assert {week: list(shows) for week, shows in chart(published).items()} == {
        week: ranking({show.id: weekly(uploads(), show.id)[week] for show in SHOWS}) for week in range(WEEKS)
    }


def test_the_ranks_do_not_hang_on_what_may_be_misplaced() -> None:
    for week in range(WEEKS):
        others = sorted(weekly(uploads(), show)[week] for show in EXACT)
        doubt = astride(TRAIN, week) + astride(TRAIN, week + 1)
        assert weekly(uploads(), TRAIN)[week] + doubt < others[0]


def test_equals_are_ranked_by_their_ids(published: Path) -> None:
    for week in (1, 3):
        charted = chart(published)[week]
        assert charted[GUITAR] == charted[LANTERN] > 0
        assert list(charted).index(LANTERN) == list(charted).index(GUITAR) + 1


def test_what_counts_for_nothing_is_reported_by_its_reason(published: Path) -> None:
    report = json.loads((published / "report.json").read_text(encoding="utf-8"))
    excluded = {reason: (tally["torrents"], tally["downloads"]) for reason, tally in report["excluded"].items()}
    nobodies = [UNKNOWN, ABANDONED, *FLOOD]
    assert {reason: tally for reason, tally in excluded.items() if any(tally)} == {
        "unmatched": (len(nobodies), UNKNOWN.by(END)),
        "batch": (1, BATCH.by(END)),
        "superseded": (1, SECOND_VERSION.by(END)),
    }


def test_only_what_came_in_unseen_for_more_than_two_days_is_an_estimate(published: Path) -> None:
    expected = Counter({(upload.show, upload.episode): upload.by(BACKFILL_HOUR) for upload in LATE})
    expected.update({(upload.show, upload.episode): unseen(upload, FORGETFUL_HOURS[-1]) for upload in FORGOTTEN})
    estimated = Counter[tuple[int | None, int | None]]()
    for day in pq.read_table(published / "episodes.parquet").to_pylist():
        estimated[day["anilist_id"], day["episode"]] += day["downloads_estimated"]
    assert +estimated == expected


def unseen(upload: Upload, hour: int) -> int:
    """The downloads between the last scrape before that hour and the next one."""
    scrapes = expected_scrape_hours(upload)
    return upload.by(min(scrape for scrape in scrapes if scrape > hour)) - upload.by(
        max(scrape for scrape in scrapes if scrape < hour)
    )


def chart(published: Path) -> dict[int, dict[int, int]]:
    """The downloads of the shows in the order of their ranks, by week from 0; empty weeks left out."""
    weeks = json.loads((published / "rankings.json").read_text(encoding="utf-8"))["weeks"]
    for week in weeks:
        assert [ranking["rank"] for ranking in week["rankings"]] == list(range(1, len(week["rankings"]) + 1))
    return {
        int(week["week"].removeprefix("2025-W")) - FIRST_WEEK: {
            ranking["anilist_id"]: ranking["downloads"] for ranking in week["rankings"]
        }
        for week in weeks
        if week["rankings"]
    }


def by_week(charted: Mapping[int, Mapping[int, int]], show: int) -> dict[int, int]:
    return {week: shows[show] for week, shows in charted.items() if show in shows}


def ranking(downloads: Mapping[int, int]) -> list[int]:
    return sorted(filter(downloads.__getitem__, downloads), key=lambda show: (-downloads[show], show))


def astride(show: int, week: int) -> int:
    """At most so many downloads came between the last scrape before that week and the first one in it.

    An interval between two scrapes reaches no further from the turn than it is long.
    """
    turn = week * WEEK
    return sum(
        upload.downloads(hour)
        for upload in COUNTED
        if upload.show == show
        for hour in around(turn)
        if hours_to_week_turn(hour) <= max_interval_hours(hour - upload.hour)
    )


def around(turn: int) -> Iterable[int]:
    return range(turn - DAY, turn + DAY + 1)
