"""Names that another version of guessit parsed, or none, are parsed again in batches; dead torrents stay dead."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nyaastats.collect import reparse as reparsing
from nyaastats.collect.guessit_pool import GUESSIT_VERSION, GuessitPool, open_guessit_pool
from nyaastats.collect.reparse import ReparsedBatch, reparse
from nyaastats.errors import CollectError
from nyaastats.store.ledger import Ledger, open_ledger
from nyaastats.store.records import TorrentChanges
from testkit.ledger_fixtures import NOW, infohash, named, rows, run

OLD = "0.0.1"
NAMES = "SELECT filename, guessit_data, guessit_version, status FROM torrents ORDER BY infohash"

FAKE = """
import os, signal

class GuessitException(Exception):
    pass

def guessit(name):
    if name.startswith("bad"):
        raise GuessitException("no")
    if name.startswith("deadly"):
        os.kill(os.getpid(), signal.SIGKILL)
    return {"title": name}
"""
"""In guessit's place."""


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuessitPool]:
    folder = tmp_path_factory.mktemp("fake")
    (folder / "guessit").mkdir()
    (folder / "guessit" / "__init__.py").write_text(FAKE)
    (folder / "guessit" / "api.py").write_text("from guessit import GuessitException")
    with pytest.MonkeyPatch.context() as patch, open_guessit_pool(1) as pool:
        patch.setenv("PYTHONPATH", str(folder))
        yield pool


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "nyaastats.db"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with open_ledger(path) as opened_ledger:
        yield opened_ledger


@pytest.fixture
def batches_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reparsing, "BATCH_SIZE", 2)


def store(ledger: Ledger, *names: str, version: str = OLD, guess: str | None = "{}") -> None:
    news = tuple(named(number, guess, name=name) for number, name in enumerate(names, 1))
    ledger.store_page(TorrentChanges(news), NOW, version)


def title(name: str) -> str:
    return json.dumps({"title": name})


@pytest.mark.usefixtures("batches_of_two")
def test_names_of_an_older_parser_or_of_none_are_read_a_batch_at_a_time(
    ledger: Ledger, path: Path, pool: GuessitPool
) -> None:
    store(ledger, "A", "B", "C", "A", "D", "E")
    run(path, "UPDATE torrents SET guessit_version = NULL WHERE filename = 'B'")
    run(path, "UPDATE torrents SET guessit_version = ?, guessit_data = 'kept' WHERE filename = 'D'", GUESSIT_VERSION)
    assert list(reparse(ledger, pool)) == [ReparsedBatch(2, 0), ReparsedBatch(2, 0), ReparsedBatch(1, 0)]
    read = [(name, title(name), GUESSIT_VERSION, "active") for name in "ABCAE"]
    assert rows(path, NAMES) == [*read[:4], ("D", "kept", GUESSIT_VERSION, "active"), read[4]]
    assert list(reparse(ledger, pool)) == []


def test_nothing_else_of_a_torrent_changes(ledger: Ledger, path: Path, pool: GuessitPool) -> None:
    store(ledger, "A")
    others = "SELECT infohash, filename, pubdate, size_bytes, nyaa_id, trusted, remake FROM torrents"
    queries = (others, "SELECT * FROM stats", "SELECT * FROM scrape_state")
    before = [rows(path, query) for query in queries]
    assert list(reparse(ledger, pool)) == [ReparsedBatch(1, 0)]
    assert [rows(path, query) for query in queries] == before


@pytest.mark.parametrize(
    ("before", "read", "failed"),
    [
        ("active", "active", "guessit_failed"),
        ("guessit_failed", "active", "guessit_failed"),
        ("dead", "dead", "dead"),
        (None, None, None),
    ],
)
def test_a_status_says_whether_the_name_can_be_read_unless_the_torrent_is_dead(
    path: Path, pool: GuessitPool, before: str | None, read: str | None, failed: str | None
) -> None:
    with open_ledger(path) as ledger:
        store(ledger, "A", "bad")
        run(path, "UPDATE torrents SET status = ?", before)
        assert list(reparse(ledger, pool)) == [ReparsedBatch(2, 1)]
    assert rows(path, NAMES) == [("A", title("A"), GUESSIT_VERSION, read), ("bad", None, GUESSIT_VERSION, failed)]


def test_a_name_that_failed_is_not_tried_again_by_the_same_version(
    ledger: Ledger, path: Path, pool: GuessitPool
) -> None:
    store(ledger, "bad", "A")
    assert list(reparse(ledger, pool)) == [ReparsedBatch(2, 1)]
    assert list(reparse(ledger, pool)) == []
    run(path, "UPDATE torrents SET guessit_version = ?, filename = 'good' WHERE filename = 'bad'", OLD)
    assert list(reparse(ledger, pool)) == [ReparsedBatch(1, 0)]
    assert [row[3] for row in rows(path, NAMES)] == ["active", "active"]


@pytest.mark.usefixtures("batches_of_two")
def test_who_is_stopped_goes_on_where_it_was(ledger: Ledger, path: Path, pool: GuessitPool) -> None:
    store(ledger, *"ABCDE")
    batches = reparse(ledger, pool)
    assert next(batches) == ReparsedBatch(2, 0)
    del batches
    assert [version for _, _, version, _ in rows(path, NAMES)] == [GUESSIT_VERSION] * 2 + [OLD] * 3
    assert list(reparse(ledger, pool)) == [ReparsedBatch(2, 0), ReparsedBatch(1, 0)]
    assert rows(path, NAMES) == [(name, title(name), GUESSIT_VERSION, "active") for name in "ABCDE"]


@pytest.mark.usefixtures("batches_of_two")
def test_a_batch_that_fails_is_not_stored_by_half(ledger: Ledger, path: Path, pool: GuessitPool) -> None:
    store(ledger, "A", "B", "C", "deadly", "E")
    with pytest.raises(CollectError, match="killed by SIGKILL"):
        list(reparse(ledger, pool))
    assert [version for _, _, version, _ in rows(path, NAMES)] == [GUESSIT_VERSION] * 2 + [OLD] * 3


@pytest.mark.usefixtures("batches_of_two")
def test_torrents_that_come_meanwhile_are_not_in_its_way(ledger: Ledger, path: Path, pool: GuessitPool) -> None:
    store(ledger, *"ABCD")
    batches = reparse(ledger, pool)
    next(batches)
    ledger.store_page(TorrentChanges((named(0, "{}", name="first"), named(9, "{}", name="last"))), NOW, OLD)
    run(path, "DELETE FROM torrents WHERE filename = 'C'")
    assert list(batches) == [ReparsedBatch(2, 0)]
    assert list(reparse(ledger, pool)) == [ReparsedBatch(1, 0)]
    assert {version for _, _, version, _ in rows(path, NAMES)} == {GUESSIT_VERSION}


def test_another_scraper_s_garbage_is_passed_over(ledger: Ledger, path: Path, pool: GuessitPool) -> None:
    facts = "INSERT INTO torrents (infohash, filename, pubdate) VALUES "
    run(path, facts + "(NULL, 'A', ''), (x'ff', 'A', ''), (CAST(x'ff41' AS TEXT), 'A', ''), ('zz', 'A', '')")
    run(path, facts + "(?, x'ff', '')", infohash(1))
    run(path, facts + "(?, CAST(x'41ff' AS TEXT), '')", infohash(2))
    run(path, facts + "(?, 'B', '')", infohash(3).upper())
    assert list(reparse(ledger, pool)) == [ReparsedBatch(2, 0)]
    assert list(reparse(ledger, pool)) == []
    read = rows(path, "SELECT infohash, guessit_data FROM torrents WHERE guessit_version IS NOT NULL ORDER BY 1")
    assert read == [(infohash(2), title("A\N{REPLACEMENT CHARACTER}")), (infohash(3).upper(), title("B"))]


KILLED = """
import os, signal, sys
from pathlib import Path
from nyaastats.collect import reparse as reparsing
from nyaastats.collect.guessit_pool import open_guessit_pool
from nyaastats.store.ledger import open_ledger

reparsing.BATCH_SIZE = 2
with open_ledger(Path(sys.argv[1])) as ledger, open_guessit_pool(1) as guesser:
    next(reparsing.reparse(ledger, guesser))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_who_is_killed_loses_no_batch(path: Path, pool: GuessitPool) -> None:
    with open_ledger(path) as ledger:
        store(ledger, *"ABC")
    killed = subprocess.run([sys.executable, "-c", KILLED, path], env=os.environ.copy(), check=False)
    assert killed.returncode == -signal.SIGKILL
    assert [version for _, _, version, _ in rows(path, NAMES)] == [GUESSIT_VERSION] * 2 + [OLD]
    with open_ledger(path) as ledger:
        assert list(reparse(ledger, pool)) == [ReparsedBatch(1, 0)]
    assert [guess for _, guess, _, _ in rows(path, NAMES)] == [title(name) for name in "ABC"]
