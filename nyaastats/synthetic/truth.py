"""Writes the ground truth beside the database: each torrent's true show and episode, and its true downloads by day.

torrents.parquet    infohash string · name string · published timestamp[s, UTC] · anilist_id int64, null when the
                    torrent is of no show of the facts · episode int32, null for anything but an episode ·
                    kind string · reason string, empty when it is counted · fault string, empty when its counts
                    have none · last_scraped_at timestamp[s, UTC] · downloads_at_last_scrape int64, of the true process
downloads.parquet   infohash string · date date32 (UTC) · downloads int64: a row for each torrent and day from its
                    publication to the end of the data
bad_rows.json       the rows of the database that cannot be used, by table; their `kind` is an InvalidRowKind
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from nyaastats.synthetic.invalid_rows import CLOCK_ERRORS, INVALID_STATS, INVALID_TORRENTS
from nyaastats.synthetic.simulation import SimulatedSeason

TRUTH_FILES = ("torrents.parquet", "downloads.parquet", "bad_rows.json")
_MOMENT = pa.timestamp("s", tz="UTC")


def write_truth(folder: Path, season: SimulatedSeason) -> None:
    """Write the three files into a folder, which must exist."""
    pq.write_table(_build_torrents(season), folder / "torrents.parquet")
    pq.write_table(_build_downloads(season), folder / "downloads.parquet")
    stats = (*INVALID_STATS, *(CLOCK_ERRORS if season.has_clock_errors else ()))
    invalid = {"stats": [asdict(row) for row in stats], "torrents": [asdict(row) for row in INVALID_TORRENTS]}
    (folder / "bad_rows.json").write_text(json.dumps(invalid, indent=1), encoding="utf-8")


def _build_torrents(season: SimulatedSeason) -> Any:
    # Scrapes are sorted by torrent: the last of each stands before the first of the next.
    last = np.searchsorted(season.scrapes.torrent, np.arange(len(season.torrents)), side="right") - 1
    truths = [torrent.truth for torrent in season.torrents]
    return pa.table(
        {
            "infohash": pa.array(season.infohashes, pa.string()),
            "name": pa.array([torrent.name for torrent in season.torrents], pa.string()),
            "published": pa.array([torrent.published for torrent in season.torrents], _MOMENT),
            "anilist_id": pa.array([truth.show for truth in truths], pa.int64()),
            "episode": pa.array([truth.episode for truth in truths], pa.int32()),
            "kind": pa.array([truth.kind.value for truth in truths], pa.string()),
            "reason": pa.array([truth.reason or "" for truth in truths], pa.string()),
            "fault": pa.array(season.faults.tolist(), pa.string()),
            "last_scraped_at": pa.array(season.scrapes.at[last], pa.int64()).cast(_MOMENT),
            "downloads_at_last_scrape": pa.array(season.downloads.at_scrapes[last], pa.int64()),
        }
    )


def _build_downloads(season: SimulatedSeason) -> Any:
    daily = season.downloads.daily
    # As a dictionary while it is built: a season has 100 days for each torrent, each with its infohash.
    infohashes = pa.DictionaryArray.from_arrays(
        pa.array(daily.torrent, pa.int32()), pa.array(season.infohashes, pa.string())
    )
    return pa.table(
        {
            "infohash": infohashes.cast(pa.string()),
            "date": pa.array(daily.day.astype("datetime64[D]"), pa.date32()),
            "downloads": pa.array(daily.downloads, pa.int64()),
        }
    )
