"""The list of mutants holds, and the runner tells those that tests notice from the others."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from benchmarks import paths
from benchmarks.mutants.mutant import Mutant, change_text
from benchmarks.mutants.table import MUTANTS
from benchmarks.report.mutants import format_mutants
from benchmarks.suites.mutants import Outcome, Trial, try_mutants

TESTS = ("test_sum.py",)
CODE = "def add(left, right):\n    while False:\n        pass\n    return left + right  # a sum\n"


def test_each_mutant_changes_one_place_and_names_tests_that_are_there() -> None:
    for mutant in MUTANTS:
        text = (paths.ROOT / mutant.file).read_text(encoding="utf-8")
        assert change_text(mutant, text) != text, mutant.name
        assert [test for test in mutant.tests if not (paths.ROOT / test).is_file()] == [], mutant.name
        assert len({Path(test).suffix for test in mutant.tests}) == 1, mutant.name


def test_no_two_mutants_have_one_name_or_make_one_change() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)
    assert len({(mutant.file, mutant.before, mutant.after) for mutant in MUTANTS}) == len(MUTANTS)


@pytest.mark.parametrize("before", ["", "not there", "left"])
def test_a_place_that_is_not_there_once_is_an_error(before: str) -> None:
    with pytest.raises(ValueError, match="name one place"):
        change_text(_make_mutant(before, "x"), CODE)


def _make_mutant(before: str, after: str) -> Mutant:
    return Mutant(f"{before} → {after}", "nyaastats/__init__.py", before, after, TESTS)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of a single function and its test."""
    packages = ("benchmarks/__init__.py", "benchmarks/workers/__init__.py", "benchmarks/workers/skip_shrinking.py")
    _write_files(tmp_path / "checkout", [("nyaastats/__init__.py", CODE), *((name, "") for name in packages)])
    test = "from nyaastats import add\n\n\ndef test_sum():\n    assert add(2, 1) == 3\n"
    _write_files(tmp_path / "checkout", [("test_sum.py", test)])
    for command in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", *command], cwd=tmp_path / "checkout", check=True)
    monkeypatch.setattr(paths, "BUILD", tmp_path / "build")
    return tmp_path / "checkout"


def _write_files(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    for name, text in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def test_mutants_are_noticed_or_survive_and_nothing_is_left(checkout: Path) -> None:
    mutants = [_make_mutant("left + right", "left - right"), _make_mutant("a sum", "no sum"), _make_mutant("def", "de")]
    trials = asyncio.run(try_mutants(mutants, checkout, jobs=2))
    assert [trial.outcome for trial in trials] == [Outcome.NOTICED, Outcome.SURVIVED, Outcome.BROKEN]
    assert trials[0].test == "test_sum.py::test_sum"
    assert list(paths.BUILD.iterdir()) == []
    assert (checkout / "nyaastats" / "__init__.py").read_text(encoding="utf-8") == CODE


def test_a_mutant_whose_tests_do_not_end_is_noticed(checkout: Path) -> None:
    (trial,) = asyncio.run(try_mutants([_make_mutant("False", "True")], checkout, jobs=1, max_seconds=1.5))
    assert trial.outcome is Outcome.ENDLESS
    assert list(paths.BUILD.iterdir()) == []


def test_tests_that_fail_without_any_mutant_prove_nothing(checkout: Path) -> None:
    _write_files(checkout, [("nyaastats/__init__.py", CODE.replace("+", "-"))])
    with pytest.raises(ExceptionGroup) as error:
        asyncio.run(try_mutants([_make_mutant("left", "right")], checkout, jobs=1))
    assert error.group_contains(ValueError, match="fail without any mutant")
    assert list(paths.BUILD.iterdir()) == []


def test_a_survivor_is_listed_with_its_reason_or_the_lack_of_one() -> None:
    accepted = Mutant("a sum in another order", "nyaastats/a.py", "a + b", "b + a", TESTS, accepted="it is equal")
    trials = [Trial(accepted, Outcome.SURVIVED, "", 1), Trial(_make_mutant("a", "b"), Outcome.SURVIVED, "", 1)]
    sections = "\n".join(format_mutants(trials))
    assert "| a sum in another order | `nyaastats/a.py` | it is equal |" in sections
    assert "| a → b | `nyaastats/__init__.py` | **no reason is known: write the test** |" in sections
