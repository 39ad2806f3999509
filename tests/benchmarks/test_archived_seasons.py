"""The archive that is written straight is one that the project reads, updates and goes on with."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from benchmarks.fixtures.archived_seasons import (
    SEASONS,
    BaseSeason,
    archive_names,
    is_current,
    list_copies,
    read_base,
    respell,
    write_archive,
)
from benchmarks.fixtures.trimmed_database import write_trimmed_database
from nyaastats.domain.torrents import InfoHash
from nyaastats.identify.matcher import read_releases
from nyaastats.identify.names.rules_digest import compute_rules_digest
from nyaastats.store.archive.files import list_paths
from nyaastats.store.archive.manifest import find_damage
from nyaastats.store.archive.reader import open_archive
from nyaastats.store.archive.scrapes import sort_rows
from nyaastats.store.archive.update import update_archive
from nyaastats.synthetic import Summary
from nyaastats.synthetic.facts import DATA_UNTIL

WEEK_AGO = DATA_UNTIL - timedelta(weeks=1)
COPIES = list_copies(1)


@pytest.fixture(scope="module")
def base(season: Summary, tmp_path_factory: pytest.TempPathFactory) -> BaseSeason:
    return read_base(season.database, tmp_path_factory.mktemp("base") / "base.archive")


@pytest.fixture
def folder(base: BaseSeason, tmp_path: Path) -> Path:
    write_archive(base, tmp_path / "nyaastats.archive", COPIES, WEEK_AGO)
    return tmp_path / "nyaastats.archive"


def test_it_holds_ten_times_the_season(base: BaseSeason, folder: Path) -> None:
    archive = open_archive(folder)  # which reads every file to its last byte
    old = base.scraped_at < WEEK_AGO.timestamp()
    scrapes = archive.manifest.scrape_rows
    assert scrapes == (SEASONS - 1) * base.scrapes.num_rows + old.sum()
    assert (SEASONS - 1) * len(base.torrents) < archive.ids.num_rows < SEASONS * len(base.torrents)
    assert len({torrent.name for torrent in archive.torrents.torrents}) == archive.ids.num_rows
    assert pc.max(archive.ids["torrent_id"]).as_py() < archive.manifest.next_torrent_id
    for path in list_paths(folder, archive.manifest.scrapes):
        table = pq.read_table(path)
        assert table.equals(sort_rows(table))


def test_a_copy_is_the_season_at_an_earlier_time(base: BaseSeason, folder: Path) -> None:
    archive, (oldest, *_) = open_archive(folder), COPIES
    torrents = {torrent.infohash: torrent for torrent in archive.torrents.torrents}
    for copied, torrent in zip(oldest.copy_torrents(base), base.torrents, strict=True):
        assert torrents[copied.infohash] == copied
        assert (torrent.published or DATA_UNTIL) - (copied.published or DATA_UNTIL) == oldest.shift
    table = pa.concat_tables(pq.read_table(path) for path in list_paths(folder, archive.manifest.scrapes))
    copy = sort_rows(table.filter(pc.field("torrent_id") <= len(base.torrents)))
    assert copy["downloads"].equals(base.scrapes["downloads"])
    assert (copy["scraped_at"].to_numpy() + oldest.shift.total_seconds() == base.scraped_at).all()
    assert (copy["torrent_id"].to_numpy() == base.scrapes["torrent_id"].to_numpy() + 1).all()


def test_a_new_spelling_reads_the_same(base: BaseSeason) -> None:
    copies = [replace(torrent, infohash=InfoHash(torrent.infohash[::-1])) for torrent in base.torrents]
    respelled = [respell(torrent) for torrent in copies]
    old, new = read_releases(base.torrents), read_releases(respelled)
    assert [(dated.release, dated.is_late) for dated in old] == [(dated.release, dated.is_late) for dated in new]
    for torrent, other in zip(base.torrents, respelled, strict=True):
        assert torrent.name != other.name


def test_names_are_archived_by_the_present_rules(season: Summary, folder: Path) -> None:
    assert not is_current(folder, season.database)
    archive_names(folder)
    archive = open_archive(folder)
    assert len(archive.read_names(compute_rules_digest())) == archive.ids.num_rows
    assert is_current(folder, season.database)


def test_a_trimmed_database_adds_its_new_week(base: BaseSeason, folder: Path, tmp_path: Path) -> None:
    database = tmp_path / "nyaastats.db"
    write_trimmed_database(database, base, COPIES, folder, WEEK_AGO)
    before = open_archive(folder)
    assert len(before.manifest.trim_keys) == 1
    update = update_archive(folder, database, memory_mib=200)
    assert update.rebuilt is None
    new = int((base.scraped_at >= WEEK_AGO.timestamp()).sum())
    assert 0.99 * new <= update.new_scrapes <= new  # equal moments are one row of a database
    assert update.new_torrents == SEASONS * len(base.torrents) - before.ids.num_rows > 0
    assert find_damage(folder, update.archive.manifest.files) is None
    assert update.archive.torrents.is_synthetic
