"""What must hold between a week's movers, headline and recap and the rows of its chart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.wording import describe_fact
from nyaastats.publish.contracts.public import ChartRow, WeekChart
from nyaastats.publish.contracts.records import Fact, FactKind, FactShow, Mover, Movers, RecapSentence, WeekRecord
from nyaastats.publish.contracts.values import contract_error, week_file

_NOTABLE_RANKS = 25
_BASIS_POINTS = 10_000
_PAIRS = (FactKind.NEW_FIRST, FactKind.CLOSEST_RACE)
"""Facts about two shows."""
_PAIR = 2


def check_week_news(charts: Sequence[WeekChart]) -> None:
    """Raise ContractError unless the news of each week are numbers of its rows."""
    reigns = _count_reigns(charts)
    for chart, reign in zip(charts, reigns, strict=True):
        name, rows = week_file(chart.week), {AniListId(row.anilist_id): row for row in chart.rows}
        facts = (chart.headline, *chart.facts) if chart.headline else chart.facts
        if not chart.complete and (chart.movers or chart.records or facts or chart.recap):
            raise contract_error(name, "movers, records, headline, recap", "are of a week that is not complete")
        if chart.facts and not chart.headline:
            raise contract_error(name, "facts", "follow no headline")
        if chart.movers:
            _check_movers(name, chart.movers, chart.rows)
        for fact in facts:
            _check_fact(name, fact, rows)
            _check_value(name, fact, chart, reign)
            if fact.text != describe_fact(fact):
                raise contract_error(name, "facts.text", f"of {fact.kind.value} is not {describe_fact(fact)!r}")
        if list(facts) != sorted(facts, key=lambda fact: fact.weeks_as_strong):
            raise contract_error(name, "facts", "are not in the order of their surprise")
        _check_recap(name, chart, facts)


def _count_reigns(charts: Iterable[WeekChart]) -> list[int]:
    reigns: list[int] = []
    leader = None
    for chart in charts:
        first = chart.rows[0].anilist_id if chart.rows else None
        reigns.append(reigns[-1] + 1 if first is not None and first == leader else int(first is not None))
        leader = first
    return reigns


# --- movers -----------------------------------------------------------------------------------------------------------


def _check_movers(name: str, movers: Movers, rows: Sequence[ChartRow]) -> None:
    notable = [row for row in rows if min(row.rank, row.previous_rank or row.rank) <= _NOTABLE_RANKS]
    gains = {row.anilist_id: row.downloads - row.previous_downloads for row in notable if row.previous_downloads}
    risers = [gain for gain in gains.values() if gain > 0]
    fallers = [gain for gain in gains.values() if gain < 0]
    new = [row.downloads for row in notable if row.weeks_on_chart == 1]
    expected = {"riser": max(risers, default=None), "faller": min(fallers, default=None), "new": max(new, default=None)}
    by_show = {row.anilist_id: row for row in notable}
    for field, change in expected.items():
        mover: Mover | None = getattr(movers, field)
        if (mover.downloads_change if mover else None) != change:
            raise contract_error(name, f"movers.{field}", f"is not the show of the rows that changed by {change}")
        if mover and mover != _make_mover(by_show.get(mover.anilist_id)):
            raise contract_error(name, f"movers.{field}", f"of show {mover.anilist_id} is not its row")


def _make_mover(row: ChartRow | None) -> Mover | None:
    if row is None:
        return None
    change = row.previous_rank - row.rank if row.previous_rank else None
    gain = row.downloads - (row.previous_downloads or 0)
    return Mover(row.anilist_id, row.title, row.rank, change, row.downloads, gain)


# --- headline ---------------------------------------------------------------------------------------------------------


def _check_fact(name: str, fact: Fact, rows: Mapping[AniListId, ChartRow]) -> None:
    """Check the shows of a fact against their rows."""
    if (fact.record is not None) != (fact.kind is FactKind.RECORD):
        raise contract_error(name, "facts.record", f"of {fact.kind.value} is {fact.record!r}")
    if fact.kind in _PAIRS and len(fact.shows) != _PAIR:
        raise contract_error(name, "facts.shows", f"of {fact.kind.value} are {len(fact.shows)}")
    if fact.weeks_as_strong > fact.weeks_before:
        raise contract_error(name, "facts.weeks_as_strong", f"of {fact.kind.value} is more than all weeks before")
    for show in fact.shows:
        row = rows.get(show.anilist_id)
        if row is None and (show.rank, show.downloads) != (None, 0):
            raise contract_error(name, "facts.shows", f"show {show.anilist_id} is not in the chart")
        if row and show != FactShow(row.anilist_id, row.title, row.rank, row.previous_rank, row.downloads):
            raise contract_error(name, "facts.shows", f"show {show.anilist_id} is not its row")


def _check_value(name: str, fact: Fact, chart: WeekChart, reign: int) -> None:
    value = _find_value(fact, {row.anilist_id: row for row in chart.rows}, chart.records, reign)
    if fact.value != value:
        raise contract_error(name, "facts.value", f"of {fact.kind.value}, {fact.value}, is {value} in the rows")


def _find_value(
    fact: Fact, rows: Mapping[AniListId, ChartRow], records: Iterable[WeekRecord], reign: int
) -> int | None:
    """The number that the week's rows, or its records, have for a fact; None where there is none."""
    if fact.record:
        return next((record.value for record in records if record.kind is fact.record), None)
    row = rows.get(fact.shows[0].anilist_id) if fact.shows else None
    if row is None:
        return None
    return _FACT_VALUES[fact.kind](row, reign)


_FACT_VALUES: Mapping[FactKind, Callable[[ChartRow, int], int | None]] = {
    FactKind.NEW_FIRST: lambda row, reign: row.weeks_at_first if row.rank == reign == 1 else None,
    FactKind.DEBUT: lambda row, _: row.rank if row.weeks_on_chart == 1 else None,
    FactKind.FINALE: lambda row, _: row.rank,
    FactKind.CLIMB: lambda row, _: row.previous_rank - row.rank if row.previous_rank else None,
    FactKind.CLOSEST_RACE: lambda row, _: _BASIS_POINTS * (row.margin or 0) // row.downloads if row.rank == 1 else None,
    FactKind.REIGN: lambda row, reign: reign if row.rank == 1 else None,
}


# --- recap ------------------------------------------------------------------------------------------------------------

_MAX_SENTENCES = 5

_DOWNLOADS = re.compile(r"(?<![\w,#])([\d,]+) downloads?\b")


def _check_recap(name: str, chart: WeekChart, facts: Iterable[Fact]) -> None:
    """Check that a recap's titles stand in its sentences, and its downloads in the chart."""
    if len(chart.recap) > _MAX_SENTENCES or (chart.recap and not chart.movers):
        raise contract_error(name, "recap", f"is of a week without news, or of more than {_MAX_SENTENCES} sentences")
    titles = {(row.anilist_id, row.title) for row in chart.rows}
    titles |= {(show.anilist_id, show.title) for fact in facts for show in fact.shows}
    counts = {row.downloads for row in chart.rows} | {row.margin for row in chart.rows[:1]}
    counts |= {chart.downloads} | {fact.value for fact in facts}
    for sentence in chart.recap:
        words = _remove_titles(name, sentence)
        for show in sentence.shows:
            if (show.anilist_id, show.title) not in titles:
                raise contract_error(name, "recap.shows", f"show {show.anilist_id} is not in the chart")
        for count in _DOWNLOADS.findall(words):
            if int(count.replace(",", "")) not in counts:
                raise contract_error(name, "recap.text", f"has {count} downloads, which are in no row")


def _remove_titles(name: str, sentence: RecapSentence) -> str:
    """The other words of a sentence; its titles must stand in it in their order."""
    words, rest = "", sentence.text
    for show in sentence.shows:
        before, title, rest = rest.partition(show.title)
        if not title:
            raise contract_error(name, "recap.text", f"does not name {show.title!r} in its place")
        words += f"{before}_"
    return words + rest
