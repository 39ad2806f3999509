"""The torrents of each show that count for no episode, the most downloaded first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from nyaastats.domain.shows import AniListId
from testkit.oracle.history import build_history
from testkit.oracle.year import NamedTorrent, Year

LISTED = 50


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One of them, without its name: what names say is not the oracle's subject."""

    reason: str
    downloads: int


@dataclass(frozen=True, slots=True)
class More:
    """Those that are not listed."""

    torrents: int
    downloads: int


@dataclass(frozen=True, slots=True)
class ShowEvidence:
    """What is left out of a show."""

    left_out: list[LeftOut]
    more_left_out: More


def count_downloads(year: Year, torrent: NamedTorrent) -> int:
    """What scrapes have counted of a torrent."""
    content = year.inputs.content
    scrapes = content.scrapes.get(torrent.infohash, ())
    return build_history(content.published[torrent.infohash], scrapes, year.measured.restarts).total


@cache
def list_left_out(year: Year) -> dict[AniListId, list[LeftOut]]:
    """By show, of equal downloads the lower infohash first."""
    shows: defaultdict[AniListId, list[LeftOut]] = defaultdict(list)
    torrents = [(count_downloads(year, each), each) for each in year.inputs.torrents if each.reason]
    for downloads, torrent in sorted(torrents, key=lambda pair: (-pair[0], pair[1].infohash)):
        if torrent.show is not None:
            shows[torrent.show].append(LeftOut(torrent.reason, downloads))
    return shows


def build_evidence(year: Year, show: AniListId) -> ShowEvidence:
    """Of one show."""
    torrents = list_left_out(year).get(show, [])
    rest = torrents[LISTED:]
    return ShowEvidence(torrents[:LISTED], More(len(rest), sum(each.downloads for each in rest)))
