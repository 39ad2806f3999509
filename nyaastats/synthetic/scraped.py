"""Everything that happened in the synthetic season: its torrents, the true process, and what the scraper wrote down."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nyaastats.domain.torrents import InfoHash
from nyaastats.synthetic.faults import Observed, befall, observe, spoil
from nyaastats.synthetic.looks import Looks, looks
from nyaastats.synthetic.plan import Planned, plan
from nyaastats.synthetic.process import Downloads, download


@dataclass(frozen=True, slots=True)
class Scraped:
    """A season; `hashes` and `faults` run along `torrents`, and `observed` along `looks`."""

    torrents: tuple[Planned, ...]
    hashes: tuple[InfoHash, ...]
    looks: Looks
    downloads: Downloads
    faults: NDArray[np.str_]
    observed: Observed


def scrape(seed: int, scale: float, *, hostile: bool) -> Scraped:
    """Let the season happen: the same seed, scale and titles always give the same one."""
    rng = np.random.default_rng(seed)
    torrents = plan(rng, scale, hostile=hostile)
    published = np.array([int(torrent.published.timestamp()) for torrent in torrents], dtype=np.int64)
    wanted = np.array([torrent.wanted for torrent in torrents])
    seen = looks(published, rng)
    downloads = download(published, wanted, seen, rng)
    faults = befall(seen, wanted, published, rng)
    observed = spoil(observe(seen, downloads.at_looks, published), faults, published, rng)
    hashes = tuple(infohash(torrent.name, seed) for torrent in torrents)
    return Scraped(torrents, hashes, seen, downloads, faults, observed)


def infohash(name: str, seed: int) -> InfoHash:
    """A torrent's hash: that of its name in this season."""
    return InfoHash(hashlib.sha1(f"{seed}/{name}".encode(), usedforsecurity=False).hexdigest())
