"""What names say is archived as it is, and read again once other rules read it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import DataObject, data, lists, sampled_from, sets

from nyaastats.domain.releases import NameKey, NameReading, make_name_key
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.identify.matcher import read_names
from nyaastats.identify.names.rules_digest import compute_rules_digest
from nyaastats.pipeline import etl
from nyaastats.pipeline.archiving import ArchiveConfig, open_source
from nyaastats.store.archive.files import read_table, write_table
from nyaastats.store.archive.names import SCHEMA, map_names, update_names
from nyaastats.store.archive.reader import open_archive
from testkit.command_line import Workspace, contents, make_database
from testkit.command_line import etl as etl_arguments
from testkit.golden import read_golden_matches, read_golden_releases

NOTHING = SCHEMA.empty_table()
NAMES = [case.name for case in read_golden_releases()] + [case.torrent.name for case in read_golden_matches()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("archive")


def test_every_golden_name_is_read_back_as_it_was(tmp_path: Path) -> None:
    guesses = (None, '{"title": "x", "episode": 3}')
    torrents = [Torrent(InfoHash(""), name, None, guess) for name in NAMES for guess in guesses]
    readings = read_names({make_name_key(torrent): torrent for torrent in torrents})
    assert len(readings) == 2 * len(set(NAMES))
    file = write_table(tmp_path, "names", update_names(NOTHING, readings, set()))
    assert map_names(read_table(tmp_path / file.name, SCHEMA)) == readings


def test_no_names_are_read_back_as_none(tmp_path: Path) -> None:
    file = write_table(tmp_path, "names", update_names(NOTHING, {}, set()))
    assert map_names(read_table(tmp_path / file.name, SCHEMA)) == {}


@given(data())
def test_names_that_come_and_go_leave_the_same_bytes_as_those_that_stay(folder: Path, choice: DataObject) -> None:
    torrents = [Torrent(InfoHash(""), name, None, guess) for name in NAMES[:40] for guess in (None, "{}", '{"a": 1}')]
    readings = read_names({make_name_key(torrent): torrent for torrent in torrents})
    some = sets(sampled_from(list(readings)))
    table, present = NOTHING, set[NameKey]()
    for wanted in choice.draw(lists(some, min_size=1, max_size=4)):
        table = update_names(table, {key: readings[key] for key in wanted - present}, present - wanted)
        present = wanted
    at_once = update_names(NOTHING, {key: readings[key] for key in sorted(present, key=hash)}, set())
    assert write_table(folder, "names", table) == write_table(folder, "names", at_once)
    assert table["name"].to_pylist() == sorted(key.name for key in present)


def test_a_name_is_read_anew_when_its_guess_changes() -> None:
    torrent = Torrent(InfoHash(""), "Sanda - 05", None, "{}")
    assert make_name_key(torrent) != make_name_key(replace(torrent, guess=None))
    assert make_name_key(torrent) == make_name_key(replace(torrent, infohash=InfoHash("a"), status="dead"))


def test_what_is_archived_is_not_read_again_and_what_is_gone_is_forgotten(tmp_path: Path) -> None:
    make_database(tmp_path / "nyaastats.db")
    config, rules = ArchiveConfig(tmp_path / "nyaastats.archive", tmp_path / "nyaastats.db"), compute_rules_digest()
    with open_source(config) as source:
        key, *_ = map(make_name_key, source.torrents.torrents)
        [reading] = read_names({key: source.torrents.torrents[0]}).values()
        other = NameReading(reading.release._replace(number=99), is_late=False)
        source.archive.keep_names({key: other, NameKey("gone", None): other}, set(), rules)
    with open_source(config) as source:
        assert etl.read_source_names(source)[0] == other
        names = open_archive(tmp_path / "nyaastats.archive").read_names(rules)
        assert names[key] == other
        assert names.keys() == set(map(make_name_key, source.torrents.torrents))


def test_the_etl_keeps_the_names_and_reads_them_again_by_other_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_database(tmp_path / "nyaastats.db")
    workspace = Workspace(tmp_path)
    assert workspace.call(*etl_arguments()).returncode == 0
    before, archive = contents(tmp_path / "data"), open_archive(tmp_path / "nyaastats.archive")
    assert archive.manifest.names
    assert archive.manifest.names.rows == len({torrent.name for torrent in archive.torrents.torrents})
    assert len(archive.read_names(archive.manifest.rules or "")) == archive.manifest.names.rows
    assert archive.read_names("other rules") == {}
    monkeypatch.setattr(etl, "compute_rules_digest", lambda: "other rules")
    assert workspace.call(*etl_arguments()).returncode == 0
    assert open_archive(tmp_path / "nyaastats.archive").manifest.rules == "other rules"
    assert contents(tmp_path / "data") == before
