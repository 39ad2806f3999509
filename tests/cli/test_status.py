"""`nyaastats status` as a user and a monitor read it."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from nyaastats.cli import status
from nyaastats.cli.render_status import format_span
from nyaastats.cli.status import parse_age
from nyaastats.domain.health import FailureStreak, Subject
from nyaastats.domain.torrents import ScrapeCounts
from nyaastats.errors import InputError
from nyaastats.store.ledger import Ledger, open_ledger
from nyaastats.store.records import DueTorrent, ScrapeResult, TorrentChanges
from testkit.collector_fixtures import collector, entries, pass_time
from testkit.command_line import CompletedCommand, Workspace, etl, make_database
from testkit.ledger_fixtures import HOUR, NOW, TRACKER, VERSION, content, infohash, make, named, run
from testkit.nyaa_server import answer, nyaa_server

REASON = "the feed [bold]is down"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Two days with a gap and a feed that is down; of three torrents one was passed over, and one is young."""
    with open_ledger(tmp_path / "nyaastats.db") as ledger:
        ledger.store_page(
            TorrentChanges((named(1), named(2), named(3, published=NOW + 46 * HOUR, counts=None))), NOW, VERSION
        )
        for hours in (*range(1, 20), *range(30, 48)):
            record(ledger, 1, NOW + hours * HOUR)
        record(ledger, 3, NOW + 47 * HOUR)
        ledger.store_failure_streak(FailureStreak(Subject.FEED, 3, NOW + 45 * HOUR, REASON))
    set_clock(monkeypatch, NOW + 48 * HOUR)
    return Workspace(tmp_path)


def record(ledger: Ledger, number: int, scraped_at: datetime) -> None:
    due = DueTorrent(infohash(number), ever_nonzero=True)
    ledger.record_scrapes([ScrapeResult(due, ScrapeCounts(1, 1, 50))], scraped_at, TRACKER)


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(status, "now", lambda: moment)


def call(workspace: Workspace, *arguments: object) -> CompletedCommand:
    return workspace.call("status", "--db", "nyaastats.db", "--output", "data", *arguments)


def read(workspace: Workspace, *arguments: object) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(call(workspace, "--json", *arguments).stdout)
    return document


def test_a_person_reads_a_line_for_each_thing(workspace: Workspace) -> None:
    done = call(workspace)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:4] == [
        "scraped   2025-10-09 14:30 UTC, 1 hour ago",
        "gap       no scrape for 11 hours, from 2025-10-08 10:30 UTC until 2025-10-08 21:30 UTC",
        "due       2 torrents, 1 of them for more than 2 hours",
        f"feed      failed in 3 runs in a row, since 2025-10-09 12:30 UTC: {REASON}",
    ]
    assert [line.split()[0] for line in lines[4:]] == ["database", "archive", "published"]
    assert lines[5:] == ["archive   none yet", "published never"]


def test_a_monitor_reads_the_same_as_json(workspace: Workspace) -> None:
    document = read(workspace)
    sizes = {"database_bytes", "free_bytes"}
    assert all(document.pop(name) > 0 for name in sizes)
    assert document == {
        "age_seconds": 3600,
        "archive_bytes": None,
        "checked_at": "2025-10-09T15:30:00Z",
        "due": 2,
        "failures": [{"subject": "feed", "failures": 3, "failed_since": "2025-10-09T12:30:00Z", "reason": REASON}],
        "gaps": [{"start": "2025-10-08T10:30:00Z", "end": "2025-10-08T21:30:00Z"}],
        "gaps_since": "2025-09-09T15:30:00Z",
        "is_archive_missing": False,
        "is_late": False,
        "max_age_seconds": 10800,
        "newest_scrape_at": "2025-10-09T14:30:00Z",
        "overdue": 1,
        "published_at": None,
        "published_until": None,
    }


@pytest.mark.parametrize(
    ("later", "arguments", "code", "words"),
    [
        (2 * HOUR, (), 0, ""),
        (3 * HOUR, (), 1, ": older than 3 hours"),
        (3 * HOUR, ("--max-age", "2d"), 0, ""),
        (0 * HOUR, ("--max-age", "59m"), 1, ": older than 59 minutes"),
        (-6 * HOUR, (), 1, "5 hours ahead of the clock: a clock was wrong: run nyaastats db check"),
    ],
)
def test_an_old_scrape_is_a_failure(  # noqa: PLR0913, PLR0917 - a case
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    later: timedelta,
    arguments: tuple[str, ...],
    code: int,
    words: str,
) -> None:
    set_clock(monkeypatch, NOW + 48 * HOUR + later)
    done = call(workspace, *arguments)
    assert (done.returncode, done.stderr) == (code, "")
    assert done.stdout.splitlines()[0].endswith(words)


def test_a_database_without_a_scrape_is_a_failure(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "nyaastats.db"):
        pass
    done = call(Workspace(tmp_path))
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("scraped   never\n")


def test_nothing_is_changed_and_a_run_may_be_under_way(workspace: Workspace) -> None:
    path = workspace.folder / "nyaastats.db"
    before = content(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM stats")
        assert read(workspace)["age_seconds"] == 3600
        writer.execute("ROLLBACK")
    assert content(path) == before


def test_what_was_trimmed_is_no_gap(workspace: Workspace) -> None:
    trimmed = "INSERT INTO trims VALUES ('a', 'b', ?, 1, 0)"
    run(workspace.folder / "nyaastats.db", trimmed, int((NOW + 25 * HOUR).timestamp()))
    document = read(workspace)
    assert (document["gaps_since"], document["gaps"]) == ("2025-10-08T16:30:00Z", [])


def test_another_scraper_s_database_says_what_it_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = "CREATE TABLE torrents (infohash, filename, pubdate); CREATE TABLE stats (infohash, timestamp, downloads)"
    path = make(tmp_path / "nyaastats.db", tables)
    for text in ("2025-10-07T16:30:00+01:00", "never", b"\xff"):
        run(path, "INSERT INTO stats VALUES (1, ?, 1)", text)
    set_clock(monkeypatch, NOW + HOUR)
    document = read(Workspace(tmp_path))
    assert (document["age_seconds"], document["due"], document["overdue"]) == (3600, None, None)
    assert "due       not known" in call(Workspace(tmp_path)).stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--max-age", "3"), "'3' is no age"),
        (("--max-age", "0h"), "'0h' is no age"),
        (("--max-age", "99999d"), "'99999d' is no age"),
    ],
)
def test_a_wrong_age_is_one_line(workspace: Workspace, arguments: tuple[str, ...], words: str) -> None:
    done = call(workspace, *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    [line] = done.stderr.splitlines()
    assert words in line


def test_a_database_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    done = call(Workspace(tmp_path))
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)


def test_ages_are_minutes_hours_and_days() -> None:
    assert (parse_age("90m"), parse_age("3h"), parse_age("2d")) == (1.5 * HOUR, 3 * HOUR, 48 * HOUR)
    with pytest.raises(InputError):
        parse_age("3 h")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 minutes"),
        (60, "1 minute"),
        (3600, "1 hour"),
        (5400, "90 minutes"),
        (86_400, "1 day"),
        (200_000, "2 days"),
    ],
)
def test_spans_are_in_words(seconds: int, words: str) -> None:
    assert format_span(seconds) == words


def test_the_archive_and_the_publication_are_seen(tmp_path: Path) -> None:
    make_database(tmp_path / "nyaastats.db")
    workspace = Workspace(tmp_path)
    assert workspace.call(*etl()).returncode == 0
    os.utime(tmp_path / "data", (0, 86_400))
    document = read(workspace)
    manifest = json.loads((tmp_path / "data" / "manifest.json").read_text("utf-8"))
    assert (document["published_at"], document["published_until"]) == ("1970-01-02T00:00:00Z", manifest["data_until"])
    files = (tmp_path / "nyaastats.archive").rglob("*.parquet")
    assert document["archive_bytes"] == sum(path.stat().st_size for path in files)
    before = datetime.now(UTC) - timedelta(seconds=1)
    assert workspace.call(*etl()).returncode == 0
    assert datetime.fromisoformat(read(workspace)["published_at"]) >= before


# --- failures in a row ------------------------------------------------------------------------------------------------


def test_failures_in_a_row_are_counted_by_the_collector_and_end_with_a_good_run(tmp_path: Path) -> None:
    with nyaa_server() as nyaa:
        nyaa.entries = entries(3)
        work = collector(tmp_path, nyaa)  # nobody is the tracker
        streaks = "SELECT subject, failures FROM failure_streaks ORDER BY subject"
        work.call("scrape")
        assert work.rows(streaks) == []
        for failures in (1, 2):
            pass_time(work.database)
            nyaa.faults.append(answer(404))
            assert work.call("scrape").code == 1
            assert work.rows(streaks) == [("feed", failures), ("tracker", failures)]
        assert work.call("scrape").code == 1  # the feed is not asked so soon
        assert work.rows(streaks) == [("feed", 2), ("tracker", 3)]
        pass_time(work.database)
        assert work.call("scrape").code == 1
        assert work.rows(streaks) == [("tracker", 4)]


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (2 * HOUR, "gap       no scrape for 11 hours"),
        (20 * 24 * HOUR, "gap       no scrape for 11 hours"),
        (40 * 24 * HOUR, "gaps      no scrape since 2025-10-19"),
    ],
)
def test_a_silence_that_goes_on_is_not_told_as_no_gap(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, later: timedelta, words: str
) -> None:
    set_clock(monkeypatch, NOW + 48 * HOUR + later)
    assert words in call(workspace).stdout


def test_without_gaps_it_says_until_when(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_ledger(tmp_path / "nyaastats.db") as ledger:
        ledger.store_page(TorrentChanges((named(1),)), NOW, VERSION)
        record(ledger, 1, NOW + HOUR)
    for later, words in ((2 * HOUR, "none since 2025-09-07\n"), (9 * HOUR, "up to the newest scrape")):
        set_clock(monkeypatch, NOW + later)
        assert words in call(Workspace(tmp_path)).stdout
