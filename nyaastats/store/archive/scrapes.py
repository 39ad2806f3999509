"""The archived scrapes: typed rows in a file a month, sorted by torrent and time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from nyaastats.domain.scrapes import ScrapeRejection
from nyaastats.domain.torrents import InfoHash
from nyaastats.engines.base import Engine
from nyaastats.store.archive.files import list_paths, read_table, write_table
from nyaastats.store.archive.manifest import ArchivedFile
from nyaastats.store.archive.readings import read_typed_stats_query

SCHEMA = pa.schema(
    [
        ("torrent_id", pa.int32()),  # NULL: the row names no torrent at all
        ("scraped_at", pa.int64()),
        ("seeders", pa.int32()),
        ("leechers", pa.int32()),
        ("downloads", pa.int32()),
    ]
)
_ORDER = [(name, "ascending") for name in SCHEMA.names]
"""All columns, so that the same rows come in one order, whatever the order in which they were read."""


@dataclass(frozen=True, slots=True)
class NewScrapes:
    """What was read of `stats`."""

    rows: int
    """All, also those that cannot be used."""
    rejected: Mapping[ScrapeRejection, int]
    orphans: tuple[InfoHash, ...]
    """The infohashes of scrapes that no torrent has, in their order."""
    months: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EarlierScrapes:
    """Archived scrapes of a trimmed database, which no longer knows that they were archived: they may be put back."""

    newest_at: int | None
    """The newest of them, in seconds; None: not known, or there is none."""
    files: tuple[ArchivedFile, ...]


NO_SCRAPES = NewScrapes(0, MappingProxyType({}), (), ())


def load_new_scrapes(engine: Engine, torrents: pa.Table) -> NewScrapes:
    """Type the rows of `stats` and keep them on the engine, for `write_months`.

    `torrents(torrent_id, infohash)` are those that have an id.
    """
    engine.define("typed_stats", read_typed_stats_query())
    engine.register("archived_ids", torrents.select(["infohash", "torrent_id"]))
    engine.create("new_scrapes", _NEW_SCRAPES)
    counts = engine.fetch(_COUNTS).to_pylist()[0]
    rejected = {
        ScrapeRejection.UNPARSABLE_TIME: counts["unparsable_times"],
        ScrapeRejection.BAD_COUNT: counts["bad_counts"],
    }
    return NewScrapes(
        counts["rows"],
        {reason: rows for reason, rows in rejected.items() if rows},
        tuple(map(InfoHash, engine.fetch(_ORPHANS)["orphan"].to_pylist())),
        tuple(engine.fetch(_MONTHS)["month"].to_pylist()),
    )


def write_months(
    engine: Engine, folder: Path, months: Iterable[str], orphan_ids: Mapping[InfoHash, int], earlier: EarlierScrapes
) -> list[ArchivedFile]:
    """Write what `load_new_scrapes` has kept, a file a month, without scrapes that the archive has."""
    engine.register("orphan_ids", _build_ids(orphan_ids))
    files = []
    for month in months:
        rows = engine.fetch(_MONTH.format(month=month)).cast(SCHEMA)
        table = _drop_archived(engine, rows, folder, replace(earlier, files=_select_month(earlier.files, month)))
        if table.num_rows:
            files.append(write_table(folder, f"scrapes/month={month}", table))
    engine.drop("new_scrapes")
    return files


def _select_month(files: Iterable[ArchivedFile], month: str) -> tuple[ArchivedFile, ...]:
    return tuple(file for file in files if file.month == month)


def _drop_archived(engine: Engine, rows: pa.Table, folder: Path, earlier: EarlierScrapes) -> pa.Table:
    """The rows of a month that the archive does not have; by their numbers all are new."""
    if earlier.newest_at is None or not earlier.files:
        return rows
    is_old = pc.less_equal(rows["scraped_at"], earlier.newest_at)
    if not pc.any(is_old).as_py():
        return rows
    engine.register("old_scrapes", rows.filter(is_old))
    engine.register("archived_month", read_month(folder, earlier.files))
    # Equal rows are counted, and what is no number is equal to its like, as in a comparison before a trim.
    unarchived = engine.fetch("SELECT * FROM old_scrapes EXCEPT ALL SELECT * FROM archived_month").cast(SCHEMA)
    return sort_rows(pa.concat_tables([unarchived, rows.filter(pc.invert(is_old))]))


def _build_ids(ids: Mapping[InfoHash, int]) -> pa.Table:
    return pa.table({"infohash": pa.array(ids.keys(), pa.string()), "torrent_id": pa.array(ids.values(), pa.int32())})


_NEW_SCRAPES = """
SELECT
    torrent_id,
    CASE WHEN torrent_id IS NULL THEN infohash END AS orphan,
    scraped_at,
    seeders,
    leechers,
    downloads,
    STRFTIME(MAKE_TIMESTAMP(scraped_at * 1000000), '%Y-%m') AS month
FROM typed_stats
LEFT JOIN archived_ids USING (infohash)
"""

_COUNTS = """
SELECT
    COUNT(*) AS rows,
    COUNT(*) FILTER (WHERE scraped_at IS NULL) AS unparsable_times,
    COUNT(*) FILTER (WHERE scraped_at IS NOT NULL AND downloads IS NULL) AS bad_counts
FROM new_scrapes
"""

_ORPHANS = """
SELECT DISTINCT orphan
FROM new_scrapes
WHERE orphan IS NOT NULL AND scraped_at IS NOT NULL AND downloads IS NOT NULL
ORDER BY orphan
"""

_MONTHS = """
SELECT DISTINCT month FROM new_scrapes WHERE scraped_at IS NOT NULL AND downloads IS NOT NULL ORDER BY month
"""

_MONTH = """
SELECT COALESCE(new_scrapes.torrent_id, orphan_ids.torrent_id) AS torrent_id, scraped_at, seeders, leechers, downloads
FROM new_scrapes
LEFT JOIN orphan_ids ON orphan_ids.infohash = orphan
WHERE month = '{month}' AND downloads IS NOT NULL
ORDER BY ALL NULLS LAST
"""


# --- compaction ---------------------------------------------------------------------------------------------


_MAX_FILES = 40
"""More are merged, also before the month is over; hourly updates would else make hundreds."""
_MAX_LATE_SHARE = 0.01
"""Of a month that is over: so few late rows, as those of a wrong clock, stay apart and do not write it all again."""


def compact_months(folder: Path, files: Sequence[ArchivedFile]) -> tuple[ArchivedFile, ...]:
    """The files in the order of their months, those of a month that is over merged into one unless they add little."""
    newest = max((file.month or "" for file in files), default="")
    return tuple(
        file
        for month, group in iterate_months(files)
        for file in (_merge_month(folder, month, group) if _is_scattered(group, is_over=month != newest) else group)
    )


def _is_scattered(files: Sequence[ArchivedFile], *, is_over: bool) -> bool:
    rows = [file.rows for file in files]
    return len(files) > _MAX_FILES or (is_over and sum(rows) - max(rows) > _MAX_LATE_SHARE * max(rows))


def _merge_month(folder: Path, month: str, files: Sequence[ArchivedFile]) -> tuple[ArchivedFile, ...]:
    return (write_table(folder, f"scrapes/month={month}", read_month(folder, files)),)


def read_month(folder: Path, files: Iterable[ArchivedFile]) -> pa.Table:
    """The rows of a month's files, in their order."""
    return sort_rows(pa.concat_tables(read_table(path, SCHEMA) for path in list_paths(folder, files)))


def read_newest_time(folder: Path, files: Iterable[ArchivedFile]) -> int | None:
    """When the newest scrape of undamaged files was, in seconds; None: there are none."""
    *_, (_, newest) = [("", ()), *iterate_months(files)]
    column = SCHEMA.get_field_index("scraped_at")
    footers = [pq.read_metadata(path) for path in list_paths(folder, newest)]
    groups = [footer.row_group(index) for footer in footers for index in range(footer.num_row_groups)]
    return max((group.column(column).statistics.max for group in groups), default=None)


def sort_rows(table: pa.Table) -> pa.Table:
    """The rows as a file has them."""
    return table.sort_by(_ORDER)


def iterate_months(files: Iterable[ArchivedFile]) -> Iterator[tuple[str, tuple[ArchivedFile, ...]]]:
    """The files by month, the first month first."""
    ordered = sorted(files, key=lambda file: file.month or "")
    for month, group in groupby(ordered, key=lambda file: file.month or ""):
        yield month, tuple(group)
