"""What a person sees: at any width, whatever a title holds."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from nyaastats.cli import console as house
from nyaastats.cli import render as terminal
from nyaastats.cli.console import escape_markup, format_count, format_percent, pluralize
from nyaastats.cli.render import show_outcome, show_progress
from nyaastats.domain.matches import ExclusionReason, Method
from nyaastats.domain.measures import Attribution
from nyaastats.domain.scrapes import ScrapeRejection
from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import Rejection
from nyaastats.pipeline.etl import EtlResult
from nyaastats.publish.contracts.public import ChartRow, WeekChart
from nyaastats.publish.contracts.report import (
    Audit,
    MarginBin,
    MissingShow,
    Rate,
    Report,
    Revision,
    Tally,
    UnmatchedTitle,
)
from testkit.small_season import make_chart, make_publication

NOW = datetime(2025, 10, 22, 12, tzinfo=UTC)
LONG = "I Was Reincarnated as the Seventh Prince so I Can Take My Time Perfecting My Magical Ability Season 2"
WIDE = "転生したら第七王子だったので、気ままに魔術を極めます" * 3
HOSTILE = "[bold]x[/bold] [/] \x1b[2J\x07\nnext"


RenderReport = Callable[[int | None, EtlResult], list[str]]


@pytest.fixture
def outcome_on(monkeypatch: pytest.MonkeyPatch) -> RenderReport:
    """The lines of the report on a screen of a given width, without its colours."""

    def lines(columns: int | None, outcome: EtlResult) -> list[str]:
        console = Console(file=io.StringIO(), width=columns or house._PIPE_WIDTH, highlight=False)
        monkeypatch.setattr(terminal, "make_console", lambda: console)
        show_outcome(outcome, Path("data"))
        assert isinstance(console.file, io.StringIO)
        return [line.rstrip() for line in console.file.getvalue().splitlines()]

    return lines


def chart_row(rank: int, title: str, previous: int | None = None, weeks: int = 1) -> ChartRow:
    [row] = make_chart(date(2025, 9, 29), {1: 1_234_567}).rows
    return replace(
        row,
        anilist_id=AniListId(rank),
        rank=rank,
        peak_rank=rank,
        title=title,
        previous_rank=previous,
        downloads_estimated=123_456,
        weeks_on_chart=weeks,
    )


def week(number: int, titles: list[str], *, complete: bool = True, settled: bool = True) -> WeekChart:
    rows = tuple(chart_row(rank, title) for rank, title in enumerate(titles, start=1))
    chart = make_chart(date(2025, 9, 29), {}, complete=complete, settled=complete and settled)
    return replace(
        chart,
        week=f"2025-W{number}",
        rows=rows,
        downloads=1_234_567 * len(rows),
        downloads_estimated=123_456 * len(rows),
    )


REPORT = Report(
    season="Fall 2025",
    data_until=NOW,
    synthetic=False,
    attribution=Attribution.INTERVAL,
    shows=1,
    all=Tally(12_345, 9_999_999),
    counted=Tally(12_000, 9_000_000),
    excluded={ExclusionReason.BATCH: Tally(345, 999_999)},
    not_begun=0,
    unscraped_torrents=2,
    tail_torrents=812,
    tail_downloads=5_000,
    overdue_torrents=3,
    decay_torrents=900,
    match_rate=Rate(Tally(1, 1), Tally(2, 3), 0.5, None),
    match_methods={Method.EXACT: Tally(11_000, 7_000_000), Method.FUZZY: Tally(1_000, 3_000_000)},
    match_margins=(MarginBin(1.0, 10, 120_000), MarginBin(2.0, 90, 880_000), MarginBin(None, 11_900, 9_000_000)),
    revision=None,
    audit=None,
    unmatched_titles=(UnmatchedTitle(HOSTILE, 1, 5, "name", "why"),),
    low_confidence=(),
    offsets=(),
    unranked=(),
    missing_shows=(MissingShow(AniListId(7), HOSTILE, 1_500),),
    rejected_torrents={Rejection.NO_NAME: 1},
    rejected_scrapes={ScrapeRejection.BAD_COUNT: 1_000},
    zero_dropouts=0,
    count_drops=1,
    resets=2,
    spikes=3,
    in_doubt=1,
    tracker_restarts=1,
    skipped_shows=0,
    anilist_stale_since=NOW,
    example=None,
)


def outcome(*weeks: WeekChart) -> EtlResult:
    return EtlResult(REPORT, replace(make_publication(), weeks=weeks), None)


def test_how_right_first_editions_were_is_said_where_there_are_any(outcome_on: RenderReport) -> None:
    report = replace(REPORT, revision=Revision(1, 25, 0.0065, 2))
    lines = outcome_on(None, replace(outcome(week(40, [LONG])), report=report))
    assert (
        "First editions of 1 week: downloads have changed since by 0.7 % in the mean, 2 of 25 ranks have moved" in lines
    )
    assert not [line for line in outcome_on(None, outcome(week(40, [LONG]))) if line.startswith("First editions")]


@pytest.mark.parametrize("columns", [80, 120, None])
def test_a_row_of_the_top_ten_is_one_line_however_long_its_title(outcome_on: RenderReport, columns: int | None) -> None:
    titles = [LONG, WIDE, HOSTILE, *(f"Show {number} {LONG}" for number in range(9))]
    lines = outcome_on(columns, outcome(week(40, titles)))
    start = next(place for place, line in enumerate(lines) if line.startswith("rank"))
    rows = lines[start + 1 : start + 11]
    assert [row.split()[:2] for row in rows] == [[str(rank), "new"] for rank in range(1, 11)]
    assert all(row.endswith("1,234,567      1") for row in rows)
    assert {cell_len(row) for row in rows} == {cell_len(lines[start])}
    assert cell_len(rows[0]) <= (columns or 120)
    assert lines[start + 11] == ""


@pytest.mark.parametrize("columns", [80, 120])
def test_no_line_is_wider_than_the_terminal(outcome_on: RenderReport, columns: int) -> None:
    lines = outcome_on(columns, outcome(week(40, [LONG, WIDE])))
    assert max(map(cell_len, lines)) <= columns


def test_in_a_pipe_no_sentence_is_broken(outcome_on: RenderReport) -> None:
    lines = outcome_on(None, outcome(week(40, [LONG])))
    assert "Matched 50.0 % of 2 torrents that can be matched, – of their downloads" in lines
    assert "Counted 12,000 of 12,345 torrents (11,000 exact, 1,000 fuzzy) for 1 show, 9,000,000 downloads" in lines
    assert "Of the downloads 90.0 % have no second show near, 1.2 % are contested by one" in lines
    assert "1 count drop, 2 counter resets and 3 spikes corrected, 1,001 invalid rows skipped" in lines
    assert "1 torrent in doubt: the last rise is not counted until it is confirmed" in lines
    assert "The tracker was restarted, 1 event: what came in around it is in no count" in lines
    assert "2 torrents counted without a scrape: nothing is known of the downloads yet" in lines
    assert "     345    999,999  a batch: many episodes in one torrent" in lines
    assert "AniList could not be reached: the shows are those of 2025-10-22 12:00 UTC" in lines
    assert lines[-1] == "Written to data, every detail in report.json."


def test_what_a_person_found_of_the_matches_is_a_line(outcome_on: RenderReport) -> None:
    assert not any(line.startswith("Judged by a person") for line in outcome_on(None, outcome(week(40, [LONG]))))
    report = replace(REPORT, audit=Audit(NOW, NOW, 50, 48, 1, 0.979592, 0.893078, 0.996395))
    lines = outcome_on(None, replace(outcome(week(40, [LONG])), report=report))
    assert (
        "Judged by a person on 2025-10-22: 48 of 50 right, 1 cannot tell: precision 98.0 %, "
        "between 89.3 % and 99.6 % (95 %), weighted by downloads"
    ) in lines


@pytest.mark.parametrize(
    ("synthetic", "line"),
    [
        (False, "Fall 2025, scrapes until 2025-10-22 12:00 UTC"),
        (True, "Fall 2025 (synthetic data), scrapes until 2025-10-22 12:00 UTC"),
    ],
)
def test_numbers_that_are_made_up_say_so_beside_the_season(
    outcome_on: RenderReport, *, synthetic: bool, line: str
) -> None:
    lines = outcome_on(80, replace(outcome(week(40, [LONG])), report=replace(REPORT, synthetic=synthetic)))
    assert line in lines


def test_a_title_gives_no_orders_to_the_terminal(outcome_on: RenderReport) -> None:
    text = "\n".join(outcome_on(None, outcome(week(40, [HOSTILE]))))
    assert text.count("[bold]x[/bold] [/] �[2J��next") == 3  # in the ranking, unmatched, missing
    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("weeks", "title"),
    [
        ([week(40, ["a"]), week(41, ["a"]), week(42, ["a"], complete=False)], "2025-W41, from 29 September"),
        ([week(40, ["a"]), week(41, []), week(42, [], complete=False)], "2025-W40, from 29 September"),
        ([week(40, []), week(41, ["a"], complete=False)], "2025-W41, from 29 September"),
        ([week(40, [])], None),
        ([], None),
    ],
)
def test_the_ranking_is_of_the_last_whole_week_with_a_show_in_it(
    outcome_on: RenderReport, weeks: list[WeekChart], title: str | None
) -> None:
    lines = outcome_on(80, outcome(*weeks))
    assert next((line for line in lines if line.startswith("2025-W")), None) == title


@pytest.mark.parametrize(
    ("previous", "weeks", "arrow"),
    [(None, 1, "new"), (None, 3, "back"), (5, 2, "="), (9, 2, "▲4"), (2, 2, "▼3")],
)
def test_the_arrow_says_where_a_show_comes_from(
    outcome_on: RenderReport, previous: int | None, weeks: int, arrow: str
) -> None:
    alone = replace(week(40, []), rows=(chart_row(5, "Title", previous, weeks),))
    [row] = [line for line in outcome_on(80, outcome(alone)) if "Title" in line]
    assert row.split() == ["5", arrow, "Title", "1,234,567", str(weeks)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (format_count(1_234_567), "1,234,567"),
        (format_percent(0.97349), "97.3 %"),
        (format_percent(None), "–"),
        (pluralize(1, "reset"), "1 reset"),
        (pluralize(2_000, "reset"), "2,000 resets"),
        (pluralize(0, "glitch", "count_drops"), "0 count_drops"),
        (escape_markup("a[b]c"), r"a\[b]c"),
        (escape_markup("86 – ½ 青"), "86 – ½ 青"),
        (escape_markup("\u202ea\tb"), "�a�b"),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert text == expected


def test_steps_are_plain_lines_of_stdout_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with show_progress(2) as step:
        for text in ("one", "two"):
            with step(text):
                pass
    assert capsys.readouterr() == ("one\ntwo\n", "")


def test_steps_are_a_bar_on_a_terminal_which_is_gone_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Console(file=io.StringIO(), width=80, force_terminal=True)
    monkeypatch.setattr(terminal, "make_console", lambda **_: screen)
    with show_progress(1) as step, step("measuring downloads"):
        pass
    assert isinstance(screen.file, io.StringIO)
    output = screen.file.getvalue()
    assert "measuring downloads" in output
    assert output.endswith("\x1b[2K")  # the last word wipes the line


def test_a_week_that_can_still_change_says_so(outcome_on: RenderReport) -> None:
    lines = outcome_on(120, outcome(week(40, ["a"], settled=False)))
    assert "Provisional: 10.0 % of this week's downloads are estimated; 812 torrents will be scraped again" in lines
    settled = outcome_on(120, outcome(week(40, ["a"]), week(41, ["b"], complete=False)))
    assert not any("Provisional" in line for line in settled)


NOTHING_MISSED = replace(REPORT, overdue_torrents=0, unscraped_torrents=0)


@pytest.mark.parametrize(
    ("report", "line"),
    [
        (
            replace(NOTHING_MISSED, decay_torrents=0),
            "No torrent was scraped from its start: downloads are spread evenly",
        ),
        (
            replace(NOTHING_MISSED, overdue_torrents=1),
            "1 torrent passed over by the scraper: nothing is estimated since the last scrape",
        ),
        (
            replace(NOTHING_MISSED, unscraped_torrents=2),
            "2 torrents counted without a scrape: nothing is known of the downloads yet",
        ),
        (
            replace(NOTHING_MISSED, not_begun=5),
            "5 downloads of the day that has just begun are published once it is an hour old",
        ),
    ],
)
def test_what_could_not_be_estimated_is_said(outcome_on: RenderReport, report: Report, line: str) -> None:
    assert not any(line in shown for shown in outcome_on(120, replace(outcome(), report=NOTHING_MISSED)))
    assert any(line in shown for shown in outcome_on(120, replace(outcome(), report=report)))
