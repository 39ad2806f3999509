"""The protocol of an engine, which runs the SQL of the measure tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa


class Engine(Protocol):
    """Runs the SQL of the measure tables; `nyaastats.engines.duckdb` and `.spark` open one.

    Whoever opens one makes the inputs of `measure.plan` readable on it; the scrapes are its table `readings`.
    """

    @property
    def source(self) -> str:
        """The database's name in error messages."""

    def register(self, name: str, table: pa.Table) -> None:
        """Make `table` readable under `name`."""

    def scan(self, name: str, places: Sequence[Path | str]) -> None:
        """Make the rows of Parquet files, at least one, readable under `name`; all have the same columns.

        A file of this machine is a path, any other a URI.
        """

    def create(self, name: str, query: str) -> None:
        """Keep the rows of `query` as a table `name`."""

    def define(self, name: str, query: str) -> None:
        """Make `query` readable under `name`, as a view: it runs again for each query that reads it."""

    def drop(self, name: str) -> None:
        """Delete the table `name` and free its memory."""

    def fetch(self, query: str) -> pa.Table:
        """The rows of `query`, in the order of its ORDER BY."""


@dataclass(frozen=True, slots=True)
class Mirror:
    """A copy of a folder, where the server can read it."""

    folder: Path
    uri: str
    """Of the copy, as the server names it: s3a://bucket/nyaastats.archive."""

    def locate(self, path: Path) -> str:
        """The URI of the copy of a file in the folder."""
        return f"{self.uri.rstrip('/')}/{path.relative_to(self.folder).as_posix()}"


@dataclass(frozen=True, slots=True)
class EngineServer:
    """A Spark Connect server that measures instead of this machine."""

    address: str
    """`sc://host:port`; parameters behind it may hold a token, so no error shows them."""
    scratch: str
    """Where it may write tables: a folder that it shares with this machine, or a URI that it can write to."""
    mirror: Mirror | None = None
    """None: it reads files under the same paths as this machine."""
