"""The season that tests of several folders share."""

from __future__ import annotations

import pytest

from nyaastats.synthetic import Summary, generate


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """A synthetic season with hostile titles, generated once; nothing may write to it."""
    return generate(tmp_path_factory.mktemp("season") / "nyaastats.db", hostile=True)
