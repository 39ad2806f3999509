"""Why a name was matched with a show, or with none."""

import json

import pytest

from nyaastats.domain.matches import Override
from nyaastats.domain.shows import AniListId, Format, Show
from nyaastats.identify.explanation import build_document, explain_name
from nyaastats.identify.matcher import Matcher
from testkit.show_cases import PREMIERE, make_prequel, make_show

SANDA = make_show("Sanda", 1)
LOOK_BACK = make_show("Look Back", 2, english="Look Back!", kind=Format.MOVIE, premiere=None)
SEQUEL = make_show("Kanojo 4", 3, prequels=(make_prequel(None),))


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("[G] Sanda - 05 (1080p)", "'Sanda', episode 5, by exact title (score 105, no other show is near)."),
        ("[G] Sanda - 00 (1080p)", "No match: 'Sanda' scores 65, less than 80."),
        ("[G] Sanda (01-12)", "'Sanda', a batch, by exact title (score 100, no other show is near)."),
        ("[G] Look Back", "'Look Back!', a movie, by exact title (score 100, no other show is near)."),
        ("[G] Nobody - 05 (1080p)", "No match: no show has a title like it."),
    ],
)
def test_the_verdict_in_words(name: str, verdict: str) -> None:
    assert explain_name(name, None, Matcher([SANDA, LOOK_BACK])).verdict == verdict


def test_the_verdict_names_the_runner_up() -> None:
    verdict = explain_name("[G] Kanojo - 05 (1080p)", None, Matcher([make_show("Kanojo", 1), SEQUEL])).verdict
    assert verdict == "'Kanojo', episode 5, by exact title (score 105, 40 ahead of 'Kanojo 4')."


@pytest.mark.parametrize(
    ("to", "verdict"),
    [
        (AniListId(1), "'Sanda', episode 5, by an override (seen on the poster)."),
        (None, "No match: an override says that it is no show: seen on the poster."),
    ],
)
def test_the_verdict_of_a_person(to: AniListId | None, verdict: str) -> None:
    matcher = Matcher([SANDA], [Override("Santa", to, "seen on the poster")])
    assert explain_name("[G] Santa - 05", None, matcher).verdict == verdict


def test_its_own_number_alone_shows_the_offset() -> None:
    explanation = explain_name("[G] Kanojo - 37 (1080p)", PREMIERE, Matcher([SEQUEL]))
    assert explanation.verdict.startswith("'Kanojo 4', episode 1, by exact title")
    assert "number 37 less 36 by the schedule is episode 1" in {part.why for part in explanation.shows[0].evidence}


@pytest.mark.parametrize("name", ["[G] Sandaaaaa - 05", "[G] Sanda - 05", "[G] Gnosia - 05", "[G] Nobody"])
def test_the_likeliest_five_shows_are_listed_each_with_its_evidence(name: str) -> None:
    shows: list[Show] = [make_show("Sanda" + "a" * place, place + 1) for place in range(7)]
    films = [make_show(f"Film {number}", number, kind=Format.MOVIE) for number in range(8, 14)]
    explanation = explain_name(name, None, Matcher([*shows, *films]))
    assert len({scored.show.id for scored in explanation.shows}) == 5
    for scored in explanation.shows:
        assert [part.name for part in scored.evidence][:3] == ["title", "season", "part"]
        assert scored.score == sum(part.score for part in scored.evidence)


def test_shows_that_a_title_may_mean_come_before_those_that_are_only_the_least_unlike() -> None:
    explanation = explain_name("[G] Sanda S2 - 13", PREMIERE, Matcher([SANDA, make_show("Sandwich Days", 5)]))
    assert [scored.show.id for scored in explanation.shows] == [1, 5]
    assert [scored.partial.candidate.match_type for scored in explanation.shows] == ["exact", "far"]


@pytest.mark.parametrize("name", ["[G] Sanda - 05 (1080p)", "[G] Nobody - 05", "---", ""])
def test_the_document_is_json_and_repeats_the_decision(name: str) -> None:
    explanation = explain_name(name, PREMIERE, Matcher([SANDA, LOOK_BACK]))
    document = json.loads(json.dumps(build_document(explanation)))
    assert document["name"] == name
    assert document["published"] == PREMIERE.isoformat()
    assert document["verdict"] == explanation.verdict
    assert (document["match"] is None) == explanation.verdict.startswith("No match")
    assert [row["anilist_id"] for row in document["shows"]] == [scored.show.id for scored in explanation.shows]
