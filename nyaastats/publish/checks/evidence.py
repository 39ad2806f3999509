"""What must hold between the evidence in the shows' files and what is counted, or left out, in the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from nyaastats.domain.matches import ExclusionReason, Method
from nyaastats.publish.contracts.evidence import MAX_LEFT_OUT, MAX_READINGS, LeftOutTorrent, ShowEvidence, TitleReading
from nyaastats.publish.contracts.public import ExcludedTorrents, Publication, ShowPage
from nyaastats.publish.contracts.report import Report, Tally
from nyaastats.publish.contracts.values import REPORT_FILE, contract_error, page_file

_Key = TypeVar("_Key")


def check_evidence(report: Report, publication: Publication) -> None:
    """Raise ContractError unless the evidence of each show is of its torrents, the most downloaded first."""
    _check_methods(report, publication.pages)
    excluded = {show.anilist_id: show.excluded for season in publication.seasons for show in season.shows.shows}
    for page in publication.pages:
        name, evidence = page_file(page.anilist_id), page.evidence
        _check_list(name, "readings", evidence.readings, MAX_READINGS, evidence.more_readings)
        _check_list(name, "left_out", evidence.left_out, MAX_LEFT_OUT, evidence.more_left_out.torrents)
        if len({(row.title, row.season, row.method) for row in evidence.readings}) < len(evidence.readings):
            raise contract_error(name, "evidence.readings", "has the same title, season and method twice")
        _check_counted(name, page)
        if page.anilist_id in excluded:
            _check_left_out(name, evidence, excluded[page.anilist_id])


def _check_list(name: str, field: str, rows: Sequence[TitleReading | LeftOutTorrent], max_rows: int, more: int) -> None:
    downloads = [row.downloads for row in rows]
    if downloads != sorted(downloads, reverse=True):
        raise contract_error(name, f"evidence.{field}", "are not in the order of their downloads")
    if len(rows) > max_rows or (more and len(rows) < max_rows):
        raise contract_error(name, f"evidence.{field}", f"are not the first {max_rows}, of which {more} more follow")


def _check_counted(name: str, page: ShowPage) -> None:
    """Check that the readings are of as many torrents as the release groups: of fewer where not all are listed."""
    torrents = sum(reading.torrents for reading in page.evidence.readings)
    counted = sum(group.torrents for group in page.groups)
    if torrents != counted and not (page.evidence.more_readings and torrents < counted):
        raise contract_error(name, "evidence.readings", f"are of {torrents} torrents, not of {counted}")


def _check_left_out(name: str, evidence: ShowEvidence, excluded: Iterable[ExcludedTorrents]) -> None:
    """Check the torrents that are left out against those that the show's summary counts by reason."""
    tallies = {row.reason: Tally(row.torrents, row.downloads) for row in excluded}
    # Downloads of counted torrents after the last day are of this reason, and no torrent is.
    late = ExclusionReason.AFTER_LAST_DAY
    more, sums = evidence.more_left_out, _add_up((row.reason, Tally(1, row.downloads)) for row in evidence.left_out)
    for reason in tallies.keys() | sums.keys():
        whole, part = tallies.get(reason, Tally(0, 0)), sums.get(reason, Tally(0, 0))
        is_whole = part.torrents == whole.torrents and (reason is late or part.downloads == whole.downloads)
        is_part = part.torrents <= whole.torrents and part.downloads <= whole.downloads
        if not is_part or not (more.torrents or is_whole):
            raise contract_error(name, "evidence.left_out", f"for {reason.value!r} are {part}, not {whole}")
    if sum(part.torrents for part in sums.values()) + more.torrents != sum(row.torrents for row in tallies.values()):
        raise contract_error(name, "evidence.more_left_out", "is not what is left of the torrents")


def _check_methods(report: Report, pages: Iterable[ShowPage]) -> None:
    """Check that the readings of all shows are the report's counted torrents, by method."""
    sums = _sum_by_method(reading for page in pages for reading in page.evidence.readings)
    for method, tally in sums.items():
        whole = report.match_methods.get(method, Tally(0, 0))
        if tally.torrents > whole.torrents or tally.downloads > whole.downloads:
            raise contract_error(REPORT_FILE, "match_methods", f"has less {method.value} than the shows' readings")
    # Fewer where not all readings are listed, or a show has no file since nothing of it was scraped.
    if sum(tally.torrents for tally in sums.values()) == report.counted.torrents and sums != report.match_methods:
        raise contract_error(REPORT_FILE, "match_methods", "are not the sums of the shows' readings")


def _sum_by_method(readings: Iterable[TitleReading]) -> Mapping[Method, Tally]:
    return _add_up((reading.method, Tally(reading.torrents, reading.downloads)) for reading in readings)


def _add_up(parts: Iterable[tuple[_Key, Tally]]) -> Mapping[_Key, Tally]:
    sums: dict[_Key, Tally] = {}
    for key, part in parts:
        before = sums.get(key, Tally(0, 0))
        sums[key] = Tally(before.torrents + part.torrents, before.downloads + part.downloads)
    return sums
