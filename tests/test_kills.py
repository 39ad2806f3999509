"""The campaign of `testkit.kills`: a few kills of one program, and that it notices what a bad program leaves."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from testkit.kills import Campaign, kill_program, start

SLOW_WRITER = """
import sys, time
with open("numbers", "w") as file:
    for number in range(100):
        print(number, file=file, flush=True)
        time.sleep(0.003)
"""


@dataclass(slots=True)
class TornWriter:
    """A program that writes into the file that is read."""

    folder: Path

    def prepare(self) -> None:
        (self.folder / "numbers").write_text("old\n", encoding="utf-8")

    def start(self) -> subprocess.Popen[bytes]:
        return start([sys.executable, "-c", SLOW_WRITER], self.folder, {})

    def check_kill(self) -> None:
        lines = (self.folder / "numbers").read_text(encoding="utf-8").splitlines()
        assert lines == ["old"] or len(lines) == 100

    def check_run(self) -> None:
        self.check_kill()


def test_a_few_kills_leave_nothing_torn_and_lose_nothing() -> None:
    campaign = kill_program("archive", 3, seed=5)
    assert campaign.kills == 3
    assert campaign.runs >= 2


def test_a_torn_file_is_noticed(tmp_path: Path) -> None:
    campaign = Campaign(TornWriter(tmp_path), random.Random(1))  # noqa: S311  # any moment will do
    with pytest.raises(AssertionError):
        campaign.run(20)
