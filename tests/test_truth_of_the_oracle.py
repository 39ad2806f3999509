"""The first truth: the same scrapes through the pipeline and through the oracle give the same numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pyarrow.parquet as pq
import pytest

from nyaastats.domain.calendar import SeasonSpan
from nyaastats.domain.matches import ClassifiedTorrent, Thresholds
from nyaastats.domain.measures import Attribution
from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash
from nyaastats.identify.exclusions import classify
from nyaastats.identify.matcher import identify
from nyaastats.publish.contracts.report import Report, Tally
from nyaastats.settings import read_overrides
from nyaastats.store.reader import read_torrents
from nyaastats.synthetic import Summary
from nyaastats.synthetic.facts import SEASON
from testkit.etl_run import load_default_settings, read_catalogue, run_season, select_shows
from testkit.oracle.answer import compute_answer
from testkit.oracle.database import read_database
from testkit.oracle.eligibility import find_season_days
from testkit.oracle.records import Answer, DayCount, Facts, OracleTorrent
from testkit.oracle.weeks import rank_shows
from testkit.shared import make_once

read_once = cache(read_database)

Labels = dict[InfoHash, dict[str, Any]]
"""The rows of the truth's torrents.parquet."""


@dataclass(frozen=True)
class Answers:
    """What the pipeline and the oracle say of one season."""

    days: dict[tuple[AniListId, int, date], DayCount]
    """What episodes.parquet holds."""
    rankings: dict[tuple[date, AniListId], dict[str, Any]]
    """The rows of rankings.json."""
    report: Report
    oracle: Answer
    season_days: Mapping[AniListId, date | None]
    """The shows that the season ranks, and until when."""

    def is_ranked(self, key: tuple[date, AniListId]) -> bool:
        """Whether a show is in the season's chart of a week."""
        monday, show = key
        last_day = self.season_days[show]
        return last_day is None or monday <= last_day


def _days(folder: Path) -> dict[tuple[AniListId, int, date], DayCount]:
    return {
        (row["anilist_id"], row["episode"], row["date"].date()): DayCount(
            row["downloads_daily"],
            row["downloads_cumulative"],
            row["days_since_first_torrent"],
            row["downloads_estimated"],
        )
        for row in pq.read_table(folder / "episodes.parquet").to_pylist()
    }


def _rankings(folder: Path) -> dict[tuple[date, AniListId], dict[str, Any]]:
    document = json.loads((folder / "rankings.json").read_text(encoding="utf-8"))
    return {
        (date.fromisoformat(week["start_date"]), row["anilist_id"]): row
        for week in document["weeks"]
        for row in week["rankings"]
    }


@pytest.fixture(scope="module")
def labels(season: Summary) -> Labels:
    return {row["infohash"]: row for row in pq.read_table(season.truth / "torrents.parquet").to_pylist()}


@pytest.fixture(scope="module", params=["interval", "observed"])
def answers(
    request: pytest.FixtureRequest, season: Summary, labels: Labels, tmp_path_factory: pytest.TempPathFactory
) -> Answers:
    def make(folder: Path) -> Answers:
        return compare_both(season, labels, request.param, folder / "data")

    return make_once(tmp_path_factory, f"answers-{request.param}", make)


def compare_both(
    season: Summary, labels: Labels, attribution: Literal["interval", "observed"], output: Path
) -> Answers:
    """Let both work on the season."""
    outcome, content = run_season(season, output, attribution=Attribution(attribution)), read_once(season.database)
    torrents = [
        OracleTorrent(
            infohash, row["anilist_id"], row["episode"], content.published[infohash], infohash in content.dead
        )
        for infohash, row in labels.items()
        if not row["reason"]
    ]
    last_published: dict[AniListId, date] = {}
    for torrent in torrents:
        day = torrent.published.date()
        last_published[torrent.anilist_id] = max(last_published.get(torrent.anilist_id, day), day)
    last_days = {show.show.id: show.last_day for show in select_shows(season, last_published) if show.last_day}
    mondays = [week.start for week in SEASON.list_chart_weeks(load_default_settings().post_airing_weeks)]
    expected = compute_answer(Facts(torrents, content.scrapes, last_days, mondays, content.now, attribution))
    shows = {show.id: show for show in read_catalogue(season).shows}
    season_days = find_season_days(shows, last_days, SEASON)
    return Answers(_days(output), _rankings(output), outcome.report, expected, season_days)


def test_every_torrent_is_classified_as_the_truth_says(season: Summary, labels: Labels) -> None:
    answers = {torrent.torrent.infohash: _find_verdict(torrent) for torrent in _classify(season)}
    truth = {
        infohash: (row["reason"], None if row["reason"] else (row["anilist_id"], row["episode"]))
        for infohash, row in labels.items()
    }
    assert answers == truth


def _classify(season: Summary) -> list[ClassifiedTorrent]:
    shows, settings = read_catalogue(season).shows, load_default_settings()
    thresholds = Thresholds(settings.match_threshold, settings.match_margin)
    identification = identify(read_torrents(season.database).torrents, shows, read_overrides(None), thresholds)
    return classify(identification.results, shows, SeasonSpan((SEASON,), settings.post_airing_weeks))


def _find_verdict(torrent: ClassifiedTorrent) -> tuple[str, tuple[AniListId, int | None] | None]:
    match = torrent.counted_match
    return str(torrent.exclusion or ""), (match.show, match.episode) if match else None


def test_the_bad_rows_are_the_same(season: Summary) -> None:
    assert read_once(season.database).skipped == {
        "torrents: unparsable time": season.invalid_rows["unparsable_time"] - 3,
        "torrents: broken JSON": season.invalid_rows["broken_json"],
        "stats: unparsable time": 3,
        "stats: negative or non-integer count": sum(
            season.invalid_rows[reason] for reason in ("negative_count", "text_count", "fractional_count")
        ),
        "stats: no such torrent": season.invalid_rows["no_torrent"],
    }


def test_the_same_episodes_have_the_same_days(answers: Answers) -> None:
    assert answers.days.keys() == answers.oracle.episode_days.keys()


@pytest.mark.parametrize("column", ["downloads", "cumulative", "estimated"])
def test_a_day_is_the_same(answers: Answers, column: str) -> None:
    pairs = {
        key: (getattr(answers.days[key], column), getattr(day, column))
        for key, day in answers.oracle.episode_days.items()
    }
    assert {key: pair for key, pair in pairs.items() if pair[0] != pair[1]} == {}


def test_the_age_agrees(answers: Answers) -> None:
    pairs = [(answers.days[key].days_since_first_torrent, day) for key, day in answers.oracle.episode_days.items()]
    assert all(age == pytest.approx(day.days_since_first_torrent, abs=1e-9) for age, day in pairs)


# Days and weeks are equal, not only close: both sides round parts of a download to millionths at the same moments. A
# part would have to fall within the last bits of half a millionth, and the sum of an episode on a half, for the two to
# differ.


def test_every_show_has_the_same_week(answers: Answers) -> None:
    downloads = {key: row["downloads"] for key, row in answers.rankings.items()}
    weeks = answers.oracle.show_weeks.items()
    assert downloads == {key: count.downloads for key, count in weeks if answers.is_ranked(key)}


def test_every_rank_is_the_same(answers: Answers) -> None:
    weeks = {key: count for key, count in answers.oracle.show_weeks.items() if answers.is_ranked(key)}
    assert {key: row["rank"] for key, row in answers.rankings.items()} == rank_shows(weeks)


def test_the_counted_torrents_have_the_same_downloads(answers: Answers) -> None:
    totals = [torrent.total for torrent in answers.oracle.torrents.values()]
    assert answers.report.counted == Tally(len(totals), sum(day.downloads for day in answers.days.values()))
    left_out = answers.oracle.left_out.values()
    assert answers.report.not_begun == sum(each.not_begun for each in left_out)
