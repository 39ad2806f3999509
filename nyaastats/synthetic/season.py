"""Generates a synthetic season on disk: the database, the AniList snapshot and the truth, side by side."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nyaastats.domain.calendar import Season
from nyaastats.errors import InputError, OutputError
from nyaastats.regular_files import check_replaceable
from nyaastats.scratch_folders import open_scratch_folder
from nyaastats.synthetic.anilist import make_rated_snapshot, make_snapshot
from nyaastats.synthetic.database import write_database
from nyaastats.synthetic.faults import Fault
from nyaastats.synthetic.invalid_rows import CLOCK_ERRORS, INVALID_STATS, INVALID_TORRENTS
from nyaastats.synthetic.processes import Process
from nyaastats.synthetic.scenario import FALL_2025, RankedFacts, Scenario, make_year
from nyaastats.synthetic.scrape_times import Schedule
from nyaastats.synthetic.simulation import ExtraFaults, SeasonConfig, SimulatedSeason, simulate_season
from nyaastats.synthetic.truth import TRUTH_FILES, write_truth

MAX_SCALE = 100
"""Of a larger scale, `groups` would run out of names for invented groups."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written, and where; counts of rows include the invalid ones."""

    database: Path
    anilist: Path
    truth: Path
    """A folder; `synthetic.truth` describes its files."""
    shows: int
    torrents: int
    stats: int
    downloads: int
    """Of the true process, all torrents."""
    reasons: Mapping[str, int]
    """Torrents by exclusion reason; the empty text stands for torrents that are counted."""
    faults: Mapping[str, int]
    """Torrents by the fault of their counts; the empty text stands for none."""
    invalid_rows: Mapping[str, int]
    """Unusable rows of both tables by `InvalidRowKind`."""


def generate(  # noqa: PLR0913 - each is an option of the command line
    output: Path,
    *,
    seed: int = 2025,
    scale: float = 1,
    schedule: Schedule = Schedule.BOUNDARY,
    process: Process = Process.MIXED,
    hostile: bool = False,
    extra: ExtraFaults | None = None,
    seasons: Sequence[Season] = (),
) -> Summary:
    """Write the database `output` and, beside it, `<stem>.anilist.json` and `<stem>.truth/`; replace what is there.

    The same arguments give the same content. `scale` multiplies the torrents; `schedule` says when they are scraped,
    `process` how they are downloaded; `hostile` adds the shows whose titles are markup or code; `extra` the faults that
    come only on request; `seasons` are in one database, one after the other: without any it is Fall 2025 alone, as its
    season ranks it. Raises InputError for a seed or a scale that cannot be meant and for a season without facts,
    OutputError when the folder cannot be written.
    """
    _check(seed, scale)
    _check_place(output)
    scenario = make_year(seasons) if seasons else FALL_2025
    season = simulate_season(SeasonConfig(seed, scale, schedule, process, hostile, extra, scenario))
    shows = [show for show in scenario.shows if hostile or not show.fact.is_hostile]
    summary = _build_summary(output, season, len(shows))
    try:
        # Sizes and time formats have a stream of their own: the season is the same however it is written.
        _write(summary, season, _make_snapshot(shows, scenario), np.random.default_rng([seed, 1]))
    except (OSError, sqlite3.OperationalError) as error:
        msg = f"{str(output)!r} cannot be written ({error}): make room for it, or choose another --output"
        raise OutputError(msg) from error
    return summary


def _check(seed: int, scale: float) -> None:
    if seed < 0:
        raise InputError(f"{seed!r} is not a seed: give a whole number of 0 or more")
    if not 0 < scale <= MAX_SCALE:
        raise InputError(f"{scale!r} is not a scale: give a number above 0, up to {MAX_SCALE}")


def _check_place(output: Path) -> None:
    if output.is_dir():
        raise OutputError(f"{str(output)!r} is a folder: name a file in it, or choose another --output")
    try:
        check_replaceable(output)
    except OSError as error:
        raise OutputError(f"{str(output)!r} cannot be written ({error}): choose another --output") from error


def _make_snapshot(shows: Sequence[RankedFacts], scenario: Scenario) -> dict[str, Any]:
    if scenario.is_year:
        return make_rated_snapshot(shows, scenario.until)
    return make_snapshot((show.fact for show in shows), scenario.until)


def _build_summary(output: Path, season: SimulatedSeason, show_count: int) -> Summary:
    double_rows = int((season.faults == Fault.TWICE.value).sum())
    invalid_stats = (*INVALID_STATS, *(CLOCK_ERRORS if season.has_clock_errors else ()))
    return Summary(
        database=output,
        anilist=output.with_name(f"{output.stem}.anilist.json"),
        truth=output.with_name(f"{output.stem}.truth"),
        shows=show_count,
        torrents=len(season.torrents) + len(INVALID_TORRENTS),
        stats=len(season.stored.downloads) + double_rows + len(invalid_stats),
        downloads=int(season.downloads.daily.downloads.sum()),
        reasons=dict(Counter(str(torrent.truth.reason or "") for torrent in season.torrents)),
        faults=dict(Counter(season.faults.tolist())),
        invalid_rows=dict(Counter(str(row.kind) for row in (*invalid_stats, *INVALID_TORRENTS))),
    )


def _write(summary: Summary, season: SimulatedSeason, snapshot: object, rng: np.random.Generator) -> None:
    """Write everything into a folder beside the output, then move it into place.

    The database comes last: whoever waits for it finds the other files too.
    """
    summary.database.parent.mkdir(parents=True, exist_ok=True)
    with open_scratch_folder(summary.database.parent, f".{summary.database.name}.") as staged:
        (staged / "truth").mkdir()
        write_database(staged / "database", season, rng)
        write_truth(staged / "truth", season)
        (staged / "anilist").write_text(_encode_json(snapshot), encoding="utf-8")
        _clear(summary)
        (staged / "truth").rename(summary.truth)
        (staged / "anilist").rename(summary.anilist)
        (staged / "database").rename(summary.database)


def _encode_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _clear(summary: Summary) -> None:
    """Remove an older season with its journals, and of the truth's folder only our own files."""
    for name in TRUTH_FILES:
        (summary.truth / name).unlink(missing_ok=True)
    if summary.truth.exists():
        summary.truth.rmdir()
    # The journals first: SQLite would replay an old -wal into the new database.
    for ending in ("-wal", "-shm", ""):
        summary.database.with_name(summary.database.name + ending).unlink(missing_ok=True)
