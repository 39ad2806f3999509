"""Builds a week's recap: what happened in it, in at most five sentences.

1. what the headline's show did, in numbers
2. a further fact of the week that no other sentence has, else the history of that show
3. rank 1: its downloads, its lead, how often it was first, and how much of it is estimated
4. the steepest fall among the first 25
5. all series together

Where the headline's show is the first, 3. follows 1. and repeats nothing of it. A sentence without numbers is left
out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from nyaastats.domain.ranking import NOTABLE_RANKS
from nyaastats.domain.shows import AniListId
from nyaastats.domain.text import isolate
from nyaastats.publish.build.movers import is_notable
from nyaastats.publish.build.phrases import (
    MAX_TITLES,
    MIN_COMPARED,
    compare_downloads,
    compute_percent,
    end_sentence,
    format_ordinal,
    pluralize,
)
from nyaastats.publish.build.record_candidates import is_sure
from nyaastats.publish.contracts.public import ChartRow, WeekChart
from nyaastats.publish.contracts.records import (
    Fact,
    FactKind,
    FactShow,
    RecapSentence,
    RecapShow,
    RecordChange,
    RecordKind,
)

_OWN_KINDS = frozenset({FactKind.DEBUT, FactKind.CLIMB})
"""What the first sentence says of its show."""

_SEVERAL = 2
"""Of a single series the sentence about rank 1 says everything."""

_NEARLY_ALL = 99

_FIRST_KINDS = frozenset({FactKind.NEW_FIRST, FactKind.CLOSEST_RACE, FactKind.REIGN})
"""What the sentence about rank 1 says."""


class BestWeeks:
    """The most downloads of each show in a week, of the weeks so far."""

    def __init__(self) -> None:
        self._downloads: dict[AniListId, int] = {}

    def enter(self, chart: WeekChart) -> None:
        """Take in the next week."""
        for row in chart.rows:
            self._downloads[row.anilist_id] = max(row.downloads, self._downloads.get(row.anilist_id, 0))

    def is_beaten_by(self, row: ChartRow) -> bool:
        """Whether no week so far, of which there is at least one, had as many downloads; what is a guess beats none."""
        best = self._downloads.get(row.anilist_id)
        return best is not None and row.downloads > best and is_sure(row)


@dataclass(frozen=True, slots=True)
class RecapSource:
    """A complete week after the first that was watched, and what its recap needs besides."""

    chart: WeekChart
    """With its headline, facts and records."""
    downloads_before: int
    """Of all series together in the week before."""
    reign: int
    """For how many weeks in a row its first show has been first."""
    best_weeks: BestWeeks
    """Of the weeks before."""


def build_recap(source: RecapSource) -> tuple[RecapSentence, ...]:
    """The sentences of a week."""
    return tuple(_list_sentences(source))


def _list_sentences(source: RecapSource) -> Iterator[RecapSentence]:
    row = _find_headline_row(source.chart)
    first = next(iter(source.chart.rows), None)
    if row:
        yield _describe_show(row, source)
    if row and row == first:
        yield _describe_lead(row, source)
        yield from _describe_background(row, source.chart)
    else:
        yield from _describe_background(row, source.chart)
        if first:
            yield _describe_first(first, source)
    yield from _describe_fall(source.chart.rows, row)
    yield from _describe_total(source)


def _find_headline_row(chart: WeekChart) -> ChartRow | None:
    """The row of the show that the headline is about; None where it is about none, or one that is not ranked."""
    shows = chart.headline.shows if chart.headline else ()
    ids = [show.anilist_id for show in shows[:1]]
    return next((row for row in chart.rows if row.anilist_id in ids), None)


def _make_sentence(text: str, *shows: ChartRow | FactShow) -> RecapSentence:
    return RecapSentence(end_sentence(text), tuple(RecapShow(show.anilist_id, show.title) for show in shows))


# --- the headline's show ----------------------------------------------------------------------------------------------


def _describe_show(row: ChartRow, source: RecapSource) -> RecapSentence:
    comparison = compare_downloads(row.downloads, row.previous_downloads) if row.previous_downloads else None
    remarks = _join_remarks(comparison, "its best week so far" if source.best_weeks.is_beaten_by(row) else None)
    return _make_sentence(
        f"{isolate(row.title)} {_describe_move(row)} with {pluralize(row.downloads, 'download')}{remarks}", row
    )


def _join_remarks(*remarks: str | None) -> str:
    """What follows a number: `, 14% more than the week before and its best week so far`; empty where nothing does."""
    words = " and ".join(remark for remark in remarks if remark)
    return f", {words}" if words else ""


def _describe_move(row: ChartRow) -> str:
    if row.previous_rank is None:
        return f"{'enters' if row.weeks_on_chart == 1 else 'comes back to'} the chart at #{row.rank}"
    if row.previous_rank == row.rank:
        return f"stays at #{row.rank}"
    return f"{'rises' if row.rank < row.previous_rank else 'falls'} from #{row.previous_rank} to #{row.rank}"


def _describe_background(row: ChartRow | None, chart: WeekChart) -> Iterator[RecapSentence]:
    """A fact that no other sentence has, else the history of the headline's show."""
    fact = next((fact for fact in chart.facts if _is_new(fact, row)), None)
    if fact:
        yield _make_sentence(fact.text, *fact.shows[:MAX_TITLES])
    elif row and row.weeks_at_first < row.weeks_on_chart > 1:
        yield _make_sentence(_describe_history(row))


def _is_new(fact: Fact, row: ChartRow | None) -> bool:
    """Whether no other sentence has the fact."""
    if fact.kind in _FIRST_KINDS or fact.record is RecordKind.BIGGEST_WEEK:
        return False
    return fact.kind not in _OWN_KINDS or row is None or fact.shows[0].anilist_id != row.anilist_id


def _describe_history(row: ChartRow) -> str:
    text = f"It has been on the chart for {pluralize(row.weeks_on_chart, 'week')}"
    if row.weeks_at_first and row.rank > 1:
        return f"{text}, {_count_of(row.weeks_at_first, row.weeks_on_chart)} at #1"
    if row.weeks_in_top_10:
        text += f", {_count_of(row.weeks_in_top_10, row.weeks_on_chart)} in the top 10"
    return text if row.peak_rank == 1 else f"{text}, and its best rank is #{row.peak_rank}"


def _count_of(part: int, whole: int) -> str:
    return f"{'all' if part == whole else 'one' if part == 1 else part} of them"


# --- rank 1 -----------------------------------------------------------------------------------------------------------


def _describe_first(first: ChartRow, source: RecapSource) -> RecapSentence:
    text = f"{isolate(first.title)} is #1 {_count_times(first, source)} with {pluralize(first.downloads, 'download')}"
    seconds = source.chart.rows[1:2]
    for second in seconds:
        text += f", {f'{first.margin:,} more than' if first.margin else 'as many as'} {isolate(second.title)}"
    return _make_sentence(text + _describe_estimate(first), first, *seconds)


def _describe_lead(first: ChartRow, source: RecapSource) -> RecapSentence:
    """The same where the sentence before has the show and its downloads."""
    text, seconds = "It", source.chart.rows[1:2]
    for second in seconds:
        lead = f" by {pluralize(first.margin, 'download')}" if first.margin else ""
        text += f" {'leads' if first.margin else 'has as many as'} {isolate(second.title)}{lead} and"
    return _make_sentence(f"{text} is #1 {_count_times(first, source)}{_describe_estimate(first)}", *seconds)


def _count_times(first: ChartRow, source: RecapSource) -> str:
    if first.weeks_at_first == 1:
        return "for the first time"
    if source.reign > 1:
        return f"for the {format_ordinal(source.reign)} week in a row"
    return f"for the {format_ordinal(first.weeks_at_first)} week in all"


def _describe_estimate(row: ChartRow) -> str:
    if row.downloads < MIN_COMPARED or 100 * row.downloads_estimated < row.downloads:
        return ""
    # Nearly all is not all: no rounding up to 100 %.
    percent = min(compute_percent(row.downloads_estimated, row.downloads), _NEARLY_ALL)
    part = "all" if row.downloads_estimated == row.downloads else f"{percent}%"
    return f"; {part} of its downloads are estimated"


# --- falls, and all series together -----------------------------------------------------------------------------------


def _describe_fall(rows: Sequence[ChartRow], headline: ChartRow | None) -> Iterator[RecapSentence]:
    row = _find_steepest_fall(rows)
    if row is None or row == headline or not row.previous_downloads:
        return
    percent = compute_percent(row.previous_downloads - row.downloads, row.previous_downloads)
    if percent > 0 and min(row.downloads, row.previous_downloads) >= MIN_COMPARED:
        fall = f"{isolate(row.title)} has the steepest fall among the first {NOTABLE_RANKS}"
        downloads = f"{pluralize(row.downloads, 'download')} after {row.previous_downloads:,}"
        yield _make_sentence(f"{fall}{_describe_drop(row)}: {downloads}, {percent}% fewer", row)


def _describe_drop(row: ChartRow) -> str:
    """The ranks of who lost downloads, and perhaps no rank."""
    if row.previous_rank and row.rank > row.previous_rank:
        return f", from #{row.previous_rank} to #{row.rank}"
    return f", but {_describe_move(row)}"


def _find_steepest_fall(rows: Iterable[ChartRow]) -> ChartRow | None:
    """Who has the smallest part of its downloads of the week before; perhaps more than all of them."""
    parts = [
        (Fraction(row.downloads, row.previous_downloads), row)
        for row in rows
        if row.previous_downloads and is_notable(row)
    ]
    return min(parts, key=lambda item: (item[0], item[1].rank), default=(None, None))[1]


def _describe_total(source: RecapSource) -> Iterator[RecapSentence]:
    chart = source.chart
    if len(chart.rows) < _SEVERAL:
        return
    text = f"All {len(chart.rows)} series together have {pluralize(chart.downloads, 'download')}"
    remarks = _join_remarks(
        "the most in a week so far" if _is_biggest_week(chart) else None,
        compare_downloads(chart.downloads, source.downloads_before),
    )
    yield _make_sentence(f"{text}{remarks}{_count_grown(chart.rows)}")


def _is_biggest_week(chart: WeekChart) -> bool:
    changes = {record.kind: record.change for record in chart.records}
    return changes.get(RecordKind.BIGGEST_WEEK) is RecordChange.SET


def _count_grown(rows: Sequence[ChartRow]) -> str:
    """How many of the first 25 grew; nothing where none was ranked in the week before."""
    top = rows[:NOTABLE_RANKS]
    changes = [row.downloads - row.previous_downloads for row in top if row.previous_downloads]
    grown = sum(change > 0 for change in changes)
    return f"; {grown or 'none'} of the top {len(top)} {'grows' if grown == 1 else 'grow'}" if changes else ""
