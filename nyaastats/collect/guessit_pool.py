"""What guessit says of names, asked in processes of its own: a name takes it 10 ms, and a hostile one minutes.

A worker is this module run by a fresh interpreter, at the other end of a socket. It has nothing else of its parent's:
no event loop, no lock, no database. It ends when the socket closes, so also when the parent was killed.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from queue import LifoQueue
from typing import Final

from nyaastats.errors import CollectError

GUESSIT_VERSION: Final[str] = version("guessit")
"""The version whose answers these are; it is known without importing guessit."""

_PATIENCE = 20.0
"""Seconds of processor time for one name; the slowest that nyaa lets in, 255 characters, takes half of one."""
_CHUNK = 16
"""Names that a worker gets at once; for so few a second worker is not worth its start."""
_AHEAD = 4
"""Chunks for each worker that are handed out before the first of them is called for."""
_MOST_WORKERS = 8
"""30 MiB each: a container sees all cores of its host."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A name and guessit's answer."""

    name: str
    data: str | None
    """A JSON object as text; None: guessit could not read the name, or not in time."""


def guess_json(name: str) -> str:
    """Ask guessit itself, in this process: its answer as the collector stores it.

    Raises GuessitException for a name that it fails on, ValueError for an answer that is not JSON (NaN).
    """
    from guessit import guessit

    return json.dumps(guessit(name), default=str, allow_nan=False)


@contextmanager
def open_guessit_pool(workers: int | None = None, seconds: float = _PATIENCE) -> Iterator[GuessitPool]:
    """Someone to ask, until the end of the block; a name gets `seconds` of processor time.

    The first names start the workers: no more than are of use, and than there are cores.
    """
    guesser = GuessitPool(workers or min(os.cpu_count() or 1, _MOST_WORKERS), seconds)
    try:
        yield guesser
    finally:
        guesser.close()


class GuessitPool:
    """Asks guessit in other processes; made by `open_guessit_pool`."""

    def __init__(self, workers: int, seconds: float) -> None:
        self._workers = [_Worker(seconds) for _ in range(workers)]
        self._threads = ThreadPoolExecutor(workers, "guessing")
        self._free: LifoQueue[_Worker] = LifoQueue()  # the last one is the likeliest to have been started
        for worker in self._workers:
            self._free.put(worker)

    def guess(self, names: Iterable[str]) -> Iterator[Guess]:
        """What guessit says of each distinct name, in the order in which they first come.

        Takes names no faster than the answers are taken. It blocks: beside an event loop, call it from a thread.
        Raises CollectError when a worker cannot be started, or ends by something else than the limit of time.
        """
        pending: deque[Future[list[Guess]]] = deque()
        try:
            for chunk in _chunks(names):
                pending.append(self._threads.submit(self._ask, chunk))
                if len(pending) > _AHEAD * len(self._workers):
                    yield from pending.popleft().result()
            while pending:
                yield from pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()

    def close(self) -> None:
        """End the workers, whatever they are at."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.stop()
        self._threads.shutdown()
        for worker in self._workers:
            worker.ended()

    def _ask(self, names: tuple[str, ...]) -> list[Guess]:
        worker = self._free.get()
        try:
            return [Guess(name, worker.ask(name)) for name in names]
        finally:
            self._free.put(worker)


def _chunks(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    distinct = _distinct(names)
    return iter(lambda: tuple(islice(distinct, _CHUNK)), ())


def _distinct(names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name not in seen:
            seen.add(name)
            yield name


class _Worker:
    """A process that is started when it is asked, and anew when it has ended; one thread at a time asks it."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None
        self._is_stopped = False

    def ask(self, name: str) -> str | None:
        """Guessit's answer as JSON text; None when it has none, or does not find it in time."""
        line = self._line or self._start()
        try:
            line.send_bytes(name.encode("utf-8", "surrogatepass"))
            return line.recv_bytes().decode() or None
        except (EOFError, OSError):
            code = self.ended()
        if code == -signal.SIGPROF:
            return None
        raise CollectError(f"guessit's process ended ({_how(code)}) at {name!r}: see that memory is left, run it again")

    def _start(self) -> Connection:
        try:
            self._line, theirs = Pipe()
            with theirs:
                self._process = _spawned(theirs.fileno(), self._seconds)
        except OSError as error:
            self.ended()
            raise CollectError(f"guessit's process cannot be started ({error.strerror}): free what ran out") from error
        if self._is_stopped:  # while it was starting
            self._process.kill()
        return self._line

    def stop(self) -> None:
        """Let no process live: whoever is asking it gets no answer."""
        self._is_stopped = True
        if process := self._process:
            process.kill()

    def ended(self) -> int:
        """Take leave of the process; its exit code, or less than 0 the signal that killed it."""
        code = 0
        if self._line:
            self._line.close()
        if self._process:
            code = self._process.wait()
        self._line = self._process = None
        return code


def _spawned(socket: int, seconds: float) -> subprocess.Popen[bytes]:
    # -P: no module is taken from the working folder. Ctrl-C on the terminal does not reach another session.
    command = [sys.executable, "-P", "-m", __name__, str(socket), str(seconds)]
    nothing = subprocess.DEVNULL
    return subprocess.Popen(  # noqa: S603  # our own interpreter and module
        command, stdin=nothing, stdout=nothing, pass_fds=[socket], start_new_session=True
    )


def _how(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


# --- inside a worker --------------------------------------------------------------------------------------------------


def _serve(line: Connection, seconds: float) -> None:
    """Answer one name after the other, an empty answer for none, until the parent hangs up.

    The kernel's timer kills a process whose name takes too long; nothing in it has to notice. It counts processor time:
    on a busy machine, or one that was asleep, no name is given up that can be read.
    """
    for asked_to_stop in (signal.SIGINT, signal.SIGTERM):  # sent to all processes of a service, the parent's among them
        signal.signal(asked_to_stop, signal.SIG_IGN)
    with suppress(EOFError, OSError):  # the parent is gone
        while True:
            name = line.recv_bytes()
            signal.setitimer(signal.ITIMER_PROF, seconds)
            answer = _answer(name)
            signal.setitimer(signal.ITIMER_PROF, 0)
            line.send_bytes(answer)


def _answer(name: bytes) -> bytes:
    from guessit.api import GuessitException

    try:
        return guess_json(name.decode()).encode()
    except ValueError:
        return b""
    except GuessitException as error:
        if isinstance(error.__cause__, MemoryError):  # no fault of the name
            raise
        return b""


if __name__ == "__main__":
    _serve(Connection(int(sys.argv[1])), float(sys.argv[2]))
