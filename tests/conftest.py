"""Finds Node as make does; and the season that tests of several folders share."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from nyaastats.synthetic import Summary, generate

# Where PATH has no Node, make puts a wheel's there: found also by tests that are started without make.
NODE = Path(sys.prefix) / "node"
if NODE.is_dir():
    os.environ["PATH"] = f"{NODE}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """A synthetic season with hostile titles, generated once; nothing may write to it."""
    return generate(tmp_path_factory.mktemp("season") / "nyaastats.db", hostile=True)
