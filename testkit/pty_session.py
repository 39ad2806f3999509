"""A command on a terminal of its own, to which a test talks as a person does."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from testkit.command_line import Desk

PATIENCE = 60.0
"""Seconds until a command that says nothing is taken for stuck."""
CTRL_D = "\x04"


@dataclass(slots=True)
class Talk:
    """A running command and what it has said."""

    process: subprocess.Popen[bytes]
    terminal: int
    said: str = ""
    heard: int = 0
    """Up to where `hear` has listened."""

    def hear(self, words: str) -> str:
        """Wait for `words`; what was said since the last time, them included."""
        deadline = time.monotonic() + PATIENCE
        while (place := self.said.find(words, self.heard)) < 0:
            assert time.monotonic() < deadline, f"no {words!r} in {self.said!r}"
            assert self._listen(), f"ended without {words!r}: {self.said!r}"
        before, self.heard = self.heard, place + len(words)
        return self.said[before : self.heard]

    def say(self, text: str) -> None:
        """Type `text`."""
        os.write(self.terminal, text.encode())

    def end(self) -> int:
        """Wait until the command is over; its exit code."""
        while self._listen():
            pass
        return self.process.wait(PATIENCE)

    def _listen(self) -> bool:
        ready, _, _ = select.select([self.terminal], [], [], PATIENCE)
        try:
            text = os.read(self.terminal, 1 << 16) if ready else b""
        except OSError:  # what Linux says when the other side is closed
            return False
        self.said += text.decode(errors="replace").replace("\r\n", "\n")
        return bool(text)


@contextmanager
def talking(desk: Desk, *arguments: object, terminal: str = "dumb") -> Iterator[Talk]:
    """Start a command whose stdin, stdout and stderr are a terminal, unless it is another without colours and bars."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "nyaastats", *map(str, arguments)],
        cwd=desk.folder,
        env={**desk.environment, "TERM": terminal, "COLUMNS": "200"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    try:
        yield Talk(process, ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
