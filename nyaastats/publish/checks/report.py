"""What must hold within report.json, and between it and the other files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from nyaastats.domain.matches import ExclusionReason
from nyaastats.domain.ranking import rank_by_downloads
from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.episode_rows import sum_downloads_on
from nyaastats.publish.build.worked_example import find_busiest_day, find_chart_week
from nyaastats.publish.checks.evidence import check_evidence
from nyaastats.publish.contracts.example import Example
from nyaastats.publish.contracts.public import Publication, SeasonDocuments, ShowIndex
from nyaastats.publish.contracts.report import MAX_TITLES, Audit, InferredOffset, LowConfidenceMatch, Report, Tally
from nyaastats.publish.contracts.values import (
    EPISODES_FILE,
    REPORT_FILE,
    SHOWS_FILE,
    contract_error,
    season_file,
)

_POINTS_TOLERANCE = 1e-6
"""By which a sum of points may differ through rounding."""
_SHARE_TOLERANCE = 1e-6
"""By which a share may differ from the quotient that it is, likewise."""


def check_report(report: Report, publication: Publication) -> None:
    """Raise ContractError where the report is at odds with a publication that keeps its own contracts."""
    if (report.season, report.data_until) != (publication.current.shows.season, publication.data_until):
        raise contract_error(
            REPORT_FILE, "season, data_until", f"are not those of the files of {publication.current.slug}"
        )
    _check_accounts(report, publication.index)
    _check_matches(report)
    if report.audit:
        check_audit(REPORT_FILE, report.audit)
    for season in publication.seasons:
        _check_excluded(report, season)
    check_evidence(report, publication)
    _check_lists(report)
    if report.example is None:
        return
    for field, what in _find_faults(report.example, publication, report.tail_downloads):
        raise contract_error(REPORT_FILE, f"example.{field}", what)


def _check_accounts(report: Report, shows: ShowIndex) -> None:
    """Check that what is counted is what stands in the files, and that nothing is lost beside it."""
    if report.counted.downloads != sum(show.downloads for show in shows.shows):
        raise contract_error(REPORT_FILE, "counted", f"is not the sum of the shows of {SHOWS_FILE!r}")
    tallies = (report.counted, *report.excluded.values())
    torrents = sum(tally.torrents for tally in tallies)
    downloads = sum(tally.downloads for tally in tallies) + report.not_begun
    if (torrents, downloads) != (report.all.torrents, report.all.downloads):
        raise contract_error(REPORT_FILE, "all", "is not what is counted, excluded and not begun")


def _check_matches(report: Report) -> None:
    """Check that the methods and the margins are each of all torrents that count, and of the same downloads."""
    by_method = _add_up(report.match_methods.values())
    if by_method.torrents != report.counted.torrents:
        raise contract_error(REPORT_FILE, "match_methods", "are not of as many torrents as are counted")
    if _add_up(Tally(margin.torrents, margin.downloads) for margin in report.match_margins) != by_method:
        raise contract_error(REPORT_FILE, "match_margins", "are not of the torrents and downloads of match_methods")
    bounds = [margin.min_margins for margin in report.match_margins]
    # Without a second show a match has no bound, and stands behind all that have.
    if bounds != sorted(set(bounds), key=lambda bound: (bound is None, bound or 0)):
        raise contract_error(REPORT_FILE, "match_margins", "are not one after the other")


def check_audit(name: str, audit: Audit) -> None:
    """Raise ContractError unless the precision is that of the judged matches, and lies within its interval."""
    decided = audit.judged - audit.unsure
    if not 0 < decided >= audit.right:
        raise contract_error(name, "audit", "has more right and unsure matches than judged ones, or none to go by")
    if abs(audit.precision - audit.right / decided) > _SHARE_TOLERANCE:
        raise contract_error(name, "audit.precision", f"is not {audit.right} of {decided}")
    if not (audit.low <= audit.precision <= audit.high <= 1):
        raise contract_error(name, "audit.precision", "is not within its interval")


def _add_up(tallies: Iterable[Tally]) -> Tally:
    parts = list(tallies)
    return Tally(sum(part.torrents for part in parts), sum(part.downloads for part in parts))


def _check_excluded(report: Report, season: SeasonDocuments) -> None:
    """Check that no exclusion reason has more torrents or downloads in a season's shows than in report.json."""
    torrents: Counter[ExclusionReason] = Counter()
    downloads: Counter[ExclusionReason] = Counter()
    for excluded in (excluded for show in season.shows.shows for excluded in show.excluded):
        torrents[excluded.reason] += excluded.torrents
        downloads[excluded.reason] += excluded.downloads
    for reason in torrents:
        # "No more" and not "as many": torrents without a show, and those of unranked shows, are in the report alone.
        whole = report.excluded.get(reason, Tally(0, 0))
        if torrents[reason] > whole.torrents or downloads[reason] > whole.downloads:
            what = f"is more for {reason.value!r} than {REPORT_FILE!r} has in all"
            raise contract_error(season_file(season.slug, SHOWS_FILE), "excluded", what)


def _check_lists(report: Report) -> None:
    """Check that the lists for a person to look at are sorted by downloads, and add up to no more than all torrents."""
    lists: Mapping[str, Sequence[LowConfidenceMatch | InferredOffset]] = {
        "low_confidence": report.low_confidence,
        "offsets": report.offsets,
    }
    for field, rows in lists.items():
        downloads = [row.downloads for row in rows]
        if downloads != sorted(downloads, reverse=True):
            raise contract_error(REPORT_FILE, field, "are not in the order of their downloads")
        if sum(row.torrents for row in rows) > report.all.torrents or sum(downloads) > report.all.downloads:
            raise contract_error(REPORT_FILE, field, "are more than all torrents")
    if len(report.low_confidence) > MAX_TITLES:
        raise contract_error(REPORT_FILE, "low_confidence", f"are more than {MAX_TITLES}")


def _find_faults(example: Example, publication: Publication, tail_downloads: int) -> Iterator[tuple[str, str]]:
    """The fields of the example that are not as in the other files, each with what is wrong."""
    show = next((show for show in publication.index.shows if show.anilist_id == example.anilist_id), None)
    if show is None or show.title != example.title or show.anilist_id != _find_most_downloaded(publication):
        yield "anilist_id", "is not the show with the most downloads in all weeks, or its title is another"
    if abs(sum(part.points for part in example.parts) - example.score) > _POINTS_TOLERANCE:
        yield "parts", f"do not add up to the score, {example.score}"
    times = [scrape.time for scrape in example.scrapes]
    if times != sorted(set(times)) or times[-1] > publication.data_until:
        yield "scrapes", "are not one after the other up to data_until"
    yield from _find_faults_of_days(example, publication)
    # Fewer is right: the torrent may have more days than the first seven. More only by what is expected of it.
    if sum(day.downloads for day in example.days) > example.downloads + tail_downloads:
        yield "days", "are more than all downloads"


def _find_most_downloaded(publication: Publication) -> AniListId | None:
    downloads: Counter[AniListId] = Counter()
    for row in (row for week in publication.weeks for row in week.rows):
        downloads[row.anilist_id] += row.downloads
    return next((show for show, rank in rank_by_downloads(downloads).items() if rank == 1), None)


def _find_faults_of_days(example: Example, publication: Publication) -> Iterator[tuple[str, str]]:
    def sum_episode_on(day: date) -> int:
        return sum_downloads_on(day, example.anilist_id, example.episode, publication.pages)

    if any(earlier.date + timedelta(days=1) != later.date for earlier, later in pairwise(example.days)):
        yield "days", "do not follow each other"
    if any(day.downloads > sum_episode_on(day.date) for day in example.days):
        yield "days", f"has more on a day than the episode in {EPISODES_FILE!r}"
    if example.first_day.date != find_busiest_day(example.days):
        yield "first_day", "is not the one with the most downloads"
    if example.first_day.downloads != sum_episode_on(example.first_day.date):
        yield "first_day", f"is not the sum of that day in {EPISODES_FILE!r}"
    if example.week != find_chart_week(example.anilist_id, example.first_day.date, publication.weeks):
        yield "week", "is not what the week's chart says"
