"""What was published in each season's time: the torrents of a run, sorted into its seasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

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
    return tuple(_build_record(torrents, downloads[season.slug], season, thresholds) for season in span.seasons)


def _map_downloads(season_torrents: pa.Table) -> Mapping[str, Mapping[int, int]]:
    """By season, the downloads of each torrent that had any by its end."""
    downloads: defaultdict[str, dict[int, int]] = defaultdict(dict)
    columns = (season_torrents[name].to_pylist() for name in ("season", "torrent_id", "downloads"))
    for season, torrent_id, count in zip(*columns, strict=True):
        downloads[season][torrent_id] = count
    return downloads


def _build_record(
    torrents: Sequence[MeasuredTorrent], downloads: Mapping[int, int], season: Season, thresholds: Thresholds
) -> SeasonRecord:
    begin, end = season.considered_from, season.end
    own = [
        MeasuredTorrent(torrent.classified, downloads.get(torrent_id, 0))
        for torrent_id, torrent in enumerate(torrents)
        if (published := torrent.torrent.published) is not None and begin <= published < end
    ]
    return SeasonRecord(season, own, build_review_queue(own, thresholds))
