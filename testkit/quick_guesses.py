"""guessit's answers, computed once for all processes that run the tests: it takes longer than all else of a season."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest

from nyaastats.collect.guessit_pool import guess_json


@contextmanager
def share_guesses(folder: Path) -> Iterator[None]:
    """Let the generator of seasons find in `folder` what it or another process has asked guessit already."""

    def guess_once(name: str) -> str:
        path = folder / hashlib.sha256(name.encode()).hexdigest()
        if not path.exists():
            _write_whole(path, guess_json(name))
        return path.read_text(encoding="utf-8")

    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nyaastats.synthetic.guesses.guess_json", guess_once)
        yield


def _write_whole(path: Path, text: str) -> None:
    """Whoever reads it at the same time finds all of it, or nothing."""
    with NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        file.write(text)
    Path(file.name).replace(path)
