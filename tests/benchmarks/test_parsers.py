import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from benchmarks import parsers
from benchmarks.parsers import of_aniparse, of_anitopy, of_guessit
from benchmarks.readings import Reading, Readings, keys, on_corpus
from nyaastats.domain.releases import Kind, Release

Teller = Callable[[Any], dict[str, Any]]
TITLED = {"titles": ["Blue Box"], "season": 2, "number": 5}


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (of_guessit, {"title": "Blue Box", "season": 2, "episode": 5}),
        (of_anitopy, {"anime_title": "Blue Box", "anime_season": "02", "episode_number": "05"}),
        (of_anitopy, {"anime_title": "Blue Box", "anime_season": ["02", "2"], "episode_number": "05"}),
        (of_aniparse, {"series": [{"title": "Blue Box", "season": [{"number": 2}], "episode": [{"number": 5}]}]}),
    ],
)
def test_every_answer_is_told_alike(said: Teller, answer: dict[str, Any]) -> None:
    assert said(answer) == TITLED


def test_a_range_or_a_fraction_is_no_number() -> None:
    assert of_guessit({"title": "A", "season": [3, 4, 5], "episode": [1, 2]}) == {
        "titles": ["A"],
        "season": None,
        "number": None,
    }
    assert of_anitopy({"episode_number": "06.5"})["number"] is None
    assert of_aniparse({"series": [{"episode": [{"number": 6.5}]}]})["number"] is None
    assert of_aniparse({"series": [{"episode": [{"start": {"number": 1}, "end": {"number": 12}}]}]})["number"] is None


@pytest.mark.parametrize("said", [of_anitopy, of_aniparse])
def test_no_answer_says_nothing(said: Teller) -> None:
    assert said(None) == {"titles": [], "season": None, "number": None}


def test_guessits_other_title_counts() -> None:
    assert of_guessit({"title": "Blue Box", "alternative_title": ["Ao no Hako"]})["titles"] == [
        "Blue Box",
        "Ao no Hako",
    ]


def test_a_process_reads_names() -> None:
    command = [sys.executable, parsers.__file__, "nyaastats"]
    names = json.dumps(["[SubsPlease] Medalist - 05 (1080p).mkv"])
    document = json.loads(subprocess.run(command, input=names, capture_output=True, text=True, check=True).stdout)
    (said,) = document["readings"]
    assert (said["titles"], said["season"], said["number"]) == (["Medalist"], None, 5)
    assert document["seconds"] > 0


def test_a_title_is_right_without_its_season_words() -> None:
    assert keys(["Osomatsu-san S4"]) == keys(["Osomatsu-san 4th Season"]) == {"osomatsusan"}


def test_each_part_is_judged_by_itself() -> None:
    expected = Release(("Blue Box", "Ao no Hako"), 2, None, 5, Kind.EPISODE)
    silent = Release((), None, None, None, Kind.BATCH)
    said = [
        Reading(("Ao no Hako 2nd Season",), None, 5, "{}"),
        Reading(("Blue",), 2, None, "{}"),
        Reading(("Blue Box",), 2, 5, "{}"),
        Reading((), None, None, "{}"),
    ]
    score = on_corpus(Readings("a parser", 0.008, said), [expected, expected, expected, silent])
    assert (score.titles, score.seasons, score.numbers, score.all, score.milliseconds) == (3, 3, 3, 2, 2.0)
