"""Builds what each release group and each resolution has: of each season, and of each show and film."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple, TypeVar

from nyaastats.domain.calendar import Season, SeasonSpan, Week
from nyaastats.domain.groups import GroupKey, choose_spellings, make_group_key
from nyaastats.domain.matches import MeasuredTorrent
from nyaastats.domain.measures import Measures
from nyaastats.domain.shows import AniListId
from nyaastats.publish.contracts.groups import (
    GroupDownloads,
    GroupTotal,
    GroupWeeks,
    ReleaseGroup,
    ResolutionDownloads,
    ResolutionTotal,
    ResolutionWeeks,
    SeasonGroups,
    ShowSplit,
)
from nyaastats.publish.contracts.public import SeasonDocuments

TOP = 12
"""How many groups, or resolutions, have a series of their own."""

SHARE_DIGITS = 6

Label = str | None
"""A group's name or a resolution; None: the names state none."""
Built = TypeVar("Built")


class GroupWeek(NamedTuple):
    """Downloads of a show or film in one week, by one group in one resolution."""

    show: AniListId
    week: str
    group: Label
    resolution: Label
    downloads: int


class GroupTorrent(NamedTuple):
    """A torrent that counts for a show or film."""

    show: AniListId
    group: Label
    resolution: Label
    published: datetime | None


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """What was measured by group, with each group under one spelling."""

    weeks: defaultdict[AniListId, list[GroupWeek]]
    torrents: defaultdict[AniListId, list[GroupTorrent]]


def collect_groups(
    measures: Measures, torrents: Sequence[MeasuredTorrent], film_torrents: Mapping[int, AniListId]
) -> GroupFigures:
    """The group-weeks and torrents of each show and film; `film_torrents` are those that count for a film, by id."""
    spellings = choose_spellings((torrent.release.group, torrent.downloads) for torrent in torrents)
    return GroupFigures(_collect_weeks(measures, spellings), _collect_torrents(torrents, film_torrents, spellings))


def _collect_weeks(measures: Measures, spellings: Mapping[GroupKey, str]) -> defaultdict[AniListId, list[GroupWeek]]:
    table = measures.group_weeks
    names = ("anilist_id", "first_day", "group_name", "resolution", "downloads")
    weeks: defaultdict[AniListId, list[GroupWeek]] = defaultdict(list)
    labels = {day: _label_week(day) for day in table["first_day"].unique().to_pylist()}
    for show, day, key, resolution, downloads in zip(*(table[name].to_pylist() for name in names), strict=True):
        group = spellings[key] if key is not None else None
        weeks[show].append(GroupWeek(show, labels[day], group, resolution, downloads))
    return weeks


def _label_week(day: int) -> str:
    """The week that begins `day` days after 1970-01-01."""
    return str(Week(date(1970, 1, 1) + timedelta(days=day)))


def _collect_torrents(
    torrents: Sequence[MeasuredTorrent], film_torrents: Mapping[int, AniListId], spellings: Mapping[GroupKey, str]
) -> defaultdict[AniListId, list[GroupTorrent]]:
    counted: defaultdict[AniListId, list[GroupTorrent]] = defaultdict(list)
    for torrent_id, torrent in enumerate(torrents):
        match = torrent.counted_match
        show = match.show if match else film_torrents.get(torrent_id)
        if show is not None:
            release = torrent.release
            key = make_group_key(release.group)
            group = spellings[key] if key is not None else None
            counted[show].append(GroupTorrent(show, group, release.resolution, torrent.torrent.published))
    return counted


# --- of a show or film ------------------------------------------------------------------------------------------------


def build_show_groups(figures: GroupFigures) -> dict[AniListId, tuple[ReleaseGroup, ...]]:
    """The groups of each show and film with a torrent that counts, on all its days."""
    return {show: build_release_groups(figures.weeks[show], torrents) for show, torrents in figures.torrents.items()}


def build_release_groups(weeks: Iterable[GroupWeek], torrents: Iterable[GroupTorrent]) -> tuple[ReleaseGroup, ...]:
    """The groups of one show or film, also those of whose torrents nothing was downloaded."""
    downloads: defaultdict[Label, Counter[Label]] = defaultdict(Counter)
    for week in weeks:
        downloads[week.group][week.resolution] += week.downloads
    counts = Counter(torrent.group for torrent in torrents)
    totals = {group: downloads[group].total() for group in downloads.keys() | counts.keys()}
    return tuple(
        ReleaseGroup(group, counts[group], total, _build_sorted(ResolutionDownloads, downloads[group]))
        for group, total in sort_by_downloads(totals)
    )


def sort_by_downloads(totals: Mapping[Label, int]) -> list[tuple[Label, int]]:
    """The most downloads first, of equals by name, what has none at the end."""
    return sorted(totals.items(), key=lambda item: (-item[1], item[0] is None, item[0] or ""))


def _build_sorted(build: Callable[[Label, int], Built], totals: Mapping[Label, int]) -> tuple[Built, ...]:
    return tuple(build(label, total) for label, total in sort_by_downloads(totals))


# --- of a season ------------------------------------------------------------------------------------------------------


def build_season_groups(
    figures: GroupFigures, seasons: Sequence[SeasonDocuments], span: SeasonSpan
) -> tuple[SeasonGroups, ...]:
    """Every season's groups and resolutions, the earliest season first."""
    return tuple(
        _build_season(figures, documents, season) for season, documents in zip(span.seasons, seasons, strict=True)
    )


def _build_season(figures: GroupFigures, documents: SeasonDocuments, season: Season) -> SeasonGroups:
    labels = tuple(week.week for week in documents.rankings.weeks)
    by_show = _collect_ranked(figures, documents)
    weeks = [week for own in by_show.values() for week in own]
    begin, end = season.considered_from, datetime.combine(Week.parse(labels[-1]).end, time(), UTC)
    torrents = [
        torrent
        for show in by_show
        for torrent in figures.torrents[show]
        if torrent.published and begin <= torrent.published < end
    ]
    groups = _Split(weeks, torrents, lambda item: item.group)
    resolutions = _Split(weeks, torrents, lambda item: item.resolution)
    return SeasonGroups(
        slug=documents.slug,
        season=documents.rankings.season,
        weeks=labels,
        downloads=sum(week.downloads for week in weeks),
        groups=groups.build_totals(GroupTotal),
        resolutions=resolutions.build_totals(ResolutionTotal),
        group_weeks=groups.build_weeks(GroupWeeks, labels),
        other_group_weeks=groups.sum_others(labels),
        resolution_weeks=resolutions.build_weeks(ResolutionWeeks, labels),
        other_resolution_weeks=resolutions.sum_others(labels),
        shows=tuple(_build_show(show, by_show[show]) for show in sorted(by_show)),
    )


def _collect_ranked(figures: GroupFigures, documents: SeasonDocuments) -> dict[AniListId, list[GroupWeek]]:
    """The group-weeks of each show in the weeks in which the season ranks it."""
    ranked: defaultdict[AniListId, set[str]] = defaultdict(set)
    for week in documents.rankings.weeks:
        for ranking in week.rankings:
            ranked[ranking.anilist_id].add(week.week)
    return {show: [week for week in figures.weeks[show] if week.week in labels] for show, labels in ranked.items()}


def _build_show(show: AniListId, weeks: Sequence[GroupWeek]) -> ShowSplit:
    groups: Counter[Label] = Counter()
    resolutions: Counter[Label] = Counter()
    for week in weeks:
        groups[week.group] += week.downloads
        resolutions[week.resolution] += week.downloads
    return ShowSplit(
        show, groups.total(), _build_sorted(GroupDownloads, groups), _build_sorted(ResolutionDownloads, resolutions)
    )


class _Split:
    """A season's downloads by a label: the group or the resolution."""

    def __init__(
        self,
        weeks: Iterable[GroupWeek],
        torrents: Iterable[GroupTorrent],
        get_label: Callable[[GroupWeek | GroupTorrent], Label],
    ) -> None:
        self._by_week: defaultdict[Label, Counter[str]] = defaultdict(Counter)
        self._shows: defaultdict[Label, set[AniListId]] = defaultdict(set)
        for week in weeks:
            self._by_week[get_label(week)][week.week] += week.downloads
            self._shows[get_label(week)].add(week.show)
        self._torrents = Counter(map(get_label, torrents))
        self._totals = sort_by_downloads({label: own.total() for label, own in self._by_week.items()})

    def build_totals(self, build: Callable[[Label, int, float, int, int], Built]) -> tuple[Built, ...]:
        """The totals of each label, the most downloaded first."""
        whole = sum(total for _, total in self._totals)
        return tuple(
            build(label, total, round(total / whole, SHARE_DIGITS), len(self._shows[label]), self._torrents[label])
            for label, total in self._totals
        )

    def build_weeks(self, build: Callable[[Label, tuple[int, ...]], Built], labels: Sequence[str]) -> tuple[Built, ...]:
        """The series of the most downloaded ones."""
        return tuple(build(label, self._sum([label], labels)) for label, _ in self._totals[:TOP])

    def sum_others(self, labels: Sequence[str]) -> tuple[int, ...]:
        """The series of all others together."""
        return self._sum([label for label, _ in self._totals[TOP:]], labels)

    def _sum(self, own: Sequence[Label], labels: Sequence[str]) -> tuple[int, ...]:
        return tuple(sum(self._by_week[label][week] for label in own) for week in labels)
