"""The DuckDB engine, embedded; it reads the SQLite file in place. No other module imports duckdb."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from pathlib import Path

import duckdb
import pyarrow as pa

from nyaastats.engines.object_storage import advise, build_secret, read_storage_keys
from nyaastats.errors import ArchiveError, DatabaseError, EngineError, NyaastatsError
from nyaastats.memory_faults import is_out_of_memory
from nyaastats.scratch_folders import open_scratch_folder
from nyaastats.store.reader import provide_openable

MEMORY_MIB = 256
"""DuckDB's share where nothing is measured; what does not fit goes to a temporary folder."""
_MIN_MEASURING_MIB, _MAX_MEASURING_MIB = 96, 1024
"""DuckDB failed over 2 M scrapes in some of the runs with 64 MiB, in none with 80."""
_MIB_PER_THREAD = 32
"""With 8 for each of 16 threads DuckDB failed, with 16 for each of 8 it did not."""


def choose_memory_mib(scrapes: int) -> int:
    """DuckDB's share for measuring so many scrapes, in MiB.

    So much that the largest table, of 29 bytes a scrape, stays in memory, up to a gigabyte; the rest may spill. On two
    cores 2 M and 10 M scrapes took no longer so than with a gigabyte, and 20 M hardly longer.
    """
    return min(max(32 + 32 * scrapes // 1_000_000, _MIN_MEASURING_MIB), _MAX_MEASURING_MIB)


class Extension(StrEnum):
    """What DuckDB needs for files that are not its own, by the name of its file."""

    SCANNER = "sqlite_scanner"
    OBJECT_STORAGE = "httpfs"


_PACKAGES = {
    Extension.SCANNER: f"duckdb-extension-sqlite-scanner=={duckdb.__version__}",
    Extension.OBJECT_STORAGE: "nyaastats[s3]",
}
"""Where each comes from; both are signed by DuckDB."""


@dataclass(frozen=True, slots=True)
class DuckEngine:
    """`engines.base.Engine` on one DuckDB connection, for one thread at a time."""

    connection: duckdb.DuckDBPyConnection
    source: str
    """The database's path as errors name it."""

    def register(self, name: str, table: pa.Table) -> None:
        """Make `table` readable under `name`."""
        self.connection.register(name, table)

    def create(self, name: str, query: str) -> None:
        """Keep the rows of `query` as a table; raise DatabaseError when the file under it cannot be read."""
        self._run(f"CREATE OR REPLACE TABLE {name} AS {query}")

    def define(self, name: str, query: str) -> None:
        """Make the rows of `query` readable under `name`: a view."""
        self._run(f"CREATE OR REPLACE VIEW {name} AS {query}")

    def drop(self, name: str) -> None:
        """Delete the table `name` and free its memory."""
        self._run(f"DROP TABLE {name}")

    def fetch(self, query: str) -> pa.Table:
        """The rows of `query`; raises DatabaseError when the file under it cannot be read."""
        return self._run(query).to_arrow_table()

    def scan(self, name: str, places: Sequence[Path | str]) -> None:
        """Make the rows of Parquet files, at least one, readable under `name`; all have the same columns."""
        files = ", ".join(quote(str(place)) for place in places)
        self.define(name, f"SELECT * FROM read_parquet([{files}], hive_partitioning = false)")  # noqa: S608  # quoted

    def limit_stats(self, rows: RowRange | None) -> None:
        """Make `stats` the rows of that range of an attached database; None: all of them."""
        with translate_duckdb_errors(self.source):
            self.connection.execute(_build_stats_view(self.connection, rows))

    def _run(self, statement: str) -> duckdb.DuckDBPyConnection:
        with translate_duckdb_errors(self.source):
            return self.connection.execute(statement)


@dataclass(frozen=True, slots=True)
class RowRange:
    """Rows of a table by their numbers: those after `after`, up to `until`."""

    after: int
    until: int


@contextmanager
def open_engine(source: str, *, memory_mib: int = MEMORY_MIB) -> Iterator[DuckEngine]:
    """An engine with nothing in it; errors name `source`. Raises EngineError when there is no room for its scratch."""
    with ExitStack() as resources:
        try:
            scratch = resources.enter_context(open_scratch_folder())
        except OSError as error:
            raise EngineError(
                f"no temporary folder can be made in {tempfile.gettempdir()!r} ({error.strerror}): make room there, or "
                "name another folder with TMPDIR"
            ) from error
        yield DuckEngine(resources.enter_context(_connect(memory_mib, str(scratch))), source)


@contextmanager
def open_storage_engine(uri: str, *, memory_mib: int = MEMORY_MIB) -> Iterator[DuckEngine]:
    """An engine that also reads files below `uri`: `s3://`, with the keys of the environment, or `https://`.

    Raises ArchiveError for what it cannot read there, and EngineError when DuckDB's extension is not installed.
    """
    keys = read_storage_keys(os.environ)
    with open_engine(uri, memory_mib=memory_mib) as engine:
        _load_extension(engine.connection, Extension.OBJECT_STORAGE)
        with translate_duckdb_errors(uri):
            engine.connection.execute(build_secret(keys), keys)
        yield engine


@contextmanager
def open_database_engine(database: Path, *, memory_mib: int = MEMORY_MIB) -> Iterator[DuckEngine]:
    """An engine on the nyaastats.db at `database`, read-only, with its scrapes as the view `stats`.

    `stats(infohash, timestamp, seeders, leechers, downloads)`, all VARCHAR, because a SQLite column holds any type and
    the scan stops at a text in an integer column; `seeders` and `leechers` are NULL where the file has no such columns.
    Raises DatabaseError when the file is not one, and EngineError when DuckDB's extension is not installed.
    """
    # The file outlives the engine that has it open.
    with provide_openable(database) as file, open_engine(str(database), memory_mib=memory_mib) as engine:
        _load_extension(engine.connection, Extension.SCANNER)
        with translate_duckdb_errors(str(database)):
            # All columns come as text, because SQLite lets any value stand in any column, and the scan stops at the
            # first of another type.
            engine.connection.execute("SET sqlite_all_varchar = true")
            engine.connection.execute(f"ATTACH {quote(str(file))} AS source (TYPE sqlite, READ_ONLY)")
        engine.limit_stats(None)
        yield engine


@contextmanager
def _connect(memory_mib: int, scratch: str) -> Iterator[duckdb.DuckDBPyConnection]:
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{memory_mib}MiB",
        "temp_directory": scratch,
        # What a query leaves behind is given back to the system: else the allocator keeps 80 MB of it.
        "allocator_bulk_deallocation_flush_threshold": "4MB",
        "preserve_insertion_order": False,  # saves memory; every result that matters has an ORDER BY
        # Joins are made as the SQL writes them, the larger table first: DuckDB does not know how many rows a table of
        # Arrow has, and guesses how many a filter leaves, so that it made a hash table of the larger one.
        "disabled_optimizers": "join_order,build_side_probe_side",
        "autoload_known_extensions": False,  # else DuckDB downloads extensions by itself; a machine may have no network
        "autoinstall_known_extensions": False,
        "allow_persistent_secrets": False,  # keys are those of the environment, never what another program has stored
    }
    with duckdb.connect(config=config) as connection:
        _limit_threads(connection, max(1, memory_mib // _MIB_PER_THREAD))
        # TIMESTAMPTZ goes to Arrow in the session's zone, which would be the machine's.
        connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        yield connection


def _limit_threads(connection: duckdb.DuckDBPyConnection, max_threads: int) -> None:
    """As many threads as there are cores, unless the memory is too little for them."""
    [(threads,)] = connection.execute("SELECT current_setting('threads')").fetchall()
    if threads > max_threads:
        connection.execute(f"SET threads = {max_threads}")


def download_extensions(extensions: Iterable[Extension]) -> None:
    """Let DuckDB fetch those that are missing, signed, to where it keeps them: the only place that downloads any.

    From then on every command finds them there. Raises EngineError when one cannot be fetched.
    """
    with open_engine("DuckDB's extensions") as engine:
        for extension in extensions:
            try:
                _load_extension(engine.connection, extension)
            except EngineError:
                _download(engine.connection, extension)


def _download(connection: duckdb.DuckDBPyConnection, extension: Extension) -> None:
    try:
        connection.execute(f"INSTALL {extension}")
    except duckdb.Error as error:
        raise EngineError(
            f"DuckDB's extension {extension.value!r} cannot be downloaded ({_get_first_line(error)}): "
            f"pip install {_PACKAGES[extension]!r}"
        ) from error


def _load_extension(connection: duckdb.DuckDBPyConnection, extension: Extension) -> None:
    """Load it from its wheel, else from where DuckDB keeps what it has downloaded; it is never fetched unasked.

    Only where it is needed: to verify the scanner, DuckDB hashes 35 MB.
    """
    try:
        _load_wheel(connection, extension)
    except (ModuleNotFoundError, duckdb.IOException):  # a wheel of another version, or none for this platform
        try:
            connection.execute(f"LOAD {extension}")
        except duckdb.Error as error:
            raise EngineError(
                f"DuckDB's extension {extension.value!r} is not installed ({_get_first_line(error)}): pip install "
                f"{_PACKAGES[extension]!r}, or let DuckDB download it once with nyaastats etl --allow-download"
            ) from error


def _load_wheel(connection: duckdb.DuckDBPyConnection, extension: Extension) -> None:
    folder = resources.files(f"duckdb_extension_{extension}") / "extensions" / f"v{duckdb.__version__}"
    connection.execute(f"LOAD {quote(str(folder / f'{extension}.duckdb_extension'))}")


def _build_stats_view(connection: duckdb.DuckDBPyConnection, rows: RowRange | None) -> str:
    # SQLite's names are case-insensitive; what older scrapers left out is NULL, which never is a zero dropout.
    described = connection.execute("DESCRIBE source.stats").fetchall()
    present = {str(name).lower() for name, *_ in described}
    seeders, leechers = (name if name in present else f"NULL::VARCHAR AS {name}" for name in ("seeders", "leechers"))
    columns = f"infohash, timestamp, {seeders}, {leechers}, downloads"
    return f"CREATE OR REPLACE VIEW stats AS SELECT {columns} FROM {_build_stats_source(rows)}"  # noqa: S608  # ours


def _build_stats_source(rows: RowRange | None) -> str:
    if rows is None:
        return "source.stats"
    condition = f"rowid > {rows.after} AND rowid <= {rows.until}"
    if rows.after:
        # SQLite seeks to the first row of the range; DuckDB's scan, on all cores, reads every row before it, too.
        return f"sqlite_query('source', 'SELECT * FROM stats WHERE {condition}')"  # noqa: S608  # ours
    return f"(SELECT * FROM source.stats WHERE {condition})"  # noqa: S608  # ours


@contextmanager
def translate_duckdb_errors(source: str) -> Iterator[None]:
    """Turn what DuckDB cannot do into an error of one line that names `source`: a database, or an archive's URI."""
    try:
        yield
    except duckdb.Error as error:
        raise _describe(source, error) from error


def _describe(source: str, error: duckdb.Error) -> NyaastatsError:
    reason = _get_first_line(error)
    if is_out_of_memory(error):
        advice = "raise the setting memory_mib, make room for temporary files, or give this process more memory"
        return EngineError(f"{source!r} cannot be measured ({reason}): {advice}")
    if "://" not in source:
        return DatabaseError(f"{source!r} cannot be measured ({reason}): check that it is a whole nyaastats.db")
    status = error.status_code if isinstance(error, duckdb.HTTPException) else None
    return ArchiveError(f"the archive {source!r} cannot be read ({reason}): {advise(status)}")


def _get_first_line(error: duckdb.Error) -> str:
    """Without the lines that show the statement, which the user did not write."""
    return str(error).strip().splitlines()[0]


def quote(text: str) -> str:
    """`text` as a SQL string: ATTACH and LOAD take no parameters."""
    return "'" + text.replace("'", "''") + "'"
