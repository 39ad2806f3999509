"""The truth beside the database: what each torrent is, and how often it was really downloaded on each day.

torrents.parquet    infohash string · name string · published timestamp[s, UTC] · anilist_id int64, null when the
                    torrent is of no show of the season · episode int32, null for anything but an episode ·
                    kind string · reason string, empty when it counts · fault string, empty when its counts are
                    clean · last_look timestamp[s, UTC] · downloads_at_last_look int64, of the true process
downloads.parquet   infohash string · date date32 (UTC) · downloads int64: one row a torrent and day from its
                    publication to the end of the data
bad_rows.json       the rows of the database that cannot be used, by table
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from nyaastats.synthetic.faults import BAD_STATS, BAD_TORRENTS
from nyaastats.synthetic.scraped import Scraped

TRUTH_FILES = ("torrents.parquet", "downloads.parquet", "bad_rows.json")
_MOMENT = pa.timestamp("s", tz="UTC")


def write_truth(folder: Path, season: Scraped) -> None:
    """Write the three files into a folder that is there."""
    pq.write_table(_torrents(season), folder / "torrents.parquet")
    pq.write_table(_downloads(season), folder / "downloads.parquet")
    bad = {"stats": [asdict(row) for row in BAD_STATS], "torrents": [asdict(row) for row in BAD_TORRENTS]}
    (folder / "bad_rows.json").write_text(json.dumps(bad, indent=1), encoding="utf-8")


def _torrents(season: Scraped) -> Any:
    last = np.searchsorted(season.looks.torrent, np.arange(len(season.torrents)), side="right") - 1
    truths = [torrent.truth for torrent in season.torrents]
    return pa.table(
        {
            "infohash": pa.array(season.hashes, pa.string()),
            "name": pa.array([torrent.name for torrent in season.torrents], pa.string()),
            "published": pa.array([torrent.published for torrent in season.torrents], _MOMENT),
            "anilist_id": pa.array([truth.show for truth in truths], pa.int64()),
            "episode": pa.array([truth.episode for truth in truths], pa.int32()),
            "kind": pa.array([truth.kind.value for truth in truths], pa.string()),
            "reason": pa.array([truth.reason or "" for truth in truths], pa.string()),
            "fault": pa.array(season.faults.tolist(), pa.string()),
            "last_look": pa.array(season.looks.at[last], pa.int64()).cast(_MOMENT),
            "downloads_at_last_look": pa.array(season.downloads.at_looks[last], pa.int64()),
        }
    )


def _downloads(season: Scraped) -> Any:
    daily = season.downloads.daily
    hashes = pa.DictionaryArray.from_arrays(pa.array(daily.torrent, pa.int32()), pa.array(season.hashes, pa.string()))
    return pa.table(
        {
            "infohash": hashes.cast(pa.string()),
            "date": pa.array(daily.day.astype("datetime64[D]"), pa.date32()),
            "downloads": pa.array(daily.downloads, pa.int64()),
        }
    )
