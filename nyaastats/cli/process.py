"""A command as a process: how it ends, also with streams that are closed, full, or lack a letter."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from nyaastats.cli.address_space import guard_address_space
from nyaastats.cli.machine_faults import describe_machine_fault
from nyaastats.pandas_import import refuse_pandas

if TYPE_CHECKING:
    from nyaastats.cli.stop_signal import StopSignal

PIPE_CLOSED = 141
"""When whoever read the output is gone (`| head -1`): 128 + SIGPIPE, as shells have it."""


@dataclass(frozen=True, slots=True)
class CommandEnd:
    """The exit code of a command, and the line that it ends with."""

    code: int
    message: str = ""


def run_process(stop: StopSignal) -> None:
    """Run the command line, and end this process with its exit code."""
    open_streams()
    end = _run_command()
    stop.uninstall()
    stop.end_process()
    code = close_streams(end)
    gc.freeze()  # else Python searches all records once more for reference cycles, only to end
    sys.exit(code)


def prepare_libraries() -> None:
    """Let the libraries load fast, keep little memory and say that there is too little; before any is imported."""
    refuse_pandas()
    guard_address_space()
    gc.set_threshold(_GC_THRESHOLD)
    for name, value in _LIBRARY_SETTINGS.items():
        os.environ.setdefault(name, value)


_GC_THRESHOLD = 10_000
"""New objects until Python searches for reference cycles: imports alone make hundreds of thousands, and they stay."""
_LIBRARY_SETTINGS = {
    # Arrow's own pool keeps what a thread has once needed, and asks the system for more than the C library does: a
    # tenth of the memory of a run (https://arrow.apache.org/docs/cpp/env_vars.html).
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    # NumPy's OpenBLAS else starts a thread for each further core, which spins for a while: half of the CPU time of
    # importing NumPy. No matrices are multiplied here (https://github.com/OpenMathLib/OpenBLAS/blob/develop/USAGE.md).
    "OPENBLAS_NUM_THREADS": "1",
    # pydantic else looks for plugins of its own in every installed package (https://docs.pydantic.dev/api/plugin/).
    "PYDANTIC_DISABLE_PLUGINS": "__all__",
}


def _run_command() -> CommandEnd:
    prepare_libraries()
    try:
        from nyaastats.cli.app import main  # here: it may be too much for the memory

        main()
    except SystemExit as end:
        # rich and typer end with 1 where they cannot print, and so say nothing of the reason but in the context.
        if isinstance(end.__context__, BrokenPipeError):
            return CommandEnd(PIPE_CLOSED)
        return CommandEnd(1, end.code) if isinstance(end.code, str) else CommandEnd(int(end.code or 0))
    except (MemoryError, ImportError, OSError, RuntimeError) as error:  # main could not be imported
        if not (fault := describe_machine_fault(error)):
            raise
        return CommandEnd(1, f"nyaastats: {fault}")
    return CommandEnd(0)


# --- stdin, stdout, stderr --------------------------------------------------------------------------------------------


def open_streams() -> None:
    """Make all three usable: a closed one is as /dev/null, and a letter that one cannot show is replaced."""
    _reserve_descriptors()
    sys.stdin = sys.stdin or open(0, closefd=False, encoding="utf-8")  # noqa: SIM115  # until the end of the process
    sys.stdout = sys.stdout or _open_output(1)
    sys.stderr = sys.stderr or _open_output(2)
    for stream in (sys.stdout, sys.stderr):
        if callable(reconfigure := getattr(stream, "reconfigure", None)):
            reconfigure(errors="replace" if stream is sys.stdout else "backslashreplace")


def _reserve_descriptors() -> None:
    """Open the closed ones of 0, 1 and 2: else a file of ours would get the number, and what is printed written in."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free


def _open_output(number: int) -> TextIO:
    return open(number, "w", closefd=False, encoding="utf-8")


def close_streams(end: CommandEnd) -> int:
    """Write what is still held back, and the last line; the exit code, which tells when that was not possible."""
    code = end.code
    try:
        (sys.__stdout__ or sys.stdout).flush()
    except BrokenPipeError:
        code = PIPE_CLOSED if code in {0, 1} else code
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        end = CommandEnd(
            code := code or 1, f"nyaastats: the output cannot be written ({reason}): make room on that disk"
        )
    _write_line(end.message)
    for number, stream in ((1, sys.stdout), (2, sys.stderr)):
        _forget_rest(number, stream)
    return code


def _write_line(message: str) -> None:
    """On stderr; where that is full or closed there is nobody left to say it to."""
    if message:
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{message}\n")
            sys.stderr.flush()


def _forget_rest(number: int, stream: TextIO) -> None:
    """Let Python's own flush at the end go nowhere where ours has failed: it would complain and end with 120."""
    try:
        stream.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), number)
