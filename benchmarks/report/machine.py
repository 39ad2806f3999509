"""The machine that a suite ran on, as RESULTS.md says it of what was timed."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import duckdb


def describe_machine(caches: str) -> str:
    """Cores, memory, the versions of what runs on it, and what is done with its file caches, in words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB of memory, {platform.system()}, "
        f"Python {platform.python_version()}, DuckDB {duckdb.__version__}. The system's file caches are {caches}."
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()
