"""Builds the evidence of each show: how the names of its counted torrents were read, and which of its were left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nyaastats.domain.matches import Match, MeasuredTorrent, Method
from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash
from nyaastats.publish.build.counts import tally_torrents
from nyaastats.publish.contracts.evidence import MAX_LEFT_OUT, MAX_READINGS, LeftOutTorrent, ShowEvidence, TitleReading
from nyaastats.publish.contracts.report import Tally

NO_EVIDENCE = ShowEvidence(readings=(), more_readings=0, left_out=(), more_left_out=Tally(0, 0))
"""Of a show without torrents."""

_ReadingKey = tuple[str, int | None, Method]
"""What a name says and how it was recognised. Without the words of the evidence, which differ with the episode's number
and the day of publication: a reading would be a row for each episode."""


@dataclass(slots=True)
class _ShowTorrents:
    """A show's torrents: those that count, by how their names were read, and the others."""

    readings: defaultdict[_ReadingKey, list[MeasuredTorrent]] = field(default_factory=lambda: defaultdict(list))
    left_out: list[MeasuredTorrent] = field(default_factory=list)


def build_evidence(torrents: Iterable[MeasuredTorrent]) -> Mapping[AniListId, ShowEvidence]:
    """The evidence of each show that torrents were recognised as."""
    return {show: _build_show(own) for show, own in _group_by_show(torrents).items()}


def describe_evidence(match: Match) -> str:
    """What spoke for a match."""
    return "; ".join(part.why for part in match.evidence if part.score > 0)


def _group_by_show(torrents: Iterable[MeasuredTorrent]) -> Mapping[AniListId, _ShowTorrents]:
    shows: defaultdict[AniListId, _ShowTorrents] = defaultdict(_ShowTorrents)
    for torrent in torrents:
        if not (match := torrent.match):
            continue
        if torrent.exclusion:
            shows[match.show].left_out.append(torrent)
        else:
            key = next(iter(torrent.release.titles), ""), torrent.release.season, match.method
            shows[match.show].readings[key].append(torrent)
    return shows


def _build_show(torrents: _ShowTorrents) -> ShowEvidence:
    readings = sorted(_build_readings(torrents.readings), key=_get_reading_order)
    left_out = sorted(torrents.left_out, key=_get_torrent_order)
    return ShowEvidence(
        readings=tuple(readings[:MAX_READINGS]),
        more_readings=len(readings[MAX_READINGS:]),
        left_out=tuple(_list_left_out(left_out[:MAX_LEFT_OUT])),
        more_left_out=tally_torrents(left_out[MAX_LEFT_OUT:]),
    )


def _build_readings(groups: Mapping[_ReadingKey, Sequence[MeasuredTorrent]]) -> Iterator[TitleReading]:
    for (title, season, method), torrents in groups.items():
        tally, example = tally_torrents(torrents), min(torrents, key=_get_torrent_order)
        if match := example.match:
            yield TitleReading(
                title=title,
                season=season,
                method=method,
                torrents=tally.torrents,
                downloads=tally.downloads,
                example=example.torrent.name,
                score=match.score,
                why=describe_evidence(match),
            )


def _get_reading_order(reading: TitleReading) -> tuple[int, str, int, str]:
    """The most downloaded first; the rest keeps equal ones apart, so that bytes repeat."""
    return -reading.downloads, reading.title, -1 if reading.season is None else reading.season, reading.method


def _get_torrent_order(torrent: MeasuredTorrent) -> tuple[int, InfoHash]:
    return -torrent.downloads, torrent.torrent.infohash


def _list_left_out(torrents: Iterable[MeasuredTorrent]) -> Iterator[LeftOutTorrent]:
    for torrent in torrents:
        if reason := torrent.exclusion:
            yield LeftOutTorrent(torrent.torrent.name, reason, torrent.downloads)
