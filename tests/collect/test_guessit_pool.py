"""guessit in worker processes: its answers, its time limit, and how the processes end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyaastats.collect.guessit_pool import GUESSIT_VERSION, Guess, GuessitPool, guess_json, open_guessit_pool
from nyaastats.errors import CollectError

FAKE = """
import os, signal, time

class GuessitException(Exception):
    pass

def guessit(name):
    what, _, value = name.partition(" ")
    return {"": dict}.get(what) or globals()[what](value)

def process(_):
    return {"pid": os.getpid()}

def opened(descriptor):
    try:
        os.fstat(int(descriptor))
    except OSError:
        return {"open": False}
    return {"open": True}

def number(text):
    return {"value": float(text)}

def fail(_):
    raise GuessitException("no")

def starve(_):
    raise GuessitException("no") from MemoryError()

def killed(by):
    os.kill(os.getpid(), getattr(signal, by))
    return {"survived": by}

def forever(_):
    while True:
        pass
"""
"""In guessit's place: the name's first word says what to do."""

OWN = [
    "[SubsPlease] SPY x FAMILY - 38 (1080p) [0A1B2C3D].mkv",
    "[Erai-raws] Sanda - 06.5 [1080p CR WEB-DL AVC AAC][MultiSub]",
    "Ranma1/2 (2024) S02E05 1080p NF WEB-DL DUAL DDP5.1 H 264-VARYG (Multi-Subs)",
    "【喵萌奶茶】日本 × 5 ～ 12",
    "\0",
    "-",
]
SHARED = Path(__file__).parents[3] / "shared" / "data" / "release-names.tsv"
NAMES = OWN + ([line.split("\t")[0] for line in SHARED.read_text().splitlines()[1:60]] if SHARED.exists() else [])

SLOW = "S01E01" * 700
"""Guessit's time grows with the cube of the length: this takes it more than a minute."""


@pytest.fixture(scope="module")
def pool() -> Iterator[GuessitPool]:
    with open_guessit_pool(2) as pool:
        yield pool


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "guessit").mkdir()
    (tmp_path / "guessit" / "__init__.py").write_text(FAKE)
    (tmp_path / "guessit" / "api.py").write_text("from guessit import GuessitException")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def data(guess: Guess) -> Any:
    return guess.data and json.loads(guess.data)


# --- what comes back --------------------------------------------------------------------------------------------------


def test_another_process_says_what_guessit_says_here(pool: GuessitPool) -> None:
    assert list(pool.guess(NAMES)) == [Guess(name, guess_json(name)) for name in NAMES]


def test_a_guess_is_the_json_that_the_database_stores(pool: GuessitPool) -> None:
    [guess] = pool.guess(["[G] Sanda - 05 (1080p) [en].mkv"])
    assert data(guess) == {
        "container": "mkv",
        "episode": 5,
        "language": "en",
        "mimetype": "video/x-matroska",
        "release_group": "G",
        "screen_size": "1080p",
        "title": "Sanda",
        "type": "episode",
    }


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from([str(number) for number in range(80)]) | st.text(max_size=20), max_size=60))
def test_every_name_is_answered_once_in_order_with_an_object(pool: GuessitPool, names: list[str]) -> None:
    guesses = list(pool.guess(names))
    assert [guess.name for guess in guesses] == list(dict.fromkeys(names))
    assert all(isinstance(data(guess), dict) for guess in guesses)


def test_the_version_is_the_installed_one_and_guessit_is_left_to_the_workers() -> None:
    code = "import sys, nyaastats.collect.guessit_pool as g; print(g.GUESSIT_VERSION, 'guessit' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [GUESSIT_VERSION, "False"]


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("name", ["fail", "number nan", "number inf", "process \ud800"])
def test_what_cannot_be_read_has_no_data_and_the_next_name_has(name: str) -> None:
    with open_guessit_pool(1) as pool:
        assert [guess.data for guess in pool.guess([name, "number 1"])] == [None, '{"value": 1.0}']


def test_a_name_that_takes_too_long_has_no_data_and_the_others_have() -> None:
    names = [*OWN, SLOW, *(f"Sanda - {number:02}" for number in range(40))]
    with open_guessit_pool(2, cpu_seconds=2) as pool:
        assert list(pool.guess(names)) == [Guess(n, None if n == SLOW else guess_json(n)) for n in names]


def test_names_are_taken_no_faster_than_answers(pool: GuessitPool) -> None:
    numbers = count()
    assert next(pool.guess(f"Sanda - {number}" for number in numbers)).name == "Sanda - 0"
    assert next(numbers) < 500


def test_a_round_that_was_given_up_leaves_nothing_to_the_next(pool: GuessitPool) -> None:
    given_up = pool.guess(f"Sanda - {number}" for number in range(100))
    beside = pool.guess(f"Gnosia - {number}" for number in range(40))
    assert [next(given_up).name, next(beside).name] == ["Sanda - 0", "Gnosia - 0"]
    given_up.close()  # type: ignore[attr-defined]  # every generator has it
    assert list(pool.guess(OWN)) == [Guess(name, guess_json(name)) for name in OWN]
    assert [guess.data for guess in beside] == [guess_json(f"Gnosia - {number}") for number in range(1, 40)]


# --- what becomes of the processes ------------------------------------------------------------------------------------


def processes(pool: GuessitPool, names: int) -> set[int]:
    return {data(guess)["pid"] for guess in pool.guess(f"process {number}" for number in range(names))}


@pytest.mark.usefixtures("fake")
def test_few_names_are_for_one_process_many_for_more_and_none_is_ours() -> None:
    with open_guessit_pool(2) as pool:
        [first] = processes(pool, 8)
        assert processes(pool, 8) == {first}
        many = processes(pool, 2000)
    assert len(many) == 2
    assert first in many - {os.getpid()}


@pytest.mark.usefixtures("fake")
def test_a_process_has_nothing_open_of_its_parents(tmp_path: Path) -> None:
    descriptor = 200
    with (tmp_path / "lock").open("w") as lock:
        os.dup2(lock.fileno(), descriptor, inheritable=True)
        try:
            with open_guessit_pool(1) as pool:
                assert [data(guess) for guess in pool.guess(["opened 200", "opened 2"])] == [
                    {"open": False},
                    {"open": True},
                ]
        finally:
            os.close(descriptor)


def test_no_process_is_started_without_a_name_and_one_that_cannot_be_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with open_guessit_pool(2) as pool:
        assert list(pool.guess([])) == []
        for _ in range(2):
            with pytest.raises(CollectError, match="cannot be started"):
                list(pool.guess(OWN))


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize(
    ("name", "how"), [("killed SIGKILL", "killed by SIGKILL"), ("killed SIGSEGV", "SIGSEGV"), ("starve", "exit code 1")]
)
def test_a_process_that_dies_is_said_and_the_next_names_get_a_new_one(name: str, how: str) -> None:
    with open_guessit_pool(2) as pool:
        with pytest.raises(CollectError, match=f"{how}.* at {name!r}"):
            list(pool.guess(["number 1", name, *(f"number {number}" for number in range(2, 40))]))
        assert [data(guess) for guess in pool.guess(["number 5"])] == [{"value": 5.0}]


@pytest.mark.usefixtures("fake")
def test_an_idle_process_that_was_killed_is_said() -> None:
    with open_guessit_pool(1) as pool:
        [worker] = processes(pool, 1)
        os.kill(worker, signal.SIGKILL)
        with pytest.raises(CollectError, match="SIGKILL"):
            list(pool.guess(["number 5"]))


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("by", ["SIGINT", "SIGTERM"])
def test_a_stop_that_all_processes_are_reported_of_is_the_parents_business(by: str) -> None:
    with open_guessit_pool(1) as pool:
        assert [data(guess) for guess in pool.guess([f"killed {by}"])] == [{"survived": by}]


@pytest.mark.usefixtures("fake")
def test_the_end_of_the_block_waits_for_no_name() -> None:
    with open_guessit_pool(2, cpu_seconds=600) as pool:
        names = ["number 0", *(f"number {number}" for number in range(1, 16)), "forever 1", *map(str, range(200))]
        assert next(pool.guess(names)).name == "number 0"
        began = time.monotonic()
    assert time.monotonic() - began < 30


PARENT = """
import sys
from nyaastats.collect.guessit_pool import open_guessit_pool

try:
    with open_guessit_pool(2, cpu_seconds=3) as guesser:
        for guess in guesser.guess([f"number {n}" for n in range(64)] + sys.argv[1:]):
            print(guess.name, flush=True)
        sys.stdin.read()
except KeyboardInterrupt:
    pass
"""


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("doing", [[], ["forever 1"]], ids=["idle", "busy"])
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_processes_go_with_their_parent_in_silence(by: signal.Signals, doing: list[str]) -> None:
    """They share its stderr: once that is at its end none of them is left."""
    command = [sys.executable, "-c", PARENT, *doing]
    pipe = subprocess.PIPE
    parent = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True)
    with parent:
        assert parent.stdout
        assert parent.stdout.readline() == b"number 0\n"
        os.killpg(parent.pid, by)
        _, stderr = parent.communicate(timeout=60)
    assert stderr == b""
