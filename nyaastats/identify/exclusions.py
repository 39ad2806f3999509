"""Which torrents are excluded from the numbers, and why: the first reason that holds, counted in the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from nyaastats.domain.calendar import SeasonSpan
from nyaastats.domain.eligibility import select_counted_shows
from nyaastats.domain.matches import ClassifiedTorrent, ExclusionReason, MatchResult, NoMatch
from nyaastats.domain.releases import Kind
from nyaastats.domain.shows import AniListId, Show


def classify(results: Sequence[MatchResult], shows: Iterable[Show], span: SeasonSpan) -> list[ClassifiedTorrent]:
    """Each torrent with the reason it is excluded, or None when it counts.

    `shows` is the catalogue that `results` were matched against; a show counts if it is ranked in a season of `span`,
    until some weeks after its end.
    """
    series = [show for show in shows if show.format.is_series]
    series_ids = {show.id for show in series}
    eligible_ids = {item.show.id for item in select_counted_shows(series, span, last_published={})}
    considered_from = span.considered_from  # once, not for each torrent
    reasons = [
        _exclude_by_torrent(result, considered_from) or _exclude_by_show(result, series_ids, eligible_ids)
        for result in results
    ]
    originals = _collect_originals(result for result, reason in zip(results, reasons, strict=True) if reason is None)
    classified = [
        result.with_exclusion(reason or _exclude_superseded(result, originals))
        for result, reason in zip(results, reasons, strict=True)
    ]
    counted = select_counted_shows(series, span, last_published=find_last_published(classified))
    last_days = {item.show.id: item.last_day for item in counted}
    return [_exclude_late(torrent, last_days) for torrent in classified]


def find_last_published(torrents: Iterable[ClassifiedTorrent]) -> Mapping[AniListId, date]:
    """The day on which each show's last torrent that counts was published; only shows with such a torrent."""
    last: dict[AniListId, datetime] = {}
    for torrent in torrents:
        if (match := torrent.counted_match) and (published := torrent.torrent.published):
            last[match.show] = max(last.get(match.show, published), published)
    return {show: published.date() for show, published in last.items()}


def _exclude_late(torrent: ClassifiedTorrent, last_days: Mapping[AniListId, date | None]) -> ClassifiedTorrent:
    """Without the torrents that were published after their show's last day."""
    if not (match := torrent.counted_match) or not (published := torrent.torrent.published):
        return torrent
    if not (last_day := last_days.get(match.show)) or published.date() <= last_day:
        return torrent
    return replace(torrent, exclusion=ExclusionReason.AFTER_LAST_DAY)


def _exclude_by_torrent(result: MatchResult, considered_from: datetime) -> ExclusionReason | None:
    """By the torrent's status and date alone."""
    if result.torrent.status == "guessit_failed":
        return ExclusionReason.GUESSIT_FAILED
    # Only names that are evaluated or explained have no date; a torrent of the database always has one.
    if result.torrent.published is not None and result.torrent.published < considered_from:
        return ExclusionReason.TOO_EARLY
    return None


_REASON_BY_KIND = {
    Kind.BATCH: ExclusionReason.BATCH,
    Kind.SPECIAL: ExclusionReason.SPECIAL,
    Kind.EXTRA: ExclusionReason.SPECIAL,
}


def _exclude_by_show(
    result: MatchResult, series_ids: AbstractSet[AniListId], eligible_ids: AbstractSet[AniListId]
) -> ExclusionReason | None:
    """By its kind and the show that it was matched with."""
    # Before the kind: the batch of an OVA (`[G] Title OVA (01-04) [BD]`) is listed with the OVA, not with the batches.
    if result.match is not None and result.match.show not in series_ids:
        return ExclusionReason.OTHER_FORMAT
    if result.release.kind in _REASON_BY_KIND:
        return _REASON_BY_KIND[result.release.kind]
    if isinstance(result.decision, NoMatch):
        return ExclusionReason.NO_SHOW if result.decision.is_decided else ExclusionReason.UNMATCHED
    if result.decision.show not in eligible_ids:
        return ExclusionReason.OTHER_SEASON
    return ExclusionReason.UNMATCHED if result.decision.episode is None else None


class _CopyKey(NamedTuple):
    """What two versions of one torrent have in common: `Title - 05 (1080p)` and `Title - 05v2 (1080p)`."""

    group: str
    show: AniListId
    episode: int
    resolution: str | None


def _make_copy_key(result: MatchResult) -> _CopyKey | None:
    # Without a group it is unknown whether both are by the same group: anybody may publish a `v2`.
    if result.match is None or result.match.episode is None or result.release.group is None:
        return None
    return _CopyKey(result.release.group, result.match.show, result.match.episode, result.release.resolution)


def _collect_originals(counted_results: Iterable[MatchResult]) -> set[_CopyKey]:
    """The first versions among torrents that count."""
    first_versions = (result for result in counted_results if result.release.version == 1)
    return {key for result in first_versions if (key := _make_copy_key(result)) is not None}


def _exclude_superseded(result: MatchResult, originals: AbstractSet[_CopyKey]) -> ExclusionReason | None:
    """A later version does not count if its first version counts: mostly the same people download both."""
    is_later = result.release.version > 1 and _make_copy_key(result) in originals
    return ExclusionReason.SUPERSEDED if is_later else None
