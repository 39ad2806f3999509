"""Builds seasons/<slug>/report.json: what became of the torrents that were published in a season's time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nyaastats.domain.audits import MatchAudit
from nyaastats.domain.calendar import Season
from nyaastats.domain.editions import Editions
from nyaastats.domain.eligibility import RankedShow, select_ranked_shows
from nyaastats.domain.matches import MeasuredTorrent
from nyaastats.domain.review_queue import ReviewQueue
from nyaastats.domain.shows import AniListId, Show
from nyaastats.publish.build.corrections import score_editions
from nyaastats.publish.build.report import (
    NOTABLE_DOWNLOADS,
    RunRecord,
    build_audit,
    compute_rate,
    list_low_confidence,
    list_unmatched,
    list_unranked,
)
from nyaastats.publish.contracts.public import Publication, SeasonDocuments
from nyaastats.publish.contracts.report import MissingShow, Revision, SeasonReport, Tally
from nyaastats.publish.contracts.values import REPORT_FILE, season_file
from nyaastats.publish.encoding import OutputFile, encode_json


@dataclass(frozen=True, slots=True)
class SeasonRecord:
    """What was published in a season's time."""

    season: Season
    torrents: Sequence[MeasuredTorrent]
    """Published from two weeks before it to its end, with their downloads until its chart ends."""
    review_queue: ReviewQueue
    """Of these."""


def build_season_reports(
    run: RunRecord,
    records: Sequence[SeasonRecord],
    publication: Publication,
    read_audit: Callable[[str], MatchAudit | None],
) -> tuple[SeasonReport, ...]:
    """The report of each season, the earliest first; `read_audit` is asked what a person found, by a season's name."""
    return tuple(
        _build_report(run, record, documents, publication, read_audit(str(record.season)))
        for record, documents in zip(records, publication.seasons, strict=True)
    )


def encode_season_report(report: SeasonReport) -> OutputFile:
    """The report as the season's report.json."""
    return encode_json(season_file(report.slug, REPORT_FILE), report)


def _build_report(
    run: RunRecord,
    record: SeasonRecord,
    documents: SeasonDocuments,
    publication: Publication,
    audit: MatchAudit | None,
) -> SeasonReport:
    ranked = {item.show.id: item for item in select_ranked_shows(run.counted, record.season)}
    counted = [torrent for torrent in record.torrents if (match := torrent.counted_match) and match.show in ranked]
    shows = documents.shows.shows
    return SeasonReport(
        season=documents.shows.season,
        slug=documents.slug,
        shows=sum(show.seasonal_rank is not None for show in shows),
        counted=Tally(len(counted), sum(show.season_downloads for show in shows)),
        match_rate=compute_rate(record.torrents),
        revision=_score_season(documents, publication, run.editions),
        audit=build_audit(audit) if audit else None,
        unmatched_titles=list_unmatched(record.review_queue.unmatched),
        low_confidence=list_low_confidence(record.review_queue.low_confidence, run.shows),
        unranked=list_unranked(record.torrents, run.shows),
        missing_shows=_list_missing(counted, ranked, documents),
    )


def _score_season(documents: SeasonDocuments, publication: Publication, editions: Editions) -> Revision | None:
    labels = {week.week for week in documents.rankings.weeks}
    weeks = [week for week in publication.weeks if week.week in labels]
    return score_editions(weeks, publication.data_until, editions)


def _list_missing(
    torrents: Sequence[MeasuredTorrent], ranked: Mapping[AniListId, RankedShow], documents: SeasonDocuments
) -> tuple[MissingShow, ...]:
    sums: Counter[AniListId] = Counter()
    for torrent in torrents:
        if match := torrent.counted_match:
            sums[match.show] += torrent.downloads
    charted = {ranking.anilist_id for week in documents.rankings.weeks for ranking in week.rankings}
    shows: list[Show] = [ranked[show].show for show in sorted(sums.keys() - charted)]
    return tuple(MissingShow(show.id, show.title, sums[show.id]) for show in shows if sums[show.id] > NOTABLE_DOWNLOADS)
