"""Why a name is what it is said to be."""

import json

import pytest

from identify.shows import PREMIERE, series, show
from nyaastats.identify.explanation import as_document, explained
from nyaastats.identify.matching import Matcher
from nyaastats.types import Format, Show

SANDA = show("Sanda", 1)
LOOK_BACK = show("Look Back", 2, english="Look Back!", kind=Format.MOVIE, premiere=None)
SEQUEL = show("Kanojo 4", 3, prequels=(series(None),))


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("[G] Sanda - 05 (1080p)", "'Sanda', episode 5, by exact title (score 105, 105 ahead of the next show)."),
        ("[G] Sanda - 00 (1080p)", "No match: 'Sanda' scores 65, less than 80."),
        ("[G] Sanda (01-12)", "'Sanda', a batch, by exact title (score 100, 100 ahead of the next show)."),
        ("[G] Look Back", "'Look Back!', a movie, by exact title (score 100, 100 ahead of the next show)."),
        ("[G] Nobody - 05 (1080p)", "No match: no show has a title like it."),
    ],
)
def test_the_verdict_in_words(name: str, verdict: str) -> None:
    assert explained(name, None, Matcher([SANDA, LOOK_BACK])).verdict == verdict


def test_its_own_number_alone_tells_the_offset() -> None:
    explanation = explained("[G] Kanojo - 37 (1080p)", PREMIERE, Matcher([SEQUEL]))
    assert explanation.verdict.startswith("'Kanojo 4', episode 1, by exact title")
    assert "number 37 less 36 by the schedule is episode 1" in {part.why for part in explanation.shows[0].evidence}


def test_the_likeliest_five_shows_are_told() -> None:
    shows: list[Show] = [show("Sanda" + "a" * place, place + 1) for place in range(7)]
    explanation = explained("[G] Sandaaaaa - 05", None, Matcher(shows))
    scores = [one.score for one in explanation.shows]
    assert len(scores) == 5 or scores == [105.0]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("name", ["[G] Sanda - 05 (1080p)", "[G] Nobody - 05", "---", ""])
def test_the_document_is_json_and_repeats_the_decision(name: str) -> None:
    explanation = explained(name, PREMIERE, Matcher([SANDA, LOOK_BACK]))
    document = json.loads(json.dumps(as_document(explanation)))
    assert document["name"] == name
    assert document["published"] == PREMIERE.isoformat()
    assert document["verdict"] == explanation.verdict
    assert (document["match"] is None) == explanation.verdict.startswith("No match")
    assert [one["anilist_id"] for one in document["shows"]] == [one.claim.show.id for one in explanation.shows]
