"""Reads the golden files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from nyaastats.domain.matches import Override
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.shows import Airing, AniListId, Format, Prequel, Show
from nyaastats.domain.torrents import InfoHash, Torrent

_GOLDEN = Path(__file__).parents[1] / "tests" / "golden"


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_GOLDEN / name).read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class GoldenRelease:
    """A name, and what it says."""

    name: str
    release: Release


def read_golden_releases() -> list[GoldenRelease]:
    return [_release(row) for row in _read("releases.toml")["release"]]


def _release(row: dict[str, Any]) -> GoldenRelease:
    facts = {key: value for key, value in row.items() if key not in {"name", "why", "titles", "kind"}}
    fields = {"season": None, "part": None, "number": None} | facts
    return GoldenRelease(row["name"], Release(titles=tuple(row["titles"]), kind=Kind(row["kind"]), **fields))


@dataclass(frozen=True, slots=True)
class GoldenMatch:
    """A name, the names beside it in the same run, and the show and episode that it is."""

    torrent: Torrent
    beside: tuple[Torrent, ...]
    overrides: tuple[Override, ...]
    show: str | None
    episode: int | None
    why: str


@dataclass(frozen=True, slots=True)
class GoldenCases:
    """Cases with the shows that they may be."""

    shows: dict[str, Show]
    """By the names that the cases call them."""
    matches: list[GoldenMatch]


def read_cases(document: dict[str, Any]) -> GoldenCases:
    """Cases as `matches.toml` has them, or as `nyaastats review --export` writes them."""
    shows = {key: _show(_find_id(key, place), row) for place, (key, row) in enumerate(document["show"].items(), 1)}
    return GoldenCases(shows, [_match(row, shows) for row in document["case"]])


def _find_id(key: str, place: int) -> AniListId:
    """AniList's own id of an exported show; its place for one of ours."""
    return AniListId(int(key.removeprefix("anilist-")) if key.startswith("anilist-") else place)


@cache
def _read_matches() -> GoldenCases:
    return read_cases(_read("matches.toml"))


def read_golden_matches() -> list[GoldenMatch]:
    return _read_matches().matches


def _torrent(row: dict[str, Any]) -> Torrent:
    return Torrent(InfoHash(""), row["name"], row.get("published"))


def _match(row: dict[str, Any], shows: dict[str, Show]) -> GoldenMatch:
    return GoldenMatch(
        torrent=_torrent(row),
        beside=tuple(map(_torrent, row.get("beside", []))),
        overrides=tuple(_override(override, shows) for override in row.get("overrides", [])),
        show=row.get("show"),
        episode=row.get("episode"),
        why=row["why"],
    )


def _override(row: dict[str, Any], shows: dict[str, Show]) -> Override:
    return Override(row["title"], shows[row["show"]].id, "a case", row.get("season"))


def read_golden_catalogue() -> dict[str, Show]:
    """The shows by the names that the cases call them."""
    return _read_matches().shows


def _show(show_id: AniListId, row: dict[str, Any]) -> Show:
    return Show(
        id=show_id,
        romaji=row["romaji"],
        english=row.get("english"),
        native=row.get("native"),
        synonyms=tuple(row.get("synonyms", ())),
        format=Format(row.get("format", "TV")),
        status=None,
        episodes=row.get("episodes"),
        season=None,
        start=row.get("start") or (row["premiere"].date() if "premiere" in row else None),
        end=None,
        airings=_airings(row) if "premiere" in row else (),
        prequels=tuple(map(_prequel, row.get("prequels", ()))),
    )


def _prequel(text: str) -> Prequel:
    """Read `TV 12`, or `TV ?`."""
    kind, episodes = text.split()
    return Prequel(AniListId(9999), Format(kind), None if episodes == "?" else int(episodes))


def _airings(row: dict[str, Any]) -> tuple[Airing, ...]:
    """The schedule: weekly, but for the weeks that `gaps` puts before an episode."""
    first, last = row.get("numbers") or (1, row["episodes"])
    gaps = {int(number): weeks for number, weeks in row.get("gaps", {}).items()}
    weeks = accumulate((gaps.get(number, 1) for number in range(first + 1, last + 1)), initial=0)
    premiere = row["premiere"].astimezone(UTC)
    return tuple(Airing(number, premiere + timedelta(weeks=week)) for number, week in enumerate(weeks, start=first))


def make_weekly_airings(premiere: datetime, episodes: int) -> tuple[Airing, ...]:
    """A broadcast each week."""
    first = premiere.astimezone(UTC)
    return tuple(Airing(number, first + timedelta(weeks=number - 1)) for number in range(1, episodes + 1))
