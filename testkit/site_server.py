"""A copy of the website to build, and the server that `make serve` starts."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

WEBSITE = Path(__file__).parents[1] / "website"
GENERATED = shutil.ignore_patterns("node_modules", "dist", "dist.next", "data", "bundles", ".observablehq")
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
    shutil.copytree(WEBSITE, folder, ignore=GENERATED)
    (folder / "node_modules").symlink_to(WEBSITE / "node_modules")
    return Site(folder)


@contextmanager
def serve_site(folder: Path, config: Path = WEBSITE / "serve.json") -> Iterator[str]:
    """Serve `folder`; yield its address; stop on exit."""
    address = f"127.0.0.1:{_free_port()}"
    options = ("--config", config, "--no-clipboard", "--no-port-switching", "--no-request-logging")
    command = [WEBSITE / "node_modules/.bin/serve", folder, "--listen", f"tcp://{address}", *options]
    with subprocess.Popen(
        [str(word) for word in command],
        env=os.environ | {"NO_UPDATE_CHECK": "1"},  # serve would ask npm's registry for a newer version
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            _wait_for(server, address)
            yield f"http://{address}/"
        finally:
            # On SIGTERM serve waits for all connections to end, and Chromium keeps idle ones that it opened ahead.
            server.kill()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _wait_for(server: subprocess.Popen[bytes], address: str) -> None:
    host, _, port = address.partition(":")
    until = monotonic() + MAX_START_SECONDS
    while server.poll() is None and monotonic() < until:
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except OSError:
            sleep(POLL_SECONDS)
        else:
            return
    raise RuntimeError(f"the server of {address} did not start within {MAX_START_SECONDS} s")
