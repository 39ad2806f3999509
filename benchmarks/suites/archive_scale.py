"""What `nyaastats etl` takes when the archive is large: ten seasons with a new week, and five times as many alone."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.fixtures.season_files import SeasonFiles
from benchmarks.paths import BUILD
from benchmarks.processes import Cost, measure_command, measure_median_run, measure_scratch, worker_command
from benchmarks.suites.etl import MIDDLE, RUNS, PartCost, begin_run, etl_command, generate_seasons, profile_etl
from benchmarks.workers.generate_archive import START
from nyaastats.store.archive.manifest import ArchiveManifest, read_manifest

TEN_SEASONS = BUILD / "ten-seasons"
HUNDRED_MILLION = BUILD / "hundred-million"
MEMORY_MIB = 2048
"""What the engine is allowed for a hundred million scrapes."""


@dataclass(frozen=True, slots=True)
class ArchiveSize:
    """What an archive holds, and the bytes of its files."""

    scrapes: int
    torrents: int
    scrape_bytes: int
    other_bytes: int
    """Of torrents and names."""


@dataclass(frozen=True, slots=True)
class TenSeasonsCost:
    """A run that adds the newest week."""

    size: ArchiveSize
    """Before the run."""
    new_scrapes: int
    etl: Cost
    profile: Sequence[PartCost]


@dataclass(frozen=True, slots=True)
class HundredMillionCost:
    """A run over the archive alone."""

    size: ArchiveSize
    etl: Cost
    scratch: float
    """The most that it had on the disk beside the archive, in MiB."""
    profile: Sequence[PartCost]


def measure_ten_seasons() -> TenSeasonsCost:
    """Measure with warm caches, whoever runs the bench: a run of a timer finds them so."""
    start, archive = _generate(TEN_SEASONS, "trimmed"), SeasonFiles.of(TEN_SEASONS).database.with_suffix(".archive")
    begin = partial(begin_run, start, archive)
    etl = measure_median_run(etl_command(TEN_SEASONS), RUNS, begin)
    rows = _measure_size(archive).scrapes
    begin()
    size = _measure_size(start)
    return TenSeasonsCost(size, rows - size.scrapes, etl, profile_etl(TEN_SEASONS))


def measure_hundred_million() -> HundredMillionCost:
    """Measure one run, and one more for its parts."""
    start, archive = _generate(HUNDRED_MILLION, "alone"), HUNDRED_MILLION / "nyaastats.archive"
    begin_run(start, archive)
    etl, scratch = measure_scratch(archive_command(HUNDRED_MILLION), {"NYAASTATS_MEMORY_MIB": str(MEMORY_MIB)})
    return HundredMillionCost(_measure_size(start), etl, scratch, profile_etl(HUNDRED_MILLION, MEMORY_MIB))


def archive_command(folder: Path) -> list[str]:
    """Publish the archive in `folder`, without a database, into its folder `data`."""
    inputs = ["--archive", folder / "nyaastats.archive", "--anilist", SeasonFiles.of(folder).anilist]
    return [str(word) for word in (sys.executable, "-m", "nyaastats", "etl", *inputs, "--output", folder / "data")]


def _generate(folder: Path, kind: str) -> Path:
    """Write the archive unless it is there."""
    generate_seasons([MIDDLE])
    print(f"generating {folder.name}", flush=True)
    measure_command(worker_command("generate_archive", kind, folder, MIDDLE.folder))
    return folder / START


def _measure_size(folder: Path) -> ArchiveSize:
    manifest = read_manifest(folder) or ArchiveManifest()
    scrape_bytes = sum(file.bytes for file in manifest.scrapes)
    return ArchiveSize(
        scrapes=manifest.scrape_rows,
        torrents=sum(file.rows for file in manifest.torrents),
        scrape_bytes=scrape_bytes,
        other_bytes=sum(file.bytes for file in manifest.files) - scrape_bytes,
    )
