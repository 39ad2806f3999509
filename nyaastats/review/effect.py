"""What decisions would change: torrents, downloads, and the weeks of the shows that win or lose them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from nyaastats.domain.matches import ExclusionReason, MeasuredTorrent
from nyaastats.domain.measures import ChartMeasures
from nyaastats.domain.ranking import rank_by_downloads
from nyaastats.domain.shows import AniListId


@dataclass(frozen=True, slots=True)
class Change:
    """A show's downloads and rank, now and with the decisions; the rank is None where it is not ranked."""

    downloads: int
    rank: int | None
    new_downloads: int
    new_rank: int | None

    @property
    def added(self) -> int:
        """How many downloads are added; negative where they are taken away."""
        return self.new_downloads - self.downloads

    @property
    def moves(self) -> bool:
        """Whether the rank is another one."""
        return self.rank != self.new_rank


@dataclass(frozen=True, slots=True)
class WeekChange:
    """What changes for a show in one week."""

    week: str
    start: date
    change: Change


@dataclass(frozen=True, slots=True)
class ShowEffect:
    """What changes for a show that wins or loses torrents."""

    show: AniListId
    season: Change
    """In the season: the sums of its weeks."""
    weeks: tuple[WeekChange, ...]
    """All weeks of the chart that have begun, the first one first."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What changes when decisions are taken."""

    torrents: int
    """How many count for something else, or are left out for another reason."""
    downloads: int
    """Of these torrents."""
    counted: int
    """How many of these torrents count for an episode then."""
    excluded: Mapping[ExclusionReason, int]
    """The others of these, by the reason."""
    shows: tuple[ShowEffect, ...]
    """The shows that win or lose torrents in the ranking, the largest change first."""
    other_moves: int
    """How many ranks of other shows change, over all weeks."""


def compare(
    torrents: Sequence[MeasuredTorrent],
    chart: ChartMeasures,
    new_torrents: Sequence[MeasuredTorrent],
    new_chart: ChartMeasures,
) -> Effect:
    """What is different between a run and the same run with other decisions: the same torrents, in the same order."""
    pairs = list(zip(torrents, new_torrents, strict=True))
    changed = [pair for pair in pairs if _summarise(pair[0]) != _summarise(pair[1])]
    affected = {match.show for pair in changed for torrent in pair if (match := torrent.counted_match)}
    moves = _list_changes(chart, new_chart)
    return Effect(
        torrents=len(changed),
        downloads=sum(torrent.downloads for torrent, _ in changed),
        counted=sum(1 for _, torrent in changed if torrent.counted_match),
        excluded=Counter(torrent.exclusion for _, torrent in changed if torrent.exclusion),
        shows=tuple(sorted((_build_effect(show, moves[show], chart) for show in affected), key=_make_effect_key)),
        other_moves=sum(change.moves for show in moves.keys() - affected for change in moves[show].by_week.values()),
    )


class _Role(NamedTuple):
    show: AniListId | None
    episode: int | None
    exclusion: ExclusionReason | None


def _summarise(torrent: MeasuredTorrent) -> _Role:
    """What a torrent counts for, or why it does not."""
    match = torrent.match
    return _Role(match.show if match else None, match.episode if match else None, torrent.exclusion)


@dataclass(frozen=True, slots=True)
class _ShowChanges:
    season: Change
    by_week: Mapping[str, Change]


_NOTHING = Change(0, None, 0, None)


def _list_changes(chart: ChartMeasures, new_chart: ChartMeasures) -> defaultdict[AniListId, _ShowChanges]:
    places, new_places = _collect_places(chart), _collect_places(new_chart)
    sums, new_sums = _sum_places(places), _sum_places(new_places)
    ranks, new_ranks = rank_by_downloads(sums), rank_by_downloads(new_sums)
    changes: defaultdict[AniListId, _ShowChanges] = defaultdict(lambda: _ShowChanges(_NOTHING, {}))
    for show in sums.keys() | new_sums.keys():
        weeks = places[show].keys() | new_places[show].keys()
        season = Change(sums.get(show, 0), ranks.get(show), new_sums.get(show, 0), new_ranks.get(show))
        by_week = {week: _join(places[show].get(week), new_places[show].get(week)) for week in weeks}
        changes[show] = _ShowChanges(season, by_week)
    return changes


class _Place(NamedTuple):
    downloads: int
    rank: int | None


def _collect_places(chart: ChartMeasures) -> defaultdict[AniListId, dict[str, _Place]]:
    places: defaultdict[AniListId, dict[str, _Place]] = defaultdict(dict)
    for row in chart.rankings.select(["anilist_id", "week", "downloads", "rank"]).to_pylist():
        places[AniListId(row["anilist_id"])][row["week"]] = _Place(row["downloads"], row["rank"])
    return places


def _sum_places(places: Mapping[AniListId, Mapping[str, _Place]]) -> dict[AniListId, int]:
    return {show: sum(place.downloads for place in weeks.values()) for show, weeks in places.items()}


def _join(place: _Place | None, new_place: _Place | None) -> Change:
    before, after = place or _Place(0, None), new_place or _Place(0, None)
    return Change(before.downloads, before.rank, after.downloads, after.rank)


def _build_effect(show: AniListId, changes: _ShowChanges, chart: ChartMeasures) -> ShowEffect:
    weeks = chart.chart_weeks.select(["week", "start_date"]).to_pylist()
    return ShowEffect(
        show,
        changes.season,
        tuple(WeekChange(row["week"], row["start_date"], changes.by_week.get(row["week"], _NOTHING)) for row in weeks),
    )


def _make_effect_key(effect: ShowEffect) -> tuple[int, AniListId]:
    return -abs(effect.season.added), effect.show
