"""What must hold within a season's report.json, and between it and the other files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nyaastats.publish.build.report import NOTABLE_DOWNLOADS, RATE_DIGITS
from nyaastats.publish.checks.report import check_audit
from nyaastats.publish.contracts.public import Publication, SeasonDocuments
from nyaastats.publish.contracts.report import (
    MAX_TITLES,
    LowConfidenceMatch,
    MissingShow,
    Report,
    SeasonReport,
    UnmatchedTitle,
    UnrankedShow,
)
from nyaastats.publish.contracts.values import REPORT_FILE, SHOWS_FILE, contract_error, season_file


def check_season_reports(reports: Sequence[SeasonReport], report: Report, publication: Publication) -> None:
    """Raise ContractError where the reports of the seasons are at odds with the run's, or with the seasons' files."""
    if [own.slug for own in reports] != [season.slug for season in publication.seasons]:
        raise contract_error(season_file("<season>", REPORT_FILE), "slug", f"are not those that have {SHOWS_FILE!r}")
    for own, season in zip(reports, publication.seasons, strict=True):
        _check_season(own, season)
        _check_rate(own, report)
        _check_lists(own)
        _check_shows(own, season)
        if own.audit:
            check_audit(season_file(own.slug, REPORT_FILE), own.audit)


def _check_season(own: SeasonReport, season: SeasonDocuments) -> None:
    """Check that the figures are those of the season's shows and weeks."""
    name, shows = season_file(own.slug, REPORT_FILE), season.shows.shows
    if own.season != season.shows.season:
        raise contract_error(name, "season", f"is {own.season!r}, not {season.shows.season!r}")
    if own.shows != sum(show.seasonal_rank is not None for show in shows):
        raise contract_error(name, "shows", f"are not as many as have a rank in {season_file(own.slug, SHOWS_FILE)!r}")
    if own.counted.downloads != sum(show.season_downloads for show in shows):
        raise contract_error(name, "counted", f"is not the sum of {season_file(own.slug, SHOWS_FILE)!r}")
    if own.revision and own.revision.weeks > sum(week.settled for week in season.rankings.weeks):
        raise contract_error(name, "revision", "compares more weeks than are settled")


def _check_rate(own: SeasonReport, report: Report) -> None:
    """Check that the rate is the quotient of its tallies, and that all it is of is in the run's."""
    name, rate = season_file(own.slug, REPORT_FILE), own.match_rate
    parts, whole, run = rate.matched, rate.to_be_matched, report.match_rate.to_be_matched
    for field, part, of in (
        ("by_torrents", parts.torrents, whole.torrents),
        ("by_downloads", parts.downloads, whole.downloads),
    ):
        if getattr(rate, field) != (round(part / of, RATE_DIGITS) if of else None):
            raise contract_error(name, f"match_rate.{field}", f"is not {part} of {of}")
    if not own.counted.torrents <= parts.torrents <= whole.torrents <= run.torrents:
        raise contract_error(name, "match_rate", f"has fewer torrents than count, or more than {REPORT_FILE!r}")
    if not parts.downloads <= whole.downloads <= run.downloads:
        raise contract_error(name, "match_rate", f"has more downloads than {REPORT_FILE!r}")


def _check_lists(own: SeasonReport) -> None:
    """Check that the lists are sorted by downloads, and that what they leave out is only what is too much for them."""
    name = season_file(own.slug, REPORT_FILE)
    lists: Mapping[str, Sequence[UnmatchedTitle | LowConfidenceMatch | UnrankedShow]] = {
        "unmatched_titles": own.unmatched_titles,
        "low_confidence": own.low_confidence,
        "unranked": own.unranked,
    }
    for field, rows in lists.items():
        downloads = [row.downloads for row in rows]
        if downloads != sorted(downloads, reverse=True):
            raise contract_error(name, field, "are not in the order of their downloads")
    if max(len(own.unmatched_titles), len(own.low_confidence)) > MAX_TITLES:
        raise contract_error(name, "unmatched_titles, low_confidence", f"are more than {MAX_TITLES}")
    unmatched = own.match_rate.to_be_matched.torrents - own.match_rate.matched.torrents
    listed = sum(title.torrents for title in own.unmatched_titles)
    if listed > unmatched or (listed < unmatched and len(own.unmatched_titles) < MAX_TITLES):
        raise contract_error(name, "unmatched_titles", f"are of {listed} torrents, {unmatched} were not matched")


def _check_shows(own: SeasonReport, season: SeasonDocuments) -> None:
    """Check that no show that is said to be unranked or missing is in the season's chart."""
    name = season_file(own.slug, REPORT_FILE)
    charted = {ranking.anilist_id for week in season.rankings.weeks for ranking in week.rankings}
    lists: Mapping[str, Sequence[UnrankedShow | MissingShow]] = {
        "unranked": own.unranked,
        "missing_shows": own.missing_shows,
    }
    for field, shows in lists.items():
        for show in shows:
            if show.anilist_id in charted:
                raise contract_error(name, field, f"has show {show.anilist_id}, which is in the season's chart")
    for show in own.missing_shows:
        if show.downloads <= NOTABLE_DOWNLOADS:
            raise contract_error(name, "missing_shows", f"has show {show.anilist_id}, which has few downloads")
