"""The stored guessit output: asked where a name is silent, and its mistakes mended."""

import json
from typing import Any

import pytest

from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.identify.names.guessit_fallback import fill_missing
from nyaastats.identify.names.parser import parse_torrent

SILENT = Release(("Sanda",), season=None, part=None, number=None, kind=Kind.MOVIE)
STATED = SILENT._replace(kind=Kind.EPISODE, number=5)


def episode(number: int, season: int | None = None) -> Release:
    return SILENT._replace(kind=Kind.EPISODE, number=number, season=season)


@pytest.mark.parametrize(
    ("guess", "name", "expected"),
    [
        pytest.param({"type": "episode", "episode": 5}, "Sanda Nr 5", episode(5), id="it knows the episode"),
        pytest.param({"type": "episode", "episode": 5}, "Sanda Nr 005", episode(5), id="padded in the name"),
        pytest.param({"type": "episode", "episode": 5, "season": 2}, "Sanda 2x5", episode(5, 2), id="and the season"),
        pytest.param({"type": "episode", "episode": 5, "season": [1, 2]}, "Sanda 5", episode(5), id="two seasons"),
        pytest.param({"type": "episode", "episode": 5, "season": 2025}, "Sanda 5", episode(5), id="(2025) is a year"),
        pytest.param({"type": "movie", "episode": 5}, "Sanda 5", SILENT, id="a film"),
        pytest.param({"type": "episode", "episode": 6}, "Sanda Nr 06.5", SILENT, id="06.5 is not 6"),
        pytest.param({"type": "episode", "episode": 5}, "Sanda Nr 06.5", SILENT, id="nor 5"),
        pytest.param({"type": "episode", "episode": 1080}, "Sanda 1080p", SILENT, id="a height"),
        pytest.param({"type": "episode", "episode": 10}, "Sanda 10bit", SILENT, id="a depth"),
        pytest.param({"type": "episode", "episode": 7}, "Sanda", SILENT, id="a number that is not in the name"),
        pytest.param({"type": "episode", "episode": [1, 2]}, "Sanda 1-2", SILENT, id="a range"),
        pytest.param({"type": "episode", "episode": 20, "year": 2025}, "Sanda 20 25", SILENT, id="half of a year"),
        pytest.param({"type": "episode", "episode": "five"}, "Sanda five", SILENT, id="no number"),
        pytest.param({"type": "episode", "episode": 9999}, "Sanda 9999", episode(9999), id="the last number"),
        pytest.param({"type": "episode", "episode": 10_000}, "Sanda 10000", SILENT, id="beyond any episode"),
        pytest.param({"type": "episode", "episode": 2**31}, f"Sanda {2**31}", SILENT, id="beyond 32 bits"),
        pytest.param({"type": "episode", "episode": 2**64}, f"Sanda {2**64}", SILENT, id="beyond 64 bits"),
        pytest.param({"type": "episode", "episode": -5}, "Sanda -5", SILENT, id="below 0"),
        pytest.param({"type": "episode", "episode": True}, "Sanda True", SILENT, id="not a number at all"),
        pytest.param({"type": "episode"}, "Sanda", SILENT, id="nothing to add"),
        pytest.param({}, "Sanda", SILENT, id="nothing at all"),
        pytest.param([1, 2], "Sanda", SILENT, id="not an object"),
        pytest.param(None, "Sanda", SILENT, id="null"),
    ],
)
def test_a_silent_name_is_completed(guess: Any, name: str, expected: Release) -> None:
    assert fill_missing(SILENT, json.dumps(guess), name) == expected


@pytest.mark.parametrize("guess", ['{"episode": ' + "9" * 5000 + "}", '{"episode": ' + "[" * 9999 + "]" * 9999 + "}"])
def test_json_that_python_does_not_read_adds_nothing(guess: str) -> None:
    assert fill_missing(SILENT, guess, "Sanda 9") == SILENT


@pytest.mark.parametrize(
    ("guess", "titles"),
    [
        ({"title": "Sandra"}, ("Sanda", "Sandra")),
        ({"title": "Sanda", "alternative_title": "Santa"}, ("Sanda", "Santa")),
        ({"title": "Sanda", "alternative_title": ["Santa", "Klaus"]}, ("Sanda", "Santa", "Klaus")),
        ({"title": 86}, ("Sanda",)),
        ({"title": "  "}, ("Sanda",)),
    ],
)
def test_its_titles_come_after_those_of_the_name(guess: dict[str, Any], titles: tuple[str, ...]) -> None:
    assert fill_missing(SILENT, json.dumps(guess), "Sanda").titles == titles


def test_a_stated_season_without_an_episode_stays_what_it_is() -> None:
    season_pack = SILENT._replace(season=2)
    assert fill_missing(season_pack, json.dumps({"type": "episode", "episode": 2}), "Sanda 2").number is None


@pytest.mark.parametrize("guess", [None, '{"title": "Other", "episode": 9, "season": 3, "type": "episode"}'])
def test_a_name_that_speaks_is_believed(guess: str | None) -> None:
    assert fill_missing(STATED, guess, "Sanda - 05") is STATED


@pytest.mark.parametrize(
    ("name", "guess", "title", "number"),
    [
        ("[G] Sanda - 06.5 [1080p]", {"title": "Sanda", "episode": 6, "type": "episode"}, "Sanda", None),
        ("[G] Sanda S2 - 05 [1080p]", {"title": "Sanda S2", "season": 2, "type": "episode"}, "Sanda S2", 5),
        ("[G] Sanda (2025) - 05 [1080p]", {"title": "Sanda", "season": 2025, "episode": 5}, "Sanda", 5),
        ("[G] 86 - Eighty Six - 03", {"episode": [86, 3], "type": "episode"}, "86 - Eighty Six", 3),
        ("[Oshi no Ko] - 25 (1080p)", {"release_group": "Oshi no Ko", "episode": 25}, "Oshi no Ko", 25),
    ],
)
def test_known_mistakes_of_guessit(name: str, guess: dict[str, Any], title: str, number: int | None) -> None:
    release = parse_torrent(Torrent(InfoHash(""), name, None, json.dumps(guess)))
    assert (release.titles[0], release.number) == (title, number)
