"""Editions are kept as they are, one file a week, and a damaged one is named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from nyaastats.domain.calendar import Week
from nyaastats.domain.editions import Edition, EditionEntry
from nyaastats.domain.shows import AniListId
from nyaastats.errors import ArchiveError
from nyaastats.store.archive.editions import keep_editions, read_editions

WEEK = Week(date(2025, 9, 29))
EDITION = Edition(
    WEEK,
    datetime(2025, 10, 6, 6, tzinfo=UTC),
    {AniListId(7): EditionEntry(1, 158), AniListId(21): EditionEntry(2, 30)},
)
EMPTY = Edition(WEEK.later(1), datetime(2025, 10, 13, 6, 0, 1, tzinfo=UTC), {})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keep_editions(tmp_path, {}, {WEEK: EDITION, EMPTY.week: EMPTY})
    return tmp_path


def test_what_is_kept_is_read_again(folder: Path) -> None:
    assert read_editions(folder) == {WEEK: EDITION, EMPTY.week: EMPTY}
    assert (folder / "editions/2025-W40.json").is_file()


def test_what_is_kept_already_is_not_written_again(folder: Path) -> None:
    paths = sorted((folder / "editions").rglob("*.json"))
    before = [path.stat().st_ino for path in paths]
    kept = read_editions(folder)
    keep_editions(folder, kept, {**kept, EMPTY.week: EDITION_OF_NEXT_WEEK})
    after = [path.stat().st_ino for path in paths]
    assert (after[0], read_editions(folder)[EMPTY.week]) == (before[0], EDITION_OF_NEXT_WEEK)


EDITION_OF_NEXT_WEEK = Edition(EMPTY.week, EMPTY.known_until, EDITION.entries)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"week": "2025-W40"}',
        '{"week": "2025-W99", "known_until": "2025-10-06T06:00:00Z", "entries": []}',
        '{"week": "2025-W41", "known_until": "2025-10-06T06:00:00Z", "entries": []}',
        '{"week": "2025-W40", "known_until": "2025-10-06T06:00:00", "entries": []}',
        '{"week": "2025-W40", "known_until": "2025-10-06T06:00:00Z", "entries": [{"anilist_id": 0, "rank": 1}]}',
    ],
)
def test_a_damaged_edition_is_named(folder: Path, content: str) -> None:
    (folder / "editions/2025-W40.json").write_text(content)
    with pytest.raises(ArchiveError, match=r"2025-W40\.json'.*delete it"):
        read_editions(folder)


def test_a_folder_that_cannot_be_listed_is_not_one_without_editions(tmp_path: Path) -> None:
    assert read_editions(tmp_path) == {}
    (tmp_path / "editions").touch()  # as one without the permission to read it, which root does not need
    with pytest.raises(ArchiveError):
        read_editions(tmp_path)
