"""Snapshot files: what is read, what is refused with which message, and how they are written."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nyaastats.collect.anilist.schema import AniListAnswer
from nyaastats.collect.anilist.snapshots import read_snapshot, read_snapshots, write_snapshot
from nyaastats.errors import SnapshotError
from testkit.anilist_server import make_media


def snapshot(*media: object) -> bytes:
    return json.dumps({"data": {"Page": {"pageInfo": {"hasNextPage": False}, "media": media}}}).encode()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "fall.json"


def test_the_shows_of_all_files_are_read_together(tmp_path: Path) -> None:
    paths = [tmp_path / "a.json", tmp_path / "b.json"]
    paths[0].write_bytes(snapshot(make_media(2, airs=[100]), make_media(3), {"id": 4}))
    paths[1].write_bytes(b"\xef\xbb\xbf" + snapshot(make_media(1), make_media(2, airs=[100, 200])))
    catalogue = read_snapshots(paths)
    assert [(show.id, len(show.airings)) for show in catalogue.shows] == [(1, 0), (2, 2), (3, 0)]
    assert (catalogue.skipped, catalogue.stale_since) == (1, None)


@pytest.mark.parametrize(("number", "skipped"), [(2**31 - 1, 0), (2**31, 1), (2**64, 1)])
def test_a_whole_number_of_more_than_32_bits_is_not_anilists(tmp_path: Path, number: int, skipped: int) -> None:
    (tmp_path / "fall.json").write_bytes(snapshot(make_media(1), make_media(number)))
    assert read_snapshots([tmp_path / "fall.json"]).skipped == skipped
    (tmp_path / "fall.json").write_bytes(snapshot({**make_media(2), "episodes": number}))
    [show] = read_snapshots([tmp_path / "fall.json"]).shows
    assert show.episodes == (None if skipped else number)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "Invalid JSON"),
        (b"id,title\n1,Wandance\n", "Invalid JSON"),
        (snapshot(make_media(1))[:-9], "Invalid JSON"),
        pytest.param(b"[" * 100_000, "Invalid JSON", id="deep"),
        ('{"data": "Dämonen"}'.encode("latin-1"), "not UTF-8"),
        (json.dumps({"data": {}}).encode("utf-16"), "not UTF-8"),
        (b"SQLite format 3\x00\xff\xfe", "not UTF-8"),
        (b"[]", "not an AniList snapshot"),
        (b"null", "not an AniList snapshot"),
        (b'{"media": [{"id": 1}]}', "data: Field required"),
        (b'{"data": {"media": []}}', "data.Page: Field required"),
        (b'{"data": null, "errors": [{"message": "Not Found."}]}', "data: Input should be an object"),
        (b'{"data": {"Page": {"media": {"id": 1}}}}', "data.Page.media: Input should be a valid array"),
        (snapshot(), "has no media"),
        (b'{"data": {"Page": {"pageInfo": {}}}}', "has no media"),
        (snapshot({"id": 1}, make_media(2, isAdult=True)), "has no valid show"),
    ],
)
def test_a_file_that_is_not_a_snapshot_is_named_with_what_is_wrong(file: Path, content: bytes, fault: str) -> None:
    file.write_bytes(content)
    with pytest.raises(SnapshotError) as refused:
        read_snapshots([file])
    message = str(refused.value)
    assert repr(str(file)) in message
    assert fault in message
    assert ": " in message
    assert "\n" not in message


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path, fault in ((tmp_path / "none.json", "No such file"), (tmp_path, "Is a directory")):
        with pytest.raises(SnapshotError, match=fault) as refused:
            read_snapshots([path])
        assert repr(str(path)) in str(refused.value)


def test_what_is_written_is_read_again(file: Path) -> None:
    page = {
        "media": [make_media(1, airs=[100])],
        "airingSchedules": [{"mediaId": 1, "episode": 2, "airingAt": 200}],
        "prequels": [{"id": 5, "format": "TV", "episodes": 3}],
    }
    fetched = datetime(2025, 11, 1, tzinfo=UTC)
    answer = AniListAnswer.model_validate({"data": {"Page": page}, "fetchedAt": fetched.isoformat()})
    write_snapshot(file, answer)
    assert read_snapshot(file) == answer
    assert json.loads(file.read_text()) == {"data": {"Page": page}, "fetchedAt": "2025-11-01T00:00:00Z"}


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "old").touch()
    with pytest.raises(OSError, match="taken"):
        write_snapshot(tmp_path / "taken", AniListAnswer.model_validate_json(snapshot(make_media(1))))
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["old", "taken"]


def test_reading_snapshots_needs_no_network_library() -> None:
    code = "import sys, nyaastats.collect.anilist.snapshots, nyaastats.collect.anilist.cache; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.split()
    assert "nyaastats.collect.anilist.cache" in loaded
    assert not {"gql", "httpx", "stamina", "graphql"} & set(loaded)
