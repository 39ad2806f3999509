"""What was published in each season's time: the torrents of a run, sorted into its seasons."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

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
    # Once, so that ten seasons do not look at all torrents ten times.
    published_at = {torrent_id: at for torrent_id, torrent in enumerate(torrents) if (at := torrent.torrent.published)}
    torrent_ids = sorted(published_at, key=published_at.__getitem__)
    return tuple(
        _build_record(
            torrents, _find_published(torrent_ids, published_at, season), downloads[season.slug], season, thresholds
        )
        for season in span.seasons
    )


def _find_published(torrent_ids: Sequence[int], published_at: Mapping[int, datetime], season: Season) -> Sequence[int]:
    """Of the torrents in the order of their publication those of a season's time, in the order of their ids."""
    begin, end = (
        bisect_left(torrent_ids, moment, key=published_at.__getitem__)
        for moment in (season.considered_from, season.end)
    )
    return sorted(torrent_ids[begin:end])


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
    own = [torrents[torrent_id].with_downloads(downloads.get(torrent_id, 0)) for torrent_id in torrent_ids]
    return SeasonRecord(season, own, build_review_queue(own, thresholds))
