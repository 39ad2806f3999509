"""Runs a command in a process of its own and measures what it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

DROP_CACHES = Path("/proc/sys/vm/drop_caches")
"""Linux: writing 3 frees the page cache, dentries and inodes; see proc(5). Only root may."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds of wall time and of CPU, MiB at its peak, and what it printed."""

    wall: float
    cpu: float
    peak: float
    printed: str


def worker_command(name: str, *arguments: object) -> list[str]:
    """The command that starts a module of `benchmarks.workers`."""
    return [sys.executable, "-m", f"benchmarks.workers.{name}", *map(str, arguments)]


def measure_command(command: Sequence[str], settings: Mapping[str, str] | None = None) -> Cost:
    """Run `command`, with `settings` in its environment; raise CalledProcessError with its output when it fails."""
    with tempfile.TemporaryFile("w+") as output:
        environment = {**os.environ, **(settings or {})}
        start = perf_counter()
        child = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)
        # wait4 gives the resources of this child alone; getrusage would give those of all children so far.
        _, status, usage = os.wait4(child.pid, 0)
        wall = perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        printed = output.read()
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command, printed)
    kibibytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)  # macOS counts bytes, Linux KiB
    return Cost(wall, usage.ru_utime + usage.ru_stime, kibibytes / 1024, printed)


def measure_from_small_process(command: Sequence[str]) -> Cost:
    """Run `command` from a small process in between, for callers that hold much memory.

    Between fork and exec a child shares its parent's pages, and Linux counts them to the child's peak.
    """
    return Cost(**json.loads(measure_command(worker_command("measure_command", *command)).printed))


def measure_median_run(command: Sequence[str], runs: int, before: Callable[[], object]) -> Cost:
    """The run of median wall time; `before` is called before each."""
    costs = []
    for _ in range(runs):
        before()
        costs.append(measure_command(command))
    return sorted(costs, key=lambda cost: cost.wall)[runs // 2]


def measure_scratch(command: Sequence[str], settings: Mapping[str, str]) -> tuple[Cost, float]:
    """Run `command`; its cost, and the peak of what it had in the folder of temporary files, in MiB."""
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch, _watch_size(Path(scratch)) as sizes:
        cost = measure_command(command, {**settings, "TMPDIR": scratch})
    return cost, max(sizes) / 2**20


_LOOK_SECONDS = 0.1


@contextmanager
def _watch_size(folder: Path) -> Iterator[list[int]]:
    """While the block runs, look at the bytes on the disk below `folder`, again and again."""
    sizes, is_over = [0], threading.Event()

    def watch() -> None:
        while not is_over.wait(_LOOK_SECONDS):
            sizes.append(_count_bytes(folder))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield sizes
    finally:
        is_over.set()
        thread.join()


def _count_bytes(folder: Path) -> int:
    """Of the blocks, because a file of DuckDB's has holes."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += 512 * path.lstat().st_blocks
        except FileNotFoundError:  # deleted since it was listed
            continue
    return total


def can_drop_caches() -> bool:
    """Whether this user may drop the file caches, so that runs begin cold."""
    if not os.access(DROP_CACHES, os.W_OK):
        return False
    try:
        drop_caches()
    except OSError:  # in a container the file can be writable by its mode and yet read-only
        return False
    return True


def drop_caches() -> None:
    """Make the system forget every file it has read; what is not on disk yet is written first."""
    os.sync()
    DROP_CACHES.write_text("3\n", encoding="ascii")


def keep_caches() -> None:
    """Stands for `drop_caches` where caches stay warm."""
