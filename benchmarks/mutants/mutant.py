"""One small change to the code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of one place in one file, and the tests that should notice it."""

    name: str
    """What is wrong then, in words."""
    file: str
    before: str
    """Stands in the file exactly once."""
    after: str
    tests: tuple[str, ...]
    """Those of the subject, chosen before anyone has seen which one fails; all pytest's or all Node's."""
    accepted: str = ""
    """Why no test notices it, of one that survives for good."""


def change_text(mutant: Mutant, text: str) -> str:
    """The file's `text` with the change; raise ValueError unless its place is there exactly once."""
    if (places := text.count(mutant.before)) != 1:
        raise ValueError(f"{mutant.name!r}: {mutant.before!r} stands {places} times in {mutant.file!r}: name one place")
    return text.replace(mutant.before, mutant.after)


@contextmanager
def apply_mutant(mutant: Mutant, root: Path) -> Iterator[None]:
    """While the block runs, the checkout in `root` has the change."""
    path = root / mutant.file
    text = path.read_text(encoding="utf-8")
    path.write_text(change_text(mutant, text), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(text, encoding="utf-8")
