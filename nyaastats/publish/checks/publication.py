"""What must hold between the published files, over and above the types in `contracts`.

Every check raises ContractError with the file, the column or field, and the first place where it does not hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from nyaastats.domain.calendar import Week
from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.episode_rows import WeekSum, build_pages, find_titles, sum_episodes, sum_show_weeks
from nyaastats.publish.checks.corrections import check_corrections
from nyaastats.publish.checks.documents import check_rankings, check_shows
from nyaastats.publish.checks.report import check_report
from nyaastats.publish.checks.row_constraints import check_episodes
from nyaastats.publish.contracts.dictionary import encode_schema
from nyaastats.publish.contracts.public import Corrections, Publication, Rankings, ShowPage, Shows
from nyaastats.publish.contracts.report import Report
from nyaastats.publish.contracts.values import (
    CORRECTIONS_FILE,
    EPISODES_FILE,
    MANIFEST_FILE,
    RANKINGS_FILE,
    REPORT_FILE,
    SCHEMA_FILE,
    SHOWS_FILE,
    contract_error,
    page_file,
)
from nyaastats.publish.encoding import decode_episodes, decode_json


def read_publication(files: Mapping[str, bytes]) -> Publication:
    """Read and check all that one run publishes, from name to content; the manifest need not be among it.

    Raises ContractError when a file is missing, superfluous, not as its contract says, or at odds with another.
    """
    report = decode_json(REPORT_FILE, _read_content(files, REPORT_FILE), Report)
    shows = decode_json(SHOWS_FILE, _read_content(files, SHOWS_FILE), Shows)
    publication = Publication(
        decode_episodes(_read_content(files, EPISODES_FILE)),
        decode_json(RANKINGS_FILE, _read_content(files, RANKINGS_FILE), Rankings),
        shows,
        tuple(_read_page(files, show.anilist_id) for show in shows.shows),
        decode_json(CORRECTIONS_FILE, _read_content(files, CORRECTIONS_FILE), Corrections),
    )
    check_publication(publication)
    check_report(report, publication)
    if _read_content(files, SCHEMA_FILE) != encode_schema().content:
        raise contract_error(SCHEMA_FILE, "the document", "does not describe these files: another version wrote it")
    for name in sorted(files.keys() - _list_names(publication)):
        raise contract_error(name, "the file", f"belongs to nothing in {SHOWS_FILE!r}")
    return publication


def _read_content(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise contract_error(name, "the file", "is missing")
    return files[name]


def _read_page(files: Mapping[str, bytes], show: AniListId) -> ShowPage:
    page = decode_json(page_file(show), _read_content(files, page_file(show)), ShowPage)
    if page.anilist_id != show:
        raise contract_error(page_file(show), "anilist_id", f"is {page.anilist_id}")
    return page


def _list_names(publication: Publication) -> set[str]:
    pages = {page_file(page.anilist_id) for page in publication.pages}
    return {EPISODES_FILE, RANKINGS_FILE, SHOWS_FILE, CORRECTIONS_FILE, REPORT_FILE, SCHEMA_FILE, MANIFEST_FILE} | pages


def check_publication(publication: Publication) -> None:
    """Raise ContractError unless every file keeps its contract and all of them agree with each other."""
    # The table first: all else is compared with sums over it, which mean nothing if it is not sorted.
    check_episodes(publication.episodes)
    check_rankings(publication.rankings)
    check_shows(publication.shows)
    _check_season(publication.rankings, publication.shows)
    check_corrections(publication.corrections, publication.rankings)
    _check_titles(publication)
    _check_totals(publication)
    _check_pages(publication)
    _check_weeks(publication)
    _check_season_totals(publication)


def _check_season(rankings: Rankings, shows: Shows) -> None:
    if shows.season != rankings.season:
        what = f"is {shows.season!r}, that of {RANKINGS_FILE!r} is {rankings.season!r}"
        raise contract_error(SHOWS_FILE, "season", what)
    if shows.data_until != rankings.data_until:
        raise contract_error(SHOWS_FILE, "data_until", f"is {shows.data_until}, that of {RANKINGS_FILE!r} is not")


def _check_titles(publication: Publication) -> None:
    shows = {show.anilist_id: show for show in publication.shows.shows}
    for show_id, title in find_titles(publication.episodes).items():
        if (show := shows.get(show_id)) is None:
            raise contract_error(SHOWS_FILE, "anilist_id", f"lacks show {show_id} of {EPISODES_FILE!r}")
        if show.title != title:
            raise contract_error(EPISODES_FILE, "title", f"is {title!r} for show {show_id}, not {show.title!r}")
    for ranking in (ranking for week in publication.rankings.weeks for ranking in week.rankings):
        if (show := shows.get(ranking.anilist_id)) is None:
            raise contract_error(SHOWS_FILE, "anilist_id", f"lacks show {ranking.anilist_id} of {RANKINGS_FILE!r}")
        if (show.title, show.title_romaji) != (ranking.title, ranking.title_romaji):
            raise contract_error(RANKINGS_FILE, "title", f"of show {show.anilist_id} is not that of {SHOWS_FILE!r}")


def _check_totals(publication: Publication) -> None:
    totals = sum_episodes(publication.episodes)
    for show in publication.shows.shows:
        episodes = totals.get(show.anilist_id, ())
        if show.episode_totals != episodes:
            what = f"of show {show.anilist_id} are not those of {EPISODES_FILE!r}"
            raise contract_error(SHOWS_FILE, "episode_totals", what)
        if show.downloads != sum(episode.downloads for episode in episodes):
            what = f"of show {show.anilist_id} is not the sum over its episodes"
            raise contract_error(SHOWS_FILE, "downloads", what)
        if show.downloads_estimated != sum(episode.downloads_estimated for episode in episodes):
            raise contract_error(SHOWS_FILE, "downloads_estimated", f"of show {show.anilist_id} is not the sum")


def _check_pages(publication: Publication) -> None:
    pages = {page.anilist_id: page for page in publication.pages}
    # Built a second time, from the table that is published, so that the pages are compared with the file itself.
    expected = {page.anilist_id: page.episodes for page in build_pages(publication.episodes, {})}
    for show in publication.shows.shows:
        name = page_file(show.anilist_id)
        if show.anilist_id not in pages:
            raise contract_error(name, "the file", "is missing")
        page = pages[show.anilist_id]
        if page.episodes != expected.get(show.anilist_id):
            raise contract_error(name, "episodes", f"are not the slice of {EPISODES_FILE!r}")
        if page.provisional_from and page.provisional_from > publication.shows.data_until.date():
            raise contract_error(name, "provisional_from", "is after data_until")


def _check_weeks(publication: Publication) -> None:
    # Equal, not close: a week is the sum of whole days, and both sides add integers.
    expected = sum_show_weeks(publication.episodes)
    for week in publication.rankings.weeks:
        ranked = {
            ranking.anilist_id: WeekSum(ranking.downloads, ranking.downloads_estimated) for ranking in week.rankings
        }
        if ranked != expected.get(Week(week.start_date), {}):
            show = _find_first_difference(ranked, expected.get(Week(week.start_date), {}))
            what = f"of show {show} in {week.week} are not the sum of its days in {EPISODES_FILE!r}"
            raise contract_error(RANKINGS_FILE, "downloads", what)


def _check_season_totals(publication: Publication) -> None:
    downloads: Counter[AniListId] = Counter()
    estimated: Counter[AniListId] = Counter()
    for ranking in (ranking for week in publication.rankings.weeks for ranking in week.rankings):
        downloads[ranking.anilist_id] += ranking.downloads
        estimated[ranking.anilist_id] += ranking.downloads_estimated
    for show in publication.shows.shows:
        weeks = downloads[show.anilist_id], estimated[show.anilist_id]
        if (show.season_downloads, show.season_downloads_estimated) != weeks:
            what = f"of show {show.anilist_id} is not the sum of its weeks in {RANKINGS_FILE!r}"
            raise contract_error(SHOWS_FILE, "season_downloads", what)


def _find_first_difference(ranked: Mapping[AniListId, WeekSum], summed: Mapping[AniListId, WeekSum]) -> AniListId:
    return min(show for show in {*ranked, *summed} if ranked.get(show) != summed.get(show))
