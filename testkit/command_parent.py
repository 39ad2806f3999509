"""A process that has imported what commands import, and forks them: each begins at once, half a second earlier.

For tests of what a command says and does while it runs, at a terminal too. It is a process of its own, which signals
reach as any other; only how it comes to be is not the user's way, and DuckDB's extensions are not verified again.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from nyaastats.__main__ import main as run_nyaastats
from nyaastats.cli.process import prepare_libraries

ROOT = Path(__file__).parents[1]
NAMES = {"stdin": "r", "stdout": "w", "stderr": "w"}
FLAGS = tuple(os.O_NOCTTY | flags for flags in (os.O_RDONLY, os.O_WRONLY, os.O_WRONLY))


@dataclass(slots=True)
class ForkedCommand:
    """A command that runs, used as `subprocess.Popen` is."""

    parent: subprocess.Popen[bytes]
    pid: int
    returncode: int | None = None

    def send_signal(self, number: int) -> None:
        """Nothing where it has ended."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code; raises TimeoutExpired when it has not ended by then."""
        if self.returncode is None:
            assert self.parent.stdout
            if not select.select([self.parent.stdout], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(["nyaastats"], timeout or 0)
            self.returncode = int(self.parent.stdout.readline())
        return self.returncode


@dataclass(frozen=True, slots=True)
class CommandParent:
    """The process that forks; one command at a time."""

    process: subprocess.Popen[bytes]

    def start(
        self, arguments: Sequence[object], *, cwd: Path, env: Mapping[str, str], streams: Sequence[Path | str]
    ) -> ForkedCommand:
        """Start `nyaastats` with the files of those paths as stdin, stdout and stderr."""
        assert self.process.stdin
        assert self.process.stdout
        request = [list(map(str, arguments)), str(cwd), dict(env), list(map(str, streams))]
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        return ForkedCommand(self.process, int(self.process.stdout.readline()))


@contextmanager
def start_command_parent() -> Iterator[CommandParent]:
    """Import once; ends on exit."""
    command = [sys.executable, "-m", "testkit.command_parent"]
    # Unbuffered: what has been read beyond a line would not be seen by who waits for the next.
    with subprocess.Popen(
        command,
        bufsize=0,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        yield CommandParent(process)


# --- in that process --------------------------------------------------------------------------------------------------

IMPORTED = (
    "nyaastats.cli.app",
    "nyaastats.cli.render",
    "nyaastats.cli.render_review",
    "nyaastats.collect.anilist.snapshots",
    "nyaastats.events_file",
    "nyaastats.pipeline.etl",
    "nyaastats.review.export",
    "nyaastats.review.session",
    "pyarrow.dataset",
    "rich.prompt",
)
"""What `etl` and `review` import when they run."""


def main() -> None:
    """For each request on stdin: fork the command, print its process id and, when it has ended, its exit code."""
    prepare_libraries()
    for name in IMPORTED:
        import_module(name)
    from testkit.quick_duckdb import skip_verification  # imports duckdb, for which the libraries are prepared

    with skip_verification():
        for line in sys.stdin:
            fork_command(*json.loads(line))


def fork_command(arguments: list[str], cwd: str, env: dict[str, str], streams: list[str]) -> None:
    """Start it and wait for its end; whoever reads its terminal finds that open from the start on."""
    files = [os.open(path, flags) for path, flags in zip(streams, FLAGS, strict=True)]
    child = os.fork()
    if not child:
        run_command(arguments, cwd, env, files)
    for file in files:
        os.close(file)
    print(child, flush=True)  # noqa: T201  # the answers to who has asked
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # noqa: T201


def run_command(arguments: list[str], cwd: str, env: dict[str, str], files: list[int]) -> None:
    """Be the command, to the end of the process."""
    open_streams(files)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = ["nyaastats", *arguments]
    code = 1
    try:
        run_nyaastats()
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:  # noqa: BLE001  # nothing may be raised into the loop of the parent
        traceback.print_exc()
    finally:
        os._exit(code)  # the libraries' threads have stayed in the parent: C++ would end the process with an error


def open_streams(files: list[int]) -> None:
    """Make the files stdin, stdout and stderr, as these are when Python starts."""
    for number, (file, (name, mode)) in enumerate(zip(files, NAMES.items(), strict=True)):
        os.dup2(file, number)
        os.close(file)
        stream = os.fdopen(number, mode, 1 if os.isatty(number) else -1, encoding="utf-8", closefd=False)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


if __name__ == "__main__":
    main()
