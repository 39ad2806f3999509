"""What must hold of downloads by release group and resolution, over and above the types in `contracts`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.groups import SHARE_DIGITS, TOP, Label, sort_by_downloads
from nyaastats.publish.contracts.groups import ReleaseGroup, SeasonGroups
from nyaastats.publish.contracts.public import Publication, SeasonDocuments
from nyaastats.publish.contracts.values import GROUPS_FILE, SHOWS_FILE, contract_error, page_file, season_file

_Totals = list[tuple[Label, int]]


def check_groups(publication: Publication) -> None:
    """Raise ContractError unless the groups of each season and show sum exactly to its downloads."""
    if [groups.slug for groups in publication.groups] != [season.slug for season in publication.seasons]:
        raise contract_error(season_file("<season>", GROUPS_FILE), "slug", f"are not those that have {SHOWS_FILE!r}")
    for groups, season in zip(publication.groups, publication.seasons, strict=True):
        _check_season(groups, season)
    downloads = {show.anilist_id: show.downloads for show in publication.index.shows}
    for page in publication.pages:
        check_release_groups(
            page_file(page.anilist_id), page.anilist_id, page.groups, downloads.get(page.anilist_id, 0)
        )


def check_release_groups(name: str, show: AniListId, groups: Sequence[ReleaseGroup], downloads: int) -> None:
    """Raise ContractError unless the groups of a show or film are in order and sum to `downloads`."""
    _require_order(name, "groups", [(group.name, group.downloads) for group in groups])
    for group in groups:
        resolutions = [(part.resolution, part.downloads) for part in group.resolutions]
        _require_order(name, "resolutions", resolutions)
        if sum(part for _, part in resolutions) != group.downloads:
            raise contract_error(name, "resolutions", f"of {group.name!r} of show {show} do not sum to its downloads")
    if sum(group.downloads for group in groups) != downloads:
        raise contract_error(name, "groups", f"of show {show} do not sum to its {downloads} downloads")


def _check_season(groups: SeasonGroups, season: SeasonDocuments) -> None:
    name = season_file(groups.slug, GROUPS_FILE)
    if groups.season != season.rankings.season:
        raise contract_error(name, "season", f"is {groups.season!r}, not {season.rankings.season!r}")
    if list(groups.weeks) != [week.week for week in season.rankings.weeks]:
        raise contract_error(name, "weeks", "are not those of the season's chart")
    _check_shows(name, groups, season)
    _check_totals(name, groups)
    _check_weeks(name, groups, season)


def _check_shows(name: str, groups: SeasonGroups, season: SeasonDocuments) -> None:
    """Check that each show is there with its downloads, and that its parts sum to them."""
    expected = [(show.anilist_id, show.season_downloads) for show in season.shows.shows if show.season_downloads]
    if [(show.anilist_id, show.downloads) for show in groups.shows] != expected:
        raise contract_error(name, "shows", f"are not those of {season_file(season.slug, SHOWS_FILE)!r}")
    for show in groups.shows:
        by_group = [(part.name, part.downloads) for part in show.groups]
        by_resolution = [(part.resolution, part.downloads) for part in show.resolutions]
        for field, parts in (("groups", by_group), ("resolutions", by_resolution)):
            _require_order(name, field, parts)
            if sum(downloads for _, downloads in parts) != show.downloads:
                raise contract_error(name, field, f"of show {show.anilist_id} do not sum to its downloads")


def _check_totals(name: str, groups: SeasonGroups) -> None:
    """Check that the season's totals are the sums over its shows."""
    by_group, by_resolution = Counter[Label](), Counter[Label]()
    for show in groups.shows:
        by_group.update({part.name: part.downloads for part in show.groups})
        by_resolution.update({part.resolution: part.downloads for part in show.resolutions})
    if [(group.name, group.downloads) for group in groups.groups] != sort_by_downloads(by_group):
        raise contract_error(name, "groups", "are not the sums over the shows, the most downloaded first")
    if [(part.resolution, part.downloads) for part in groups.resolutions] != sort_by_downloads(by_resolution):
        raise contract_error(name, "resolutions", "are not the sums over the shows, the most downloaded first")
    if groups.downloads != by_group.total():
        raise contract_error(name, "downloads", "is not the sum over the groups")
    shares = [(group.downloads, group.share) for group in groups.groups]
    shares += [(part.downloads, part.share) for part in groups.resolutions]
    for downloads, share in shares:
        if share != round(downloads / groups.downloads, SHARE_DIGITS):
            raise contract_error(name, "share", f"is {share}, not that of {downloads} downloads")


def _check_weeks(name: str, groups: SeasonGroups, season: SeasonDocuments) -> None:
    """Check that the series are those of the first ones, and that with the others they sum to each week."""
    by_group = [(part.name, sum(part.downloads)) for part in groups.group_weeks]
    if by_group != [(group.name, group.downloads) for group in groups.groups[:TOP]]:
        raise contract_error(name, "group_weeks", "do not sum to the first of the groups")
    by_resolution = [(part.resolution, sum(part.downloads)) for part in groups.resolution_weeks]
    if by_resolution != [(part.resolution, part.downloads) for part in groups.resolutions[:TOP]]:
        raise contract_error(name, "resolution_weeks", "do not sum to the first of the resolutions")
    weeks = [sum(ranking.downloads for ranking in week.rankings) for week in season.rankings.weeks]
    group_series = [*(part.downloads for part in groups.group_weeks), groups.other_group_weeks]
    resolution_series = [*(part.downloads for part in groups.resolution_weeks), groups.other_resolution_weeks]
    for field, series in (("group_weeks", group_series), ("resolution_weeks", resolution_series)):
        if _sum_series(series, len(weeks)) != weeks:
            raise contract_error(name, field, "and the others do not sum to the weeks of the season's chart")


def _sum_series(series: Iterable[Sequence[int]], length: int) -> list[int] | None:
    """The sums of each week; None where a series has another length."""
    listed = list(series)
    if any(len(part) != length for part in listed):
        return None
    return [sum(week) for week in zip(*listed, strict=True)]


def _require_order(name: str, field: str, parts: _Totals) -> None:
    if parts != sort_by_downloads(dict(parts)):
        raise contract_error(name, field, "are not in the order of their downloads, or one is there twice")
