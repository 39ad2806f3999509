"""What was published in each season's time: the torrents of a run, sorted into its seasons."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

import pyarrow as pa

from nyaastats.domain.calendar import Season, SeasonSpan
from nyaastats.domain.matches import MeasuredTorrent, Thresholds
from nyaastats.identify.review_queue import build_review_queue
from nyaastats.publish.build.season_reports import SeasonRecord


def build_season_records(
    torrents: Sequence[MeasuredTorrent], season_torrents: pa.Table, span: SeasonSpan, thresholds: Thresholds
) -> tuple[SeasonRecord, ...]:
    """The records of all seasons, the earliest first.

    A torrent's position is its id in `season_torrents`, the measure table. The two weeks before a season are also the
    last of the season before: torrents of that time are in both.
    """
    downloads = _map_downloads(season_torrents)
    publications = _sort_publications(torrents)  # once, so that ten seasons do not look at all torrents ten times
    return tuple(
        _build_record(torrents, _find_published(publications, season), downloads[season.slug], season, thresholds)
        for season in span.seasons
    )


class _Publication(NamedTuple):
    """When a torrent was published."""

    published: datetime
    torrent_id: int


def _sort_publications(torrents: Sequence[MeasuredTorrent]) -> Sequence[_Publication]:
    return sorted(
        _Publication(published, torrent_id)
        for torrent_id, torrent in enumerate(torrents)
        if (published := torrent.torrent.published) is not None
    )


def _find_published(publications: Sequence[_Publication], season: Season) -> Sequence[int]:
    """The torrents that were published in a season's time, in their order."""
    begin, end = (
        bisect_left(publications, moment, key=attrgetter("published"))
        for moment in (season.considered_from, season.end)
    )
    return sorted(publication.torrent_id for publication in publications[begin:end])


def _map_downloads(season_torrents: pa.Table) -> Mapping[str, Mapping[int, int]]:
    """By season, the downloads of each torrent that had any by its end."""
    downloads: defaultdict[str, dict[int, int]] = defaultdict(dict)
    columns = (season_torrents[name].to_pylist() for name in ("season", "torrent_id", "downloads"))
    for season, torrent_id, count in zip(*columns, strict=True):
        downloads[season][torrent_id] = count
    return downloads


def _build_record(
    torrents: Sequence[MeasuredTorrent],
    torrent_ids: Iterable[int],
    downloads: Mapping[int, int],
    season: Season,
    thresholds: Thresholds,
) -> SeasonRecord:
    own = [MeasuredTorrent(torrents[torrent_id].classified, downloads.get(torrent_id, 0)) for torrent_id in torrent_ids]
    return SeasonRecord(season, own, build_review_queue(own, thresholds))
