"""What is expensive to make and only read, made once for all processes that run the tests."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

import pytest
from filelock import FileLock

T = TypeVar("T")


def find_shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder of the whole run: with pytest-xdist each worker has one of its own in it."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], T]) -> T:
    """What `make` returns for a folder of that name: called by whoever comes first, while the others wait.

    The result is pickled beside the folder.
    """
    root = find_shared_folder(factory)
    result = root / f"{name}.pickle"
    with FileLock(root / f"{name}.lock"):
        if not result.exists():
            folder = root / name
            folder.mkdir()
            result.write_bytes(pickle.dumps(make(folder)))
    return cast("T", pickle.loads(result.read_bytes()))  # noqa: S301  # of this very run
