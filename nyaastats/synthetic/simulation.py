"""Simulates the season: its torrents, the true process of their downloads, and what the scraper stored of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from nyaastats.domain.torrents import InfoHash
from nyaastats.synthetic.faults import (
    Fault,
    StoredCounts,
    apply_faults,
    assign_extra_faults,
    assign_faults,
    forget_counts,
    store_counts,
)
from nyaastats.synthetic.plan import PlannedTorrent, plan_torrents
from nyaastats.synthetic.process import TrueDownloads, draw_downloads
from nyaastats.synthetic.processes import ENDING, Process, draw_curves
from nyaastats.synthetic.scenario import FALL_2025, Scenario
from nyaastats.synthetic.scrape_times import Schedule, TorrentTimes, schedule_scrapes
from nyaastats.synthetic.traits import read_traits


@dataclass(frozen=True, slots=True)
class ExtraFaults:
    """Faults that a season has only on request; none of them changes what else is drawn."""

    with_count_faults: bool = False
    """Some torrents' counts fall twice, have a spike or a plateau."""
    restarts: tuple[datetime, ...] = ()
    """When the tracker forgets everything, the earliest first."""
    with_clock_errors: bool = False
    """Two scrapes are stamped in 2000 and in 2099."""


@dataclass(frozen=True, slots=True)
class SimulatedSeason:
    """A season: `infohashes` and `faults` are in the order of `torrents`, `stored` in that of `scrapes`."""

    torrents: tuple[PlannedTorrent, ...]
    infohashes: tuple[InfoHash, ...]
    scrapes: TorrentTimes
    downloads: TrueDownloads
    faults: NDArray[np.str_]
    stored: StoredCounts
    has_clock_errors: bool = False


@dataclass(frozen=True, slots=True)
class SeasonConfig:
    """What a season is made by; the same configuration always gives the same season."""

    seed: int
    scale: float = 1
    schedule: Schedule = Schedule.BOUNDARY
    process: Process = Process.MIXED
    hostile: bool = False
    extra: ExtraFaults | None = None
    scenario: Scenario = FALL_2025


def simulate_season(config: SeasonConfig) -> SimulatedSeason:
    """Draw a season.

    One generator draws all in this order; a draw that is added or moved changes every season. What a process draws for
    itself is of a stream of its own, so that torrents and scrapes are the same under every process.
    """
    seed, rng, scenario = config.seed, np.random.default_rng(config.seed), config.scenario
    torrents = plan_torrents(rng, config.scale, scenario, hostile=config.hostile)
    traits = read_traits(torrents, scenario)
    published = traits.published
    expected_downloads = np.array([torrent.expected_downloads for torrent in torrents])
    scrapes = schedule_scrapes(published, config.schedule, rng, scenario.uptime)
    ending = ENDING if scenario.is_year else None
    curves = draw_curves(config.process, traits, np.random.default_rng([seed, 3]), ending)
    downloads = draw_downloads(curves, expected_downloads, scrapes, rng, scenario.until)
    faults = assign_faults(scrapes, expected_downloads, published, rng)
    stored = apply_faults(store_counts(scrapes, downloads.at_scrapes, published), faults, published, rng)
    infohashes = tuple(make_infohash(torrent.name, seed) for torrent in torrents)
    season = SimulatedSeason(torrents, infohashes, scrapes, downloads, faults, stored)
    return _add_faults(season, config.extra, np.random.default_rng([seed, 2])) if config.extra else season


def _add_faults(season: SimulatedSeason, extra: ExtraFaults, rng: np.random.Generator) -> SimulatedSeason:
    published = np.array([int(torrent.published.timestamp()) for torrent in season.torrents], dtype=np.int64)
    faults, stored = season.faults, season.stored
    if extra.with_count_faults:
        expected_downloads = np.array([torrent.expected_downloads for torrent in season.torrents])
        faults = assign_extra_faults(faults, season.scrapes, expected_downloads, published, rng)
        added = np.where(faults == season.faults, Fault.NONE.value, faults)
        stored = apply_faults(stored, added, published, rng)
    for restarted_at in extra.restarts:
        stored = forget_counts(stored, int(restarted_at.timestamp()))
    return replace(season, faults=faults, stored=stored, has_clock_errors=extra.with_clock_errors)


def make_infohash(name: str, seed: int) -> InfoHash:
    """A torrent's infohash: 40 hexadecimal digits of SHA-1 as in BEP 3, here of the name in this season."""
    return InfoHash(hashlib.sha1(f"{seed}/{name}".encode(), usedforsecurity=False).hexdigest())
