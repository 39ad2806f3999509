"""Builds report.json: what was counted, excluded, matched and rejected in a run."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nyaastats.domain.audits import MatchAudit
from nyaastats.domain.calendar import SeasonSpan
from nyaastats.domain.editions import Editions
from nyaastats.domain.eligibility import CountedShow
from nyaastats.domain.films import CountedFilm
from nyaastats.domain.matches import (
    CLEAR_MARGINS,
    ExclusionReason,
    Identification,
    Match,
    MeasuredTorrent,
    Method,
    Offset,
    Offsets,
    Thresholds,
)
from nyaastats.domain.measures import Attribution, LoadedScrapes, Measures
from nyaastats.domain.projections import ProjectionRuns
from nyaastats.domain.releases import Release
from nyaastats.domain.review_queue import ReviewQueue, TitleGroup
from nyaastats.domain.shows import AniListId, Catalogue, Show
from nyaastats.domain.torrents import TorrentRows
from nyaastats.publish.build.corrections import score_editions
from nyaastats.publish.build.counts import tally_torrents
from nyaastats.publish.build.evidence import describe_evidence
from nyaastats.publish.build.worked_example import build_example
from nyaastats.publish.contracts.public import Publication, WeekChart
from nyaastats.publish.contracts.report import (
    MAX_TITLES,
    Audit,
    InferredOffset,
    LowConfidenceMatch,
    MarginBin,
    MissingShow,
    Rate,
    Report,
    Tally,
    UnmatchedTitle,
    UnrankedShow,
)
from nyaastats.publish.contracts.values import REPORT_FILE
from nyaastats.publish.encoding import OutputFile, encode_json

NOTABLE_DOWNLOADS = 1_000
"""A counted show with more is expected in the chart."""
_MIN_MARGINS = (1.0, CLEAR_MARGINS, 4.0, 8.0)
"""The lower bounds of the bins of margins, in minimum margins; a match below the second is contested."""
RATE_DIGITS = 6
"""Decimals of a share."""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """All that a run has read, matched and measured."""

    span: SeasonSpan
    attribution: Attribution
    rows: TorrentRows
    catalogue: Catalogue
    counted: Sequence[CountedShow]
    torrents: Sequence[MeasuredTorrent]
    review_queue: ReviewQueue
    identification: Identification
    scrapes: LoadedScrapes
    measures: Measures
    editions: Editions
    """The weeks as first published."""
    projection_runs: ProjectionRuns
    """What earlier runs projected."""
    films: Sequence[CountedFilm] = ()

    @property
    def shows(self) -> Mapping[AniListId, Show]:
        """AniList's shows by their ids."""
        return {show.id: show for show in self.catalogue.shows}


def build_report(run: RunRecord, publication: Publication, audit: MatchAudit | None = None) -> Report:
    """Build the report of a run; `audit` is what a person found when they judged matches of its current season."""
    torrents, tails, accounts = run.torrents, run.measures.tails, _settle_accounts(run, publication)
    return Report(
        season=str(run.span.current),
        data_until=run.scrapes.data_until,
        synthetic=run.rows.is_synthetic,
        attribution=run.attribution,
        shows=len({match.show for torrent in torrents if (match := torrent.counted_match)}),
        all=accounts.all,
        counted=accounts.counted,
        excluded=accounts.excluded,
        not_begun=accounts.not_begun,
        unscraped_torrents=run.measures.unscraped,
        tail_torrents=tails.torrents,
        tail_downloads=tails.downloads,
        overdue_torrents=tails.overdue,
        decay_torrents=tails.decay_torrents,
        match_rate=compute_rate(torrents),
        match_methods=_tally_by_method(torrents),
        match_margins=_tally_by_margin(torrents, run.identification.thresholds),
        revision=score_editions(publication.weeks, publication.data_until, run.editions),
        audit=build_audit(audit) if audit else None,
        unmatched_titles=list_unmatched(run.review_queue.unmatched),
        low_confidence=list_low_confidence(run.review_queue.low_confidence, run.shows),
        offsets=_list_offsets(run.identification.offsets, run.shows, torrents),
        unranked=list_unranked(torrents, run.shows),
        missing_shows=_list_missing(torrents, run.counted, publication.weeks),
        rejected_torrents=run.rows.rejected,
        rejected_scrapes=run.scrapes.rejected,
        zero_dropouts=run.scrapes.zero_dropouts,
        count_drops=run.scrapes.faults.count_drops,
        resets=run.scrapes.faults.resets,
        spikes=run.scrapes.faults.spikes,
        in_doubt=run.scrapes.faults.in_doubt,
        tracker_restarts=run.scrapes.faults.tracker_restarts,
        skipped_shows=run.catalogue.skipped,
        anilist_stale_since=run.catalogue.stale_since,
        example=build_example(run.measures.sample, torrents, publication),
    )


def encode_report(report: Report) -> OutputFile:
    """The report as report.json."""
    return encode_json(REPORT_FILE, report)


@dataclass(frozen=True, slots=True)
class _Accounts:
    """Where every torrent and every download of the run is."""

    counted: Tally
    excluded: Mapping[ExclusionReason, Tally]
    not_begun: int

    @property
    def all(self) -> Tally:
        tallies = (self.counted, *self.excluded.values())
        downloads = sum(tally.downloads for tally in tallies) + self.not_begun
        return Tally(sum(tally.torrents for tally in tallies), downloads)


def _settle_accounts(run: RunRecord, publication: Publication) -> _Accounts:
    """Counted is what stands in the files, to the download."""
    left_out = run.measures.left_out
    return _Accounts(
        counted=Tally(
            sum(1 for torrent in run.torrents if torrent.counted_match),
            sum(show.downloads for show in publication.index.shows),
        ),
        excluded=_tally_by_reason(run.torrents, after_last_day=sum(left_out["after_last_day"].to_pylist())),
        not_begun=sum(left_out["not_begun"].to_pylist()),
    )


# --- figures ----------------------------------------------------------------------------------------------------------


def compute_rate(torrents: Sequence[MeasuredTorrent]) -> Rate:
    """How much of what needs a match has one."""
    matchable = [torrent for torrent in torrents if not (torrent.exclusion and torrent.exclusion.needs_no_match)]
    matched = tally_torrents(torrent for torrent in matchable if torrent.exclusion is not ExclusionReason.UNMATCHED)
    whole = tally_torrents(matchable)
    return Rate(matched, whole, _divide(matched.torrents, whole.torrents), _divide(matched.downloads, whole.downloads))


def _divide(part: int, whole: int) -> float | None:
    return round(part / whole, RATE_DIGITS) if whole else None


def _tally_by_method(torrents: Iterable[MeasuredTorrent]) -> Mapping[Method, Tally]:
    """Those that count, sorted by the method's name; a method that recognised nothing is not there."""
    groups: defaultdict[Method, list[MeasuredTorrent]] = defaultdict(list)
    for torrent in torrents:
        if match := torrent.counted_match:
            groups[match.method].append(torrent)
    return {method: tally_torrents(groups[method]) for method in sorted(groups)}


def _tally_by_margin(torrents: Iterable[MeasuredTorrent], thresholds: Thresholds) -> tuple[MarginBin, ...]:
    """Those that count: every bin, also an empty one, the thinnest margin first; without a second show last."""
    groups: defaultdict[float | None, list[MeasuredTorrent]] = defaultdict(list)
    for torrent in torrents:
        if match := torrent.counted_match:
            groups[_find_min_margins(match, thresholds)].append(torrent)
    tallies = {bound: tally_torrents(groups[bound]) for bound in (*_MIN_MARGINS, None)}
    return tuple(MarginBin(bound, tally.torrents, tally.downloads) for bound, tally in tallies.items())


def _find_min_margins(match: Match, thresholds: Thresholds) -> float | None:
    """The lower bound of the bin that a match falls into; None without a second show."""
    if match.runner_up is None:
        return None
    # Compared in points and not divided: the minimum may be set to 0. A match reaches it, or there would be none.
    reached = [bound for bound in _MIN_MARGINS if match.margin >= bound * thresholds.margin]
    return max(reached, default=_MIN_MARGINS[0])


def build_audit(audit: MatchAudit) -> Audit:
    """The audit as it is published."""
    precision, low, high = (round(share, RATE_DIGITS) for share in (audit.precision, audit.low, audit.high))
    return Audit(audit.judged_at, audit.data_until, audit.judged, audit.right, audit.unsure, precision, low, high)


def _tally_by_reason(torrents: Sequence[MeasuredTorrent], *, after_last_day: int) -> Mapping[ExclusionReason, Tally]:
    """In the order of `ExclusionReason`; a reason that does not occur is not there.

    `after_last_day` are the downloads of counted torrents after their show's last day.
    """
    groups: defaultdict[ExclusionReason, list[MeasuredTorrent]] = defaultdict(list)
    for torrent in torrents:
        if torrent.exclusion:
            groups[torrent.exclusion].append(torrent)
    tallies = {reason: tally_torrents(groups[reason]) for reason in ExclusionReason}
    late = tallies[ExclusionReason.AFTER_LAST_DAY]
    tallies[ExclusionReason.AFTER_LAST_DAY] = Tally(late.torrents, late.downloads + after_last_day)
    return {reason: tally for reason, tally in tallies.items() if tally.torrents or tally.downloads}


# --- lists ------------------------------------------------------------------------------------------------------------


def list_unmatched(groups: Sequence[TitleGroup]) -> tuple[UnmatchedTitle, ...]:
    """The first titles without a show."""
    return tuple(map(_build_unmatched_title, groups[:MAX_TITLES]))


def _build_unmatched_title(group: TitleGroup) -> UnmatchedTitle:
    # A torrent that has a match is unmatched all the same when its number is no episode of the show.
    why = group.example.why or "its number is no episode of the show"
    return UnmatchedTitle(group.title, group.torrents, group.downloads, group.example.torrent.name, why)


def list_low_confidence(
    groups: Sequence[TitleGroup], shows: Mapping[AniListId, Show]
) -> tuple[LowConfidenceMatch, ...]:
    """The first titles that only just have one."""
    with_match = ((group, match) for group in groups[:MAX_TITLES] if (match := group.example.match))
    return tuple(_build_low_confidence_match(group, match, shows) for group, match in with_match)


def _build_low_confidence_match(group: TitleGroup, match: Match, shows: Mapping[AniListId, Show]) -> LowConfidenceMatch:
    return LowConfidenceMatch(
        title=group.title,
        anilist_id=match.show,
        show=shows[match.show].title,
        torrents=group.torrents,
        downloads=group.downloads,
        example=group.example.torrent.name,
        episode=match.episode,
        score=match.score,
        margin=match.margin,
        runner_up=None if match.runner_up is None else shows[match.runner_up].title,
        why=describe_evidence(match),
    )


def list_unranked(torrents: Iterable[MeasuredTorrent], shows: Mapping[AniListId, Show]) -> tuple[UnrankedShow, ...]:
    """The shows that were recognised and are ranked in no season, the most downloaded first."""
    groups: defaultdict[tuple[ExclusionReason, AniListId], list[MeasuredTorrent]] = defaultdict(list)
    for torrent in torrents:
        reason = torrent.exclusion
        if reason in {ExclusionReason.OTHER_FORMAT, ExclusionReason.OTHER_SEASON} and (match := torrent.match):
            groups[reason, match.show].append(torrent)
    unranked = (_build_unranked(shows[show], reason, group) for (reason, show), group in groups.items())
    return tuple(sorted(unranked, key=lambda show: (-show.downloads, show.anilist_id)))


def _build_unranked(show: Show, reason: ExclusionReason, torrents: Iterable[MeasuredTorrent]) -> UnrankedShow:
    tally = tally_torrents(torrents)
    return UnrankedShow(show.id, show.title, reason, tally.torrents, tally.downloads)


def _list_offsets(
    offsets: Offsets, shows: Mapping[AniListId, Show], torrents: Iterable[MeasuredTorrent]
) -> tuple[InferredOffset, ...]:
    # An offset was inferred from some torrents and serves all with the same difference; those are counted here.
    by_show: defaultdict[AniListId, defaultdict[int, list[MeasuredTorrent]]] = defaultdict(lambda: defaultdict(list))
    for torrent in torrents:
        if match := torrent.counted_match:
            by_show[match.show][_find_shift(torrent.release, match)].append(torrent)
    inferred = (
        _build_offset(shows[show], offset, by_show[show][offset.value])
        for show in offsets.keys() & by_show.keys()
        for offset in offsets[show]
    )
    return tuple(sorted(inferred, key=lambda offset: (-offset.downloads, offset.anilist_id, offset.offset)))


def _build_offset(show: Show, offset: Offset, torrents: Iterable[MeasuredTorrent]) -> InferredOffset:
    tally = tally_torrents(torrents)
    return InferredOffset(show.id, show.title, offset.value, offset.source, tally.torrents, tally.downloads)


def _find_shift(release: Release, match: Match) -> int:
    """The group's number less the episode; 0, which is no offset, where either is missing."""
    return 0 if release.number is None or match.episode is None else release.number - match.episode


def _list_missing(
    torrents: Iterable[MeasuredTorrent], counted: Iterable[CountedShow], weeks: Iterable[WeekChart]
) -> tuple[MissingShow, ...]:
    sums: Counter[AniListId] = Counter()
    for torrent in torrents:
        if match := torrent.counted_match:
            sums[match.show] += torrent.downloads
    # A show with many downloads that is on no chart points to an error in the rules, such as a wrong last day.
    charted = {row.anilist_id for week in weeks for row in week.rows}
    return tuple(
        MissingShow(show.id, show.title, sums[show.id])
        for show in (item.show for item in counted)
        if sums[show.id] > NOTABLE_DOWNLOADS and show.id not in charted
    )
