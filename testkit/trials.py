"""The table of what campaigns have tried, in docs/reliability.md: each campaign writes its own rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

DOCUMENT = Path(__file__).parents[1] / "docs" / "reliability.md"
HEAD = "| what was tried | how often | what held | when |\n|---|---:|---|---|\n"
_TABLE = re.compile(re.escape(HEAD) + r"(?P<rows>(?:\|[^\n]*\n)*)")


@dataclass(frozen=True, slots=True)
class Trial:
    """What a campaign did to one thing."""

    what: str
    times: int
    held: str

    def describe(self, day: date) -> str:
        """A row of the table."""
        return f"| {self.what} | {self.times:,} | {self.held} | {day} |\n"


def update_table(document: str, trials: Iterable[Trial], day: date) -> str:
    """The document with these rows in its table, in place of older ones of the same things; new ones at the end."""
    match = _TABLE.search(document)
    if match is None:
        raise ValueError(f"the document has no table {HEAD.splitlines()[0]!r}: put it there")
    rows = {row.split("|")[1].strip(): row for row in match["rows"].splitlines(keepends=True)}
    rows |= {trial.what: trial.describe(day) for trial in trials}
    return document[: match.start()] + HEAD + "".join(rows.values()) + document[match.end() :]


def write_trials(trials: Iterable[Trial], day: date, path: Path = DOCUMENT) -> None:
    """Put the rows into the table of docs/reliability.md."""
    path.write_text(update_table(path.read_text(encoding="utf-8"), trials, day), encoding="utf-8")
