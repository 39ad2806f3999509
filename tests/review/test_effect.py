"""A preview is what the ETL then publishes: nothing of it is an estimate."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nyaastats.domain.matches import ExclusionReason
from nyaastats.domain.shows import AniListId
from nyaastats.review.effect import Change, Effect
from nyaastats.review.session import Decision, Session
from testkit.command_line import Workspace, etl
from testkit.review_cases import make_doubtful_database

OpenSession = Callable[..., Session]
BETA_HUNTER = AniListId(102)


def publish(folder: Path) -> dict[str, Any]:
    """What the ETL publishes with the decisions that were saved."""
    own = folder / "own.toml"
    settings = {"NYAASTATS_OVERRIDES": str(own)} if own.exists() else {}
    done = Workspace(folder, settings).call(*etl())
    assert done.returncode == 0, done.stderr
    return {
        name: json.loads((folder / "data" / f"{path}.json").read_bytes())
        for name, path in {"rankings": "rankings", "shows": "seasons/fall-2025/shows", "report": "report"}.items()
    }


def list_places(published: dict[str, Any], show: AniListId) -> dict[str, tuple[int, int | None]]:
    rows = {
        week["week"]: (row["downloads"], row["rank"])
        for week in published["rankings"]["weeks"]
        for row in week["rankings"]
        if row["anilist_id"] == show
    }
    return {week["week"]: rows.get(week["week"], (0, None)) for week in published["rankings"]["weeks"]}


def find_season(published: dict[str, Any], show: AniListId) -> tuple[int, int | None]:
    rows = [row for row in published["shows"]["shows"] if row["anilist_id"] == show]
    return (rows[0]["season_downloads"], rows[0]["seasonal_rank"]) if rows else (0, None)


def check_preview(effect: Effect, before: dict[str, Any], after: dict[str, Any]) -> None:
    for show_effect in effect.shows:
        show, season = show_effect.show, show_effect.season
        assert (season.downloads, season.rank) == find_season(before, show)
        assert (season.new_downloads, season.new_rank) == find_season(after, show)
        changes = {week.week: week.change for week in show_effect.weeks}
        assert {week: (change.downloads, change.rank) for week, change in changes.items()} == list_places(before, show)
        assert {week: (change.new_downloads, change.new_rank) for week, change in changes.items()} == list_places(
            after, show
        )


@pytest.fixture(scope="module")
def undecided(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is published before anything is decided, which is the same for every case."""
    folder = tmp_path_factory.mktemp("undecided")
    make_doubtful_database(folder / "nyaastats.db")
    return publish(folder)


@pytest.mark.parametrize("show", [BETA_HUNTER, AniListId(101), None])
@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_preview_is_what_is_published_then(
    open_session: OpenSession, database: Path, undecided: dict[str, Any], show: AniListId | None, number: int
) -> None:
    session = open_session()
    questions = session.questions[:number]
    effect = session.preview(questions, show)
    session.settle(questions, Decision(show, "seen"))
    after = publish(database.parent)
    check_preview(effect, undecided, after)
    counted = after["report"]["counted"]["torrents"] - undecided["report"]["counted"]["torrents"]
    assert effect.counted == counted
    if show is not None and counted:
        assert any(effect_show.show == show for effect_show in effect.shows)


def test_a_show_that_a_title_is_taken_from_is_previewed_too(open_session: OpenSession, database: Path) -> None:
    session = open_session()
    session.settle(session.questions[:1], Decision(BETA_HUNTER, "at first"))
    before = publish(database.parent)
    effect = session.preview(session.answered, AniListId(101))
    session.settle(session.answered, Decision(AniListId(101), "on second thoughts"))
    assert {BETA_HUNTER, AniListId(101)} >= {show.show for show in effect.shows} >= {BETA_HUNTER}
    assert next(show for show in effect.shows if show.show == BETA_HUNTER).season.added < 0
    check_preview(effect, before, publish(database.parent))


def test_no_show_changes_no_chart(open_session: OpenSession) -> None:
    session = open_session()
    effect = session.preview(session.questions[:2], None)
    assert (effect.shows, effect.other_moves, effect.counted) == ((), 0, 0)
    assert effect.excluded == {ExclusionReason.NO_SHOW: 4}
    assert effect.torrents == 4


def test_a_preview_writes_nothing(open_session: OpenSession) -> None:
    session = open_session()
    session.preview(session.questions, BETA_HUNTER)
    assert not session.overrides_file.path.exists()
    assert session.own == []


@pytest.mark.parametrize(
    ("change", "added", "moves"),
    [
        (Change(5, 3, 9, 2), 4, True),
        (Change(5, 3, 9, 3), 4, False),
        (Change(0, None, 9, 7), 9, True),
        (Change(5, 3, 0, None), -5, True),
    ],
)
def test_a_change(change: Change, added: int, moves: bool) -> None:  # noqa: FBT001 - a case
    assert (change.added, change.moves) == (added, moves)
