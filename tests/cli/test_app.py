"""Every command as a user types it: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from nyaastats.cli.app import ProcessChoice, ScheduleChoice, repeat_anilist_option
from nyaastats.publish.atomic_output import verify_output
from nyaastats.synthetic import Process, Schedule
from testkit.anilist_server import AniList, make_media, serve
from testkit.command_line import SNAPSHOT, Workspace, contents, etl, finish, make_database

STEPS = [
    "updating the archive",
    "fetching shows",
    "matching torrents",
    "reading scrapes",
    "measuring downloads",
    "publishing",
]
NAME = "[SubsPlease] Beta Hunter - 13 (1080p) [0A0B0C10].mkv"
NYAASTATS = Path(sys.executable).with_name("nyaastats")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    make_database(tmp_path / "nyaastats.db")
    return Workspace(tmp_path)


def charted(folder: Path) -> dict[str, list[int]]:
    """The ids of each week, best rank first."""
    weeks = json.loads((folder / "rankings.json").read_text(encoding="utf-8"))["weeks"]
    return {week["week"]: [ranking["anilist_id"] for ranking in week["rankings"]] for week in weeks}


def read_report(folder: Path) -> Any:
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))


# nyaastats, --help


@pytest.mark.parametrize("program", [(sys.executable, "-m", "nyaastats"), (NYAASTATS,)], ids=["-m", "script"])
def test_both_ways_to_start_it_are_the_same(tmp_path: Path, program: tuple[object, ...]) -> None:
    done = Workspace(tmp_path).run("--help", program=program)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Usage: nyaastats [OPTIONS] COMMAND" in done.stdout
    assert [word for word in ("etl", "explain", "review", "evaluate", "synthetic") if word not in done.stdout] == []


@pytest.mark.parametrize(
    ("command", "options"),
    [
        (
            "etl",
            {
                "--db",
                "--archive",
                "--season",
                "--output",
                "--anilist",
                "--attribution",
                "--engine",
                "--scratch",
                "--mirror",
                "--refresh-shows",
                "--allow-download",
            },
        ),
        ("archive", {"--db", "--archive", "--compact"}),
        ("explain", {"--published", "--season", "--anilist", "--json"}),
        (
            "review",
            {"--db", "--archive", "--season", "--anilist", "--overrides", "--export", "--web", "--port", "--audit"},
        ),
        ("evaluate", {"--anilist", "--json"}),
        ("synthetic", {"--output", "--seed", "--scale", "--schedule", "--process", "--seasons", "--hostile"}),
    ],
)
def test_help_names_every_option(workspace: Workspace, command: str, options: set[str]) -> None:
    done = workspace.call(command, "--help")
    assert done.returncode == 0
    assert {word for word in done.stdout.split() if word.startswith("--")} == options | {"--help"}


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("etl",),
        ("etl", "--db"),
        ("etl", "--db", "x.db", "--attribution", "guessed"),
        ("etl", "--db", "x.db", "--colour"),
        ("etl", "--db", "x.db", "--anilist", "x.json", "--refresh-shows"),
        ("explain",),
        ("review",),
        ("review", "--overrides", "own.toml"),
        ("evaluate", "names.tsv"),
        ("synthetic",),
        ("synthetic", "--output", "x.db", "--seed", "-1"),
        ("synthetic", "--output", "x.db", "--scale", "much"),
        ("scrapes",),
    ],
)
def test_a_command_that_cannot_be_meant_is_usage(workspace: Workspace, arguments: tuple[str, ...]) -> None:
    done = workspace.call(*arguments)
    assert done.returncode == 2
    assert any(word in done.stdout + done.stderr for word in ("Usage: nyaastats", "Error"))
    assert "Traceback" not in done.stderr


# etl


def test_etl_shows_its_steps_and_a_report_and_leaves_stderr_to_errors(workspace: Workspace) -> None:
    done = workspace.run(*etl())
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, "")
    assert lines[:6] == STEPS
    assert lines[6] == "archive: 47 scrapes new, 0 known"
    assert "Fall 2025, scrapes until 2025-10-22 12:00 UTC" in lines
    assert "2025-W42, from 13 October" in lines  # the last whole week, not the one of now
    assert [line.split() for line in lines if re.match(r"\s*\d.*Song of Alpha", line)] == [
        ["1", "▲1", "Song", "of", "Alpha", "103", "3"]
    ]
    assert "Matched 88.9 % of 18 torrents that can be matched, 93.2 % of their downloads" in lines
    assert "Counted 13 of 22 torrents (13 exact) for 5 shows, 896 downloads" in lines
    assert "1 count drop, 1 counter reset and 0 spikes corrected, 9 invalid rows skipped" in lines
    assert lines[-1] == "Written to data, every detail in report.json."
    assert {entry.name for entry in verify_output(workspace.folder / "data").files} >= {
        "episodes.parquet",
        "rankings.json",
    }


def test_etl_twice_gives_the_same_bytes(workspace: Workspace) -> None:
    assert workspace.run(*etl(output="one")).returncode == 0
    assert workspace.call(*etl(output="two")).returncode == 0
    assert contents(workspace.folder / "one") == contents(workspace.folder / "two")


def test_etl_replaces_what_it_published_before(workspace: Workspace) -> None:
    for attribution in ("observed", "interval"):
        assert workspace.call(*etl("--attribution", attribution)).returncode == 0
        assert read_report(workspace.folder / "data")["attribution"] == attribution
    verify_output(workspace.folder / "data")
    assert sorted(path.name for path in workspace.folder.iterdir()) == ["data", "nyaastats.archive", "nyaastats.db"]


def test_etl_by_the_day_of_the_look_ignores_the_first_count(workspace: Workspace) -> None:
    assert workspace.call(*etl("--attribution", "observed")).returncode == 0
    rows = pq.read_table(workspace.folder / "data" / "episodes.parquet").to_pylist()
    days = {row["date"].day: row["downloads_daily"] for row in rows if (row["anilist_id"], row["episode"]) == (102, 1)}
    # 120 at the first look, then 150 on the 7th and 157 on the 14th.
    assert {day: count for day, count in days.items() if count} == {7: 30, 14: 7}


def test_etl_with_several_snapshots_after_one_option(workspace: Workspace) -> None:
    shows = json.loads(SNAPSHOT.read_text(encoding="utf-8"))["data"]["Page"]["media"]
    for number, part in enumerate((shows[:2], shows[2:])):
        snapshot = {"data": {"Page": {"media": part}}}
        (workspace.folder / f"part-{number}.json").write_text(json.dumps(snapshot), encoding="utf-8")
    parts = ("part-0.json", "part-1.json")
    repeated = [word for part in parts for word in ("--anilist", part)]
    ways = {"whole": ("--anilist", SNAPSHOT), "glob": ("--anilist", *parts), "repeated": repeated}
    for output, snapshots in ways.items():
        assert workspace.call("etl", "--db", "nyaastats.db", "--output", output, *snapshots).returncode == 0
    assert (
        contents(workspace.folder / "glob")
        == contents(workspace.folder / "repeated")
        == contents(workspace.folder / "whole")
    )


@pytest.mark.parametrize(
    ("arguments", "spread"),
    [
        ([], []),
        (["etl", "--db", "x.db"], ["etl", "--db", "x.db"]),
        (["--anilist", "a.json"], ["--anilist", "a.json"]),
        (
            ["--anilist", "a.json", "b.json", "c.json"],
            ["--anilist", "a.json", "--anilist", "b.json", "--anilist", "c.json"],
        ),
        (["--anilist", "a.json", "--anilist", "b.json"], ["--anilist", "a.json", "--anilist", "b.json"]),
        (["--anilist", "a.json", "b.json", "--json"], ["--anilist", "a.json", "--anilist", "b.json", "--json"]),
        (["--anilist", "a.json", "names.tsv"], ["--anilist", "a.json", "names.tsv"]),
        (["names.json", "--anilist", "a.json"], ["names.json", "--anilist", "a.json"]),
    ],
)
def test_a_glob_becomes_an_option_for_each_file(arguments: list[str], spread: list[str]) -> None:
    assert repeat_anilist_option(arguments) == spread


def test_settings_stand_in_the_working_folder_and_arguments_win(workspace: Workspace) -> None:
    settings = "season = 'winter-2031'\noutput = 'elsewhere'\npost_airing_weeks = 0\n"
    (workspace.folder / "nyaastats.toml").write_text(settings, encoding="utf-8")
    arguments = ("etl", "--db", "nyaastats.db", "--anilist", SNAPSHOT)
    assert workspace.call(*arguments).returncode == 1
    assert workspace.call(*arguments, "--season", "fall-2025").returncode == 0
    assert charted(workspace.folder / "elsewhere")["2025-W41"] == [102, 101, 103, 104]  # 107 stayed until W38
    environment = replace(workspace, settings={"NYAASTATS_SEASON": "fall-2025", "NYAASTATS_POST_AIRING_WEEKS": "4"})
    assert environment.call(*arguments).returncode == 0
    assert charted(workspace.folder / "elsewhere")["2025-W41"] == [102, 101, 103, 104, 107]


# etl and AniList itself


@pytest.fixture
def anilist() -> Iterator[AniList]:
    with serve(json.loads(SNAPSHOT.read_text(encoding="utf-8"))["data"]["Page"]["media"] + [make_media(1)]) as service:
        yield service


ASKING = ("etl", "--db", "nyaastats.db", "--output", "data")


def test_etl_asks_anilist_once_and_then_its_cache(workspace: Workspace, anilist: AniList) -> None:
    page = "https://example.org/fork"
    asking = replace(workspace, settings={"NYAASTATS_ANILIST_URL": anilist.url, "NYAASTATS_PROJECT_URL": page})
    assert asking.run(*ASKING).returncode == 0
    requests = len(anilist.requests)
    assert requests > 0
    assert {request.headers["Referer"] for request in anilist.requests} == {page}
    first = contents(workspace.folder / "data")
    assert asking.run(*ASKING).returncode == 0
    assert len(anilist.requests) == requests
    assert contents(workspace.folder / "data") == first
    assert read_report(workspace.folder / "data")["anilist_stale_since"] is None
    assert charted(workspace.folder / "data")["2025-W40"] == [101, 102, 104, 107]


def test_when_anilist_is_down_an_old_answer_has_to_do_and_without_one_it_is_an_error(
    workspace: Workspace, tmp_path: Path
) -> None:
    """Two commands at once, because each waits between its tries."""
    other = tmp_path / "other"
    other.mkdir()
    apart = ("--archive", "nyaastats.archive")  # else the first one's archive had the answer
    (tmp_path / "cache").mkdir()
    cached = json.loads(SNAPSHOT.read_text(encoding="utf-8")) | {"fetchedAt": "2025-10-01T08:30:00Z"}
    (tmp_path / "cache" / "anilist-fall-2025.json").write_text(json.dumps(cached), encoding="utf-8")
    assert Workspace(other).call(*etl(*apart, db=tmp_path / "nyaastats.db")).returncode == 0
    before = contents(other / "data")

    processes = (
        workspace.start(*ASKING),
        Workspace(other).start("etl", "--db", tmp_path / "nyaastats.db", "--output", "data", *apart),
    )
    stale, without = map(finish, processes)

    assert (stale.returncode, stale.stderr) == (0, "")
    assert "AniList could not be reached: the shows are those of 2025-10-01 08:30 UTC" in stale.stdout
    assert read_report(workspace.folder / "data")["anilist_stale_since"] == "2025-10-01T08:30:00Z"
    assert without.returncode == 1
    assert without.stderr.startswith("nyaastats: AniList does not answer")
    assert "--anilist FILE" in without.stderr
    assert len(without.stderr.splitlines()) == 1
    assert contents(other / "data") == before


# explain


def test_explain_says_which_episode_and_why(workspace: Workspace) -> None:
    done = workspace.run("explain", NAME, "--published", "2025-10-05T12:00:00Z", "--anilist", SNAPSHOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Beta Hunter Season 2', episode 1, by exact title" in done.stdout.splitlines()[-1]
    assert "number 13 less 12 by the prequels' episodes is episode 1" in done.stdout


def test_explain_for_machines(workspace: Workspace) -> None:
    done = workspace.call("explain", NAME, "--published", "2025-10-05 08:00-04:00", "--anilist", SNAPSHOT, "--json")
    told_of = json.loads(done.stdout)
    assert done.returncode == 0
    assert told_of.keys() == {"name", "published", "release", "shows", "match", "verdict"}
    assert (told_of["match"]["show"], told_of["match"]["episode"]) == (102, 1)
    assert told_of["published"] == "2025-10-05T12:00:00+00:00"
    assert sum(part["score"] for part in told_of["match"]["evidence"]) == told_of["match"]["score"]


def test_explain_says_when_nothing_fits(workspace: Workspace) -> None:
    done = workspace.call("explain", "[SubsPlease] Xyloquartz - 05", "--anilist", SNAPSHOT, "--json")
    assert done.returncode == 0
    shows = json.loads(done.stdout)["shows"]
    assert json.loads(done.stdout)["match"] is None
    assert len(shows) == 5
    assert {show["evidence"][0]["why"].split(":")[0] for show in shows} == {"far"}
    assert json.loads(done.stdout)["verdict"].startswith("No match: ")


def test_explain_refuses_a_time_that_is_none(workspace: Workspace) -> None:
    done = workspace.call("explain", NAME, "--published", "tomorrow", "--anilist", SNAPSHOT)
    assert done.returncode == 1
    assert done.stderr.startswith("nyaastats: --published 'tomorrow' is not a time: write it like ")


# evaluate

LABELLED = f"""\
note\tname\tpublished\tanilist_id\tepisode
right\t{NAME}\t2025-10-05T12:00:00Z\t102\t1
wrong show\t[SubsPlease] Delta Days - 14 (1080p).mkv\t\t103\t14
wrong episode\t[SubsPlease] Delta Days - 15 (1080p).mkv\t\t104\t16
missed\t[SubsPlease] Xyloquartz - 05 (1080p).mkv\t\t101\t5
left out\t[SubsPlease] Xyloquartz - 06 (1080p).mkv\t\t-\t-
attributed\t[SubsPlease] Delta Days - 16 (1080p).mkv\t\t-\tspecial
its film\t[SubsPlease] Epsilon the Movie (1080p).mkv\t\t105\tmovie
another film\t[SubsPlease] Epsilon the Movie (720p).mkv\t\t101\tmovie
"""
SINGLE = {"total": 4, "right": 1, "wrong_show": 1, "wrong_episode": 1, "missed": 1}
OTHER = {"total": 4, "excluded": 2, "attributed": 2}


def evaluate(workspace: Workspace, *arguments: object, names: str = LABELLED) -> Any:
    (workspace.folder / "names.tsv").write_text(names, encoding="utf-8")
    return workspace.call("evaluate", "names.tsv", "--anilist", SNAPSHOT, *arguments)


def test_evaluate_for_machines(workspace: Workspace) -> None:
    done = evaluate(workspace, "--json")
    figures = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert figures.keys() == {"names", "single", "other", "precision", "recall", "by_show", "wrong", "read"}
    assert (figures["names"], figures["single"], figures["other"]) == (8, SINGLE, OTHER)
    assert (figures["precision"], figures["recall"]) == (1 / 5, 1 / 4)
    assert len(figures["wrong"]) == 5
    assert all({"name", "expected", "got", "reasons"} <= wrong.keys() for wrong in figures["wrong"])
    assert sum(show["single"]["total"] + show["other"]["total"] for show in figures["by_show"].values()) == 8


def test_evaluate_for_people(workspace: Workspace) -> None:
    lines = evaluate(workspace).stdout.splitlines()
    assert lines[:3] == [
        "precision 20.0 %  recall 25.0 %",
        "4 single episodes: 1 right, 1 wrong show, 1 wrong episode, 1 missed",
        "4 others: 2 excluded, 2 attributed to an episode",
    ]
    assert "wrong_episode [SubsPlease] Delta Days - 15 (1080p).mkv" in lines
    assert len(lines) == 3 + 5


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ("name\tpublished\tanilist_id\n", "no column 'episode'"),
        ("name\tpublished\tanilist_id\tepisode\nx\tsoon\t1\t1\n", "'soon'"),
        ("name\tpublished\tanilist_id\tepisode\nx\t\tone\t1\n", "'one'"),
        ("name\tpublished\tanilist_id\tepisode\nx\t\n", "'x'"),
    ],
)
def test_names_that_cannot_be_used(workspace: Workspace, names: str, says: str) -> None:
    done = evaluate(workspace, names=names)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert done.stderr.startswith("nyaastats: ")
    assert says in done.stderr


def test_no_such_names(workspace: Workspace) -> None:
    done = workspace.call("evaluate", "gone.tsv", "--anilist", SNAPSHOT)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("nyaastats: the names 'gone.tsv' cannot be read")


# synthetic


def test_synthetic_says_what_it_wrote(workspace: Workspace) -> None:
    done = workspace.call("synthetic", "--output", "made.db", "--seed", "3", "--scale", "0.01")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[0] for line in done.stdout.splitlines()[1:]] == ["database", "shows", "truth"]
    assert {path.name for path in workspace.folder.glob("made*")} == {"made.db", "made.anilist.json", "made.truth"}


def test_synthetic_takes_every_schedule_and_process(workspace: Workspace) -> None:
    assert [choice.value for choice in ScheduleChoice] == [schedule.value for schedule in Schedule]
    assert [choice.value for choice in ProcessChoice] == [process.value for process in Process]
    arguments = ("synthetic", "--output", "made.db", "--scale", "0.01", "--schedule", "elapsed", "--process", "power")
    assert workspace.call(*arguments).returncode == 0
    assert workspace.call("synthetic", "--output", "made.db", "--process", "lively").returncode == 2


def test_synthetic_takes_seasons(workspace: Workspace) -> None:
    arguments = ("synthetic", "--output", "made.db", "--scale", "0.01", "--seasons")
    assert workspace.call(*arguments, "winter-2026").returncode == 0
    done = workspace.call(*arguments, "winter-2026..spring-2026")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "nyaastats: 'spring-2026' is a season without facts: choose from summer-2025, fall-2025, winter-2026\n"
    )


@pytest.mark.parametrize("process", Process)
def test_help_describes_every_process(workspace: Workspace, process: Process) -> None:
    assert f"{process}:" in workspace.call("synthetic", "--help").stdout


@pytest.mark.parametrize("scale", ["0", "-1", "101", "nan"])
def test_synthetic_refuses_a_scale_without_meaning(workspace: Workspace, scale: str) -> None:
    done = workspace.call("synthetic", "--output", "made.db", "--scale", scale)
    assert (done.returncode, done.stdout) == (1, "")
    assert "is not a scale" in done.stderr
