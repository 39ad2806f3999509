"""Which titles a person should look at: those without a show, and those that were matched with little confidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from nyaastats.domain.matches import ExclusionReason, MeasuredTorrent, Thresholds
from nyaastats.domain.review_queue import ReviewQueue, TitleGroup
from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash

_EXCLUDED_WHATEVER_THE_SHOW = {
    ExclusionReason.GUESSIT_FAILED,
    ExclusionReason.TOO_EARLY,
    ExclusionReason.UNMATCHED,
}
"""For these it makes no difference which show they are matched with."""

_Key = TypeVar("_Key", bound=tuple[object, ...])


def make_download_key(torrent: MeasuredTorrent) -> tuple[int, InfoHash]:
    """The key by which torrents of a title are ordered: by downloads, of equals by infohash, so that bytes repeat."""
    return torrent.downloads, torrent.torrent.infohash


def is_low_confidence(torrent: MeasuredTorrent, thresholds: Thresholds) -> bool:
    """Whether its match has little confidence, and another show would change what it counts for."""
    if torrent.exclusion in _EXCLUDED_WHATEVER_THE_SHOW or (match := torrent.match) is None:
        return False
    return thresholds.is_low_confidence(match)


def needs_review(torrent: MeasuredTorrent, thresholds: Thresholds) -> bool:
    """Whether a person's decision could change what it counts for."""
    return torrent.exclusion is ExclusionReason.UNMATCHED or is_low_confidence(torrent, thresholds)


def build_review_queue(torrents: Iterable[MeasuredTorrent], thresholds: Thresholds) -> ReviewQueue:
    """The titles without a show and those in doubt, the most downloaded first."""
    # By title as it is written, for a person to read; `review` groups by what one decision settles.
    all_torrents = list(torrents)
    unmatched = (torrent for torrent in all_torrents if torrent.exclusion is ExclusionReason.UNMATCHED)
    low_confidence = (torrent for torrent in all_torrents if is_low_confidence(torrent, thresholds))
    return ReviewQueue(_group(unmatched, _make_title_key), _group(low_confidence, _make_title_and_show_key))


def _make_title_key(torrent: MeasuredTorrent) -> tuple[str]:
    titles = torrent.release.titles
    return (titles[0] if titles else "",)


def _make_title_and_show_key(torrent: MeasuredTorrent) -> tuple[str, AniListId]:
    return (*_make_title_key(torrent), torrent.match.show if torrent.match else AniListId(0))


def _group(torrents: Iterable[MeasuredTorrent], make_key: Callable[[MeasuredTorrent], _Key]) -> tuple[TitleGroup, ...]:
    groups: defaultdict[_Key, list[MeasuredTorrent]] = defaultdict(list)
    for torrent in torrents:
        groups[make_key(torrent)].append(torrent)
    title_groups = {key: _build_group(str(key[0]), group) for key, group in groups.items()}
    return tuple(title_groups[key] for key in sorted(title_groups, key=lambda key: (-title_groups[key].downloads, key)))


def _build_group(title: str, torrents: Sequence[MeasuredTorrent]) -> TitleGroup:
    downloads = sum(torrent.downloads for torrent in torrents)
    return TitleGroup(title, len(torrents), downloads, max(torrents, key=make_download_key))
