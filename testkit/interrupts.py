"""Sends a signal to a command at many moments of its run, and says at which it did not end as promised.

    python -m testkit.interrupts [--every MILLISECONDS] [--signal SIGTERM] COMMAND …

The command runs as a user starts it. It is promised that it ends with 130 and one line, or with what it ends with when
nobody interferes, because it was done; that it never shows a traceback; and that it leaves no scratch folder.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from testkit.command_line import CompletedCommand, Workspace, finish

STOPPED = 130


@dataclass(frozen=True, slots=True)
class Interruption:
    """How a command ended that got a signal at that moment."""

    seconds: float
    """Since it has answered signals: before, Python does, or the system."""
    command: CompletedCommand
    scratch: tuple[str, ...]
    """What it left in its temporary folder."""

    def find_fault(self, codes: frozenset[int]) -> str | None:
        """What is not as promised; `codes` are the exit codes besides 130 that a whole run may have."""
        text = self.command.stdout + self.command.stderr
        if any(word in text for word in ("Traceback", "Exception ignored", "internal error", "KeyboardInterrupt")):
            return f"at {self.seconds:.3f} s it shows {self.command.stderr[-600:]!r}"
        if self.command.returncode not in {STOPPED, *codes}:
            return f"at {self.seconds:.3f} s it ends with {self.command.returncode}: {text.strip()[-200:]!r}"
        if self.command.returncode == STOPPED and not text.strip():
            return f"at {self.seconds:.3f} s it says nothing"
        return f"at {self.seconds:.3f} s it leaves {self.scratch[0]!r}" if self.scratch else None


def interrupt_at_moments(
    workspace: Workspace,
    arguments: Sequence[object],
    moments: Iterator[float] | Sequence[float],
    number: signal.Signals = signal.SIGINT,
) -> Iterator[Interruption]:
    """Run the command once for each moment, with the signal then; ends after the first run that was faster."""
    for seconds in moments:
        with tempfile.TemporaryDirectory() as scratch:
            own = Workspace(workspace.folder, {**workspace.settings, "TMPDIR": scratch})
            process = own.start(*arguments)
            _wait_until_it_answers(process)
            with suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
            is_over = process.poll() is not None
            process.send_signal(number)
            command = finish(process)
            yield Interruption(seconds, command, tuple(sorted(path.name for path in Path(scratch).iterdir())))
        if is_over:
            return


def _wait_until_it_answers(process: subprocess.Popen[str]) -> None:
    """Until it catches SIGTERM, which Python by itself does not; a busy machine may take long for that."""
    mask = 1 << (signal.SIGTERM - 1)
    while process.poll() is None:
        with suppress(OSError):  # it has just ended
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
            if int(dict(line.split(":\t", 1) for line in status.splitlines())["SigCgt"], 16) & mask:
                return
        time.sleep(0.001)


def list_moments(every: float) -> Iterator[float]:
    """Moments from the first on at which it answers."""
    return (number * every for number in count())


def main() -> None:
    """Sweep over one command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--every", type=float, default=30.0, help="milliseconds between two moments")
    parser.add_argument("--signal", default="SIGINT", choices=["SIGINT", "SIGTERM"])
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    workspace, codes, faults = Workspace(Path.cwd()), Counter[int](), list[str]()
    begin = time.monotonic()
    moments = list_moments(options.every / 1000)
    for end in interrupt_at_moments(workspace, options.command, moments, signal.Signals[options.signal]):
        codes[end.command.returncode] += 1
        faults += [fault] if (fault := end.find_fault(frozenset({0}))) else []
    summary = f"{codes.total()} runs in {time.monotonic() - begin:.0f} s: {dict(codes)}, {len(faults)} faults"
    sys.stdout.writelines(f"{line}\n" for line in [summary, *faults])
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
