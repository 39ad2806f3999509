"""What holds within and between the published documents, over and above the types in `contracts`.

Every check raises ContractError with the file, the column or field, and the first place where it does not hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from nyaastats.domain.calendar import Week
from nyaastats.domain.matches import ExclusionReason
from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.episode_rows import downloads_on, episode_totals, pages, show_weeks, titles
from nyaastats.publish.build.report import MOST_TITLES
from nyaastats.publish.build.worked_example import busiest, week_of
from nyaastats.publish.checks.row_constraints import check_episodes
from nyaastats.publish.contracts.dictionary import schema_file
from nyaastats.publish.contracts.public import ChartWeek, Publication, Ranking, Rankings, ShowPage, Shows
from nyaastats.publish.contracts.report import Example, InferredOffset, LowConfidenceMatch, Report, Tally
from nyaastats.publish.contracts.values import (
    EPISODES_FILE,
    MANIFEST_FILE,
    RANKINGS_FILE,
    REPORT_FILE,
    SCHEMA_FILE,
    SHOWS_FILE,
    broken,
    page_file,
)
from nyaastats.publish.encoding import from_json, from_parquet


def read_publication(files: Mapping[str, bytes]) -> Publication:
    """Read and check all that one run publishes, from name to content; the manifest need not be among it.

    Raises ContractError when a file is missing, superfluous, not as its contract says, or at odds with another.
    """
    report = from_json(REPORT_FILE, _content(files, REPORT_FILE), Report)
    shows = from_json(SHOWS_FILE, _content(files, SHOWS_FILE), Shows)
    publication = Publication(
        from_parquet(_content(files, EPISODES_FILE)),
        from_json(RANKINGS_FILE, _content(files, RANKINGS_FILE), Rankings),
        shows,
        tuple(_page(files, show.anilist_id) for show in shows.shows),
    )
    check(publication)
    check_report(report, publication)
    if _content(files, SCHEMA_FILE) != schema_file().content:
        raise broken(SCHEMA_FILE, "the document", "does not describe these files: another version wrote it")
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
    return {EPISODES_FILE, RANKINGS_FILE, SHOWS_FILE, REPORT_FILE, SCHEMA_FILE, MANIFEST_FILE} | of_pages


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
    for show in shows.shows:
        reasons = [left.reason for left in show.left_out]
        if reasons != sorted(set(reasons)):
            raise broken(
                SHOWS_FILE, "left_out", f"of show {show.anilist_id} is not in order, or a reason is there twice"
            )
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


# --- report.json ------------------------------------------------------------------------------------------------------


def check_report(report: Report, publication: Publication) -> None:
    """Raise ContractError where the report is at odds with a publication that is sound by itself."""
    if (report.season, report.data_until) != (publication.shows.season, publication.shows.data_until):
        raise broken(REPORT_FILE, "season, data_until", f"are not those of {SHOWS_FILE!r}")
    _check_left_out(report, publication.shows)
    _check_doubts(report)
    if report.example is None:
        return
    for field, what in _faults(report.example, publication):
        raise broken(REPORT_FILE, f"example.{field}", what)


def _check_left_out(report: Report, shows: Shows) -> None:
    """No reason left out more of the shows than of all that there is."""
    torrents: Counter[ExclusionReason] = Counter()
    downloads: Counter[ExclusionReason] = Counter()
    for left in (left for show in shows.shows for left in show.left_out):
        torrents[left.reason] += left.torrents
        downloads[left.reason] += left.downloads
    for reason in torrents:
        whole = report.left_out.get(reason, Tally(0, 0))
        if torrents[reason] > whole.torrents or downloads[reason] > whole.downloads:
            raise broken(SHOWS_FILE, "left_out", f"is more for {reason.value!r} than {REPORT_FILE!r} has in all")


def _check_doubts(report: Report) -> None:
    """What a person should look at comes by its downloads and is no more than there is."""
    lists: Mapping[str, Sequence[LowConfidenceMatch | InferredOffset]] = {
        "low_confidence": report.low_confidence,
        "offsets": report.offsets,
    }
    for field, ones in lists.items():
        downloads = [one.downloads for one in ones]
        if downloads != sorted(downloads, reverse=True):
            raise broken(REPORT_FILE, field, "are not in the order of their downloads")
        if sum(one.torrents for one in ones) > report.all.torrents or sum(downloads) > report.all.downloads:
            raise broken(REPORT_FILE, field, "are more than all torrents")
    if len(report.low_confidence) > MOST_TITLES:
        raise broken(REPORT_FILE, "low_confidence", f"are more than {MOST_TITLES}")


def _faults(example: Example, publication: Publication) -> Iterator[tuple[str, str]]:
    """The fields of the example that are not as the other files say, each with what is wrong."""
    show = next((one for one in publication.shows.shows if one.anilist_id == example.anilist_id), None)
    if show is None or (show.seasonal_rank, show.title) != (1, example.title):
        yield "anilist_id", "is not the show of seasonal rank 1, or its title is another"
    if abs(sum(part.points for part in example.parts) - example.score) > _POINTS_TOLERANCE:
        yield "parts", f"do not add up to the score, {example.score}"
    times = [look.time for look in example.looks]
    if times != sorted(set(times)) or times[-1] > publication.shows.data_until:
        yield "looks", "are not one after the other up to data_until"
    yield from _faults_of_days(example, publication)


_POINTS_TOLERANCE = 1e-6
"""By which a sum of points may differ through rounding."""


def _faults_of_days(example: Example, publication: Publication) -> Iterator[tuple[str, str]]:
    def full(day: date) -> int:
        return downloads_on(day, example.anilist_id, example.episode, publication.pages)

    if any(earlier.date + timedelta(days=1) != later.date for earlier, later in pairwise(example.days)):
        yield "days", "do not follow each other"
    if any(day.downloads > full(day.date) for day in example.days):
        yield "days", f"has more on a day than the episode in {EPISODES_FILE!r}"
    if sum(day.downloads for day in example.days) > example.downloads:
        yield "days", "are more than all downloads"
    if example.first_day.date != busiest(example.days):
        yield "first_day", "is not the one with the most downloads"
    if example.first_day.downloads != full(example.first_day.date):
        yield "first_day", f"is not the sum of that day in {EPISODES_FILE!r}"
    if example.week != week_of(example.anilist_id, example.first_day.date, publication.rankings):
        yield "week", f"is not what {RANKINGS_FILE!r} says"
