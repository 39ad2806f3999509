"""What RESULTS.md says of the time and memory of `nyaastats etl`."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.report.markdown import Target, format_table, format_targets
from benchmarks.suites.etl import EtlCosts, PartCost, SeasonCost

MAX_BASELINES = 8
"""How many times the time of the SQLite query a run may take."""
MAX_BASELINES_ALONE = 18
MAX_PEAK = 400
MAX_GROWTH = 3.5
MAX_LARGE_PEAK = 1024
MAX_BYTES_A_SCRAPE = 6
MAX_IDENTIFY = 0.6
MAX_SYNTHETIC_NAMES = 0.9
MAX_HUNDRED = 0.7


def format_etl(costs: EtlCosts) -> list[str]:
    """The targets, the whole process, and the profile of a run."""
    return [
        "## The ETL: targets",
        _targets(costs),
        "## The ETL: the whole process",
        _WHOLE,
        _whole(costs.seasons),
        "## The ETL: where the time goes",
        _PROFILE,
        format_profile(costs.profile),
    ]


_WHOLE = """\
Seconds and MiB, of the run of median time: with an archive up to a week ago, and (*alone*) from the database alone. The
baselines, from the same round: a query that reads every scrape
(`SELECT count(*), sum(downloads) FROM stats` with Python's sqlite3), the process of that query, and the SQL tables
alone, given the matches."""
_PROFILE = """\
One run over 2 M scrapes with warm caches, in seconds of wall time: the imports, the steps, and the slowest SQL tables.
Scrapes are read in parallel with identification, so that the two slow each other down and the parts add up to more."""


def _targets(costs: EtlCosts) -> str:
    _, middle, large = costs.seasons
    rows = [
        (
            "2 M scrapes, archive up to a week ago: by the SQLite query",
            f"≤ {MAX_BASELINES}",
            middle.etl.wall / middle.sqlite_query,
            MAX_BASELINES,
        ),
        (
            "2 M scrapes, from the database alone: by the SQLite query",
            f"≤ {MAX_BASELINES_ALONE}",
            middle.etl_alone.wall / middle.sqlite_query,
            MAX_BASELINES_ALONE,
        ),
        ("2 M scrapes: peak memory, MiB", f"≤ {MAX_PEAK}", middle.etl.peak, MAX_PEAK),
        (
            "archive, bytes a scrape",
            f"≤ {MAX_BYTES_A_SCRAPE}",
            middle.archive_bytes / middle.size.stats,
            MAX_BYTES_A_SCRAPE,
        ),
        ("21,000 names identified, s of CPU", f"≤ {MAX_IDENTIFY}", costs.identify_cpu, MAX_IDENTIFY),
        (
            "30,000 names of 2,000 titles identified, s of CPU",
            f"≤ {MAX_SYNTHETIC_NAMES}",
            costs.synthetic_names_cpu,
            MAX_SYNTHETIC_NAMES,
        ),
        ("10 M scrapes: by the time of 2 M", f"≤ {MAX_GROWTH}", large.etl.wall / middle.etl.wall, MAX_GROWTH),
        ("10 M scrapes: peak memory, MiB", f"≤ {MAX_LARGE_PEAK}", large.etl.peak, MAX_LARGE_PEAK),
        (
            "100 torrents: the whole command, s, warm",
            f"≤ {MAX_HUNDRED:g}",
            costs.hundred_torrents.wall,
            MAX_HUNDRED,
        ),
    ]
    return format_targets(
        Target(label, target, f"{measured:.2f}", measured <= bound) for label, target, measured, bound in rows
    )


def format_profile(profile: Iterable[PartCost]) -> str:
    """The parts of a run, in their order."""
    rows = [(part.name, f"{part.seconds:.2f}", f"{part.peak:.0f}") for part in profile]
    return format_table(("part", "seconds", "peak by then, MiB"), rows)


def _whole(seasons: Iterable[SeasonCost]) -> str:
    head = (
        "scrapes", "torrents", "runs", "wall", "CPU", "peak MiB", "wall alone", "peak alone",
        "SQLite query", "its process", "SQL tables", "wall / query", "wall / tables",
    )  # fmt: skip
    return format_table(head, [_whole_row(season) for season in seasons])


def _whole_row(season: SeasonCost) -> tuple[str, ...]:
    return (
        f"{season.size.stats:,}",
        f"{season.size.torrents:,}",
        str(season.runs),
        *(f"{seconds:.2f}" for seconds in (season.etl.wall, season.etl.cpu)),
        f"{season.etl.peak:.0f}",
        f"{season.etl_alone.wall:.2f}",
        f"{season.etl_alone.peak:.0f}",
        *(f"{seconds:.2f}" for seconds in (season.sqlite_query, season.sqlite.wall, season.sql_tables)),
        f"{season.etl.wall / season.sqlite_query:.1f}",
        f"{season.etl.wall / season.sql_tables:.1f}",
    )
