"""An engine that keeps a copy of every table that is made on it, also of those that the runner drops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from nyaastats.engines.base import Engine


@dataclass(frozen=True, slots=True)
class RecordingEngine:
    """`engine`, and the rows of its tables by their names."""

    engine: Engine
    tables: dict[str, pa.Table] = field(default_factory=dict)

    @property
    def source(self) -> str:
        return self.engine.source

    def register(self, name: str, table: pa.Table) -> None:
        self.engine.register(name, table)
        self._record(name)

    def scan(self, name: str, places: Sequence[Path | str]) -> None:
        self.engine.scan(name, places)

    def create(self, name: str, query: str) -> None:
        self.engine.create(name, query)
        self._record(name)

    def define(self, name: str, query: str) -> None:
        self.engine.define(name, query)
        self._record(name)

    def drop(self, name: str) -> None:
        self.engine.drop(name)

    def fetch(self, query: str) -> pa.Table:
        return self.engine.fetch(query)

    def _record(self, name: str) -> None:
        self.tables[name] = self.engine.fetch(f"SELECT * FROM {name}")  # noqa: S608  # a table of the plan
