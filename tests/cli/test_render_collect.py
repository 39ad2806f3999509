"""Each event of the collector as a line of a log and on a terminal, whatever a site or tracker sends."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from nyaastats.cli import render_collect as terminal_collect
from nyaastats.cli.render_collect import (
    Value,
    event_reporter,
    format_log_line,
    log_entries,
    screen_lines,
    show_aborted,
    show_count_faults,
    show_deleted,
    show_health,
    show_reparsed,
    show_stats,
    show_vacuum,
)
from nyaastats.collect.events import (
    BackfillProgress,
    BackfillSummary,
    Event,
    FeedOutcome,
    FeedSummary,
    PageSummary,
    RateLimited,
    RunAborted,
    RunFailed,
    RunPlan,
    RunSummary,
    ScrapeProgress,
    ScrapeStarted,
    ScrapeSummary,
)
from nyaastats.collect.reparse import ReparsedBatch
from nyaastats.domain.measures import CountFaults
from nyaastats.domain.scrapes import ScrapeRejection
from nyaastats.pipeline.count_check import CountCheck
from nyaastats.store.maintenance import DatabaseStats, HealthReport, VacuumResult

NOW = datetime(2025, 10, 7, 15, 5, 3, 999_999, tzinfo=UTC)
HOSTILE = '[bold]x[/bold] [/] \x1b[2J\x07\n"next" outcome=done'
PRINTABLE = '[bold]x[/bold] [/] �[2J��"next" outcome=done'
QUOTED = json.dumps(PRINTABLE, ensure_ascii=False)
PAGE = PageSummary(listed=1_075, new=1_003, edited=2, rejected={"bad_infohash": 1, "from_the_future": 1_200})
READ = FeedSummary(FeedOutcome.READ, PAGE)
COUNTED = ScrapeSummary(due=5_000, counted=5_000)
TROUBLED = ScrapeSummary(
    due=5_000,
    counted=1_234,
    omitted=2_000,
    unusable=1_001,
    too_many_downloads=1_000,
    failed=1_766,
    dead=1,
    death_deferred=1_021,
    reason=HOSTILE,
)
DOWN = ScrapeSummary(due=40, failed=40, reason="the tracker is down")
ADDRESS = "https://nyaa.example/?c=1_2&f=0&p=3"

STEPS: tuple[tuple[Event, str | None, list[str]], ...] = (
    (
        READ,
        "feed outcome=read listed=1075 new=1003 edited=2 rejected_bad_infohash=1 rejected_from_the_future=1200",
        ["feed    1,075 torrents: 1,003 new, 2 edited, 1,201 left out (1 bad infohash, 1,200 from the future)"],
    ),
    (
        FeedSummary(FeedOutcome.READ, PageSummary(1, 1)),
        "feed outcome=read listed=1 new=1 edited=0",
        ["feed    1 torrent: 1 new, 0 edited"],
    ),
    (
        FeedSummary(FeedOutcome.READ, PageSummary(1, 1), has_gap=True),
        "feed outcome=read listed=1 new=1 edited=0 gap=yes",
        [
            "feed    1 torrent: 1 new, 0 edited",
            "        older torrents may be missing: run nyaastats backfill --pages 20 --until-known",
        ],
    ),
    (FeedSummary(FeedOutcome.UNCHANGED), "feed outcome=unchanged", ["feed    unchanged since it was last read"]),
    (FeedSummary(FeedOutcome.NOT_YET), 'feed outcome="not yet"', ["feed    not fetched, its pause is not over"]),
    (
        FeedSummary(FeedOutcome.FAILED, reason=HOSTILE),
        f"feed outcome=failed reason={QUOTED}",
        [f"feed    {PRINTABLE}"],
    ),
    (ScrapeStarted(5_000), None, []),
    (ScrapeProgress(40), None, []),
    (ScrapeSummary(), "scrape due=0 counted=0 omitted=0 failed=0", ["counts  no torrent is due"]),
    (
        COUNTED,
        "scrape due=5000 counted=5000 omitted=0 failed=0",
        ["counts  5,000 torrents of 5,000 that were due"],
    ),
    (
        TROUBLED,
        (
            "scrape due=5000 counted=1234 omitted=2000 failed=1766 unusable=1001 too_many_downloads=1000 dead=1 "
            f"death_deferred=1021 reason={QUOTED}"
        ),
        [
            "counts  1,234 torrents of 5,000 that were due",
            "        the tracker gave no counts for 2,000, or impossible ones (1,001)",
            "        it claims more than 99,999,999 downloads for 1,000, which are not stored",
            f"        no answer for 1,766: {PRINTABLE}",
            "        1 torrent marked as dead after three scrapes of zeros",
            (
                "        1,021 had three scrapes of zeros, but so has most of this run, "
                "the tracker may have lost its counts"
            ),
        ],
    ),
    (
        ScrapeSummary(due=3, counted=1, omitted=2),
        "scrape due=3 counted=1 omitted=2 failed=0",
        ["counts  1 torrent of 3 that were due", "        the tracker gave no counts for 2"],
    ),
    (
        BackfillProgress(3, ADDRESS, PageSummary(75, 4, 1, {"no_name": 1})),
        "page number=3 listed=75 new=4 edited=1 rejected_no_name=1",
        ["page    3  75 torrents: 4 new, 1 edited, 1 left out (1 no name)"],
    ),
    (
        RateLimited(120, f"{ADDRESS!r} answers 429 Too Many Requests"),
        f"wait seconds=120 reason=\"'{ADDRESS}' answers 429 Too Many Requests\"",
        [f"waiting 120 s: '{ADDRESS}' answers 429 Too Many Requests"],
    ),
    (
        RateLimited(1, HOSTILE),
        f"wait seconds=1 reason={QUOTED}",
        [f"waiting 1 s: {PRINTABLE}"],
    ),
    (RunSummary(READ, COUNTED), "run outcome=done", []),
    (RunSummary(READ, COUNTED, reactivated=1), "run outcome=done reactivated=1", ["1 dead torrent reactivated"]),
    (RunSummary(READ, ScrapeSummary(due=2, counted=1, failed=1, reason="lost")), "run outcome=done", []),
    (RunSummary(READ, DOWN), "run outcome=failed", []),
    (RunSummary(FeedSummary(FeedOutcome.FAILED, reason="cut short"), COUNTED), "run outcome=failed", []),
    (
        BackfillSummary(12, 1_003, 2, "there is no further page"),
        'run outcome=done pages=12 new=1003 edited=2 reason="there is no further page"',
        ["12 pages read, 1,003 new torrents: there is no further page"],
    ),
    (
        BackfillSummary(1, 1, 0, "page 1 was the last to be read"),
        'run outcome=done pages=1 new=1 edited=0 reason="page 1 was the last to be read"',
        ["1 page read, 1 new torrent: page 1 was the last to be read"],
    ),
    (
        RunAborted.BUSY,
        'run outcome=busy reason="another run is using this database"',
        ["another run is using this database"],
    ),
    (
        RunAborted.STOPPED,
        'run outcome=stopped reason="stopped; what was stored is safe, and the next run continues"',
        ["stopped; what was stored is safe, and the next run continues"],
    ),
    (RunFailed(HOSTILE), f"run outcome=failed reason={QUOTED}", [PRINTABLE]),
)
"""A step, its line in a log, and its lines on a screen."""


def test_every_kind_of_step_has_its_case() -> None:
    assert {type(step) for step, _, _ in STEPS} | {RunPlan} == set(Event.__args__)
    assert {step for step, _, _ in STEPS if isinstance(step, RunAborted)} == set(RunAborted)
    assert {step.outcome for step, _, _ in STEPS if isinstance(step, FeedSummary)} == set(FeedOutcome)


def test_a_plan_says_what_would_be_asked() -> None:
    plan = RunPlan("https://nyaa.si/?page=rss", "https://t.example/announce", is_new=True)
    assert [name for name, _ in log_entries(plan)] == ["feed", "scrape", "run"]
    assert plain(screen_lines(plan))[-1].strip() == "nobody was asked, and nothing was stored"


@pytest.mark.parametrize(("step", "expected", "_screen"), STEPS)
def test_a_step_is_one_line_of_a_log_or_none(step: Event, expected: str | None, _screen: list[str]) -> None:
    lines = [format_log_line(NOW, name, values) for name, values in log_entries(step)]
    assert lines == ([f"2025-10-07T15:05:03Z {expected}"] if expected else [])


@pytest.mark.parametrize(("step", "_line", "expected"), STEPS)
def test_a_step_is_reported_on_a_screen(step: Event, _line: str | None, expected: list[str]) -> None:
    assert plain(screen_lines(step)) == expected


@pytest.mark.parametrize(
    ("step", "style"),
    [
        (FeedSummary(FeedOutcome.FAILED, reason=HOSTILE), "red"),
        (READ, "yellow"),
        (ScrapeSummary(due=1, failed=1, reason=HOSTILE), "red"),
        (ScrapeSummary(due=30, counted=30, death_deferred=30), "yellow"),
        (ScrapeSummary(due=30, omitted=1, unusable=1, too_many_downloads=1), "yellow"),
        (RateLimited(1, HOSTILE), "yellow"),
        (RunFailed(HOSTILE), "red"),
    ],
)
def test_trouble_stands_out_by_its_colour(step: Event, style: str) -> None:
    colours = {"red": "\x1b[31m", "yellow": "\x1b[33m"}
    screen = Console(file=io.StringIO(), width=200, highlight=False, force_terminal=True, color_system="standard")
    for text in screen_lines(step):
        screen.print(text)
    assert isinstance(screen.file, io.StringIO)
    assert colours[style] in screen.file.getvalue()


# --- a line of a log --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (3, "3"),
        (0, "0"),
        (0.5, "0.5"),
        ("read", "read"),
        ("", '""'),
        ("not yet", '"not yet"'),
        ("a=b", '"a=b"'),
        ('say "no"', r'"say \"no\""'),
        ('"', r'"\""'),
        ("back\\slash", r"back\slash"),
        ("back\\ slash", r'"back\\ slash"'),
        ("two\nlines", "two�lines"),
        ("tab\there", "tab�here"),
        ("\x1b[31mred", "�[31mred"),
        ("\u202eevil", "�evil"),
        ("no\u00a0break", '"no\u00a0break"'),
        ("日本語", "日本語"),
        ("日 本", '"日 本"'),
        ("\ud800", "�"),
    ],
)
def test_a_value_is_quoted_where_it_must_be(value: Value, written: str) -> None:
    assert format_log_line(NOW, "step", {"key": value}) == f"2025-10-07T15:05:03Z step key={written}"


def test_what_is_not_there_is_not_written() -> None:
    assert format_log_line(NOW, "step", {"a": None, "b": 0, "c": None}) == "2025-10-07T15:05:03Z step b=0"
    assert format_log_line(NOW, "step", {}) == "2025-10-07T15:05:03Z step"


@given(st.dictionaries(st.from_regex("[a-z_]+", fullmatch=True), st.text() | st.integers()))
def test_a_line_is_one_line_and_can_be_read_back(values: Mapping[str, Value]) -> None:
    moment, name, *fields = fields_of(format_log_line(NOW, "step", values))
    assert (moment, name) == ("2025-10-07T15:05:03Z", "step")
    assert dict(read_field(field) for field in fields) == {key: spelled(value) for key, value in values.items()}


KEPT = "\u00a0\u3000\u200c\u200d"
"""Spaces of titles, and what joins emoji: neither ends a line nor turns one."""


def fields_of(text: str) -> list[str]:
    """Split at the spaces that stand outside quotes."""
    assert "".join(letter for letter in text if letter not in KEPT).isprintable()
    fields, is_quoted, is_escaped = [""], False, False
    for letter in text:
        if letter == " " and not is_quoted:
            fields.append("")
            continue
        is_quoted ^= letter == '"' and not is_escaped
        is_escaped = is_quoted and letter == "\\" and not is_escaped
        fields[-1] += letter
    return fields


def read_field(text: str) -> tuple[str, str]:
    key, _, value = text.partition("=")
    return key, json.loads(value) if value.startswith('"') else value


def spelled(value: Value) -> str:
    return "".join(letter if letter.isprintable() or letter in KEPT else "�" for letter in str(value))


# --- where it goes ----------------------------------------------------------------------------------------------------


def test_a_log_has_a_line_a_step_and_none_is_broken(capsys: pytest.CaptureFixture[str]) -> None:
    why = f"{HOSTILE} {'word ' * 1_000}"
    with event_reporter(lambda: NOW) as report:
        for step in (
            FeedSummary(FeedOutcome.FAILED, reason=why),
            ScrapeStarted(3),
            ScrapeProgress(3),
            COUNTED,
            RunSummary(READ, COUNTED),
        ):
            report(step)
    out, err = capsys.readouterr()
    assert err == ""
    assert [text.split()[1] for text in out.splitlines()] == ["feed", "scrape", "run"]
    assert out.splitlines()[0].endswith('word "')
    assert "[bold]x[/bold] [/] �[2J" in out


def test_a_log_tells_when_each_step_was_done(capsys: pytest.CaptureFixture[str]) -> None:
    clock = iter([NOW, NOW + timedelta(seconds=61)])
    with event_reporter(lambda: next(clock)) as report:
        report(FeedSummary(FeedOutcome.UNCHANGED))
        report(RunAborted.STOPPED)
    assert [text.split()[0] for text in capsys.readouterr().out.splitlines()] == [
        "2025-10-07T15:05:03Z",
        "2025-10-07T15:06:04Z",
    ]


def test_a_screen_keeps_the_lines_and_wipes_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Console(file=io.StringIO(), width=80, highlight=False, force_terminal=True)
    monkeypatch.setattr(terminal_collect, "make_console", lambda: screen)
    with event_reporter(lambda: NOW) as report:
        for step in (READ, ScrapeStarted(5_000), ScrapeProgress(2_500), BackfillProgress(1, ADDRESS, PAGE), COUNTED):
            report(step)
    assert isinstance(screen.file, io.StringIO)
    output = screen.file.getvalue()
    assert "5,000 torrents of 5,000 that were due" in output
    assert output.endswith("\x1b[2K")  # the last word wipes the line


# --- one answer -------------------------------------------------------------------------------------------------------


def reparsed(*batches: ReparsedBatch) -> Iterator[ReparsedBatch]:
    return iter(batches)


FIGURES = DatabaseStats(
    torrents={"active": 12_345, "dead": 6, HOSTILE: 1},
    parsers={"4.4.0": 12_000, "?": 352},
    scrapes=1_234_567,
    first_scraped_at=datetime(2025, 10, 1, tzinfo=UTC),
    newest_scraped_at=NOW,
    bytes=1_500 * 2**20,
    tracker="tracker.example",
    trimmed=0,
)
EMPTY = DatabaseStats(
    {}, {}, scrapes=0, first_scraped_at=None, newest_scraped_at=None, bytes=4096, tracker=None, trimmed=0
)


def test_how_a_run_ended(capsys: pytest.CaptureFixture[str]) -> None:
    show_aborted(RunAborted.BUSY)
    assert capsys.readouterr() == ("another run is using this database\n", "")


@pytest.mark.parametrize(
    ("health", "expected"),
    [
        (HealthReport(0, 0, {}, {}, {}), ["undamaged: 0 torrents, 0 scrapes"]),
        (
            HealthReport(
                1,
                1_234,
                {"bad_infohash": 1_001},
                {"bad_count": 2, "from_the_future": 1},
                {ScrapeRejection.FROM_THE_FUTURE: "aa at 2099-01-01T00:00:00Z"},
            ),
            [
                "undamaged: 1 torrent, 1,234 scrapes",
                "1,001 torrents are left out by the ETL: bad infohash",
                "2 scrapes are left out by the ETL: bad count",
                "1 scrape is left out by the ETL: from the future, for example aa at 2099-01-01T00:00:00Z",
                "a clock was wrong: delete such rows of stats, those from the future with nyaastats db delete-after",
            ],
        ),
    ],
)
def test_the_health_of_a_file(capsys: pytest.CaptureFixture[str], health: HealthReport, expected: list[str]) -> None:
    show_health(health)
    assert capsys.readouterr().out.splitlines() == expected


def test_the_faults_of_the_counts(capsys: pytest.CaptureFixture[str]) -> None:
    faults = CountFaults(count_drops=2, resets=1, spikes=1_000, in_doubt=1, tracker_restarts=1, examples={})
    names = ("count_drops", "resets", "spikes", "tracker_restarts", "in_doubt")
    show_count_faults(CountCheck(faults, {name: f"{name} at noon" for name in names}))
    assert capsys.readouterr().out.splitlines() == [
        "2 count drops left out, for example count_drops at noon",
        "1 counter reset counted on from, for example resets at noon",
        "1,000 spikes left out, for example spikes at noon",
        "1 restart of the tracker, for example tracker_restarts at noon",
        (
            "1 torrent in doubt, whose count rose beyond belief, for example in_doubt at noon: "
            "delete the rows if they are wrong, else wait for the next scrapes"
        ),
    ]


@pytest.mark.parametrize(
    ("stats", "expected"),
    [
        (
            FIGURES,
            [
                f"torrents  12,345 active, 6 dead, 1 {PRINTABLE}",
                "scrapes   1,234,567",
                "from      2025-10-01 00:00 UTC",
                "until     2025-10-07 15:05 UTC",
                "parsed by 12,000 guessit 4.4.0, 352 guessit ?",
                "tracker   tracker.example",
                "size      1,500.0 MiB",
            ],
        ),
        (
            EMPTY,
            [
                "torrents  none",
                "scrapes   0",
                "from      –",
                "until     –",
                "parsed by none",
                "tracker   none scraped yet",
                "size      0.0 MiB",
            ],
        ),
    ],
)
def test_what_is_in_a_file(capsys: pytest.CaptureFixture[str], stats: DatabaseStats, expected: list[str]) -> None:
    show_stats(stats)
    assert capsys.readouterr().out.splitlines() == expected


def test_how_small_a_file_became(capsys: pytest.CaptureFixture[str]) -> None:
    show_vacuum(VacuumResult(1_234 * 2**20, 3 * 2**19))
    assert capsys.readouterr().out == "1,234.0 MiB before, 1.5 MiB after\n"


@pytest.mark.parametrize(
    ("batches", "expected"),
    [
        ([], ["all names were parsed by this version of guessit"]),
        (
            [ReparsedBatch(500, 1), ReparsedBatch(500, 0), ReparsedBatch(234, 2)],
            [
                "500 names parsed, 1 of them without a result",
                "1,000 names parsed, 1 of them without a result",
                "1,234 names parsed, 3 of them without a result",
            ],
        ),
    ],
)  # fmt: skip
def test_names_that_are_read_again(
    capsys: pytest.CaptureFixture[str], batches: list[ReparsedBatch], expected: list[str]
) -> None:
    show_reparsed(reparsed(*batches))
    assert capsys.readouterr().out.splitlines() == expected


@pytest.mark.parametrize(("taken", "words"), [(0, "0 counts"), (1, "1 count"), (1_200, "1,200 counts")])
def test_counts_that_were_taken_out(capsys: pytest.CaptureFixture[str], taken: int, words: str) -> None:
    show_deleted(taken, NOW)
    assert capsys.readouterr().out == f"{words} after 2025-10-07 15:05:03 UTC deleted\n"


def plain(lines: Iterator[str]) -> list[str]:
    """How the lines stand on a wide screen, without their colours."""
    screen = Console(file=io.StringIO(), width=1_000, highlight=False)
    for text in lines:
        screen.print(text)
    assert isinstance(screen.file, io.StringIO)
    return [text.rstrip() for text in screen.file.getvalue().splitlines()]
