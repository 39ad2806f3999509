"""A short campaign against whatever reads input from outside; what failed once; that failures are noticed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from nyaastats.errors import SettingsError
from testkit.fuzz.campaign import (
    CASES,
    Campaign,
    FailedInputError,
    Refusal,
    answer_input,
    generate_inputs,
    keep_failure,
)
from testkit.fuzz.mutations import mutate_bytes, mutate_document
from testkit.fuzz.stores import open_stores
from testkit.fuzz.targets import READERS, Target

INPUTS = {
    "names": 6_000,
    "explanations": 300,
    "feed": 700,
    "listing": 500,
    "http-answers": 6_000,
    "udp-answers": 60_000,
    "anilist": 800,
    "overrides": 500,
    "events": 8_000,
}
"""Of each reader: some two seconds."""
SEED = 18


@pytest.fixture(scope="module")
def targets() -> Iterator[dict[str, Target]]:
    with open_stores() as stores:
        yield {target.name: target for target in (*READERS, *stores)}


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_readers_answer_or_refuse_whatever_they_are_given(reader: Target) -> None:
    campaign = Campaign(reader)
    campaign.run(SEED, max_inputs=INPUTS[reader.name])
    assert campaign.inputs == INPUTS[reader.name]
    assert campaign.refusals < campaign.inputs


@pytest.mark.parametrize(("name", "count"), [("databases", 3), ("archives", 6)])
def test_stores_of_hostile_rows_and_damaged_files(targets: dict[str, Target], name: str, count: int) -> None:
    campaign = Campaign(targets[name])
    campaign.run(SEED, max_inputs=count)
    assert campaign.inputs == count


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_what_a_campaign_begins_with_is_answered(reader: Target) -> None:
    refusals = [answer for seed in reader.seeds if isinstance(answer := answer_input(reader, seed), Refusal)]
    assert len(refusals) <= (reader.name == "http-answers")  # one of its answers is a refusal


@pytest.mark.parametrize("path", sorted(CASES.glob("*/*")), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_failed_once(targets: dict[str, Target], path: Path) -> None:
    Campaign(targets[path.parent.name]).try_input(path.read_bytes())


# --- the campaign itself ----------------------------------------------------------------------------------------------


def make_target(*outcomes: object) -> Target:
    """A reader with those outcomes, one after the other."""
    pending = list(outcomes)

    def run(_: bytes) -> object:
        outcome = pending.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return Target("faulty", [b"seed"], mutate_bytes, run, 100)


@pytest.mark.parametrize(
    ("outcomes", "reason"),
    [
        ([KeyError("x")], "KeyError"),
        ([RecursionError("deep")], "RecursionError"),
        ([SettingsError("one\nand two")], "not one line"),
        ([SettingsError("a" * 2_000)], "not one line"),
        ([1, 2], "first '1', then '2'"),
        ([SettingsError("a"), SettingsError("b")], "then"),
        ([1, SettingsError("a")], "then"),
    ],
)
def test_a_failure_is_noticed(outcomes: list[object], reason: str) -> None:
    with pytest.raises(FailedInputError, match=reason):
        Campaign(make_target(*outcomes)).try_input(b"x")


def test_a_slow_answer_is_noticed_where_it_is_of_real_length() -> None:
    def work(_: bytes) -> None:
        end = time.process_time() + 0.02
        while time.process_time() < end:
            pass

    slow = replace(make_target(), run=work)
    with pytest.raises(FailedInputError, match=r"it takes 0\.\d\d s"):
        Campaign(slow, max_seconds=0.01).try_input(b"x")
    Campaign(slow, max_seconds=0.01).try_input(b"x" * 101)


def test_a_refusal_is_counted() -> None:
    campaign = Campaign(make_target(SettingsError("no"), SettingsError("no"), 1, 1))
    assert campaign.try_input(b"a") == Refusal("SettingsError", "no")
    assert campaign.try_input(b"b") == 1
    assert (campaign.inputs, campaign.refusals) == (2, 1)


def test_an_input_that_failed_becomes_a_case(tmp_path: Path) -> None:
    path = keep_failure(FailedInputError(make_target(), b"bad", "it is"), tmp_path)
    assert path.parent == tmp_path / "faulty"
    assert path.read_bytes() == b"bad"


def test_the_same_seed_gives_the_same_inputs_and_another_one_others() -> None:
    reader = READERS[0]
    first, again, other = (generate_inputs(reader, seed) for seed in (1, 1, 2))
    inputs = [next(first) for _ in range(50)]
    assert inputs == [next(again) for _ in range(50)]
    assert inputs != [next(other) for _ in range(50)]
    assert len(set(inputs)) > 40


def test_a_document_that_is_none_is_changed_by_its_bytes() -> None:
    chance = Random(1)  # noqa: S311  # any will do
    assert any(mutate_document(b"[" * 5_000, chance) != b"[" * 5_000 for _ in range(20))
