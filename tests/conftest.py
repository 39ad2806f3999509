"""Puts this folder and the benchmarks on the path, so that tests can share what stands there, and makes the season."""

from __future__ import annotations

import pytest

from nyaastats.synthetic import Summary, generate


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """A synthetic season, made once; nothing may write to it."""
    return generate(tmp_path_factory.mktemp("season") / "nyaastats.db")
