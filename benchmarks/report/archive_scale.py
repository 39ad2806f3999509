"""What RESULTS.md says of a large archive."""

from __future__ import annotations

from benchmarks.report.etl import format_profile
from benchmarks.report.markdown import Target, format_table, format_targets
from benchmarks.suites.archive_scale import MEMORY_MIB, ArchiveSize, HundredMillionCost, TenSeasonsCost

MAX_SECONDS = 12
MAX_PEAK = 1536


def format_ten_seasons(costs: TenSeasonsCost) -> list[str]:
    """The targets, the archive, and the profile of a run."""
    etl = costs.etl
    targets = [
        Target("20 M scrapes, one new week: s", f"≤ {MAX_SECONDS}", f"{etl.wall:.2f}", etl.wall <= MAX_SECONDS),
        Target("20 M scrapes: peak memory, MiB", f"≤ {MAX_PEAK}", f"{etl.peak:.0f}", etl.peak <= MAX_PEAK),
    ]
    head = (*_SIZE_HEAD, "new scrapes", "wall", "CPU", "peak MiB")
    row = (*_format_size(costs.size), f"{costs.new_scrapes:,}", f"{etl.wall:.2f}", f"{etl.cpu:.2f}", f"{etl.peak:.0f}")
    return [
        "## Ten seasons",
        _TEN_SEASONS,
        format_targets(targets),
        format_table(head, [row]),
        "### Where the time goes",
        format_profile(costs.profile),
    ]


_TEN_SEASONS = """\
A whole `nyaastats etl` with warm caches, of the run of median time of three: a database that was trimmed has a new week
for its archive of ten seasons. These are one synthetic season ten times, 13 weeks apart, each time with other
infohashes and names: half of a season's names are new spellings of names of the season before and read the same, the
others are of other groups. The names are archived, but for those of the new week. The newest season is published; the
others are read, matched and measured too, and then left out."""


def format_hundred_million(costs: HundredMillionCost) -> list[str]:
    """The archive, what the run took, and the profile of another."""
    etl = costs.etl
    head = (*_SIZE_HEAD, "wall", "CPU", "peak MiB", "scratch MiB")
    row = (*_format_size(costs.size), f"{etl.wall:.0f}", f"{etl.cpu:.0f}", f"{etl.peak:.0f}", f"{costs.scratch:.0f}")
    return [
        "## A hundred million scrapes",
        _HUNDRED_MILLION,
        format_table(head, [row]),
        "### Where the time goes",
        format_profile(costs.profile),
    ]


_HUNDRED_MILLION = f"""\
One run of `nyaastats etl --archive`: ten seasons as above, each five times, and DuckDB is allowed {MEMORY_MIB:,} MiB
(the setting `memory_mib`). The peak is of the whole process, whose torrents and names are Python's; *scratch* is the
most that DuckDB had on the disk beside the archive. Measured only when it is asked for: `--only hundred-million`."""

_SIZE_HEAD = ("scrapes", "torrents", "scrapes, MiB", "bytes a scrape", "torrents and names, MiB")


def _format_size(size: ArchiveSize) -> tuple[str, ...]:
    return (
        f"{size.scrapes:,}",
        f"{size.torrents:,}",
        f"{size.scrape_bytes / 2**20:.0f}",
        f"{size.scrape_bytes / size.scrapes:.2f}",
        f"{size.other_bytes / 2**20:.0f}",
    )
