"""Processes that die, or meet a full disk, at a chosen step: real signals and real system calls, no hook in the code.

CPython announces every opening, renaming and removing of a file to audit hooks just before it happens. A hook can count
them, and end the process or fail the call there. What it does not see is the inside of a write; for that there are
kills after a while instead of at a step.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from itertools import count
from typing import NoReturn

FAILED = 1
STEPS = frozenset({"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.scandir", "os.listdir"})


def fork_action(action: Callable[[], object]) -> int:
    """Fork a process that does `action`; its id. It ends with 0 when the action returns, and FAILED when it raises."""
    if child := os.fork():
        return child
    status = FAILED
    try:
        action()
        status = 0
    except BaseException:  # noqa: BLE001  # nothing may be raised from the child into the test runner
        traceback.print_exc()
    finally:
        os._exit(status)


def wait_for_exit(child: int) -> int:
    """Wait for the process: its exit code, or the negative number of the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run_with_fault(fault: Callable[[], object], step: int, action: Callable[[], object]) -> int:
    """Do `action` in a process of its own where `fault` strikes just before the step; how the process ended."""

    def act_with_fault() -> None:
        steps = count(1)
        sys.addaudithook(lambda event, _: fault() if event in STEPS and next(steps) == step else None)
        action()

    return wait_for_exit(fork_action(act_with_fault))


def list_steps(action: Callable[[], object]) -> range:
    """The numbers of the steps that `action` takes; it is done once, in a process of its own, to count them."""
    reader, writer = os.pipe()

    def count_steps() -> None:
        steps: list[str] = []
        sys.addaudithook(lambda event, _: steps.append(event) if event in STEPS else None)
        action()
        os.write(writer, str(len(steps)).encode())

    assert wait_for_exit(fork_action(count_steps)) == 0
    step_count = int(os.read(reader, 20))
    os.close(reader)
    os.close(writer)
    return range(1, step_count + 1)


def kill_process() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def make_failure(error: int) -> Callable[[], NoReturn]:
    """What makes a step fail with the given `errno`."""

    def raise_error() -> NoReturn:
        raise OSError(error, os.strerror(error))

    return raise_error
