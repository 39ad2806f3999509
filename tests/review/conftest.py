"""A database with doubtful titles, and sessions on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from nyaastats.review.session import Session
from testkit.review_cases import make_doubtful_database, review_database


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return make_doubtful_database(tmp_path / "nyaastats.db")


@pytest.fixture
def open_session(database: Path) -> Iterator[Callable[..., Session]]:
    """Starts a session on the database, as often as it is called."""
    with ExitStack() as stack:
        yield lambda *step: stack.enter_context(review_database(database, *step))
