"""What became of every torrent and every scrape of a run: the contents of report.json."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nyaastats.domain.calendar import Season
from nyaastats.domain.eligibility import RankedShow
from nyaastats.domain.matches import (
    ExclusionReason,
    Identification,
    Match,
    MeasuredTorrent,
    Offset,
    Offsets,
)
from nyaastats.domain.measures import Attribution, LoadedScrapes, Measures
from nyaastats.domain.releases import Release
from nyaastats.domain.review_queue import ReviewQueue, TitleGroup
from nyaastats.domain.shows import AniListId, Catalogue, Show
from nyaastats.domain.torrents import TorrentRows
from nyaastats.publish.build.counts import tally
from nyaastats.publish.build.worked_example import example
from nyaastats.publish.contracts.public import Publication, Rankings
from nyaastats.publish.contracts.report import (
    InferredOffset,
    LowConfidenceMatch,
    MissingShow,
    Rate,
    Report,
    ScoreBin,
    Tally,
    UnmatchedTitle,
    UnrankedShow,
)
from nyaastats.publish.contracts.values import REPORT_FILE
from nyaastats.publish.encoding import OutputFile, json_file

NOTABLE_DOWNLOADS = 1_000
"""A show of the season with more is expected in the ranking."""
MOST_TITLES = 30
"""So many titles without a show, and so many doubtful ones, are told."""
_BIN = 10
_NOT_TO_BE_MATCHED = {
    ExclusionReason.GUESSIT_FAILED,
    ExclusionReason.TOO_EARLY,
    ExclusionReason.BATCH,
    ExclusionReason.SPECIAL,
}
"""Left out before any show is looked for, so that they count neither for nor against the match rate."""


def _rate(told: Sequence[MeasuredTorrent]) -> Rate:
    able = [one for one in told if one.exclusion not in _NOT_TO_BE_MATCHED]
    matched = tally(one for one in able if one.exclusion is not ExclusionReason.UNMATCHED)
    whole = tally(able)
    return Rate(matched, whole, _part(matched.torrents, whole.torrents), _part(matched.downloads, whole.downloads))


def _part(some: int, whole: int) -> float | None:
    return round(some / whole, 6) if whole else None


def _histogram(told: Iterable[MeasuredTorrent]) -> tuple[ScoreBin, ...]:
    scores = Counter(int(match.score // _BIN) * _BIN for one in told if (match := one.counted_match))
    return tuple(ScoreBin(least, scores[least]) for least in sorted(scores))


def _unmatched(groups: Sequence[TitleGroup]) -> tuple[UnmatchedTitle, ...]:
    return tuple(map(_unmatched_title, groups[:MOST_TITLES]))


def _unmatched_title(group: TitleGroup) -> UnmatchedTitle:
    why = group.example.why or "its number is no episode of the show"
    return UnmatchedTitle(group.title, len(group.torrents), group.downloads, group.example.torrent.name, why)


def _low_confidence(groups: Sequence[TitleGroup], shows: Mapping[AniListId, Show]) -> tuple[LowConfidenceMatch, ...]:
    with_match = ((group, match) for group in groups[:MOST_TITLES] if (match := group.example.match))
    return tuple(_low_confidence_match(group, match, shows) for group, match in with_match)


def _low_confidence_match(group: TitleGroup, match: Match, shows: Mapping[AniListId, Show]) -> LowConfidenceMatch:
    return LowConfidenceMatch(
        title=group.title,
        anilist_id=match.show,
        show=shows[match.show].title,
        torrents=len(group.torrents),
        downloads=group.downloads,
        example=group.example.torrent.name,
        episode=match.episode,
        score=match.score,
        margin=match.margin,
        rival=None if match.runner_up is None else shows[match.runner_up].title,
        why="; ".join(part.why for part in match.evidence if part.score > 0),
    )


def _unranked(told: Iterable[MeasuredTorrent], shows: Mapping[AniListId, Show]) -> tuple[UnrankedShow, ...]:
    groups: defaultdict[tuple[ExclusionReason, AniListId], list[MeasuredTorrent]] = defaultdict(list)
    for one in told:
        match = one.match
        if match and one.exclusion in {ExclusionReason.OTHER_FORMAT, ExclusionReason.OTHER_SEASON}:
            groups[one.exclusion, match.show].append(one)
    unranked = (
        UnrankedShow(show, shows[show].title, reason, len(ones), sum(one.downloads for one in ones))
        for (reason, show), ones in groups.items()
    )
    return tuple(sorted(unranked, key=lambda one: (-one.downloads, one.anilist_id)))


def _offsets(
    offsets: Offsets, shows: Mapping[AniListId, Show], told: Iterable[MeasuredTorrent]
) -> tuple[InferredOffset, ...]:
    by_show: defaultdict[AniListId, defaultdict[int, list[MeasuredTorrent]]] = defaultdict(lambda: defaultdict(list))
    for one in told:
        if match := one.counted_match:
            by_show[match.show][_shift(one.release, match)].append(one)
    inferred = (
        _offset(shows[show], offset, by_show[show][offset.value])
        for show in offsets.keys() & by_show.keys()
        for offset in offsets[show]
    )
    return tuple(sorted(inferred, key=lambda one: (-one.downloads, one.anilist_id, one.offset)))


def _offset(show: Show, offset: Offset, on_it: Sequence[MeasuredTorrent]) -> InferredOffset:
    hangs = tally(on_it)
    return InferredOffset(show.id, show.title, offset.value, offset.source, hangs.torrents, hangs.downloads)


def _shift(release: Release, match: Match) -> int:
    """What was taken from the group's number to get the episode; 0, which is no offset, where one is missing."""
    return 0 if release.number is None or match.episode is None else release.number - match.episode


def _missing(
    told: Iterable[MeasuredTorrent], ranked: Iterable[RankedShow], rankings: Rankings
) -> tuple[MissingShow, ...]:
    sums: Counter[AniListId] = Counter()
    for one in told:
        if match := one.counted_match:
            sums[match.show] += one.downloads
    charted = {ranking.anilist_id for week in rankings.weeks for ranking in week.rankings}
    return tuple(
        MissingShow(one.show.id, one.show.title, sums[one.show.id])
        for one in ranked
        if sums[one.show.id] > NOTABLE_DOWNLOADS and one.show.id not in charted
    )


def _by_reason(told: Sequence[MeasuredTorrent]) -> Mapping[ExclusionReason, Tally]:
    present = {one.exclusion for one in told}
    return {
        reason: tally(one for one in told if one.exclusion is reason) for reason in ExclusionReason if reason in present
    }


@dataclass(frozen=True, slots=True)
class Run:
    """All that a run knows when it is over."""

    season: Season
    attribution: Attribution
    rows: TorrentRows
    known: Catalogue
    ranked: Sequence[RankedShow]
    told: Sequence[MeasuredTorrent]
    review_queue: ReviewQueue
    found: Identification
    scrapes: LoadedScrapes
    measures: Measures
    published: Publication


def report(run: Run) -> Report:
    """Count what became of everything."""
    told = run.told
    shows = {show.id: show for show in run.known.shows}
    counted = [one for one in told if one.counted_match]
    return Report(
        season=str(run.season),
        data_until=run.scrapes.data_until,
        synthetic=run.rows.is_synthetic,
        attribution=run.attribution,
        shows=len({match.show for one in counted if (match := one.counted_match)}),
        all=tally(told),
        counted=tally(counted),
        left_out=_by_reason([one for one in told if one.exclusion]),
        match_rate=_rate(told),
        match_methods=dict(sorted(Counter(match.method for one in counted if (match := one.counted_match)).items())),
        score_histogram=_histogram(told),
        unmatched_titles=_unmatched(run.review_queue.unmatched),
        low_confidence=_low_confidence(run.review_queue.low_confidence, shows),
        offsets=_offsets(run.found.offsets, shows, told),
        unranked=_unranked(told, shows),
        missing_shows=_missing(told, run.ranked, run.published.rankings),
        rejected_torrents=run.rows.rejected,
        rejected_scrapes=run.scrapes.rejected,
        zero_dropouts=run.scrapes.zero_dropouts,
        glitches=run.measures.glitches,
        resets=run.measures.resets,
        skipped_shows=run.known.skipped,
        anilist_stale_since=run.known.stale_since,
        example=example(run.measures.sample, told, run.published),
    )


def report_file(made: Report) -> OutputFile:
    """The report as report.json."""
    return json_file(REPORT_FILE, made)
