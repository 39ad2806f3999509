"""A command on a pseudo-terminal: a test reads its output and types answers, as a person does."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from testkit.command_line import Workspace
from testkit.command_parent import ForkedCommand

MAX_SILENCE_SECONDS = 60.0
"""A command that prints nothing for so long is taken for stuck."""
CTRL_D = "\x04"
Process = subprocess.Popen[bytes] | ForkedCommand


@dataclass(slots=True)
class PtySession:
    """A running command and its output so far."""

    process: Process
    terminal: int
    """The file descriptor of our side of the terminal."""
    output: str = ""
    position: int = 0
    """The end of what `wait_for` has returned."""

    def wait_for(self, text: str) -> str:
        """Wait until the command prints `text`; return its output since the last call, up to the end of `text`."""
        deadline = time.monotonic() + MAX_SILENCE_SECONDS
        while (index := self.output.find(text, self.position)) < 0:
            assert time.monotonic() < deadline, f"no {text!r} in {self.output!r}"
            assert self._read(), f"ended without {text!r}: {self.output!r}"
        start, self.position = self.position, index + len(text)
        return self.output[start : self.position]

    def type(self, text: str) -> None:
        """Type `text`."""
        os.write(self.terminal, text.encode())

    def wait(self) -> int:
        """Wait until the command ends; return its exit code."""
        while self._read():
            pass
        return self.process.wait(MAX_SILENCE_SECONDS)

    def interrupt(self, number: signal.Signals) -> int:
        """Send a signal, and once more where it had no effect, as a person presses Ctrl-C; return the exit code.

        A signal between a prompt and the read after it is handled by Python only when the read returns. The pause is
        long, because a second signal while the command is ending would end it in another way.
        """
        for _ in range(3):
            self.process.send_signal(number)
            with suppress(subprocess.TimeoutExpired):
                return self._drain(self.process.wait(MAX_SILENCE_SECONDS / 3))
        raise AssertionError(f"not stopped by {number!r}: {self.output!r}")

    def _drain(self, code: int) -> int:
        while self._read():
            pass
        return code

    def _read(self) -> bool:
        """Read what there is; whether there was anything."""
        ready, _, _ = select.select([self.terminal], [], [], MAX_SILENCE_SECONDS)
        try:
            text = os.read(self.terminal, 1 << 16) if ready else b""
        except OSError:  # Linux gives EIO where other systems give the end of the file; see pty(7)
            return False
        self.output += text.decode(errors="replace").replace("\r\n", "\n")
        return bool(text)


@contextmanager
def open_pty_session(workspace: Workspace, *arguments: object, terminal: str = "dumb") -> Iterator[PtySession]:
    """Start `nyaastats` with a terminal as stdin, stdout and stderr; kill it on exit.

    `terminal` is the value of TERM; a `dumb` one shows neither colours nor progress bars.
    """
    ours, theirs = pty.openpty()
    process = _start(workspace, arguments, {**workspace.environment, "TERM": terminal, "COLUMNS": "200"}, theirs)
    os.close(theirs)
    try:
        yield PtySession(process, ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def _start(workspace: Workspace, arguments: Sequence[object], env: Mapping[str, str], terminal: int) -> Process:
    if workspace.parent:
        streams = [os.ttyname(terminal)] * 3
        return workspace.parent.start(arguments, cwd=workspace.folder, env=env, streams=streams)
    command = [sys.executable, "-m", "nyaastats", *map(str, arguments)]
    return subprocess.Popen(command, cwd=workspace.folder, env=env, stdin=terminal, stdout=terminal, stderr=terminal)
