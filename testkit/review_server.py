"""The review page as a user starts it: `nyaastats review --web` in a process of its own."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from testkit.command_line import PYTHON_M, SNAPSHOT, Workspace

_ANNOUNCEMENT = "Review at "
_REVIEW = ("review", "--web", "--db", "nyaastats.db", "--overrides", "own.toml")


@dataclass(frozen=True, slots=True)
class ReviewServer:
    """A running review page."""

    address: str
    """With the token, as it is printed."""
    workspace: Workspace
    process: subprocess.Popen[str]

    @property
    def host(self) -> str:
        """`127.0.0.1:PORT`."""
        return urlsplit(self.address).netloc

    @property
    def token(self) -> str:
        """What the address has behind `?token=`."""
        return urlsplit(self.address).query.removeprefix("token=")

    @property
    def cookie(self) -> str:
        """The cookie that the browser has after opening the address."""
        return f"nyaastats_review_{self.host.split(':')[1]}={self.token}"

    def read_overrides(self) -> str | None:
        """The overrides file, None while there is none."""
        path = self.workspace.folder / "own.toml"
        return path.read_text(encoding="utf-8") if path.exists() else None

    def forget(self) -> None:
        """Delete the overrides file, and let the server read that it is gone."""
        (self.workspace.folder / "own.toml").unlink(missing_ok=True)
        headers = {"origin": f"http://{self.host}", "cookie": self.cookie, "content-type": "application/json"}
        httpx.post(f"http://{self.host}/api/reload", headers=headers, content=b"{}").raise_for_status()

    def stop(self) -> str:
        """Stop it as Ctrl-C does; return what it printed since its address."""
        self.process.send_signal(signal.SIGINT)
        output, errors = self.process.communicate(timeout=30)
        assert "Traceback" not in errors, errors
        return output


@contextmanager
def serve_review(
    workspace: Workspace, *, snapshot: Path = SNAPSHOT, program: Sequence[object] = PYTHON_M
) -> Iterator[ReviewServer]:
    """Start the review of the workspace's nyaastats.db; stop it on exit."""
    process = workspace.start(*_REVIEW, "--anilist", snapshot, "--port", "0", program=program)
    try:
        yield ReviewServer(_wait_for_address(process), workspace, process)
    finally:
        process.kill()
        process.communicate()


def _wait_for_address(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    for line in process.stdout:
        if line.startswith(_ANNOUNCEMENT):
            return line.removeprefix(_ANNOUNCEMENT).strip()
    raise AssertionError(f"no address: {process.communicate()}")
