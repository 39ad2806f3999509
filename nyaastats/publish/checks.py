"""What holds within and between the published documents, over and above the types in `contracts`.

Every check raises ContractError with the file, the column or field, and the first place where it does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import pairwise

from nyaastats.publish.contracts import (
    EPISODES_FILE,
    MANIFEST_FILE,
    RANKINGS_FILE,
    REPORT_FILE,
    SHOWS_FILE,
    ChartWeek,
    Publication,
    Ranking,
    Rankings,
    ShowPage,
    Shows,
    broken,
    page_file,
)
from nyaastats.publish.encoding import from_json, from_parquet
from nyaastats.publish.laws import check_episodes
from nyaastats.publish.slices import episode_totals, pages, show_weeks, titles
from nyaastats.seasons import Week
from nyaastats.types import AniListId


def read_publication(files: Mapping[str, bytes]) -> Publication:
    """Read and check all that one run publishes, from name to content; the manifest need not be among it.

    Raises ContractError when a file is missing, superfluous, not as its contract says, or at odds with another.
    """
    from_json(REPORT_FILE, _content(files, REPORT_FILE), dict[str, object])
    shows = from_json(SHOWS_FILE, _content(files, SHOWS_FILE), Shows)
    publication = Publication(
        from_parquet(_content(files, EPISODES_FILE)),
        from_json(RANKINGS_FILE, _content(files, RANKINGS_FILE), Rankings),
        shows,
        tuple(_page(files, show.anilist_id) for show in shows.shows),
    )
    check(publication)
    for name in sorted(files.keys() - _names(publication)):
        raise broken(name, "the file", f"belongs to nothing in {SHOWS_FILE!r}")
    return publication


def _content(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise broken(name, "the file", "is missing")
    return files[name]


def _page(files: Mapping[str, bytes], show: AniListId) -> ShowPage:
    page = from_json(page_file(show), _content(files, page_file(show)), ShowPage)
    if page.anilist_id != show:
        raise broken(page_file(show), "anilist_id", f"is {page.anilist_id}")
    return page


def _names(publication: Publication) -> set[str]:
    of_pages = {page_file(page.anilist_id) for page in publication.pages}
    return {EPISODES_FILE, RANKINGS_FILE, SHOWS_FILE, REPORT_FILE, MANIFEST_FILE} | of_pages


def check(publication: Publication) -> None:
    """Raise ContractError unless every file is sound and all of them tell the same story."""
    check_episodes(publication.episodes)
    check_rankings(publication.rankings)
    check_shows(publication.shows)
    _check_heads(publication.rankings, publication.shows)
    _check_titles(publication)
    _check_totals(publication)
    _check_pages(publication)
    _check_weeks(publication)


# --- rankings.json ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _History:
    """What the weeks so far say of one show."""

    last_week: Week
    last_rank: int
    peak: int
    weeks: int


def check_rankings(rankings: Rankings) -> None:
    """Raise ContractError unless the weeks follow each other and each show's history is what they say."""
    if not rankings.weeks:
        raise broken(RANKINGS_FILE, "weeks", "is empty")
    for week in rankings.weeks:
        _check_week(week, rankings.data_until)
    for earlier, later in pairwise(rankings.weeks):
        if Week(earlier.start_date).later(1) != Week(later.start_date):
            raise broken(RANKINGS_FILE, "weeks", f"{later.week} does not follow {earlier.week}")
    _check_histories(rankings)


def _check_week(week: ChartWeek, data_until: datetime) -> None:
    if week.start_date.isoweekday() != 1 or week.week != str(Week(week.start_date)):
        raise broken(RANKINGS_FILE, "start_date", f"{week.start_date} is not the Monday of {week.week!r}")
    if datetime.combine(week.start_date, time(), UTC) > data_until:
        raise broken(RANKINGS_FILE, "weeks", f"{week.week} begins after data_until, {data_until}")
    if week.complete != (datetime.combine(Week(week.start_date).end, time(), UTC) <= data_until):
        raise broken(RANKINGS_FILE, "complete", f"is {week.complete} in {week.week} though data ends {data_until}")
    if [ranking.rank for ranking in week.rankings] != list(range(1, len(week.rankings) + 1)):
        raise broken(RANKINGS_FILE, "rank", f"the ranks of {week.week} are not 1 to {len(week.rankings)} in order")
    for better, worse in pairwise(week.rankings):
        if _order(better) >= _order(worse):
            what = f"rank {worse.rank} of {week.week} belongs before the rank above it (or is the same show)"
            raise broken(RANKINGS_FILE, "downloads", what)
    if len({ranking.anilist_id for ranking in week.rankings}) != len(week.rankings):
        raise broken(RANKINGS_FILE, "anilist_id", f"a show is there twice in {week.week}")


def _order(ranking: Ranking) -> tuple[int, AniListId]:
    return -ranking.downloads, ranking.anilist_id


def _check_histories(rankings: Rankings) -> None:
    seen: dict[AniListId, _History] = {}
    for week in rankings.weeks:
        for ranking in week.rankings:
            past = seen.get(ranking.anilist_id)
            now = _after(past, Week(week.start_date), ranking.rank)
            previous = past.last_rank if past and past.last_week.later(1) == now.last_week else None
            told = (ranking.previous_rank, ranking.peak_rank, ranking.weeks_on_chart)
            if told != (previous, now.peak, now.weeks):
                what = f"say {told} of show {ranking.anilist_id} in {week.week}, its weeks say"
                raise broken(
                    RANKINGS_FILE,
                    "previous_rank, peak_rank, weeks_on_chart",
                    f"{what} {(previous, now.peak, now.weeks)}",
                )
            seen[ranking.anilist_id] = now


def _after(past: _History | None, week: Week, rank: int) -> _History:
    if past is None:
        return _History(week, rank, rank, 1)
    return _History(week, rank, min(rank, past.peak), past.weeks + 1)


# --- shows.json -------------------------------------------------------------------------------------------------------


def check_shows(shows: Shows) -> None:
    """Raise ContractError unless the shows are in the order of their ids and their seasonal ranks follow downloads."""
    ids = [show.anilist_id for show in shows.shows]
    if ids != sorted(set(ids)):
        raise broken(SHOWS_FILE, "shows", "are not in the order of anilist_id, or one is there twice")
    by_downloads = sorted(shows.shows, key=lambda show: (-show.downloads, show.anilist_id))
    for rank, show in enumerate(by_downloads, start=1):
        expected = rank if show.downloads else None
        if show.seasonal_rank != expected:
            what = f"is {show.seasonal_rank} for show {show.anilist_id}, by downloads it is {expected}"
            raise broken(SHOWS_FILE, "seasonal_rank", what)


# --- between the files ------------------------------------------------------------------------------------------------


def _check_heads(rankings: Rankings, shows: Shows) -> None:
    if shows.season != rankings.season:
        raise broken(SHOWS_FILE, "season", f"is {shows.season!r}, that of {RANKINGS_FILE!r} is {rankings.season!r}")
    if shows.data_until != rankings.data_until:
        raise broken(SHOWS_FILE, "data_until", f"is {shows.data_until}, that of {RANKINGS_FILE!r} is not")


def _check_titles(publication: Publication) -> None:
    shows = {show.anilist_id: show for show in publication.shows.shows}
    for show_id, title in titles(publication.episodes).items():
        if (show := shows.get(show_id)) is None:
            raise broken(SHOWS_FILE, "anilist_id", f"lacks show {show_id} of {EPISODES_FILE!r}")
        if show.title != title:
            raise broken(EPISODES_FILE, "title", f"is {title!r} for show {show_id}, not {show.title!r}")
    for ranking in (ranking for week in publication.rankings.weeks for ranking in week.rankings):
        if (show := shows.get(ranking.anilist_id)) is None:
            raise broken(SHOWS_FILE, "anilist_id", f"lacks show {ranking.anilist_id} of {RANKINGS_FILE!r}")
        if (show.title, show.title_romaji) != (ranking.title, ranking.title_romaji):
            raise broken(RANKINGS_FILE, "title", f"of show {show.anilist_id} is not that of {SHOWS_FILE!r}")


def _check_totals(publication: Publication) -> None:
    totals = episode_totals(publication.episodes)
    for show in publication.shows.shows:
        episodes = totals.get(show.anilist_id, ())
        if show.episode_totals != episodes:
            raise broken(SHOWS_FILE, "episode_totals", f"of show {show.anilist_id} are not those of {EPISODES_FILE!r}")
        if show.downloads != sum(episode.downloads for episode in episodes):
            raise broken(SHOWS_FILE, "downloads", f"of show {show.anilist_id} is not the sum over its episodes")
        if show.downloads_estimated != sum(episode.downloads_estimated for episode in episodes):
            raise broken(SHOWS_FILE, "downloads_estimated", f"of show {show.anilist_id} is not the sum")


def _check_pages(publication: Publication) -> None:
    given = {page.anilist_id: page for page in publication.pages}
    expected = {page.anilist_id: page for page in pages(publication.episodes)}
    for show in publication.shows.shows:
        name = page_file(show.anilist_id)
        if show.anilist_id not in given:
            raise broken(name, "the file", "is missing")
        if given[show.anilist_id] != expected.get(show.anilist_id):
            raise broken(name, "episodes", f"are not the slice of {EPISODES_FILE!r}")


def _check_weeks(publication: Publication) -> None:
    expected = show_weeks(publication.episodes)
    for week in publication.rankings.weeks:
        ranked = {ranking.anilist_id: ranking.downloads for ranking in week.rankings}
        if ranked != expected.get(Week(week.start_date), {}):
            show = _first_difference(ranked, expected.get(Week(week.start_date), {}))
            what = f"of show {show} in {week.week} are not the sum of its days in {EPISODES_FILE!r}"
            raise broken(RANKINGS_FILE, "downloads", what)


def _first_difference(one: Mapping[AniListId, int], other: Mapping[AniListId, int]) -> AniListId:
    return min(show for show in {*one, *other} if one.get(show) != other.get(show))
