"""Simulates the season: its torrents, the true process of their downloads, and what the scraper stored of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nyaastats.domain.torrents import InfoHash
from nyaastats.synthetic.faults import StoredCounts, apply_faults, assign_faults, store_counts
from nyaastats.synthetic.plan import PlannedTorrent, plan_torrents
from nyaastats.synthetic.process import TrueDownloads, draw_downloads
from nyaastats.synthetic.scrape_times import TorrentTimes, schedule_scrapes


@dataclass(frozen=True, slots=True)
class SimulatedSeason:
    """A season: `infohashes` and `faults` are in the order of `torrents`, `stored` in that of `scrapes`."""

    torrents: tuple[PlannedTorrent, ...]
    infohashes: tuple[InfoHash, ...]
    scrapes: TorrentTimes
    downloads: TrueDownloads
    faults: NDArray[np.str_]
    stored: StoredCounts


def simulate_season(seed: int, scale: float, *, hostile: bool) -> SimulatedSeason:
    """Draw a season: the same arguments always give the same one.

    One generator draws all in this order; a draw that is added or moved changes every season.
    """
    rng = np.random.default_rng(seed)
    torrents = plan_torrents(rng, scale, hostile=hostile)
    published = np.array([int(torrent.published.timestamp()) for torrent in torrents], dtype=np.int64)
    expected_downloads = np.array([torrent.expected_downloads for torrent in torrents])
    scrapes = schedule_scrapes(published, rng)
    downloads = draw_downloads(published, expected_downloads, scrapes, rng)
    faults = assign_faults(scrapes, expected_downloads, published, rng)
    stored = apply_faults(store_counts(scrapes, downloads.at_scrapes, published), faults, published, rng)
    infohashes = tuple(make_infohash(torrent.name, seed) for torrent in torrents)
    return SimulatedSeason(torrents, infohashes, scrapes, downloads, faults, stored)


def make_infohash(name: str, seed: int) -> InfoHash:
    """A torrent's infohash: 40 hexadecimal digits of SHA-1 as in BEP 3, here of the name in this season."""
    return InfoHash(hashlib.sha1(f"{seed}/{name}".encode(), usedforsecurity=False).hexdigest())
