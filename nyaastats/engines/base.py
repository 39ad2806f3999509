"""The protocol of what runs the measure tables."""

from __future__ import annotations

from typing import Protocol

import pyarrow as pa


class Engine(Protocol):
    """What runs SQL: `nyaastats.engines.duckdb` opens one, with the scrapes as its view `stats`."""

    @property
    def source(self) -> str:
        """What errors call the database."""

    def register(self, name: str, table: pa.Table) -> None:
        """Make `table` readable under `name`."""

    def create(self, name: str, query: str) -> None:
        """Keep the rows of `query` as a table `name`."""

    def define(self, name: str, query: str) -> None:
        """Make the rows of `query` readable under `name`, worked out anew each time."""

    def drop(self, name: str) -> None:
        """Forget the table `name`."""

    def fetch(self, query: str) -> pa.Table:
        """Give the rows of `query`, in its order."""
