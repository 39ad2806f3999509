"""Writes the synthetic season: the database, the AniList snapshot and the truth, side by side."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from nyaastats.errors import InputError, OutputError
from nyaastats.synthetic.anilist import snapshot
from nyaastats.synthetic.database import write_database
from nyaastats.synthetic.facts import Fact, clean_facts, season_facts
from nyaastats.synthetic.faults import BAD_STATS, BAD_TORRENTS, Fault
from nyaastats.synthetic.scraped import Scraped, scrape
from nyaastats.synthetic.truth import TRUTH_FILES, write_truth

MAX_SCALE = 100
"""Beyond it the invented groups run out of names."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written, and where; the counts of rows include the bad ones."""

    database: Path
    anilist: Path
    truth: Path
    """A folder; `synthetic.truth` says what is in it."""
    shows: int
    torrents: int
    stats: int
    downloads: int
    """Of the true process, all torrents."""
    reasons: Mapping[str, int]
    """Torrents by filter reason; the empty one counts."""
    faults: Mapping[str, int]
    """Torrents by what befell their counts."""
    bad_rows: Mapping[str, int]
    """Unusable rows of both tables, by what is wrong with them."""


def generate(output: Path, *, seed: int = 2025, scale: float = 1, hostile: bool = False) -> Summary:
    """Write `output` and, beside it, `<stem>.anilist.json` and `<stem>.truth/`; replace what is there.

    The same arguments give the same content. `scale` multiplies the torrents; `hostile` adds the shows whose titles
    are markup or code. Raises InputError for a seed or a scale that cannot be meant, OutputError when the folder
    cannot be written.
    """
    _check(seed, scale)
    facts = season_facts() if hostile else clean_facts()
    season = scrape(seed, scale, hostile=hostile)
    summary = _summary(output, season, facts)
    try:
        _write(summary, season, facts, np.random.default_rng([seed, 1]))
    except (OSError, sqlite3.OperationalError) as error:
        msg = f"{str(output)!r} cannot be written ({error}): make room for it, or choose another --output"
        raise OutputError(msg) from error
    return summary


def _check(seed: int, scale: float) -> None:
    if seed < 0:
        raise InputError(f"{seed!r} is not a seed: give a whole number from 0")
    if not 0 < scale <= MAX_SCALE:
        raise InputError(f"{scale!r} is not a scale: give a number above 0, up to {MAX_SCALE}")


def _summary(output: Path, season: Scraped, facts: Sequence[Fact]) -> Summary:
    bad = Counter(str(row.badness) for row in (*BAD_STATS, *BAD_TORRENTS))
    twice = int((season.faults == Fault.TWICE.value).sum())
    return Summary(
        database=output,
        anilist=output.with_name(f"{output.stem}.anilist.json"),
        truth=output.with_name(f"{output.stem}.truth"),
        shows=len(facts),
        torrents=len(season.torrents) + len(BAD_TORRENTS),
        stats=len(season.observed.downloads) + twice + len(BAD_STATS),
        downloads=int(season.downloads.daily.downloads.sum()),
        reasons=dict(Counter(str(torrent.truth.reason or "") for torrent in season.torrents)),
        faults=dict(Counter(season.faults.tolist())),
        bad_rows=dict(bad),
    )


def _write(summary: Summary, season: Scraped, facts: Sequence[Fact], rng: np.random.Generator) -> None:
    """Write everything into a folder beside the output, then move it into place."""
    summary.database.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=summary.database.parent, prefix=f".{summary.database.name}.") as staging:
        made = Path(staging)
        (made / "truth").mkdir()
        write_database(made / "database", season, rng)
        write_truth(made / "truth", season)
        (made / "anilist").write_text(_json(snapshot(facts)), encoding="utf-8")
        _clear(summary)
        (made / "truth").rename(summary.truth)
        (made / "anilist").rename(summary.anilist)
        (made / "database").rename(summary.database)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _clear(summary: Summary) -> None:
    """Take an older season away: its journals too, and of the truth's folder only what is ours."""
    for name in TRUTH_FILES:
        (summary.truth / name).unlink(missing_ok=True)
    if summary.truth.exists():
        summary.truth.rmdir()
    for ending in ("-wal", "-shm", ""):
        summary.database.with_name(summary.database.name + ending).unlink(missing_ok=True)
