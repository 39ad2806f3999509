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
MADE = shutil.ignore_patterns("node_modules", "dist", "dist.next", "data", "bundles", ".observablehq")
PATIENCE = 20
PAUSE = 0.05


@dataclass(frozen=True, slots=True)
class Site:
    """A website's folder: its sources, its data, and the pages once they are built."""

    folder: Path

    @property
    def data(self) -> Path:
        """Where the ETL publishes to."""
        return self.folder / "src" / "data"

    @property
    def dist(self) -> Path:
        """Where the built pages are."""
        return self.folder / "dist"

    def build(self, settings: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """The whole build as a user starts it, with no setting but these."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith("NYAASTATS_")}
        return subprocess.run(
            ["npm", "run", "--silent", "build"],
            cwd=self.folder,
            env=ours | dict(settings or {}),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )


def copied(folder: Path) -> Site:
    """The website's sources, copied to `folder`; nothing that was ever built or published comes along."""
    shutil.copytree(WEBSITE, folder, ignore=MADE)
    (folder / "node_modules").symlink_to(WEBSITE / "node_modules")
    return Site(folder)


@contextmanager
def serving(folder: Path, config: Path = WEBSITE / "serve.json") -> Iterator[str]:
    """The address at which `folder` is served while the context lasts."""
    address = f"127.0.0.1:{_free_port()}"
    options = ("--config", config, "--no-clipboard", "--no-port-switching", "--no-request-logging")
    command = [WEBSITE / "node_modules/.bin/serve", folder, "--listen", f"tcp://{address}", *options]
    with subprocess.Popen(
        [str(word) for word in command],
        env=os.environ | {"NO_UPDATE_CHECK": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            _wait_for(server, address)
            yield f"http://{address}/"
        finally:
            server.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def _wait_for(server: subprocess.Popen[bytes], address: str) -> None:
    host, _, port = address.partition(":")
    until = monotonic() + PATIENCE
    while server.poll() is None and monotonic() < until:
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except OSError:
            sleep(PAUSE)
        else:
            return
    raise RuntimeError(f"the static server did not come up at {address}")
