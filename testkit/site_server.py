"""A copy of the website to build, and servers of it: the one that `make serve` starts, and the plainest there is."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from time import monotonic, sleep

WEBSITE = Path(__file__).parents[1] / "website"
GENERATED = ("node_modules", "dist", "dist.*", "src/data", "src/bundles", "src/.observablehq")
"""What building and publishing write."""
MAX_START_SECONDS = 20
POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Site:
    """A copy of the website: its sources, its data, and its pages once it is built."""

    folder: Path

    @property
    def data(self) -> Path:
        """The folder that the ETL publishes to."""
        return self.folder / "src" / "data"

    @property
    def dist(self) -> Path:
        """The folder of the built pages."""
        return self.folder / "dist"

    def build(self, settings: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Build it as a user does, with these settings (NYAASTATS_*) and none of the machine's own."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("NYAASTATS_")}
        return subprocess.run(
            ["npm", "run", "--silent", "build"],
            cwd=self.folder,
            env=inherited | dict(settings or {}),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )


def copy_site(folder: Path) -> Site:
    """Copy the website's sources to `folder`, without anything built or published; the packages are a link."""
    shutil.copytree(WEBSITE, folder, ignore=_list_generated)
    (folder / "node_modules").symlink_to(WEBSITE / "node_modules")
    return Site(folder)


def _list_generated(folder: str, names: Sequence[str]) -> set[str]:
    paths = {name: (Path(folder) / name).relative_to(WEBSITE).as_posix() for name in names}
    return {name for name, path in paths.items() if any(fnmatchcase(path, pattern) for pattern in GENERATED)}


@contextmanager
def serve_site(folder: Path, config: Path = WEBSITE / "serve.json") -> Iterator[str]:
    """Serve `folder` as `make serve` does; yield its address; stop on exit."""
    port = _find_free_port()
    listen = ("--listen", f"tcp://127.0.0.1:{port}")
    options = ("--config", config, "--no-clipboard", "--no-port-switching", "--no-request-logging")
    with _run_server([WEBSITE / "node_modules/.bin/serve", folder, *listen, *options], port) as address:
        yield address


@contextmanager
def serve_plainly(folder: Path) -> Iterator[str]:
    """Serve `folder` by `python -m http.server`, which knows files, folders and nothing else; as `serve_site`."""
    port = _find_free_port()
    options = ("--bind", "127.0.0.1", "--directory", folder)
    with _run_server([sys.executable, "-m", "http.server", port, *options], port) as address:
        yield address


@contextmanager
def _run_server(command: Sequence[object], port: int) -> Iterator[str]:
    with subprocess.Popen(
        [str(word) for word in command],
        env=os.environ | {"NO_UPDATE_CHECK": "1"},  # serve would ask npm's registry for a newer version
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            _wait_for(server, port)
            yield f"http://127.0.0.1:{port}/"
        finally:
            # On SIGTERM serve waits for all connections to end, and Chromium keeps idle ones that it opened ahead.
            server.kill()


def _find_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    until = monotonic() + MAX_START_SECONDS
    while server.poll() is None and monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            sleep(POLL_SECONDS)
        else:
            return
    raise RuntimeError(f"the server at port {port} did not start within {MAX_START_SECONDS} s")
