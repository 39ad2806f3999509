"""AniList's answers are kept whole, one file a season, and written only when they change."""

from __future__ import annotations

from pathlib import Path

import pytest

from nyaastats.domain.calendar import Season
from nyaastats.errors import ArchiveError
from nyaastats.store.archive.shows import keep_answer, list_answer_files

FALL, WINTER = Season.parse("fall-2025"), Season.parse("winter-2026")


def test_each_season_has_its_file(tmp_path: Path) -> None:
    assert list_answer_files(tmp_path) == []
    keep_answer(tmp_path, WINTER, "winter")
    keep_answer(tmp_path, FALL, "autumn")
    files = {path.name: path.read_text() for path in list_answer_files(tmp_path)}
    assert files == {"fall-2025.json": "autumn", "winter-2026.json": "winter"}
    assert {path.parent for path in list_answer_files(tmp_path)} == {tmp_path / "shows"}


@pytest.mark.parametrize(("text", "is_written"), [("same", False), ("another", True), ("", True)])
def test_an_answer_is_written_only_where_it_changed(tmp_path: Path, text: str, *, is_written: bool) -> None:
    keep_answer(tmp_path, FALL, "same")
    [path] = list_answer_files(tmp_path)
    inode = path.stat().st_ino
    keep_answer(tmp_path, FALL, text)
    assert (path.read_text(), path.stat().st_ino != inode) == (text, is_written)


def test_what_a_killed_run_leaves_is_no_answer_and_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "shows").mkdir()
    (tmp_path / "shows" / ".fall-2025.json.nyaastats-new").write_text('{"da')
    assert list_answer_files(tmp_path) == []
    keep_answer(tmp_path, FALL, "whole")
    assert [path.read_text() for path in (tmp_path / "shows").iterdir()] == ["whole"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "shows" / "fall-2025.json").mkdir(parents=True)
    with pytest.raises(ArchiveError, match="cannot be written"):
        keep_answer(tmp_path, FALL, "text")
