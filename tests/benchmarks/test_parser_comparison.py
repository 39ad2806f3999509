import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from benchmarks.suites.parser_comparison import Reading, Readings, score_on_corpus, title_keys
from benchmarks.workers import parse_names
from benchmarks.workers.parse_names import read_aniparse, read_anitopy, read_guessit
from nyaastats.domain.releases import Kind, Release

Reader = Callable[[Any], dict[str, Any]]
BLUE_BOX = {"titles": ["Blue Box"], "season": 2, "number": 5}


@pytest.mark.parametrize(
    ("to_reading", "answer"),
    [
        (read_guessit, {"title": "Blue Box", "season": 2, "episode": 5}),
        (read_anitopy, {"anime_title": "Blue Box", "anime_season": "02", "episode_number": "05"}),
        (read_anitopy, {"anime_title": "Blue Box", "anime_season": ["02", "2"], "episode_number": "05"}),
        (read_aniparse, {"series": [{"title": "Blue Box", "season": [{"number": 2}], "episode": [{"number": 5}]}]}),
    ],
)
def test_answers_of_every_shape_give_the_same_reading(to_reading: Reader, answer: dict[str, Any]) -> None:
    assert to_reading(answer) == BLUE_BOX


def test_a_range_or_a_fraction_is_no_number() -> None:
    assert read_guessit({"title": "A", "season": [3, 4, 5], "episode": [1, 2]}) == {
        "titles": ["A"],
        "season": None,
        "number": None,
    }
    assert read_anitopy({"episode_number": "06.5"})["number"] is None
    assert read_aniparse({"series": [{"episode": [{"number": 6.5}]}]})["number"] is None
    assert read_aniparse({"series": [{"episode": [{"start": {"number": 1}, "end": {"number": 12}}]}]})["number"] is None


@pytest.mark.parametrize("to_reading", [read_anitopy, read_aniparse])
def test_no_answer_gives_no_reading(to_reading: Reader) -> None:
    assert to_reading(None) == {"titles": [], "season": None, "number": None}


def test_guessits_other_title_counts() -> None:
    assert read_guessit({"title": "Blue Box", "alternative_title": ["Ao no Hako"]})["titles"] == [
        "Blue Box",
        "Ao no Hako",
    ]


def test_a_process_parses_names() -> None:
    command = [sys.executable, parse_names.__file__, "nyaastats"]
    names = json.dumps(["[SubsPlease] Medalist - 05 (1080p).mkv"])
    document = json.loads(subprocess.run(command, input=names, capture_output=True, text=True, check=True).stdout)
    (reading,) = document["readings"]
    assert (reading["titles"], reading["season"], reading["number"]) == (["Medalist"], None, 5)
    assert document["seconds"] > 0


def test_a_title_is_right_without_its_season_words() -> None:
    assert title_keys(["Osomatsu-san S4"]) == title_keys(["Osomatsu-san 4th Season"]) == {"osomatsusan"}


def test_each_part_is_judged_by_itself() -> None:
    expected = Release(("Blue Box", "Ao no Hako"), 2, None, 5, Kind.EPISODE)
    silent = Release((), None, None, None, Kind.BATCH)
    readings = [
        Reading(("Ao no Hako 2nd Season",), None, 5, "{}"),
        Reading(("Blue",), 2, None, "{}"),
        Reading(("Blue Box",), 2, 5, "{}"),
        Reading((), None, None, "{}"),
    ]
    score = score_on_corpus(Readings("a parser", 0.008, readings), [expected, expected, expected, silent])
    assert (score.titles, score.seasons, score.numbers, score.all, score.milliseconds) == (3, 3, 3, 2, 2.0)
