"""The shows' totals and places: in one season, and over all of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from nyaastats.domain.calendar import Season
from nyaastats.domain.shows import AniListId
from testkit.oracle.charts import build_table, list_ranks
from testkit.oracle.eligibility import is_continuing
from testkit.oracle.evidence import list_left_out
from testkit.oracle.records import WeekCount
from testkit.oracle.season_charts import build_season_line, select_table, sum_season
from testkit.oracle.year import Year


@dataclass(frozen=True, slots=True)
class EpisodeTotal:
    """An episode in one line."""

    episode: int
    first_date: date
    last_date: date
    downloads: int
    downloads_estimated: int


@dataclass(frozen=True, slots=True)
class Excluded:
    """Torrents of a show that count for no episode."""

    reason: str
    torrents: int
    downloads: int


@dataclass(frozen=True, slots=True)
class SeasonShow:
    """A show in a season's shows.json: what was measured of it."""

    anilist_id: AniListId
    continuing: bool
    last_day: date | None
    downloads: int
    downloads_estimated: int
    season_downloads: int
    season_downloads_estimated: int
    daily_average: float
    weekly_average: float
    seasonal_rank: int | None
    rank_is_final: bool
    episode_totals: list[EpisodeTotal]
    excluded: list[Excluded]


@dataclass(frozen=True, slots=True)
class Place:
    """A show's place in one season."""

    slug: str
    season: str
    continuing: bool
    downloads: int
    rank: int | None
    rank_is_final: bool


@dataclass(frozen=True, slots=True)
class IndexShow:
    """A show in shows.json: what was measured of it."""

    anilist_id: AniListId
    last_day: date | None
    downloads: int
    downloads_estimated: int
    peak_rank: int | None
    weeks_on_chart: int
    weeks_at_first: int
    seasons: list[Place]


@cache
def list_episode_totals(year: Year) -> dict[AniListId, list[EpisodeTotal]]:
    """The episodes of each show."""
    days: defaultdict[tuple[AniListId, int], list[date]] = defaultdict(list)
    for show, episode, day in year.answer.episode_days:
        days[show, episode].append(day)
    totals: defaultdict[AniListId, list[EpisodeTotal]] = defaultdict(list)
    for (show, episode), own in sorted(days.items()):
        counts = [year.answer.episode_days[show, episode, day] for day in own]
        whole, estimated = sum(count.downloads for count in counts), sum(count.estimated for count in counts)
        totals[show].append(EpisodeTotal(episode, min(own), max(own), whole, estimated))
    return totals


@cache
def list_excluded(year: Year) -> dict[AniListId, list[Excluded]]:
    """By show; also what its counted torrents had after its last day."""
    torrents: Counter[tuple[AniListId, str]] = Counter()
    downloads: Counter[tuple[AniListId, str]] = Counter()
    for show, left_out in list_left_out(year).items():
        for each in left_out:
            torrents[show, each.reason] += 1
            downloads[show, each.reason] += each.downloads
    for show, rest in year.answer.left_out.items():
        if rest.after_last_day:
            downloads[show, "after_last_day"] += rest.after_last_day
    excluded: defaultdict[AniListId, list[Excluded]] = defaultdict(list)
    for show, reason in sorted({*torrents, *downloads}):
        excluded[show].append(Excluded(reason, torrents[show, reason], downloads[show, reason]))
    return excluded


def list_changeable(year: Year, season: Season) -> set[AniListId]:
    """The season's shows whose total can still change, those without a torrent too."""
    mondays = year.list_season_mondays(season)
    return {
        show
        for show, last in year.find_season_days(season).items()
        if last is None
        or year.inputs.shows[show].status == "RELEASING"
        or last >= year.facts.now.date()
        or not all(year.answer.weeks[monday].is_settled for monday in mondays if monday <= last)
    }


def list_final(year: Year, season: Season, sums: Mapping[AniListId, WeekCount]) -> set[AniListId]:
    """The shows whose rank is final: nor they can change, nor any that stands below them.

    All without downloads stand at one place, the last. In a settled season nothing changes any more; of shows that
    still air nothing is called final.
    """
    if build_season_line(year, season).settled:
        return {show for show in year.find_season_days(season) if year.inputs.shows[show].status != "RELEASING"}
    changeable = list_changeable(year, season)
    places = {show: place for place, show in enumerate(sums)}
    last = len(places)
    lowest = max((places.get(show, last) for show in changeable), default=-1)
    shows = year.find_season_days(season)
    return {show for show in shows if show not in changeable and places.get(show, last) > lowest}


def average(downloads: list[int]) -> float:
    """The mean to two decimals; 0 of nothing."""
    return round(sum(downloads) / len(downloads), 2) if downloads else 0


@cache
def build_season_shows(year: Year, season: Season) -> list[SeasonShow]:
    """The shows of a season that have a day, by id."""
    table, days = select_table(year, season), year.find_season_days(season)
    sums, totals, excluded = sum_season(table), list_episode_totals(year), list_excluded(year)
    final = list_final(year, season, sums)
    shows = []
    for show in sorted(days.keys() & year.shown):
        own, count = totals[show], sums.get(show, WeekCount(0, 0))
        span = max(each.last_date for each in own) - min(each.first_date for each in own)
        whole = sum(each.downloads for each in own)
        complete = [
            counts[show].downloads for week, counts in table.items() if show in counts and year.is_complete(week)
        ]
        shows.append(
            SeasonShow(
                anilist_id=show,
                continuing=is_continuing(year.inputs.shows[show], season),
                last_day=days[show],
                downloads=whole,
                downloads_estimated=sum(each.downloads_estimated for each in own),
                season_downloads=count.downloads,
                season_downloads_estimated=count.estimated,
                daily_average=round(whole / (span.days + 1), 2),
                weekly_average=average(complete),
                seasonal_rank=list(sums).index(show) + 1 if show in sums else None,
                rank_is_final=show in final,
                episode_totals=own,
                excluded=excluded.get(show, []),
            )
        )
    return shows


def build_place(season: Season, show: SeasonShow) -> Place:
    """A show's place in a season."""
    name = f"{season.quarter.capitalize()} {season.year}"
    return Place(season.slug, name, show.continuing, show.season_downloads, show.seasonal_rank, show.rank_is_final)


def build_index(year: Year) -> list[IndexShow]:
    """Every show that has a day, by id."""
    table, totals = build_table(year), list_episode_totals(year)
    places: defaultdict[AniListId, list[Place]] = defaultdict(list)
    for season in year.inputs.seasons:
        for show in build_season_shows(year, season):
            places[show.anilist_id].append(build_place(season, show))
    index = []
    for id_ in sorted(year.shown):
        ranks = list_ranks(table, id_, max(table))
        index.append(
            IndexShow(
                anilist_id=id_,
                last_day=year.last_days[id_],
                downloads=sum(each.downloads for each in totals[id_]),
                downloads_estimated=sum(each.downloads_estimated for each in totals[id_]),
                peak_rank=min((rank for week, rank in ranks if year.is_complete(week)), default=None),
                weeks_on_chart=len(ranks),
                weeks_at_first=sum(rank == 1 for _, rank in ranks),
                seasons=places[id_],
            )
        )
    return index
