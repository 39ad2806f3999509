"""The numbers of a week's recap, sentence by sentence, as they stand in it: which words join them is not said here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from testkit.oracle.charts import Chart, ChartRow
from testkit.oracle.news import FactShow, News, count_reign
from testkit.oracle.record_book import Change
from testkit.oracle.record_numbers import NOTABLE, is_sure

Tokens = list[str]

LEAST = 50
"""Of fewer downloads there is no percentage."""
OF_FIRST = ("new_first", "closest_race", "reign")
OF_HEADLINE = ("debut", "climb")
TOKEN = re.compile(r"\d[\d,]*|its best week|most in a week|first time|in a row|in all|\ball of\b|\bone of\b|none of")


def read_tokens(text: str, titles: Sequence[str]) -> Tokens:
    """The numbers of a sentence, and the words that are facts; a title's own are none."""
    for title in titles:
        text = text.replace(title, "_", 1)
    return [token.replace(",", "") for token in TOKEN.findall(text)]


def write_percent(part: int, whole: int) -> Fraction:
    return Fraction(100 * part, whole)


def round_half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


def compare(now: int, before: int | None) -> Tokens:
    """By how many per cent a number is more or fewer; nothing for hardly any difference."""
    if before is None or now < LEAST or before < LEAST:
        return []
    percent = round_half_up(write_percent(abs(now - before), before))
    return [str(percent)] if percent else []


# --- the sentences ----------------------------------------------------------------------------------------------------


def list_move(row: ChartRow) -> Tokens:
    moved = row.previous_rank is not None and row.previous_rank != row.rank
    return [str(row.previous_rank), str(row.rank)] if moved else [str(row.rank)]


def list_of_headline(charts: Sequence[Chart], row: ChartRow) -> Tokens:
    earlier = [other.downloads for chart in charts[:-1] for other in chart.rows if other.anilist_id == row.anilist_id]
    is_best = bool(earlier) and max(earlier) < row.downloads and is_sure(row.downloads, row.downloads_estimated)
    best = ["its best week"] if is_best else []
    return [*list_move(row), str(row.downloads), *compare(row.downloads, row.previous_downloads), *best]


def list_times(charts: Sequence[Chart], first: ChartRow) -> Tokens:
    if first.weeks_at_first == 1:
        return ["first time"]
    reign = count_reign(charts)
    return [str(reign), "in a row"] if reign > 1 else [str(first.weeks_at_first), "in all"]


def list_estimate(row: ChartRow) -> Tokens:
    share = write_percent(row.downloads_estimated, row.downloads)
    if row.downloads < LEAST or share < 1:
        return []
    return ["all of" if share == 100 else str(min(99, round_half_up(share)))]


def list_of_first(charts: Sequence[Chart], *, is_headline: bool) -> Tokens:
    rows = charts[-1].rows
    first = rows[0]
    lead = [str(first.downloads - second.downloads) for second in rows[1:2] if first.downloads > second.downloads]
    times, estimate = list_times(charts, first), list_estimate(first)
    if is_headline:
        return [*lead, "1", *times, *estimate]
    return ["1", *times, str(first.downloads), *lead, *estimate]


def list_history(row: ChartRow) -> Tokens:
    weeks = row.weeks_on_chart
    # Of one week it is all: the later key of two equal ones counts.
    words = {1: "one of", weeks: "all of"}
    tokens = [str(weeks)]
    if row.weeks_at_first and row.rank > 1:
        return [*tokens, words.get(row.weeks_at_first, str(row.weeks_at_first)), "1"]
    if row.weeks_in_top_10:
        tokens += [words.get(row.weeks_in_top_10, str(row.weeks_in_top_10)), "10"]
    return tokens if row.peak_rank == 1 else [*tokens, str(row.peak_rank)]


def find_fall(chart: Chart) -> ChartRow | None:
    """Who kept the smallest part, of those among the first 25 now or before; of equals the better rank."""
    rows = [row for row in chart.rows if row.previous_downloads and min(row.rank, row.previous_rank or 0) <= NOTABLE]
    return min(rows, key=lambda row: Fraction(row.downloads, row.previous_downloads or 1), default=None)


def list_fall(row: ChartRow) -> Tokens:
    percent = compare(row.downloads, row.previous_downloads)
    if not percent or row.previous_downloads is None or row.downloads >= row.previous_downloads:
        return []
    return [str(NOTABLE), *list_move(row), str(row.downloads), str(row.previous_downloads), *percent]


def list_total(charts: Sequence[Chart], changes: Sequence[Change]) -> Tokens:
    chart, before = charts[-1], charts[-2]
    record = ["most in a week" for change in changes if (change.kind, change.change) == ("biggest_week", "set")]
    top = chart.rows[:NOTABLE]
    pairs = [(row.downloads, row.previous_downloads) for row in top if row.previous_downloads]
    grown = sum(now > earlier for now, earlier in pairs)
    growth = [str(grown) if grown else "none of", str(len(top))] if pairs else []
    return [str(len(chart.rows)), str(chart.downloads), *record, *compare(chart.downloads, before.downloads), *growth]


def is_further(fact_kind: str, record: str | None, shows: Sequence[FactShow], row: ChartRow | None) -> bool:
    """Whether only the second sentence may have a fact."""
    if fact_kind in OF_FIRST or record == "biggest_week":
        return False
    return fact_kind not in OF_HEADLINE or row is None or shows[0].anilist_id != row.anilist_id


def list_recap(charts: Sequence[Chart], news: News, changes: Sequence[Change]) -> Iterator[Tokens | None]:
    """Of the last of these weeks; None for a fact's own sentence."""
    chart = charts[-1]
    by_show: Mapping[int, ChartRow] = {row.anilist_id: row for row in chart.rows}
    shows = news.headline.shows if news.headline else []
    row = by_show.get(shows[0].anilist_id) if shows else None
    further = [fact for fact in news.facts if is_further(fact.kind, fact.record, fact.shows, row)]
    background: list[Tokens | None] = [None] if further else []
    if row and not further and row.weeks_on_chart > max(1, row.weeks_at_first):
        background = [list_history(row)]
    if row:
        yield list_of_headline(charts, row)
    is_first = row is not None and row.rank == 1
    of_first = [list_of_first(charts, is_headline=is_first)] if chart.rows else []
    yield from [*of_first, *background] if is_first else [*background, *of_first]
    fall = find_fall(chart)
    if fall and fall != row and list_fall(fall):
        yield list_fall(fall)
    if len(chart.rows) > 1:
        yield list_total(charts, changes)
