"""Runs a command as a child process and weighs it; `python processes.py COMMAND` prints what it took as JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

DROP_CACHES = Path("/proc/sys/vm/drop_caches")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds, and MiB at its peak."""

    wall: float
    cpu: float
    peak: float
    printed: str


def cost(command: Sequence[str]) -> Cost:
    """Run `command`; raise CalledProcessError with what it said when it fails."""
    with tempfile.TemporaryFile("w+") as said:
        start = perf_counter()
        child = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(child.pid, 0)
        wall = perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        printed = said.read()
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command, printed)
    kibibytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)  # macOS counts bytes
    return Cost(wall, used.ru_utime + used.ru_stime, kibibytes / 1024, printed)


def cost_apart(command: Sequence[str]) -> Cost:
    """The same for someone who holds much: what a process holds counts as the peak of each child that it starts."""
    return Cost(**json.loads(cost([sys.executable, __file__, *command]).printed))


def typical(command: Sequence[str], runs: int, before: Callable[[], object]) -> Cost:
    """The run of median wall time; `before` is called before each."""
    costs = []
    for _ in range(runs):
        before()
        costs.append(cost(command))
    return sorted(costs, key=lambda one: one.wall)[runs // 2]


def can_drop_caches() -> bool:
    """Whether this system forgets its files on demand, so that runs begin cold."""
    return os.access(DROP_CACHES, os.W_OK) and _dropped()


def _dropped() -> bool:
    try:
        drop_caches()
    except OSError:
        return False
    return True


def drop_caches() -> None:
    """Make the system forget every file it has read."""
    os.sync()
    DROP_CACHES.write_text("3\n", encoding="ascii")


if __name__ == "__main__":
    print(json.dumps(asdict(cost(sys.argv[1:]))))
