"""What is left out of the numbers, and why: the first reason that holds, counted in the report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from nyaastats.domain.matches import Identified, Reason, Sorted
from nyaastats.domain.releases import Kind
from nyaastats.domain.shows import AniListId


def _own_reason(one: Identified, considered_from: datetime) -> Reason | None:
    """What the torrent and its name alone say."""
    if one.torrent.status == "guessit_failed":
        return Reason.GUESSIT_FAILED
    if one.torrent.published is not None and one.torrent.published < considered_from:
        return Reason.TOO_EARLY
    return None


_BY_KIND = {Kind.BATCH: Reason.BATCH, Kind.SPECIAL: Reason.SPECIAL, Kind.EXTRA: Reason.SPECIAL}


def _show_reason(one: Identified, series: AbstractSet[AniListId], of_season: AbstractSet[AniListId]) -> Reason | None:
    """What its kind and the show that it was matched with say; films and OVA are kept apart even as a batch."""
    if one.match is not None and one.match.show not in series:
        return Reason.OTHER_FORMAT
    if one.release.kind in _BY_KIND:
        return _BY_KIND[one.release.kind]
    if one.match is None:
        return Reason.UNMATCHED
    if one.match.show not in of_season:
        return Reason.OTHER_SEASON
    return Reason.UNMATCHED if one.match.episode is None else None


@dataclass(frozen=True, slots=True)
class _Copy:
    """What two versions of one torrent have in common."""

    group: str
    show: AniListId
    episode: int
    resolution: str | None


def _copy(one: Identified) -> _Copy | None:
    if one.match is None or one.match.episode is None or one.release.group is None:
        return None
    return _Copy(one.release.group, one.match.show, one.match.episode, one.release.resolution)


def left_out(
    identified: Sequence[Identified],
    *,
    considered_from: datetime,
    series: AbstractSet[AniListId],
    of_season: AbstractSet[AniListId],
) -> list[Sorted]:
    """Each torrent with the reason it is left out, or None when it counts.

    `series` are the shows whose episodes are ranked at all, `of_season` those that are in this season.
    """
    reasons = [_own_reason(one, considered_from) or _show_reason(one, series, of_season) for one in identified]
    firsts = _first_versions(one for one, reason in zip(identified, reasons, strict=True) if reason is None)
    return [Sorted(one, reason or _superseded(one, firsts)) for one, reason in zip(identified, reasons, strict=True)]


def _superseded(one: Identified, firsts: AbstractSet[_Copy]) -> Reason | None:
    return Reason.SUPERSEDED if one.release.version > 1 and _copy(one) in firsts else None


def _first_versions(counted: Iterable[Identified]) -> set[_Copy]:
    return {copy for one in counted if one.release.version == 1 and (copy := _copy(one)) is not None}
