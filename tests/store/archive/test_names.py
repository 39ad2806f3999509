"""What names say is archived as it is, and read again once other rules read it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from nyaastats.domain.releases import NameKey, NameReading, make_name_key
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.identify.matcher import read_names
from nyaastats.pipeline import etl
from nyaastats.store.archive.names import build_names_table, read_archived_names
from nyaastats.store.archive.reader import open_archive
from testkit.command_line import Workspace, contents, make_database
from testkit.command_line import etl as etl_arguments
from testkit.golden import read_golden_matches, read_golden_releases

NAMES = [case.name for case in read_golden_releases()] + [case.torrent.name for case in read_golden_matches()]


def test_every_golden_name_is_read_back_as_it_was(tmp_path: Path) -> None:
    guesses = (None, '{"title": "x", "episode": 3}')
    torrents = [Torrent(InfoHash(""), name, None, guess) for name in NAMES for guess in guesses]
    readings = read_names({make_name_key(torrent): torrent for torrent in torrents})
    assert len(readings) == 2 * len(set(NAMES))
    pq.write_table(build_names_table(readings), tmp_path / "names.parquet")
    assert read_archived_names(tmp_path / "names.parquet") == readings


def test_no_names_are_read_back_as_none(tmp_path: Path) -> None:
    pq.write_table(build_names_table({}), tmp_path / "names.parquet")
    assert read_archived_names(tmp_path / "names.parquet") == {}


def test_a_name_is_read_anew_when_its_guess_changes() -> None:
    torrent = Torrent(InfoHash(""), "Sanda - 05", None, "{}")
    assert make_name_key(torrent) != make_name_key(replace(torrent, guess=None))
    assert make_name_key(torrent) == make_name_key(replace(torrent, infohash=InfoHash("a"), status="dead"))


def test_what_is_archived_is_not_read_again() -> None:
    torrent = Torrent(InfoHash(""), "Sanda - 05", None)
    named = {make_name_key(torrent): torrent}
    [(key, reading)] = read_names(named).items()
    other = NameReading(replace(reading.release, number=99), is_late=False)
    assert read_names(named, {key: other}) == {key: other}
    assert read_names(named, {NameKey("Gnosia - 01", None): other}) == {key: reading}


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
