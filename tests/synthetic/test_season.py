"""The generated files: the same every time, of the documented size, with every awkward case in them."""

import json
import re
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from nyaastats.domain.calendar import Season
from nyaastats.domain.matches import ExclusionReason
from nyaastats.errors import InputError, OutputError
from nyaastats.store.reader import read_torrents
from nyaastats.synthetic import Process, generate
from nyaastats.synthetic.facts import DATA_UNTIL, season_facts
from nyaastats.synthetic.faults import EXTRA_SHARES, Fault
from nyaastats.synthetic.invalid_rows import CLOCK_ERRORS, INVALID_STATS, INVALID_TORRENTS, InvalidRowKind
from nyaastats.synthetic.plan import plan_torrents
from nyaastats.synthetic.season import MAX_SCALE
from nyaastats.synthetic.simulation import ExtraFaults, SeasonConfig, simulate_season
from testkit.generated_season import GeneratedSeason, read_scrapes

FALL = Season.parse("fall-2025")
SMALL = 0.2


def content(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.iterdump())


def everything(database: Path) -> tuple[object, ...]:
    truth = database.with_name("n.truth")
    tables = [pq.read_table(truth / name).to_pylist() for name in ("torrents.parquet", "downloads.parquet")]
    return content(database), database.with_name("n.anilist.json").read_bytes(), tables


def test_the_same_seed_gives_the_same_season_and_another_another(tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "n.db", tmp_path / "b" / "n.db"
    generate(first, seed=7, scale=SMALL)
    generate(second, seed=7, scale=SMALL)
    assert first.read_bytes() == second.read_bytes()
    season = everything(first)
    assert season == everything(second)
    generate(second, seed=8, scale=SMALL)
    assert all(ours != others for ours, others in zip(season[::2], everything(second)[::2], strict=True))


@pytest.mark.parametrize("process", Process)
def test_every_process_gives_the_same_season_again(tmp_path: Path, process: Process) -> None:
    first, second = (generate(tmp_path / name, scale=0.02, process=process).database for name in ("a.db", "b.db"))
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("process", [process for process in Process if process is not Process.PLAIN])
def test_a_process_changes_the_downloads_alone(process: Process) -> None:
    lively, plain = (simulate_season(SeasonConfig(7, scale=0.02, process=name)) for name in (process, Process.PLAIN))
    assert lively.torrents == plain.torrents
    assert (lively.scrapes.at == plain.scrapes.at).all()
    assert (lively.downloads.at_scrapes != plain.downloads.at_scrapes).any()


MARKUP = re.compile(r"[<>]|\$\{|javascript:|--- ")


def test_only_a_hostile_season_holds_markup(tmp_path: Path) -> None:
    clean, hostile = (generate(tmp_path / name, scale=SMALL, hostile=name == "hostile.db") for name in FLAVOURS)
    assert hostile.shows - clean.shows == 6
    for summary, is_hostile in ((clean, False), (hostile, True)):
        with closing(sqlite3.connect(summary.database)) as connection:
            names = " ".join(name for (name,) in connection.execute("SELECT filename FROM torrents"))
        titles = summary.anilist.read_text(encoding="utf-8")
        assert bool(MARKUP.search(names)) == bool(MARKUP.search(titles)) == is_hostile


FLAVOURS = ("clean.db", "hostile.db")


def test_hostile_titles_change_no_other_torrent() -> None:
    clean, hostile = (plan_torrents(np.random.default_rng(1), SMALL, hostile=flag) for flag in (False, True))
    hostile_shows = {fact.id for fact in season_facts() if fact.is_hostile}
    assert len(clean) < len(hostile)
    assert list(clean) == [torrent for torrent in hostile if torrent.truth.show not in hostile_shows]


def test_an_older_season_is_replaced_with_its_journals(tmp_path: Path) -> None:
    output = tmp_path / "n.db"
    output.write_text("something old")
    (tmp_path / "n.db-wal").write_text("its journal")
    generate(output, seed=7, scale=SMALL)
    generate(output, seed=7, scale=SMALL)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["n.anilist.json", "n.db", "n.truth"]


def test_files_of_others_in_the_truth_are_left_alone(tmp_path: Path) -> None:
    diary = tmp_path / "n.truth" / "diary.txt"
    diary.parent.mkdir()
    diary.write_text("mine")
    with pytest.raises(OutputError, match=r"n\.db"):
        generate(tmp_path / "n.db", scale=SMALL)
    assert diary.read_text() == "mine"


def test_a_folder_is_not_a_database(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="choose another --output"):
        generate(tmp_path, scale=SMALL)


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(OutputError, match="choose another --output"):
        generate(tmp_path / "file" / "n.db", scale=SMALL)


@pytest.mark.parametrize("scale", [0, -1, MAX_SCALE + 1, float("nan")])
def test_a_scale_out_of_range_is_refused(tmp_path: Path, scale: float) -> None:
    with pytest.raises(InputError, match="is not a scale"):
        generate(tmp_path / "n.db", scale=scale)


def test_a_negative_seed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="-1 is not a seed"):
        generate(tmp_path / "n.db", seed=-1)


def test_scale_multiplies_torrents_and_keeps_names_distinct(season: GeneratedSeason) -> None:
    names = [torrent.name for torrent in plan_torrents(np.random.default_rng(1), 2, hostile=True)]
    assert 1.7 < len(names) / season.summary.torrents < 2.3
    assert len(set(names)) == len(names)


def test_it_is_as_large_as_documented(season: GeneratedSeason) -> None:
    summary = season.summary
    assert 2_000 <= summary.torrents <= 2_600
    assert 180_000 <= summary.stats <= 240_000
    assert season.sql("SELECT count(*) FROM torrents") == [(summary.torrents,)]
    assert season.sql("SELECT count(*) FROM stats") == [(summary.stats,)]


def test_the_database_is_closed_and_in_wal_mode(tmp_path: Path) -> None:
    """One of its own: others read the shared one at any time, and SQLite makes a journal beside it for a reader."""
    database = generate(tmp_path / "nyaastats.db", scale=0.02).database
    assert not database.with_name("nyaastats.db-wal").exists()
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchall() == [("wal",)]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_the_database_is_marked_as_synthetic(season: GeneratedSeason) -> None:
    assert season.sql("PRAGMA application_id") == [(int.from_bytes(b"NYSY"),)]
    assert read_torrents(season.summary.database).is_synthetic


def test_downloads_follow_a_power_law(season: GeneratedSeason) -> None:
    downloads = pq.read_table(season.summary.truth / "downloads.parquet")
    sums = downloads.group_by("infohash").aggregate([("downloads", "sum")]).to_pylist()
    totals = {row["infohash"]: row["downloads_sum"] for row in sums}
    shows: Counter[int] = Counter()
    for row in season.truth:
        if not row["reason"]:
            shows[row["anilist_id"]] += totals[row["infohash"]]
    ranked = sorted(shows.values(), reverse=True)
    assert len(ranked) >= 75
    assert sum(ranked[:10]) > 0.5 * sum(ranked)
    assert ranked[0] > 10 * ranked[15] > 30 * ranked[60]


NOT_GENERATED = {ExclusionReason.OTHER_SEASON, ExclusionReason.NO_SHOW, ExclusionReason.AFTER_LAST_DAY}
"""There is one season, no person who decides, and what ends in it has no torrent from after its last day."""


@pytest.mark.parametrize("reason", ["", *(reason for reason in ExclusionReason if reason not in NOT_GENERATED)])
def test_every_reason_occurs(season: GeneratedSeason, reason: str) -> None:
    assert season.summary.reasons[reason] == sum(row["reason"] == reason for row in season.truth) > 0


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault.value not in EXTRA_SHARES])
def test_every_fault_occurs(season: GeneratedSeason, fault: Fault) -> None:
    assert season.summary.faults[fault] == sum(row["fault"] == fault for row in season.truth) > 2


def test_faults_on_request_change_nothing_else(tmp_path: Path) -> None:
    plain = generate(tmp_path / "plain.db", scale=0.05)
    none = generate(tmp_path / "none.db", scale=0.05, extra=ExtraFaults())
    assert plain.database.read_bytes() == none.database.read_bytes()
    extra = ExtraFaults(with_count_faults=True, restarts=(DATA_UNTIL - timedelta(days=40),), with_clock_errors=True)
    faulty = generate(tmp_path / "faulty.db", scale=0.05, extra=extra)
    assert faulty.downloads == plain.downloads
    assert faulty.stats == plain.stats + len(CLOCK_ERRORS)
    assert (faulty.truth / "downloads.parquet").read_bytes() == (plain.truth / "downloads.parquet").read_bytes()


@pytest.mark.parametrize("kind", [kind for kind in InvalidRowKind if kind is not InvalidRowKind.CLOCK_ERROR])
def test_every_kind_of_invalid_row_occurs(season: GeneratedSeason, kind: InvalidRowKind) -> None:
    rows = [row for row in (*INVALID_STATS, *INVALID_TORRENTS) if row.kind is kind]
    assert season.summary.invalid_rows[kind] == len(rows) > 0


def test_invalid_rows_are_in_the_tables_as_they_are_listed(season: GeneratedSeason) -> None:
    stats = set(season.sql("SELECT timestamp, downloads FROM stats"))
    assert {(row.timestamp, row.downloads) for row in INVALID_STATS} <= stats
    torrents = {(row[1], row[2], row[4]) for row in season.torrents.values()}
    assert {(row.name, row.pubdate, row.guess) for row in INVALID_TORRENTS} <= torrents
    listed = json.loads((season.summary.truth / "bad_rows.json").read_text())
    assert [len(listed["stats"]), len(listed["torrents"])] == [len(INVALID_STATS), len(INVALID_TORRENTS)]


@pytest.mark.parametrize("table", ["torrents", "stats"])
@pytest.mark.parametrize("ending", ["%T__:__:__Z", "%T__:__:__+00:00", "%T__:__:__+09:00", "%T__:__:__"])
def test_times_are_in_every_format(season: GeneratedSeason, table: str, ending: str) -> None:
    column = {"torrents": "pubdate", "stats": "timestamp"}[table]
    query = f"SELECT count(*) FROM {table} WHERE {column} LIKE '{ending}'"  # noqa: S608 - the names are the cases
    assert season.sql(query)[0][0] > 0


def test_the_truth_names_every_usable_torrent(season: GeneratedSeason) -> None:
    unusable = {row.name for row in INVALID_TORRENTS}
    assert {row["name"] for row in season.truth} == {row[1] for row in season.torrents.values()} - unusable


def test_the_truth_agrees_with_the_scrapes(small_season: GeneratedSeason) -> None:
    scrapes = read_scrapes(small_season)
    for row in small_season.truth:
        rows = scrapes[row["infohash"]]
        assert rows[-1][0] == row["last_scraped_at"]
        if row["fault"] in {"", "twice"}:
            counts = [count for _, count in rows]
            assert counts == sorted(counts)
            assert counts[-1] == row["downloads_at_last_scrape"]


def test_the_days_enclose_the_last_scrape(small_season: GeneratedSeason) -> None:
    until: Counter[str] = Counter()
    before: Counter[str] = Counter()
    last = {row["infohash"]: row["last_scraped_at"].date() for row in small_season.truth}
    for row in pq.read_table(small_season.summary.truth / "downloads.parquet").to_pylist():
        until[row["infohash"]] += row["downloads"] * (row["date"] <= last[row["infohash"]])
        before[row["infohash"]] += row["downloads"] * (row["date"] < last[row["infohash"]])
    for row in small_season.truth:
        assert before[row["infohash"]] <= row["downloads_at_last_scrape"] <= until[row["infohash"]]


def test_the_days_run_without_a_gap_from_the_publication(small_season: GeneratedSeason) -> None:
    days: dict[str, list[int]] = {}
    for row in pq.read_table(small_season.summary.truth / "downloads.parquet").to_pylist():
        days.setdefault(row["infohash"], []).append(row["date"].toordinal())
    for row in small_season.truth:
        own = days[row["infohash"]]
        assert own[0] == row["published"].date().toordinal()
        assert all(after - before == 1 for before, after in pairwise(own))


def test_only_early_torrents_are_too_early(season: GeneratedSeason) -> None:
    for row in season.truth:
        if row["reason"] != "guessit_failed":
            assert (row["reason"] == "too_early") == (row["published"] < FALL.considered_from)


def test_counted_torrents_are_episodes_of_series(season: GeneratedSeason) -> None:
    media = json.loads(season.summary.anilist.read_text())["data"]["Page"]["media"]
    episodes = {
        entry["id"]: {node["episode"] for node in entry["airingSchedule"]["nodes"]}
        for entry in media
        if entry["format"] in {"TV", "TV_SHORT", "ONA"}
    }
    counted = [row for row in season.truth if not row["reason"]]
    assert {row["anilist_id"] for row in counted} == episodes.keys()
    assert all(row["kind"] == "episode" and row["episode"] in episodes[row["anilist_id"]] for row in counted)
