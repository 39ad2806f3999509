"""Databases that hold little, or little that was seen in time: the numbers are right or called provisional."""

from __future__ import annotations

import json
import math
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from testkit.command_line import CompletedCommand, Workspace, etl, make_database

MONDAY = datetime(2025, 10, 6, tzinfo=UTC)
"""Of the golden season's second week; its first begins on 29 September."""
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

Scrapes = Sequence[tuple[datetime, int]]


@dataclass(frozen=True, slots=True)
class TorrentCase:
    """A torrent of `Song of Alpha`, and its counts in order."""

    published: datetime
    scrapes: Scrapes
    episode: int = 1
    name: str = "[Fansub] Song of Alpha - {episode:02} (1080p).mkv"
    guess: str | None = "{}"


def count_at(age: timedelta) -> int:
    """Downloads by age: 300 in all, half of them in the first two days."""
    hours = max(age / HOUR, 0)
    return round(300 * hours / (hours + 48))


def scrape_every(gap: timedelta, first: datetime, last: datetime, *, published: datetime) -> list[tuple[datetime, int]]:
    moments = (first + number * gap for number in range(int((last - first) / gap) + 1))
    return [(moment, count_at(moment - published)) for moment in moments]


def watch(published: datetime, until: datetime, gap: timedelta = 6 * HOUR) -> TorrentCase:
    """A torrent that is scraped from its publication on."""
    return TorrentCase(published, scrape_every(gap, published, until, published=published))


def write_database(folder: Path, torrents: Sequence[TorrentCase]) -> None:
    path = make_database(folder / "nyaastats.db")
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript("DELETE FROM stats; DELETE FROM torrents")
        for number, torrent in enumerate(torrents):
            infohash = f"{number:040x}"
            name = torrent.name.format(episode=torrent.episode)
            database.execute(
                "INSERT INTO torrents (infohash, filename, pubdate, guessit_data) VALUES (?, ?, ?, ?)",
                (infohash, name, torrent.published.isoformat(), torrent.guess),
            )
            database.executemany(
                "INSERT INTO stats (infohash, timestamp, seeders, leechers, downloads) VALUES (?, ?, 3, 2, ?)",
                [(infohash, moment.isoformat(), count) for moment, count in torrent.scrapes],
            )


def make_season(until: datetime, gap: timedelta = 6 * HOUR) -> list[TorrentCase]:
    """Four groups a week, watched from the start, an episode every Saturday."""
    saturdays = [MONDAY + (7 * week - 2) * DAY for week in range(4)]
    return [
        replace(watch(saturday + group * HOUR, until, gap), episode=week + 1, name=_NAMES[group])
        for week, saturday in enumerate(saturdays)
        for group in range(len(_NAMES))
        if saturday + group * HOUR < until
    ]


_NAMES = [f"[{group}] Song of Alpha - {{episode:02}} (1080p).mkv" for group in ("A", "B", "C", "D")]


def switch_off(torrents: Sequence[TorrentCase], start: datetime, end: datetime) -> list[TorrentCase]:
    """The same without the scrapes from `start` until `end`."""
    return [
        replace(torrent, scrapes=[(moment, count) for moment, count in torrent.scrapes if not start <= moment < end])
        for torrent in torrents
    ]


def forget(torrents: Sequence[TorrentCase], moment: datetime) -> list[TorrentCase]:
    """The same, counted anew by the tracker from `moment` on."""
    return [
        replace(
            torrent,
            scrapes=[
                (at, count if at < moment else count - count_at(max(moment - torrent.published, 0 * HOUR)))
                for at, count in torrent.scrapes
            ],
        )
        for torrent in torrents
    ]


def sum_last_counts(torrents: Sequence[TorrentCase]) -> int:
    return sum(torrent.scrapes[-1][1] for torrent in torrents)


def count_truth(torrents: Sequence[TorrentCase]) -> int:
    """What all torrents have at the newest scrape; one that was scraped just then has its count, however it came."""
    now = max(torrent.scrapes[-1][0] for torrent in torrents)
    return sum(max(torrent.scrapes[-1][1], count_at(now - torrent.published)) for torrent in torrents)


@dataclass(frozen=True, slots=True)
class Run:
    """A finished ETL: what it said and what it published."""

    command: CompletedCommand
    report: dict[str, Any]
    shows: dict[str, Any]
    rankings: dict[str, Any]

    @property
    def downloads(self) -> int:
        return sum(show["downloads"] for show in self.shows["shows"])


def run_etl(folder: Path, torrents: Sequence[TorrentCase], *arguments: object) -> Run:
    write_database(folder, torrents)
    command = Workspace(folder).call(*etl(*arguments))
    assert command.returncode == 0, command.stderr
    assert "report it" not in command.stdout + command.stderr
    documents = (json.loads((folder / "data" / name).read_text("utf-8"), parse_constant=_refuse) for name in FILES)
    return Run(command, *documents)


FILES = ("report.json", "shows.json", "rankings.json")


def _refuse(constant: str) -> float:
    raise AssertionError(f"{constant} is no number")


def list_downloads(value: Any) -> Iterator[float]:
    """Every count and average of downloads in a document."""
    if isinstance(value, dict):
        yield from (value[name] for name in value if re.search("downloads|average", name) and not _is_part(value[name]))
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from list_downloads(item)


def _is_part(value: Any) -> bool:
    return value is None or isinstance(value, dict | list)


UNTIL = MONDAY + 16 * DAY
LATE = [TorrentCase(MONDAY - 6 * DAY, scrape_every(DAY, MONDAY + 6 * DAY, UNTIL, published=MONDAY - 6 * DAY))]
SEASON = make_season(UNTIL)
STRANGER = TorrentCase(UNTIL - 3 * HOUR, [(UNTIL, 0)], name="Xyloquartz - {episode:02}")
"""Nothing of the season, but a scrape: the scraper was on again."""

DATABASES = {
    "only late scrapes": LATE,
    "one scrape a torrent": [
        TorrentCase(MONDAY - 2 * DAY, [(MONDAY + 3 * DAY, 200)]),
        TorrentCase(MONDAY + 5 * DAY, [(MONDAY + 12 * DAY, 200)], episode=2),
    ],
    "one torrent": [watch(MONDAY - 2 * DAY, UNTIL)],
    "a torrent that was never scraped": [watch(MONDAY, UNTIL), TorrentCase(MONDAY + 7 * DAY, [], episode=2)],
    "two weeks without a scrape": switch_off(SEASON, MONDAY + DAY, MONDAY + 15 * DAY),
    "the last two days without a scrape": [*switch_off(SEASON, UNTIL - 2 * DAY, UNTIL + DAY), STRANGER],
}


@pytest.mark.parametrize("attribution", ["interval", "observed"])
@pytest.mark.parametrize("torrents", DATABASES.values(), ids=DATABASES)
def test_every_database_gives_downloads_that_can_be(
    tmp_path: Path, torrents: Sequence[TorrentCase], attribution: str
) -> None:
    run = run_etl(tmp_path, torrents, "--attribution", attribution)
    for document in (run.report, run.shows, run.rankings):
        assert all(value >= 0 and math.isfinite(value) for value in list_downloads(document))
    assert all(0 <= show["downloads_estimated"] <= show["downloads"] for show in run.shows["shows"])


@pytest.mark.parametrize("torrents", DATABASES.values(), ids=DATABASES)
def test_what_is_published_is_what_was_counted_and_what_came_since(
    tmp_path: Path, torrents: Sequence[TorrentCase]
) -> None:
    run = run_etl(tmp_path, torrents)
    scraped = [torrent for torrent in torrents if torrent.scrapes]
    counted = sum_last_counts(scraped)
    # What no scrape has counted is estimated, and called so; the estimate is nearer to the truth than the counts alone.
    assert counted <= run.downloads <= 2 * count_truth(scraped) - counted
    assert run.downloads - counted <= sum(show["downloads_estimated"] for show in run.shows["shows"])
    # Each episode's estimate is rounded by itself, and so is the sum of all.
    episodes = len({torrent.episode for torrent in torrents})
    assert abs(run.downloads - counted - run.report["tail_downloads"]) <= (episodes + 1) / 2


UNSETTLED = {
    "one scrape a torrent": ["2025-W41"],  # the first is from before its end
    "the last two days without a scrape": ["2025-W42"],
}
NOT_WATCHED = {"only late scrapes", "one scrape a torrent"}


@pytest.mark.parametrize(("name", "torrents"), DATABASES.items(), ids=DATABASES)
def test_a_week_is_settled_when_every_torrent_was_scraped_after_it(
    tmp_path: Path, name: str, torrents: Sequence[TorrentCase]
) -> None:
    run = run_etl(tmp_path, torrents)
    weeks = run.rankings["weeks"]
    assert [week["week"] for week in weeks if week["complete"] and not week["settled"]] == UNSETTLED.get(name, [])
    assert all(week["complete"] for week in weeks if week["settled"])


@pytest.mark.parametrize(("name", "torrents"), DATABASES.items(), ids=DATABASES)
def test_without_a_torrent_that_was_watched_from_the_start_nothing_is_expected(
    tmp_path: Path, name: str, torrents: Sequence[TorrentCase]
) -> None:
    report = run_etl(tmp_path, torrents).report
    assert (report["decay_torrents"] == 0) == (name in NOT_WATCHED)
    assert report["decay_torrents"] > 0 or report["tail_downloads"] == 0


@pytest.mark.parametrize(
    ("until", "seasons"),
    [(MONDAY - 7 * DAY + 6 * HOUR, []), (MONDAY + DAY, ["fall-2025"])],
    ids=["on its Monday", "once its season has a chart"],
)
def test_an_early_premiere_is_on_its_week_s_chart_from_the_first_monday_on(
    tmp_path: Path, until: datetime, seasons: Sequence[str]
) -> None:
    # `Delta Days` is of summer; `Song of Alpha`, of fall, comes on Friday 26 September, a week before fall's first week
    # is over and fall the current season.
    delta, alpha = (
        replace(watch(published, until), name=name, episode=episode)
        for published, name, episode in (
            (MONDAY - 26 * DAY, "[Fansub] Delta Days - {episode:02} (1080p).mkv", 11),
            (MONDAY - 10 * DAY, "[Fansub] Song of Alpha - {episode:02} (1080p).mkv", 1),
        )
    )
    run_etl(tmp_path, [delta, alpha])
    week, index = (
        json.loads((tmp_path / "data" / name).read_text("utf-8")) for name in ("weeks/2025-W39.json", FILES[1])
    )
    assert week["complete"]
    assert [row["title"] for row in week["rows"]] == ["Song of Alpha", "Delta Days"]
    [show] = [show for show in index["shows"] if show["title"] == "Song of Alpha"]
    assert [place["slug"] for place in show["seasons"]] == seasons


@pytest.mark.parametrize("early", [timedelta(seconds=40), 26 * HOUR, 47 * HOUR])
def test_a_count_from_before_the_publication_counts_to_the_first_days(tmp_path: Path, early: timedelta) -> None:
    # The tracker's clock is behind nyaa's, and a midnight lies between. Two episodes, for the records of both.
    published = [MONDAY - 2 * DAY + timedelta(seconds=30), MONDAY + 5 * DAY + timedelta(seconds=30)]
    torrents = [
        TorrentCase(
            at, [(at - early, 5), *((at + day * DAY, 100 + 10 * day) for day in range(26 - 7 * number))], number
        )
        for number, at in enumerate(published, 1)
    ]
    run_etl(tmp_path, torrents)
    records = json.loads((tmp_path / "data" / "records.json").read_text("utf-8"))["records"]
    values = {record["kind"]: record["value"] for record in records}
    # By the end of the 7th day, 30 seconds before a count.
    assert values["best_premiere"] == 170
    assert values["best_hold"] == 10_000


def test_downloads_seen_late_are_called_estimated(tmp_path: Path) -> None:
    (show,) = run_etl(tmp_path, LATE).shows["shows"]
    assert show["downloads_estimated"] >= LATE[0].scrapes[0][1]


def test_the_weeks_of_a_long_silence_are_filled_by_estimate(tmp_path: Path) -> None:
    run = run_etl(tmp_path, switch_off(SEASON, MONDAY + DAY, MONDAY + 15 * DAY))
    weeks = {week["week"]: sum(row["downloads"] for row in week["rankings"]) for week in run.rankings["weeks"]}
    assert weeks["2025-W41"] > 0
    assert weeks["2025-W42"] > 0
    assert run.shows["shows"][0]["downloads_estimated"] > 0


def test_a_tracker_that_forgot_everything_takes_little_away(tmp_path: Path) -> None:
    moment = MONDAY + 9 * DAY + 3 * HOUR
    run = run_etl(tmp_path, forget(SEASON, moment))
    # What came in between the last scrape before it and the first one after it is in no count.
    lost = sum(
        next(count for at, count in torrent.scrapes if at >= moment)
        - max(count for at, count in torrent.scrapes if at < moment)
        for torrent in SEASON
        if torrent.published < moment
    )
    assert run.downloads - run.report["tail_downloads"] == sum_last_counts(SEASON) - lost
    assert lost < 0.02 * sum_last_counts(SEASON)


@pytest.mark.parametrize(
    ("torrents", "lines"),
    [
        (SEASON, []),
        ([watch(MONDAY, UNTIL), STRANGER, replace(STRANGER, scrapes=[])], []),
        (
            [watch(MONDAY, UNTIL), TorrentCase(MONDAY + 7 * DAY, [], episode=2)],
            ["1 torrent counted without a scrape: nothing is known of the downloads yet"],
        ),
    ],
    ids=["all were scraped", "one that does not count was not", "one that counts was not"],
)
def test_a_counted_torrent_that_was_never_scraped_is_told(
    tmp_path: Path, torrents: Sequence[TorrentCase], lines: Sequence[str]
) -> None:
    done = run_etl(tmp_path, torrents).command
    assert [line for line in done.stdout.splitlines() if "without a scrape" in line] == lines


NOTHING_YET = {
    "before the season's first Monday": (
        [watch(MONDAY - 15 * DAY, MONDAY - 9 * DAY)],
        ["end at 2025-09-27 00:00 UTC, before the first week of Fall 2025 has begun (Monday 2025-09-29)", "--season"],
    ),
    "only new torrents": (
        [TorrentCase(MONDAY, [(MONDAY, 0)])],
        ["no torrent of Fall 2025 has a day of downloads by then", "run nyaastats scrape"],
    ),
    "no torrent that counts was scraped": (
        [TorrentCase(MONDAY, []), replace(STRANGER, published=MONDAY, scrapes=[(MONDAY + DAY, 5)])],
        ["no torrent of Fall 2025 has a day of downloads by then", "never scraped"],
    ),
}


@pytest.mark.parametrize(("torrents", "says"), NOTHING_YET.values(), ids=NOTHING_YET)
def test_a_database_of_nothing_yet_is_told_in_one_line(
    tmp_path: Path, torrents: Sequence[TorrentCase], says: Sequence[str]
) -> None:
    write_database(tmp_path, torrents)
    done = Workspace(tmp_path).call(*etl("--season", "fall-2025"))
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert all(words in line for words in says)
    assert "report it" not in line
    assert not (tmp_path / "data").exists()


NUMBERS = [2**31 - 1, 2**31, 99_999_999_999, 2**64]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "form", ["Song of Alpha {}", "Song of Alpha - {}", "Song of Alpha S01E{}", "Song of Alpha EP{}"]
)
def test_an_episode_beyond_all_columns_is_named_as_unmatched(tmp_path: Path, form: str, number: int) -> None:
    name = f"[E] {form.format(number)} (1080p).mkv"
    guess = json.dumps({"type": "episode", "title": "Song of Alpha", "episode": number})
    stray = TorrentCase(MONDAY, [(MONDAY + DAY, 77)], name=name, guess=guess)
    run = run_etl(tmp_path, [watch(MONDAY, UNTIL), stray])
    assert run.report["excluded"] == {"unmatched": {"downloads": 77, "torrents": 1}}
    assert [title["example"] for title in run.report["unmatched_titles"]] == [name]


@pytest.mark.parametrize("guess", ['{"episode": ' + "9" * 5000 + "}", '{"episode": ' + "[" * 500 + "]" * 500 + "}"])
def test_a_guess_that_python_does_not_read_stops_nothing(tmp_path: Path, guess: str) -> None:
    stray = TorrentCase(MONDAY, [(MONDAY + DAY, 77)], name="[E] Song of Alpha (1080p).mkv", guess=guess)
    run = run_etl(tmp_path, [watch(MONDAY, UNTIL), stray])
    assert run.report["excluded"] == {"unmatched": {"downloads": 77, "torrents": 1}}


HOSTILE_STATS = (
    ("0" * 40, "2025-10-07T14:00:00Z", "7\0"),
    ("0" * 40, "2025-10-07T14:00:01Z", b"\xff"),
    ("0" * 40, "2025-10-07T14:00:02Z\0", 7),
    ("0" * 40, b"2025-10-07T14:00:03Z", 7),
    ("0" * 40, b"2025-10-07\xff", 7),
    (b"\xff", "2025-10-07T14:00:04Z", 7),
    (("0" * 40).encode(), "2025-10-07T14:00:05Z", b"7"),
    ("0" * 40, "2001-10-07T14:00:05Z", 7),
    ("F" * 40, "2025-10-07T14:00:06Z", 7),
)


def test_check_leaves_out_what_the_report_does(tmp_path: Path) -> None:
    write_database(tmp_path, [watch(MONDAY, UNTIL)])
    with closing(sqlite3.connect(tmp_path / "nyaastats.db")) as database, database:
        database.executemany("INSERT INTO stats VALUES (?, ?, 3, 2, ?)", HOSTILE_STATS)
        database.execute("INSERT INTO torrents (infohash, filename, pubdate) VALUES (x'ff', 'A', '2025-10-06')")
    workspace = Workspace(tmp_path)
    assert workspace.call(*etl()).returncode == 0
    report = json.loads((tmp_path / "data" / "report.json").read_text("utf-8"))
    done = workspace.call("db", "check", "--db", "nyaastats.db")
    assert done.returncode == 1  # a clock was wrong
    lines = re.findall(r"^(\d+) (torrent|scrape)s? .* by the ETL: ([a-z ]+)", done.stdout, flags=re.MULTILINE)
    named = {(noun, reason.replace(" ", "_")): int(number) for number, noun, reason in lines}
    reported = [("torrent", report["rejected_torrents"]), ("scrape", report["rejected_scrapes"])]
    assert named == {(noun, reason): number for noun, reasons in reported for reason, number in reasons.items()}
    assert report["rejected_scrapes"] == {"bad_count": 2, "before_publication": 1, "orphan": 2, "unparsable_time": 2}
