"""Keeps pyarrow from importing pandas, which takes longer than all other imports together.

With its first array pyarrow imports pandas, where that is installed, only to recognise arrays of it. Nothing here has
any, but for the Spark client, which says so; pyarrow then imports it when it converts.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


class _PandasRefusal(MetaPathFinder):
    """Finds no pandas, wherever it is installed."""

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        """Raise ModuleNotFoundError for pandas; leave every other module to the finders behind."""
        if fullname == "pandas":
            raise ModuleNotFoundError("pandas is not imported: call allow_pandas first", name=fullname)
        return None


_REFUSAL = _PandasRefusal()


def refuse_pandas() -> None:
    """Let pandas seem not to be installed, from now on; one that is imported already stays."""
    sys.meta_path.insert(0, _REFUSAL)


def allow_pandas() -> None:
    """Let it be imported again; nothing to do where it was not refused."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if finder is not _REFUSAL]
