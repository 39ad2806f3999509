"""Adds to each week's chart its news: movers, records, headline and recap; and builds the records of all weeks.

The weeks are gone through once, in order, so that each week's news depends on it and those before it alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from nyaastats.domain.calendar import Week
from nyaastats.domain.shows import AniListId, Show
from nyaastats.publish.build.headlines import ChartChange, FactLog, Finale
from nyaastats.publish.build.movers import build_movers
from nyaastats.publish.build.recap import BestWeeks, RecapSource, build_recap
from nyaastats.publish.build.record_candidates import count_reigns, find_first_day, list_record_weeks
from nyaastats.publish.build.records import RecordBook
from nyaastats.publish.contracts.public import WeekChart
from nyaastats.publish.contracts.records import Records

MAX_FACTS = 5
"""How many facts follow the headline."""

_MIN_EPISODES = 2
"""A show of one episode has no finale."""


def add_news(
    charts: Sequence[WeekChart], episode_firsts: pa.Table, best_days: pa.Table, shows: Iterable[Show]
) -> tuple[tuple[WeekChart, ...], Records]:
    """The charts with their news, and the records as of the newest complete week.

    `episode_firsts` and `best_days` are the measure tables of these names.
    """
    by_id = {show.id: show for show in shows}
    titles = {show.id: show.title for show in by_id.values()}
    finales, reigns = _find_finales(episode_firsts, by_id), count_reigns(charts)
    candidates = {week.week: week for week in list_record_weeks(charts, episode_firsts, best_days, titles)}
    book, log, best_weeks = RecordBook(), FactLog(), BestWeeks()
    charts_with_news = []
    for before, chart, reign in zip((None, *charts), charts, reigns, strict=False):
        records = book.enter(candidates[chart.week]) if chart.week in candidates else ()
        if before is None or chart.week not in candidates or chart.week == next(iter(candidates)):
            charts_with_news.append(chart)
        else:
            facts = log.enter(ChartChange(chart, before.rows, reign, records, finales.get(chart.week, ())))
            news = replace(
                chart,
                movers=build_movers(chart),
                records=records,
                headline=next(iter(facts), None),
                facts=facts[1 : 1 + MAX_FACTS],
            )
            recap = build_recap(RecapSource(news, before.downloads, reign, best_weeks))
            charts_with_news.append(replace(news, recap=recap))
        best_weeks.enter(chart)
    return tuple(charts_with_news), book.build()


def _find_finales(episode_firsts: pa.Table, shows: Mapping[AniListId, Show]) -> Mapping[str, Sequence[Finale]]:
    """By week, the last episodes of shows that AniList knows the number of."""
    finales: defaultdict[str, list[Finale]] = defaultdict(list)
    columns = ("anilist_id", "episode", "first_published")
    for id_, episode, published in zip(*(episode_firsts[name].to_pylist() for name in columns), strict=True):
        show = shows[AniListId(id_)]
        if show.episodes == episode and episode >= _MIN_EPISODES:
            finales[str(Week.of(find_first_day(published)))].append(Finale(show.id, episode))
    return finales
