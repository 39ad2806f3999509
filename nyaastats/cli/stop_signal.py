"""Ctrl-C and SIGTERM: whatever a command is at, it cleans up and ends with 130 and one line.

It imports next to nothing, so that a signal is answered from our first line on, some 20 ms after the start; before,
Python answers by itself.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

STOPPED = 130
"""The exit code after Ctrl-C or SIGTERM: 128 + SIGINT, as shells have it."""

_LINE = b"nyaastats: stopped; what is written is whole\n"
_REPEAT_SECONDS = 0.5
_INSISTENT = 3
"""So many signals end a clean-up as well."""


class StopSignal:
    """Raises KeyboardInterrupt at SIGINT or SIGTERM, until the command ends by it.

    Once may not do: an interrupt inside a destructor or an import of C is swallowed. So it is raised again and again,
    but never into a clean-up that it has set off itself.
    """

    def __init__(self) -> None:
        self.count = 0

    def install(self) -> None:
        """Answer both signals from now on."""
        sys.unraisablehook = _hide_interrupt
        signal.signal(signal.SIGALRM, self._repeat)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._receive)

    def uninstall(self) -> None:
        """Ignore both signals from now on: what is left to do is short, and nothing is to interrupt it."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
            signal.signal(number, signal.SIG_IGN)
        signal.setitimer(signal.ITIMER_REAL, 0)

    def end_process(self) -> None:
        """End now, if there was a signal."""
        if not self.count:
            return
        try:
            sys.stdout.flush()
            os.write(2, _LINE)
        except (OSError, ValueError, AttributeError):  # closed or full: there is nobody left to say it to
            pass
        # Not sys.exit: where an interrupt went through code that C has run, Python would yet kill itself by SIGINT
        # (unhandled_keyboard_interrupt in its main.c), and it would wait for threads that nobody needs.
        os._exit(STOPPED)

    def _receive(self, number: int, frame: FrameType | None) -> None:
        self.count += 1
        signal.setitimer(signal.ITIMER_REAL, _REPEAT_SECONDS, _REPEAT_SECONDS)
        if self.count >= _INSISTENT:
            raise KeyboardInterrupt
        self._repeat(number, frame)

    def _repeat(self, _number: int, _frame: FrameType | None) -> None:
        if not _is_unwinding():
            raise KeyboardInterrupt


def _is_unwinding() -> bool:
    """Whether a `finally`, an `except` or the end of a `with` is running because of a KeyboardInterrupt."""
    error = sys.exc_info()[1]
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None


def _hide_interrupt(unraisable: sys.UnraisableHookArgs) -> None:
    if not issubclass(unraisable.exc_type, KeyboardInterrupt):  # that is raised again soon
        sys.__unraisablehook__(unraisable)
