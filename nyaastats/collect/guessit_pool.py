"""guessit in a pool of worker processes: it takes 10 ms for a name, and minutes for a hostile one.

    guess(names) ─► chunks ─► threads, one a worker ─► socket ─► worker process: guessit, limited in CPU time

A worker is this module run by a fresh interpreter, at the other end of a socket, rather than a fork: so it inherits no
event loop, no lock and no database connection. It ends when the socket closes, so also when the parent was killed.
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
"""Stored with each answer; read from the package metadata, because importing guessit takes half a second."""

_CPU_SECONDS_PER_NAME = 20.0
"""The slowest name that nyaa accepts (255 characters) takes half a second."""
_CHUNK_SIZE = 16
"""Names that a worker gets in one batch; for fewer, a second worker takes longer to start than it saves."""
_CHUNKS_AHEAD = 4
"""Chunks per worker that are handed out before their results are called for."""
_MAX_WORKERS = 8
"""30 MiB each; a container sees all cores of its host, and may have memory for a few only."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A name and guessit's answer."""

    name: str
    data: str | None
    """A JSON object as text; None: guessit could not parse the name, or not in time."""


def guess_json(name: str) -> str:
    """Parse a name in this process; guessit's answer as JSON text, as the collector stores it.

    Raises GuessitException for a name that it fails on, ValueError for an answer that is not JSON (NaN).
    """
    from guessit import guessit

    return json.dumps(guessit(name), default=str, allow_nan=False)


@contextmanager
def open_guessit_pool(workers: int | None = None, cpu_seconds: float = _CPU_SECONDS_PER_NAME) -> Iterator[GuessitPool]:
    """Open a pool until the end of the block; a name may take `cpu_seconds` of processor time.

    Workers start with the first names: no more than those need, and than there are cores.
    """
    pool = GuessitPool(workers or min(os.cpu_count() or 1, _MAX_WORKERS), cpu_seconds)
    try:
        yield pool
    finally:
        pool.close()


class GuessitPool:
    """Parses names in worker processes; made by `open_guessit_pool`."""

    def __init__(self, workers: int, cpu_seconds: float) -> None:
        self._workers = [_Worker(cpu_seconds) for _ in range(workers)]
        self._threads = ThreadPoolExecutor(workers, "guessit")
        self._free: LifoQueue[_Worker] = (
            LifoQueue()
        )  # last in, first out: a worker that was started already is used again
        for worker in self._workers:
            self._free.put(worker)

    def guess(self, names: Iterable[str]) -> Iterator[Guess]:
        """Guessit's answer for each distinct name, in the order in which they first appear.

        Reads names no faster than its answers are read. It blocks: beside an event loop, call it from a thread.
        Raises CollectError when a worker cannot be started, or dies of something else than its limit of time.
        """
        pending: deque[Future[list[Guess]]] = deque()
        try:
            # A bounded number of chunks ahead: `names` may be a generator over a whole database.
            for chunk in _split_chunks(names):
                pending.append(self._threads.submit(self._guess_chunk, chunk))
                if len(pending) > _CHUNKS_AHEAD * len(self._workers):
                    yield from pending.popleft().result()
            while pending:
                yield from pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()

    def close(self) -> None:
        """Kill the workers, also while they parse."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.stop()
        self._threads.shutdown()
        for worker in self._workers:
            worker.reap()

    def _guess_chunk(self, names: tuple[str, ...]) -> list[Guess]:
        worker = self._free.get()
        try:
            return [Guess(name, worker.guess(name)) for name in names]
        finally:
            self._free.put(worker)


def _split_chunks(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    # iter(callable, sentinel): ends at the first empty chunk.
    distinct = _deduplicate(names)
    return iter(lambda: tuple(islice(distinct, _CHUNK_SIZE)), ())


def _deduplicate(names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name not in seen:
            seen.add(name)
            yield name


class _Worker:
    """A process that is started on first use, and again after it has died; for one thread at a time."""

    def __init__(self, cpu_seconds: float) -> None:
        self._cpu_seconds = cpu_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._is_stopped = False

    def guess(self, name: str) -> str | None:
        """Guessit's answer as JSON text; None when it has none, or exceeds its time."""
        connection = self._connection or self._start()
        try:
            connection.send_bytes(name.encode("utf-8", "surrogatepass"))
            return connection.recv_bytes().decode() or None
        except (EOFError, OSError):
            code = self.reap()
        if code == -signal.SIGPROF:  # the timer of `_serve`
            return None
        raise CollectError(
            f"guessit's process died ({_describe_exit(code)}) at {name!r}: check free memory, run it again"
        )

    def _start(self) -> Connection:
        try:
            self._connection, workers_end = Pipe()
            with workers_end:
                self._process = _spawn(workers_end.fileno(), self._cpu_seconds)
        except OSError as error:
            self.reap()
            raise CollectError(
                f"guessit's process cannot be started ({error.strerror}): free memory, processes or file descriptors"
            ) from error
        if self._is_stopped:  # by another thread, while it was starting
            self._process.kill()
        return self._connection

    def stop(self) -> None:
        """Kill the process; a thread that waits for its answer gets an error."""
        self._is_stopped = True
        if process := self._process:
            process.kill()

    def reap(self) -> int:
        """Wait for the process and forget it; its exit code, or the negative number of the signal that killed it."""
        code = 0
        if self._connection:
            self._connection.close()
        if self._process:
            code = self._process.wait()
        self._connection = self._process = None
        return code


def _spawn(socket: int, cpu_seconds: float) -> subprocess.Popen[bytes]:
    # -P: a guessit.py in the working folder is not imported. A session of its own: Ctrl-C on the terminal goes to the
    # parent alone, which ends its workers itself.
    command = [sys.executable, "-P", "-m", __name__, str(socket), str(cpu_seconds)]
    null = subprocess.DEVNULL
    return subprocess.Popen(  # noqa: S603  # our own interpreter and module
        command, stdin=null, stdout=null, pass_fds=[socket], start_new_session=True
    )


def _describe_exit(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


# --- inside a worker --------------------------------------------------------------------------------------------------


def _serve(connection: Connection, cpu_seconds: float) -> None:
    """Answer one name after the other, an empty answer for no result, until the parent closes the connection.

    The kernel's ITIMER_PROF kills a process whose name takes too long, even inside a regular expression, where Python
    handles no signal. It counts processor time, so that no parsable name is given up on a busy or suspended machine.
    """
    for stop_signal in (signal.SIGINT, signal.SIGTERM):  # a service manager may send them to all processes of a service
        signal.signal(stop_signal, signal.SIG_IGN)
    with suppress(EOFError, OSError):  # the parent is gone
        while True:
            name = connection.recv_bytes()
            signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
            answer = _answer(name)
            signal.setitimer(signal.ITIMER_PROF, 0)
            connection.send_bytes(answer)


def _answer(name: bytes) -> bytes:
    from guessit.api import GuessitException

    try:
        return guess_json(name.decode()).encode()
    except ValueError:
        return b""
    except GuessitException as error:
        if isinstance(error.__cause__, MemoryError):  # not a fault of the name
            raise
        return b""


if __name__ == "__main__":
    _serve(Connection(int(sys.argv[1])), float(sys.argv[2]))
