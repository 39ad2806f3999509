"""What a Spark cluster on this machine does, by its REST API; and the death of one of its workers."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

MAX_KILLS = 6
"""A task may have ended in the moment between the look and the signal; then the next one is tried."""
_LOOK_SECONDS = 0.02
_REPLACEMENT_SECONDS = 8


@dataclass(frozen=True, slots=True)
class Cluster:
    """The one application of a cluster: the Connect server."""

    url: str
    """Of its web interface."""
    killed_workers: list[int] = field(default_factory=list)
    """Processes of workers that were killed, each with its executor: as when a machine is gone."""
    killed_executors: list[int] = field(default_factory=list)
    """Processes of executors that were killed while their worker lived on."""

    def list_busy_executors(self) -> list[str]:
        return [item["id"] for item in self._get("executors") if item["activeTasks"] > 0 and item["id"] != "driver"]

    def count_workers(self) -> int:
        """Executors that are alive; each worker has one."""
        return sum(item["id"] != "driver" for item in self._get("executors"))

    def list_retried_tasks(self) -> list[tuple[int, int]]:
        """Stage and task of those that failed, were tried again, and then succeeded."""
        stages = [stage for stage in self._get("stages") if stage["numFailedTasks"] > 0]
        tasks = [
            (stage["stageId"], task)
            for stage in stages
            for task in self._get(f"stages/{stage['stageId']}/{stage['attemptId']}/taskList?length=1000")
        ]
        return [(stage, task["taskId"]) for stage, task in tasks if task["attempt"] > 0 and task["status"] == "SUCCESS"]

    def kill_busy_worker(self) -> bool:
        """Kill one whose executor is at work, and that executor, at once and for good; False where none is."""
        for executor in self.list_busy_executors()[:1]:
            process = _find_process(executor)
            worker = _find_parent(process)
            for doomed in (worker, process):  # the worker first: it would start the executor again
                os.kill(doomed, signal.SIGKILL)
            self.killed_workers.append(worker)
            return True
        return False

    def kill_busy_executor(self) -> bool:
        """Kill one that is at work; its worker starts another. False where none is."""
        for executor in self.list_busy_executors()[:1]:
            process = _find_process(executor)
            os.kill(process, signal.SIGKILL)
            self.killed_executors.append(process)
            return True
        return False

    def _get(self, path: str) -> Any:
        with urlopen(f"{self.url}/api/v1/applications") as answer:  # noqa: S310  # of this machine
            application = json.load(answer)[0]["id"]
        with urlopen(f"{self.url}/api/v1/applications/{application}/{path}") as answer:  # noqa: S310  # likewise
            return json.load(answer)


@contextmanager
def losing_a_worker(cluster: Cluster) -> Iterator[None]:
    """While the block runs, kill a worker at work, and then executors, until a task was tried again."""
    is_over = threading.Event()
    thread = threading.Thread(target=_kill_until_retried, args=(cluster, is_over))
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _kill_until_retried(cluster: Cluster, is_over: threading.Event) -> None:
    """One worker alone, because another must finish; its executors may die more often: it starts them again."""
    while not is_over.is_set() and len(cluster.killed_executors) < MAX_KILLS:
        kill = cluster.kill_busy_executor if cluster.killed_workers else cluster.kill_busy_worker
        if kill():
            is_over.wait(_REPLACEMENT_SECONDS)
            if cluster.list_retried_tasks():
                return
        time.sleep(_LOOK_SECONDS)


def _find_process(executor: str) -> int:
    """The process of an executor, by its number: the backend's command line has it."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().decode(errors="replace").split("\0")
        except (FileNotFoundError, ProcessLookupError):  # it has just ended
            continue
        if any(word.endswith("CoarseGrainedExecutorBackend") for word in words) and _names(words, executor):
            return int(path.parent.name)
    raise ProcessLookupError(f"no process of executor {executor}")


def _find_parent(process: int) -> int:
    """The worker that has started an executor."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("PPid:")).split()[1])


def _names(words: list[str], executor: str) -> bool:
    return "--executor-id" in words and words[words.index("--executor-id") + 1] == executor
