"""What goes wrong between a torrent and its row: zeros, dips, resets, looks written twice, and rows that are bad."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from nyaastats.synthetic.looks import DAY, HOUR, Indices, Looks, Seconds
from nyaastats.synthetic.process import Counts, Floats

SHARES = {"zero": 0.01, "live_zero": 0.005, "dip": 0.01, "reset": 0.005, "twice": 0.002}
"""Share of the torrents that each fault befalls; no torrent has two."""
AT_LEAST = 3
MIN_LOOKS = 60
MIN_WANTED = 200.0
"""Faults befall torrents of so many looks and so many wanted downloads, so that they can be told from noise."""
RESET_DAYS = 3, 20
"""The age at which a tracker forgets a torrent, in days."""


class Fault(StrEnum):
    """What befell a torrent's counts."""

    NONE = ""
    ZERO = "zero"
    """One to three looks at which seeders, leechers and downloads are all 0."""
    LIVE_ZERO = "live_zero"
    """One look at which downloads alone are 0."""
    DIP = "dip"
    """One or two looks at which the count is a little too low."""
    RESET = "reset"
    """The tracker forgot the torrent and counts from 0 again."""
    TWICE = "twice"
    """One look stands there twice, its time spelled in two ways."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What the scraper wrote down at every look, in the order of `looks`."""

    looks: Looks
    seeders: Counts
    leechers: Counts
    downloads: Counts


def observe(looks: Looks, counts: Counts, published: Seconds) -> Observed:
    """The rows of a scraper without a fault; seeders and leechers follow from the count and the age."""
    age = (looks.at - published[looks.torrent]) / DAY
    seeders = 1 + np.floor(counts * 0.3 / (1 + age / 3)).astype(np.int64)
    leechers = np.floor(counts * 0.2 * np.exp(-1.5 * age)).astype(np.int64)
    return Observed(looks, seeders, leechers, counts)


def befall(looks: Looks, wanted: Floats, published: Seconds, rng: np.random.Generator) -> NDArray[np.str_]:
    """Which fault befalls each torrent."""
    faults = np.full(len(wanted), Fault.NONE.value, dtype="U9")
    able = rng.permutation(_able(looks, wanted, published))
    for name, share in SHARES.items():
        count = max(AT_LEAST, round(share * len(wanted)))
        chosen, able = able[:count], able[count:]
        faults[chosen] = name
    return faults


def _able(looks: Looks, wanted: Floats, published: Seconds) -> Indices:
    """Torrents that were watched from the start, for long, and are wanted enough."""
    count = np.bincount(looks.torrent, minlength=len(wanted))
    first = looks.at[np.searchsorted(looks.torrent, np.arange(len(wanted)))]
    prompt = first - published < 6 * HOUR
    return np.flatnonzero(prompt & (count >= MIN_LOOKS) & (wanted >= MIN_WANTED))


def spoil(observed: Observed, faults: NDArray[np.str_], published: Seconds, rng: np.random.Generator) -> Observed:
    """The same rows after the faults."""
    spoiled = replace(
        observed,
        seeders=observed.seeders.copy(),
        leechers=observed.leechers.copy(),
        downloads=observed.downloads.copy(),
    )
    for torrent in np.flatnonzero(faults != Fault.NONE.value):
        rows = _rows_of(observed.looks, int(torrent))
        _SPOILERS[Fault(str(faults[torrent]))](spoiled, rows, int(published[torrent]), rng)
    return spoiled


def _rows_of(looks: Looks, torrent: int) -> slice:
    first, last = np.searchsorted(looks.torrent, [torrent, torrent + 1])
    return slice(int(first), int(last))


def _run(rows: slice, longest: int, rng: np.random.Generator) -> slice:
    """Some looks in a row, well inside a torrent's looks."""
    start = int(rng.integers(rows.start + 8, rows.stop - 8))
    return slice(start, start + int(rng.integers(1, longest + 1)))


def _zero(rows: Observed, of: slice, _published: int, rng: np.random.Generator) -> None:
    run = _run(of, 3, rng)
    rows.seeders[run] = rows.leechers[run] = rows.downloads[run] = 0


def _live_zero(rows: Observed, of: slice, _published: int, rng: np.random.Generator) -> None:
    rows.downloads[_run(of, 1, rng)] = 0


def _dip(rows: Observed, of: slice, _published: int, rng: np.random.Generator) -> None:
    run = _run(of, 2, rng)
    rows.downloads[run] = rows.downloads[run.start - 1] - int(rng.integers(1, 4))


def _reset(rows: Observed, of: slice, published: int, rng: np.random.Generator) -> None:
    """From one look on, the count is of what came since the look before it."""
    low, high = (of.start + np.searchsorted(rows.looks.at[of] - published, days * DAY) for days in RESET_DAYS)
    start = int(rng.integers(low, max(low, min(high, of.stop - 8)) + 1))
    rows.downloads[start : of.stop] -= rows.downloads[start - 1]


def _nothing(_rows: Observed, _of: slice, _published: int, _rng: np.random.Generator) -> None:
    """The counts of a look written twice are right."""


_SPOILERS = {
    Fault.ZERO: _zero,
    Fault.LIVE_ZERO: _live_zero,
    Fault.DIP: _dip,
    Fault.RESET: _reset,
    Fault.TWICE: _nothing,
}


class Badness(StrEnum):
    """Why a row cannot be used."""

    UNPARSABLE_TIME = "unparsable_time"
    NEGATIVE_COUNT = "negative_count"
    TEXT_COUNT = "text_count"
    FRACTIONAL_COUNT = "fractional_count"
    NO_TORRENT = "no_torrent"
    BROKEN_JSON = "broken_json"


@dataclass(frozen=True, slots=True)
class BadStat:
    """A row of `stats` that cannot be used; `infohash` None stands for one of the season's torrents."""

    badness: Badness
    timestamp: str
    downloads: int | float | str
    infohash: str | None = None


@dataclass(frozen=True, slots=True)
class BadTorrent:
    """A row of `torrents` that cannot be used; it has no stats."""

    badness: Badness
    name: str
    pubdate: str
    guess: str


BAD_STATS = (
    BadStat(Badness.UNPARSABLE_TIME, "yesterday", 10),
    BadStat(Badness.UNPARSABLE_TIME, "2025-13-45T99:00:00Z", 10),
    BadStat(Badness.UNPARSABLE_TIME, "", 10),
    BadStat(Badness.NEGATIVE_COUNT, "2025-11-05T10:00:01Z", -1),
    BadStat(Badness.NEGATIVE_COUNT, "2025-11-05T10:00:02Z", -500),
    BadStat(Badness.TEXT_COUNT, "2025-11-05T10:00:03Z", "n/a"),
    BadStat(Badness.TEXT_COUNT, "2025-11-05T10:00:04Z", "1,234"),
    BadStat(Badness.FRACTIONAL_COUNT, "2025-11-05T10:00:05Z", 12.5),
    BadStat(Badness.NO_TORRENT, "2025-11-05T10:00:06Z", 700, "f" * 40),
    BadStat(Badness.NO_TORRENT, "2025-11-06T10:00:07Z", 900, "f" * 40),
)
"""As many rows at any scale."""

BAD_TORRENTS = (
    BadTorrent(Badness.UNPARSABLE_TIME, "[SubsPlease] SANDA - 98 (1080p) [BAD00001].mkv", "last Friday", "{}"),
    BadTorrent(
        Badness.BROKEN_JSON, "[SubsPlease] SANDA - 99 (1080p) [BAD00002].mkv", "2025-11-07T17:30:00Z", '{"title'
    ),
)
"""Likewise."""
