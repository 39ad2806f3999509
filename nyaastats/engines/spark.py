"""A Spark Connect server as an engine: Apache Spark, or Sail. No other module imports pyspark.

The server reads the archive's files itself and keeps each table as Parquet in the run's own folder, from where the next
ones read it: a lost executor costs a few tasks, and no table is computed twice. Only results come to this machine, and
what `count_faults` judges: the scrapes of the one torrent in a hundred whose count fell or leapt.
"""

from __future__ import annotations

import re
import shutil
import socket
import uuid
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyarrow as pa

from nyaastats.engines.base import EngineServer, Mirror
from nyaastats.errors import EngineError
from nyaastats.pandas_import import allow_pandas

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.connect.session import SparkSession

MAX_SENT_ROWS = 500_000
"""A larger table is sent in parts, which the server stores: a single message of 2 million rows had no end."""

_DEFAULT_PORT = 15002
_CONNECT_SECONDS = 10
_FEW_RETRIES = 3
"""Of the first request, because something else may listen there, and of the last, which only says that the session may
go."""
_WORK_RETRIES = 6
"""Of the others: under two minutes without the server. The client's own 15 were more than 6, deaf to Ctrl-C."""


@dataclass(frozen=True, slots=True)
class SparkEngine:
    """`engines.base.Engine` on one session of a Spark Connect server."""

    session: SparkSession
    source: str
    """The server's address as errors name it."""
    scratch: str
    """The folder or URI of this run."""
    mirror: Mirror | None = None
    """Where the server reads files, if not under their own paths."""
    paths: dict[str, str] = field(default_factory=dict)
    """Where the stored tables are, by their names."""

    def register(self, name: str, table: pa.Table) -> None:
        """Make `table` readable under `name`."""
        with translate_spark_errors(self.source):
            if table.num_rows > MAX_SENT_ROWS:
                self._store(name, [self._send(part) for part in _split(table)])
            else:
                self._send(table).createOrReplaceTempView(name)

    def scan(self, name: str, places: Sequence[Path | str]) -> None:
        """Make the rows of Parquet files, at least one, readable under `name`; the server reads them."""
        files = [self._locate(place) for place in places]
        with translate_spark_errors(self.source):
            self.session.read.parquet(*files).createOrReplaceTempView(name)

    def create(self, name: str, query: str) -> None:
        """Keep the rows of `query` as a table, stored in the folder of this run."""
        with translate_spark_errors(self.source):
            self._store(name, [self._query(query)])

    def define(self, name: str, query: str) -> None:
        """Make the rows of `query` readable under `name`: a view."""
        with translate_spark_errors(self.source):
            self._query(query).createOrReplaceTempView(name)

    def drop(self, name: str) -> None:
        """Forget the table `name` and delete its files."""
        with translate_spark_errors(self.source):
            self.session.catalog.dropTempView(name)
        _delete(self.paths.pop(name))

    def fetch(self, query: str) -> pa.Table:
        """The rows of `query`."""
        with translate_spark_errors(self.source):
            table = self._query(query).toArrow()
        # Spark says of some columns that they are never NULL; DuckDB of none, and what is published says so too.
        return table.cast(pa.schema([pa.field(column.name, column.type) for column in table.schema]))

    def _locate(self, place: Path | str) -> str:
        """The file as the server names it."""
        if isinstance(place, Path):
            return self.mirror.locate(place) if self.mirror else str(place.resolve())
        return re.sub("^s3://", "s3a://", place)  # Hadoop's name of the same

    def _query(self, query: str) -> DataFrame:
        from nyaastats.engines.dialect import translate_to_spark

        return self.session.sql(translate_to_spark(query))

    def _send(self, table: pa.Table) -> DataFrame:
        return self.session.createDataFrame(table)

    def _store(self, name: str, parts: Sequence[DataFrame]) -> None:
        path = f"{self.scratch}/{name}-{uuid.uuid4().hex}"  # of its own: one of the same name may still be read
        self.paths[name] = path
        for part in parts:
            part.write.mode("append").parquet(path)
        # The schema is stated, because Sail writes no file for a table without rows.
        self.session.read.schema(parts[0].schema).parquet(path).createOrReplaceTempView(name)


@contextmanager
def open_spark_engine(server: EngineServer) -> Iterator[SparkEngine]:
    """An engine with nothing in it; raises EngineError when the server cannot be reached or pyspark is missing."""
    allow_pandas()
    source = _check_address(server.address)
    scratch = _name_scratch(server.scratch)
    session = _connect(server.address, source)
    try:
        yield SparkEngine(session, source, scratch, server.mirror)
    finally:
        _disconnect(session)
        _delete(scratch)


_PATHS = "it has to read the archive (its copy: --mirror) and to write the scratch folder under the paths it is given"
_NO_SERVER = "only a Spark Connect server answers as one; leave out --engine, and DuckDB measures on this machine"


@contextmanager
def translate_spark_errors(source: str, advice: str = _PATHS) -> Iterator[None]:
    """Turn what the server cannot do into an EngineError of one line that names `source`."""
    import grpc
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, grpc.RpcError) as error:
        raise EngineError(f"the engine {source} failed ({_find_reason(str(error))}): see its log; {advice}") from error


def _find_reason(text: str) -> str:
    """The one line that says what is wrong: the details where gRPC failed, else the first, before the JVM's stack."""
    details = re.search(r'details = "(.+)"', text)
    return details[1] if details else text.strip().partition("\n")[0]


def _check_address(address: str) -> str:
    """The server's address without its parameters, which may hold a token; raise EngineError when nothing answers."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port or _DEFAULT_PORT
    except ValueError:
        host, port = None, 0
    if host is None or parts.scheme != "sc":
        raise EngineError("the address of the engine is not one: write it as sc://host:15002")
    source = f"sc://{host}:{port}"
    try:
        socket.create_connection((host, port), timeout=_CONNECT_SECONDS).close()
    except OSError as error:
        raise EngineError(
            f"the engine {source} cannot be reached ({error.strerror or error}): start its Spark Connect server, or "
            "leave out --engine, and DuckDB measures on this machine"
        ) from error
    return source


def _name_scratch(scratch: str) -> str:
    """A folder of its own for this run, which the server makes; raise EngineError for a folder that is not there."""
    if _is_uri(scratch):
        return f"{scratch.rstrip('/')}/nyaastats-{uuid.uuid4().hex}"
    folder = Path(scratch).resolve()
    if not folder.is_dir():
        raise EngineError(f"the scratch folder {scratch!r} is not there: make it, for the engine and this machine both")
    return str(folder / f"nyaastats-{uuid.uuid4().hex}")


def _connect(address: str, source: str) -> SparkSession:
    try:
        from pyspark.sql.connect.client.retries import DefaultPolicy
        from pyspark.sql.connect.session import SparkSession
    except ImportError as error:
        raise EngineError(f"the client of {source} is not installed: pip install 'nyaastats[spark]'") from error
    # What the warning says, the error says as well.
    warnings.filterwarnings("ignore", message=r"\[RETRIES_EXCEEDED\]")
    with translate_spark_errors(source, _NO_SERVER):
        session = SparkSession.builder.remote(address).create()
        session.client.set_retry_policies([DefaultPolicy(max_retries=_FEW_RETRIES)])
        # UTC, because times go through the session's zone; ANSI, because else an overflow would be NULL.
        session.conf.set("spark.sql.session.timeZone", "UTC")
        session.conf.set("spark.sql.ansi.enabled", "true")
        session.client.set_retry_policies([DefaultPolicy(max_retries=_WORK_RETRIES)])
    return session


def _disconnect(session: SparkSession) -> None:
    from pyspark.sql.connect.client.retries import DefaultPolicy

    session.client.set_retry_policies([DefaultPolicy(max_retries=_FEW_RETRIES)])
    session.stop()


def _split(table: pa.Table) -> Iterator[pa.Table]:
    yield from (table.slice(start, MAX_SENT_ROWS) for start in range(0, table.num_rows, MAX_SENT_ROWS))


def _delete(path: str) -> None:
    """Delete a folder; a URI stays, because only the server has its keys."""
    if not _is_uri(path):
        shutil.rmtree(path, ignore_errors=True)  # the results are there: what cannot be deleted is no reason to fail


def _is_uri(path: str) -> bool:
    return "://" in path
