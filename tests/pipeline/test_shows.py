"""The shows of a run: kept in the archive, read from it, and asked for anew where it has none that will do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nyaastats.collect.anilist.endpoint import AniListEndpoint
from nyaastats.collect.anilist.freshness import FINAL_AFTER
from nyaastats.collect.retry import ANILIST_RETRY
from nyaastats.domain.calendar import Season
from nyaastats.errors import AniListError
from nyaastats.pipeline.shows import ShowsConfig, fetch_shows, read_shows
from testkit.anilist_server import AniList, Fault, make_media, serve
from testkit.command_line import contents
from testkit.tmpfs import forbid_writing, mount_tmpfs

FALL, WINTER = Season.parse("fall-2025"), Season.parse("winter-2026")
NOW = datetime(2025, 11, 1, tzinfo=UTC)
FINAL = FALL.end + FINAL_AFTER
WORLD = [
    make_media(1, "Leaves", airs=[int(FALL.start.timestamp())], status="RELEASING"),
    make_media(2, "Snow", season="WINTER", seasonYear=2026, airs=[int(WINTER.start.timestamp())]),
]


@dataclass(frozen=True)
class Machine:
    """One with an archive, and AniList in reach."""

    anilist: AniList
    folder: Path
    config: ShowsConfig

    @property
    def path(self) -> Path:
        return self.folder / "shows" / "fall-2025.json"

    def without_cache(self, now: datetime) -> ShowsConfig:
        """A later run, on a machine whose cache is a file by mistake."""
        nowhere = self.folder.parent / "file"
        nowhere.touch()
        return replace(self.config, now=now, cache=nowhere / "cache")


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    folder = tmp_path / "nyaastats.archive"
    folder.mkdir()
    with serve(WORLD) as anilist:
        endpoint = AniListEndpoint(url=anilist.url, retry=replace(ANILIST_RETRY, timeout_seconds=5, backoff_seconds=0))
        yield Machine(anilist, folder, ShowsConfig((FALL,), tmp_path / "cache", endpoint, NOW, folder))


def read_time(path: Path) -> str:
    return str(json.loads(path.read_text(encoding="utf-8"))["fetchedAt"])


def test_an_answer_is_kept_and_read_again(machine: Machine) -> None:
    asked = fetch_shows(machine.config)
    assert [show.romaji for show in asked.shows] == ["Leaves"]
    requests = len(machine.anilist.requests)
    assert fetch_shows(machine.without_cache(NOW + timedelta(hours=1))) == asked
    assert len(machine.anilist.requests) == requests
    assert read_time(machine.path) == "2025-11-01T00:00:00Z"


def test_what_was_cached_before_there_was_an_archive_is_kept(machine: Machine) -> None:
    fetch_shows(replace(machine.config, archive=None))
    requests = len(machine.anilist.requests)
    assert not machine.path.exists()
    fetch_shows(machine.config)
    assert len(machine.anilist.requests) == requests
    assert machine.path.read_bytes() == (machine.config.cache / "anilist-fall-2025.json").read_bytes()


def test_an_answer_that_is_used_again_is_not_written_again(machine: Machine) -> None:
    fetch_shows(machine.config)
    inode = machine.path.stat().st_ino
    fetch_shows(replace(machine.config, now=NOW + timedelta(hours=2)))
    assert machine.path.stat().st_ino == inode
    fetch_shows(replace(machine.config, now=NOW + timedelta(days=2)))
    assert machine.path.stat().st_ino != inode
    assert read_time(machine.path) == "2025-11-03T00:00:00Z"


def test_each_season_has_its_answer(machine: Machine) -> None:
    fetch_shows(machine.config)
    both = fetch_shows(replace(machine.config, seasons=(FALL, WINTER)))
    assert [show.id for show in both.shows] == [1, 2]
    archived = read_shows(machine.folder)
    assert archived.unusable == ()
    media = {season: kept.answer.data.page.media for season, kept in archived.answers.items()}
    assert {season: [entry["id"] for entry in entries] for season, entries in media.items()} == {FALL: [1], WINTER: [2]}
    assert {kept.fetched_at for kept in archived.answers.values()} == {NOW}


def test_a_season_of_which_anilist_has_nothing_yet_does_not_stop_the_others(machine: Machine) -> None:
    seasons = (FALL, WINTER, WINTER.next)
    assert [show.id for show in fetch_shows(replace(machine.config, seasons=seasons)).shows] == [1, 2]
    assert set(read_shows(machine.folder).answers) == {FALL, WINTER}
    with pytest.raises(AniListError, match="no shows of Spring 2026"):
        fetch_shows(replace(machine.config, seasons=(WINTER.next,)))


def test_a_run_goes_on_without_the_upcoming_season_and_says_so(machine: Machine) -> None:
    config = replace(machine.config, upcoming=WINTER)
    assert [show.id for show in fetch_shows(config).shows] == [1, 2]
    assert fetch_shows(replace(config, upcoming=WINTER.next)).unusable == ()  # AniList has nothing of it yet
    spring = replace(machine.without_cache(NOW + timedelta(hours=1)), upcoming=WINTER.next)
    machine.anilist.fail(Fault.BROKEN, times=3)
    catalogue = fetch_shows(spring)
    assert [show.id for show in catalogue.shows] == [1]
    [fault] = catalogue.unusable
    assert fault.startswith("the early premieres of Spring 2026, of which AniList says nothing")
    winter = fetch_shows(replace(spring, upcoming=WINTER))
    assert ([show.id for show in winter.shows], winter.unusable) == ([1, 2], ())


def test_a_season_that_lost_all_its_shows_is_an_error(machine: Machine) -> None:
    both = replace(machine.config, seasons=(FALL, WINTER))
    fetch_shows(both)
    machine.anilist.media = WORLD[:1]
    with pytest.raises(AniListError, match="no shows of Winter 2026"):
        fetch_shows(replace(both, is_refresh=True))
    assert set(read_shows(machine.folder).answers) == {FALL, WINTER}


def test_without_network_and_cache_the_archive_does_and_its_age_is_told(machine: Machine) -> None:
    first = fetch_shows(machine.config)
    kept = machine.path.read_bytes()
    machine.anilist.fail(Fault.BROKEN, times=3)
    assert fetch_shows(machine.without_cache(NOW + timedelta(days=40))) == replace(first, stale_since=NOW)
    assert machine.path.read_bytes() == kept


def test_a_season_long_over_is_asked_for_only_when_that_is_wanted(machine: Machine) -> None:
    fetch_shows(replace(machine.config, now=FINAL))
    requests = len(machine.anilist.requests)
    later = machine.without_cache(FINAL + timedelta(days=400))
    fetch_shows(later)
    assert len(machine.anilist.requests) == requests
    fetch_shows(replace(later, is_refresh=True))
    assert len(machine.anilist.requests) > requests
    assert read_time(machine.path) == f"{later.now:%Y-%m-%dT%H:%M:%SZ}"


def test_an_archive_that_cannot_be_written_is_read(machine: Machine, tmp_path: Path) -> None:
    with mount_tmpfs(tmp_path, "1m") as disk:
        first = fetch_shows(replace(machine.config, archive=disk))
        kept = contents(disk)
        forbid_writing(disk)
        hour, week = (machine.without_cache(NOW + timedelta(hours=hours)) for hours in (1, 200))
        assert fetch_shows(replace(hour, archive=disk)) == first
        assert fetch_shows(replace(week, archive=disk)).stale_since is None
        assert contents(disk) == kept


WHOLE = {"data": {"Page": {"media": [make_media(1)]}}, "fetchedAt": "2025-10-31T23:00:00Z"}
OF_WINTER = WHOLE | {"data": {"Page": {"media": [make_media(2, season="WINTER", seasonYear=2026)]}}}


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("fall-2025", b"", "is not an AniList snapshot"),
        ("fall-2025", json.dumps(WHOLE).encode()[:-30], "is not an AniList snapshot"),
        ("fall-2025", b"[]", "is not an AniList snapshot"),
        ("fall-2025", b'{"week": "2025-W40"}', "is not an AniList snapshot"),
        ("fall-2025", b"\xff\xfe", "is not UTF-8"),
        ("fall-2025", b'{"data": {"Page": {"media": []}}}', "has no media"),
        (
            "fall-2025",
            b'{"data": {"Page": {"media": [7, null]}}, "fetchedAt": "2025-10-31T23:00:00Z"}',
            "no valid show",
        ),
        ("fall-2025", json.dumps({"data": WHOLE["data"]}).encode(), "does not say when it was fetched"),
        ("fall-2025", json.dumps(WHOLE | {"fetchedAt": "2025-10-31"}).encode(), "is not an AniList snapshot"),
        ("fall-2025", json.dumps(OF_WINTER).encode(), "has no show of Fall 2025"),
        ("Fall-2025", json.dumps(WHOLE).encode(), "is named after no season"),
        ("notes", json.dumps(WHOLE).encode(), "is named after no season"),
    ],
)
def test_what_is_no_answer_is_named_and_asked_for_anew(machine: Machine, name: str, content: bytes, fault: str) -> None:
    machine.path.parent.mkdir()
    path = machine.path.with_name(f"{name}.json")
    path.write_bytes(content)
    machine.anilist.fail(Fault.BROKEN, times=3)
    with pytest.raises(AniListError, match="try again later") as refused:
        fetch_shows(machine.config)
    catalogue = fetch_shows(machine.config)
    assert [show.id for show in catalogue.shows] == [1]
    [line] = catalogue.unusable
    assert str(path) in line
    assert fault in line
    assert str(refused.value).endswith(f"; {line}")
    assert "\n" not in line
    assert read_time(machine.path) == "2025-11-01T00:00:00Z"


def test_a_whole_answer_of_the_table_is_used(machine: Machine) -> None:
    """So that each case above fails by its own fault."""
    machine.path.parent.mkdir()
    machine.path.write_text(json.dumps(WHOLE))
    catalogue = fetch_shows(machine.config)
    assert ([show.id for show in catalogue.shows], catalogue.unusable, machine.anilist.requests) == ([1], (), [])
