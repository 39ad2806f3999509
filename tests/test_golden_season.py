"""One small season end to end, byte for byte; `golden/season/README.md` works its numbers out by hand."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from nyaastats.collect.anilist.catalogue import build_catalogue
from nyaastats.collect.anilist.snapshots import read_snapshot
from nyaastats.domain.calendar import Season
from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash
from nyaastats.publish.checks.publication import read_publication
from testkit.command_line import GOLDEN, SNAPSHOT, Workspace, contents, etl, make_database
from testkit.oracle.answer import compute_answer
from testkit.oracle.database import find_last_day, read_database
from testkit.oracle.records import Answer, Facts, OracleTorrent

EXPECTED = GOLDEN / "expected"
COUNTED = {
    1: (101, 1),
    2: (101, 1),
    4: (101, 2),
    5: (101, 2),
    8: (101, 0),
    9: (101, 1),
    10: (102, 1),
    11: (102, 2),
    12: (103, 1),
    13: (103, 1),
    14: (104, 14),
    15: (104, 15),
    16: (107, 1),
}
"""The torrents that count, by their number, as a person reads their names: show and episode."""

SEASON = Season.parse("fall-2025")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("golden")
    make_database(folder / "nyaastats.db")
    done = Workspace(folder).run(*etl())
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "data"


@pytest.mark.parametrize(
    "name",
    [
        "rankings.json",
        "seasons.json",
        "seasons/fall-2025/report.json",
        "seasons/fall-2025/shows.json",
        "shows.json",
        "shows/101.json",
        "weeks/2025-W41.json",
        "weeks/2025-W42.json",
        "films.json",
        "report.json",
    ],
)
def test_a_file_is_byte_for_byte_as_expected(published: Path, name: str) -> None:
    assert (published / name).read_text(encoding="utf-8") == (EXPECTED / name).read_text(encoding="utf-8")


def test_what_is_published_keeps_its_contracts_when_it_is_read_back(published: Path) -> None:
    read_publication(contents(published))


def test_the_published_schema_is_one(published: Path) -> None:
    Draft202012Validator.check_schema(json.loads((published / "schema.json").read_bytes()))


@pytest.mark.parametrize(
    "name",
    [
        "rankings.json",
        "shows.json",
        "shows/101.json",
        "corrections.json",
        "report.json",
        "seasons/fall-2025/report.json",
        "manifest.json",
    ],
)
def test_a_document_is_as_the_published_schema_says(published: Path, name: str) -> None:
    assert list(validator(published, name).iter_errors(json.loads((published / name).read_bytes()))) == []


def test_a_row_of_the_episodes_is_as_the_published_schema_says(published: Path) -> None:
    table = pq.read_table(published / "episodes.parquet")
    schema = validator(published, "episodes.parquet")
    for row in table.to_pylist():
        assert list(schema.iter_errors(row | {"date": row["date"].isoformat()})) == []
    columns = definition(published, "EpisodeDay")["properties"]
    assert {column.name: str(column.type) for column in table.schema} == {
        name: column["x-arrow-type"] for name, column in columns.items()
    }


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("rankings.json", {"season": 7}),
        ("shows.json", {"extra": 1}),
        ("report.json", {"attribution": "guessed"}),
        ("report.json", {"excluded": {"unheard_of": {"torrents": 1, "downloads": 1}}}),
        ("report.json", {"counted": {"torrents": -1, "downloads": 1}}),
    ],
)
def test_the_published_schema_refuses_what_is_not_so(published: Path, name: str, damage: dict[str, object]) -> None:
    document = json.loads((published / name).read_bytes()) | damage
    assert list(validator(published, name).iter_errors(document)) != []


def validator(published: Path, name: str) -> Draft202012Validator:
    """The part of schema.json that is about one file."""
    schema = json.loads((published / "schema.json").read_bytes())
    named = "shows/<id>.json" if name.startswith("shows/") else name.replace("fall-2025", "<season>")
    (file,) = (file for file in schema["x-files"] if file["name"] == named)
    return Draft202012Validator({**schema, **file["schema"]}, format_checker=FormatChecker())


def definition(published: Path, name: str) -> dict[str, Any]:
    return json.loads((published / "schema.json").read_bytes())["$defs"][name]  # type: ignore[no-any-return]


def test_the_episodes_are_as_expected(published: Path) -> None:
    assert as_csv(pq.read_table(published / "episodes.parquet")) == (EXPECTED / "episodes.csv").read_text("utf-8")


def test_the_expected_days_are_those_of_the_oracle(worked_out: Answer) -> None:
    expected = {
        (int(row["anilist_id"]), int(row["episode"]), date.fromisoformat(row["date"][:10])): row
        for row in csv.DictReader((EXPECTED / "episodes.csv").read_text("utf-8").splitlines())
    }
    assert expected.keys() == worked_out.episode_days.keys()
    for key, day in worked_out.episode_days.items():
        assert int(expected[key]["downloads_daily"]) == day.downloads, key
        assert int(expected[key]["downloads_estimated"]) == day.estimated, key
        assert float(expected[key]["days_since_first_torrent"]) == pytest.approx(day.days_since_first_torrent), key


def test_the_expected_ranks_are_those_of_the_oracle(worked_out: Answer) -> None:
    weeks = json.loads((EXPECTED / "rankings.json").read_text("utf-8"))["weeks"]
    charted = [(date.fromisoformat(week["start_date"]), ranking) for week in weeks for ranking in week["rankings"]]
    assert {(monday, ranking["anilist_id"]): ranking["rank"] for monday, ranking in charted} == worked_out.ranks
    assert {(monday, ranking["anilist_id"]): ranking["downloads"] for monday, ranking in charted} == {
        key: count.downloads for key, count in worked_out.show_weeks.items()
    }


@pytest.fixture(scope="module")
def worked_out(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    content = read_database(make_database(tmp_path_factory.mktemp("oracle") / "nyaastats.db"))
    torrents = [
        OracleTorrent(key, AniListId(show), episode, content.published[key], key in content.dead)
        for number, (show, episode) in COUNTED.items()
        for key in [InfoHash(f"{number:040}")]
    ]
    mondays = [week.start for week in SEASON.list_chart_weeks(4)]
    return compute_answer(Facts(torrents, content.scrapes, last_days(torrents), mondays, content.now))


def last_days(torrents: Sequence[OracleTorrent]) -> dict[AniListId, date]:
    """Of the shows of which it is known when they end, as it is of all that count."""
    published: dict[AniListId, datetime] = {}
    for torrent in torrents:
        published[torrent.anilist_id] = max(published.get(torrent.anilist_id, torrent.published), torrent.published)
    ends = {
        show.id: find_last_day(
            [airing.at for airing in show.airings],
            ended=show.end,
            last_torrent=published.get(show.id),
            is_releasing=show.status == "RELEASING",
            season_end=None if show.season == SEASON else SEASON.end,
        )
        for show in build_catalogue([read_snapshot(SNAPSHOT)]).shows
    }
    return {show: last_day for show, last_day in ends.items() if last_day}


def as_csv(table: pa.Table) -> str:
    """A row a line; times in ISO 8601."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows(map(cells, table.to_pylist()))
    return out.getvalue()


def cells(row: dict[str, object]) -> list[object]:
    return [value.isoformat() if isinstance(value, datetime) else value for value in row.values()]
