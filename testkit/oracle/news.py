"""A week's news beside its records: who moved most, and the facts that its headline may tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nyaastats.domain.shows import AniListId
from testkit.oracle.calendar import WEEK, find_monday
from testkit.oracle.charts import Chart, ChartRow, build_charts
from testkit.oracle.first_days import list_first_days
from testkit.oracle.record_book import Change, build_changes
from testkit.oracle.record_numbers import KINDS, NOTABLE, TOP, is_sure
from testkit.oracle.year import Year

ORDER = ("new_first", "debut", "record", "finale", "climb", "closest_race", "reign")
UNTOLD = ("biggest_climb", "biggest_fall", "most_weeks_in_top_10", "closest_first", "highest_debut", "latest_peak")
"""Records that other kinds of facts tell, or that happen far down the chart."""
WIDEST_RACE = 2_000
LEAST_CLIMB = 2
MOST_FACTS = 5
PAIR = 2


@dataclass(frozen=True, slots=True)
class Mover:
    """A show that moved."""

    anilist_id: AniListId
    title: str
    rank: int
    rank_change: int | None
    downloads: int
    downloads_change: int


@dataclass(frozen=True, slots=True)
class Movers:
    """Who gained, and lost, most, and the best of the new."""

    riser: Mover | None
    faller: Mover | None
    new: Mover | None


@dataclass(frozen=True, slots=True)
class FactShow:
    """A show that a fact is about."""

    anilist_id: AniListId
    title: str
    rank: int | None
    previous_rank: int | None
    downloads: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact, before it is known how rare it is."""

    kind: str
    strength: tuple[int, ...]
    unit: str
    value: int
    shows: list[FactShow]
    record: str | None = None
    episode: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact in the week's file."""

    kind: str
    record: str | None
    unit: str
    value: int
    shows: list[FactShow]
    episode: int | None
    weeks_as_strong: int
    weeks_before: int


@dataclass(frozen=True, slots=True)
class News:
    """All of a week."""

    movers: Movers | None
    headline: Fact | None
    facts: list[Fact]


# --- movers -----------------------------------------------------------------------------------------------------------


def build_mover(row: ChartRow) -> Mover:
    change = row.previous_rank - row.rank if row.previous_rank else None
    gained = row.downloads - (row.previous_downloads or 0)
    return Mover(row.anilist_id, row.title, row.rank, change, row.downloads, gained)


def build_movers(chart: Chart) -> Movers:
    """Of those among the first 25 in this week or the one before; of equals the better rank."""
    notable = [row for row in chart.rows if min(row.rank, row.previous_rank or row.rank) <= NOTABLE]
    moved = [build_mover(row) for row in notable if row.previous_rank]
    risers = sorted((each for each in moved if each.downloads_change > 0), key=lambda each: -each.downloads_change)
    fallers = sorted((each for each in moved if each.downloads_change < 0), key=lambda each: each.downloads_change)
    new = [build_mover(row) for row in notable if row.debut_week == chart.week]
    return Movers(*(next(iter(each), None) for each in (risers, fallers, new)))


# --- facts ------------------------------------------------------------------------------------------------------------


def describe(row: ChartRow) -> FactShow:
    return FactShow(row.anilist_id, row.title, row.rank, row.previous_rank, row.downloads)


def find_show(chart: Chart, show: AniListId, title: str, previous_rank: int | None) -> FactShow:
    """A show as it stands in a week, ranked or not."""
    row = next((row for row in chart.rows if row.anilist_id == show), None)
    return describe(row) if row else FactShow(show, title, None, previous_rank, 0)


def count_reign(charts: Sequence[Chart]) -> int:
    """For how many weeks in a row the last week's first show has been first."""
    reign = 0
    for chart in reversed(charts):
        if not chart.rows or chart.rows[0].anilist_id != charts[-1].rows[0].anilist_id:
            break
        reign += 1
    return reign


def list_of_first(charts: Sequence[Chart]) -> Iterator[Draft]:
    """Another first show, the same for long, or a close second."""
    chart, before = charts[-1], charts[-2]
    if not chart.rows:
        return
    first, reign = chart.rows[0], count_reign(charts)
    if reign > 1:
        yield Draft("reign", (reign // 5,), "weeks", reign, [describe(first)])
    elif before.rows:
        old = before.rows[0]
        shows = [describe(first), find_show(chart, old.anilist_id, old.title, old.rank)]
        yield Draft("new_first", (-first.weeks_at_first,), "weeks", first.weeks_at_first, shows)
    pair = chart.rows[:PAIR]
    if len(pair) == PAIR and all(is_sure(row.downloads, row.downloads_estimated) for row in pair):
        lead = 10_000 * (pair[0].downloads - pair[1].downloads) // pair[0].downloads
        if lead <= WIDEST_RACE:
            yield Draft("closest_race", (-lead,), "basis_points", lead, [describe(row) for row in pair])


def list_of_rows(chart: Chart, finales: Mapping[AniListId, int]) -> Iterator[Draft]:
    """The best debut, the biggest climb, the best finale."""
    debuts = [row for row in chart.rows[:NOTABLE] if row.debut_week == chart.week]
    for row in debuts[:1]:
        yield Draft("debut", (-row.rank, row.downloads), "rank", row.rank, [describe(row)])
    climbs = [(row.previous_rank - row.rank, row) for row in chart.rows[:TOP] if row.previous_rank]
    for ranks, row in sorted(climbs, key=lambda climb: (-climb[0], climb[1].rank))[:1]:
        if ranks >= LEAST_CLIMB:
            yield Draft("climb", (ranks,), "ranks", ranks, [describe(row)])
    for row in [row for row in chart.rows[:TOP] if row.anilist_id in finales][:1]:
        yield Draft("finale", (-row.rank,), "rank", row.rank, [describe(row)], episode=finales[row.anilist_id])


def list_of_records(chart: Chart, changes: Sequence[Change]) -> Iterator[Draft]:
    """The records that were broken and that nothing else tells."""
    for change in changes:
        if change.change == "set" and change.former and change.kind not in UNTOLD:
            shows = [
                find_show(chart, holder.anilist_id, holder.title, None)
                for holder in change.holders
                if holder.anilist_id and holder.title
            ]
            episode = change.holders[0].episode
            yield Draft("record", (), change.unit, change.value, shows, change.kind, episode)


def list_finales(year: Year) -> dict[date, dict[AniListId, int]]:
    """The last episodes, of more than one, by the week in which they came out."""
    finales: defaultdict[date, dict[AniListId, int]] = defaultdict(dict)
    for (show, episode), line in list_first_days(year).items():
        if episode > 1 and year.inputs.shows[show].episodes == episode:
            finales[find_monday(line.first_day)][show] = episode
    return finales


def build_fact(draft: Draft, before: Sequence[Sequence[Draft]]) -> Fact:
    """How rare it is: in how many weeks before there was one of its kind at least as strong."""
    stronger = [
        any(
            (other.kind, other.record) == (draft.kind, draft.record) and other.strength >= draft.strength
            for other in drafts
        )
        for drafts in before
    ]
    return Fact(
        draft.kind,
        draft.record,
        draft.unit,
        draft.value,
        draft.shows,
        draft.episode,
        weeks_as_strong=sum(stronger),
        weeks_before=len(before),
    )


def sort_facts(drafts: Sequence[Draft], before: Sequence[Sequence[Draft]]) -> list[Fact]:
    """The rarest first; what every second week has is told only when there is nothing else."""
    kinds = list(KINDS)
    facts = sorted(
        (build_fact(draft, before) for draft in drafts),
        key=lambda fact: (fact.weeks_as_strong, ORDER.index(fact.kind), kinds.index(fact.record) if fact.record else 0),
    )
    rare = [fact for fact in facts if not before or 2 * fact.weeks_as_strong < len(before)]
    return rare or facts[:1]


def build_news(year: Year) -> dict[str, News]:
    """Of each week: nothing of the first with anything ranked, nor of one that is not over."""
    charts, changes, finales = build_charts(year), build_changes(year), list_finales(year)
    before: list[list[Draft]] = []
    news = {chart.week: News(None, None, []) for chart in charts}
    for place, chart in enumerate(charts):
        if chart.start_date - WEEK not in changes or chart.start_date not in changes:
            continue
        drafts = [
            *list_of_first(charts[: place + 1]),
            *list_of_rows(chart, finales[chart.start_date]),
            *list_of_records(chart, changes[chart.start_date]),
        ]
        facts = sort_facts(drafts, before)
        news[chart.week] = News(build_movers(chart), next(iter(facts), None), facts[1 : 1 + MOST_FACTS])
        before.append(drafts)
    return news
