"""Builds the input tables of the measure plan from the records of `domain`: torrents, matches, shows and weeks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa

from nyaastats.domain.calendar import Week
from nyaastats.domain.eligibility import RankedShow
from nyaastats.domain.matches import ClassifiedTorrent
from nyaastats.domain.torrents import Torrent
from nyaastats.engines.base import Engine


def build_torrents_table(torrents: Sequence[Torrent]) -> pa.Table:
    """`torrents(torrent_id, infohash, published, is_dead)`.

    The id is the position in `torrents`, the time in epoch seconds.
    """
    published = [int(torrent.published.timestamp()) if torrent.published else None for torrent in torrents]
    # Types are given, because a column of nothing but None, or an empty one, would be of Arrow's type null.
    return pa.table(
        {
            "torrent_id": pa.array(range(len(torrents)), pa.int32()),
            "infohash": pa.array([torrent.infohash for torrent in torrents], pa.string()),
            "published": pa.array(published, pa.int64()),
            "is_dead": pa.array([torrent.status == "dead" for torrent in torrents], pa.bool_()),
        }
    )


def build_matches_table(torrents: Sequence[ClassifiedTorrent]) -> pa.Table:
    """`matches(torrent_id, anilist_id, episode, number)`: the torrents that count, with the number in their names.

    Ids are positions as in `build_torrents_table`.
    """
    counted = [(position, torrent.release, torrent.counted_match) for position, torrent in enumerate(torrents)]
    return pa.table(
        {
            "torrent_id": pa.array([position for position, _, match in counted if match], pa.int32()),
            "anilist_id": pa.array([match.show for _, _, match in counted if match], pa.int64()),
            "episode": pa.array([match.episode for _, _, match in counted if match], pa.int32()),
            "number": pa.array([release.number for _, release, match in counted if match], pa.int32()),
        }
    )


def build_shows_table(ranked: Sequence[RankedShow]) -> pa.Table:
    """`shows(anilist_id, title, title_romaji, last_day)`: the shows that are ranked."""
    return pa.table(
        {
            "anilist_id": pa.array([item.show.id for item in ranked], pa.int64()),
            "title": pa.array([item.show.title for item in ranked], pa.string()),
            "title_romaji": pa.array([item.show.romaji for item in ranked], pa.string()),
            "last_day": pa.array([item.last_day for item in ranked], pa.date32()),
        }
    )


def build_weeks_table(weeks: Iterable[Week]) -> pa.Table:
    """`weeks(week, start_date)`: the chart's weeks."""
    all_weeks = list(weeks)
    return pa.table(
        {
            "week": pa.array([str(week) for week in all_weeks], pa.string()),
            "start_date": pa.array([week.start for week in all_weeks], pa.date32()),
        }
    )


def register_matched(
    engine: Engine, torrents: Sequence[ClassifiedTorrent], ranked: Sequence[RankedShow], weeks: Iterable[Week]
) -> None:
    """Make the tables `matches`, `shows` and `weeks` readable on `engine`."""
    engine.register("matches", build_matches_table(torrents))
    engine.register("shows", build_shows_table(ranked))
    engine.register("weeks", build_weeks_table(weeks))
