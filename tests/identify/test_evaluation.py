"""Precision and recall, worked by hand on a few names."""

import json
from datetime import UTC, datetime

import pytest

from nyaastats.domain.matches import Override
from nyaastats.domain.shows import AniListId, Format
from nyaastats.errors import InputError
from nyaastats.identify.evaluation import (
    EvaluationFigures,
    NameOutcome,
    Others,
    Singles,
    count_outcomes,
    evaluate,
    parse_names,
    summarise,
)
from testkit.show_cases import make_show

HEADER = "name\tpublished\tanilist_id\tepisode"
SHOWS = [make_show("Sanda", 1), make_show("Look Back", 2, kind=Format.MOVIE, episodes=1, premiere=None)]
CASES = [
    ("[G] Sanda - 05\t\t1\t5", NameOutcome.RIGHT),
    ("[G] Sanda - 06\t\t1\t7", NameOutcome.WRONG_EPISODE),
    ("[G] Sanda - 08\t\t9\t8", NameOutcome.WRONG_SHOW),
    ("[G] Nobody - 01\t\t1\t1", NameOutcome.MISSED),
    ("[G] Sanda (01-12)\t\t1\t12", NameOutcome.MISSED),
    ("[G] Sanda (01-12)\t\t1\tbatch", NameOutcome.EXCLUDED),
    ("[G] Sanda - 05.5\t\t1\tspecial", NameOutcome.EXCLUDED),
    ("[G] Nobody - 02\t\t-\t-", NameOutcome.EXCLUDED),
    ("[G] Sanda - 09\t\t-\t-", NameOutcome.ATTRIBUTED),
    ("[G] Sanda - 10\t\t1\tspecial", NameOutcome.ATTRIBUTED),
    ("[G] Look Back [1080p]\t\t2\tmovie", NameOutcome.EXCLUDED),
    ("[G] Look Back [720p]\t\t7\tmovie", NameOutcome.ATTRIBUTED),
    ("[G] Look Back [480p]\t\t-\tmovie", NameOutcome.ATTRIBUTED),
    ("[G] Look Back [BD]\t\t-\t-", NameOutcome.EXCLUDED),
]
JUDGEMENTS = evaluate(parse_names([HEADER, *(line for line, _ in CASES)]), SHOWS)


@pytest.mark.parametrize(("place", "outcome"), list(enumerate(outcome for _, outcome in CASES)))
def test_outcomes(place: int, outcome: NameOutcome) -> None:
    assert JUDGEMENTS[place].outcome is outcome


def test_figures_worked_by_hand() -> None:
    counted = count_outcomes(JUDGEMENTS)
    assert counted.single == Singles(total=5, right=1, wrong_show=1, wrong_episode=1, missed=2)
    assert counted.other == Others(total=9, excluded=5, attributed=4)
    assert counted.precision == pytest.approx(1 / (1 + 1 + 1 + 4))
    assert counted.recall == pytest.approx(1 / 5)


def test_without_answers_or_singles_there_is_no_share() -> None:
    nothing = EvaluationFigures(Singles(0, 0, 0, 0, 0), Others(3, 3, 0))
    assert (nothing.precision, nothing.recall) == (None, None)


def test_the_summary_is_json_and_names_what_went_wrong() -> None:
    document = json.loads(json.dumps(summarise(JUDGEMENTS)))
    assert list(document) == ["names", "single", "other", "precision", "recall", "by_show", "wrong", "read"]
    assert document["names"] == len(CASES)
    assert list(document["by_show"]) == ["-", "1", "2", "7", "9"]
    assert sum(part["single"]["total"] for part in document["by_show"].values()) == 5
    assert [wrong["outcome"] for wrong in document["wrong"]] == [
        outcome for _, outcome in CASES if outcome not in {NameOutcome.RIGHT, NameOutcome.EXCLUDED}
    ]
    assert document["wrong"][0]["name"] == "[G] Sanda - 06"
    assert document["wrong"][0]["expected"] == {"anilist_id": 1, "episode": "7"}
    assert document["wrong"][0]["got"] == {"anilist_id": 1, "episode": 6}
    assert document["wrong"][0]["reasons"][0]["name"] == "title"
    assert document["wrong"][2]["reasons"] == ["no show has a title like it"]


def test_all_names_are_one_run() -> None:
    lines = [
        HEADER,
        *(f"[G] Sanda - {24 + week}\t2025-10-{week * 7 - 3:02}T17:00:00Z\t1\t{week}" for week in (1, 2, 3)),
    ]
    judgements = evaluate(parse_names([*lines, "[H] Sanda - 28\t\t1\t4"]), SHOWS)
    assert [judgement.outcome for judgement in judgements] == [NameOutcome.RIGHT] * 4


def test_overrides_count() -> None:
    (judgement,) = evaluate(
        parse_names([HEADER, "[G] Santa - 05\t\t1\t5"]), SHOWS, [Override("Santa", AniListId(1), "a case")]
    )
    assert judgement.outcome is NameOutcome.RIGHT


@pytest.mark.parametrize(
    ("published", "moment"),
    [
        ("", None),
        ("2025-10-03T16:00:00Z", datetime(2025, 10, 3, 16, tzinfo=UTC)),
        ("2025-10-04T01:00:00+09:00", datetime(2025, 10, 3, 16, tzinfo=UTC)),
        ("2025-10-03T16:00:00", datetime(2025, 10, 3, 16, tzinfo=UTC)),
        ("2025-10-03", datetime(2025, 10, 3, tzinfo=UTC)),
    ],
)
def test_times(published: str, moment: datetime | None) -> None:
    (labelled,) = parse_names([HEADER, f"Sanda - 05\t{published}\t1\t5"])
    assert labelled.published == moment


def test_columns_in_any_order_with_others_between_and_quotes_as_they_are() -> None:
    lines = ["episode\tgroup\tanilist_id\tname\tpublished", '5\tG\t-\tSanda "the Man" - 05\t']
    (labelled,) = parse_names(lines)
    assert (labelled.name, labelled.episode, labelled.anilist_id) == ('Sanda "the Man" - 05', "5", None)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], "the names have no column 'name': their first line must name name, published, anilist_id, episode"),
        (["name\tpublished\tepisode"], "the names have no column 'anilist_id'"),
        ([HEADER, "Sanda\tyesterday\t1\t5"], "line 2: published 'yesterday' is not a time: write it like"),
        (
            [HEADER, "Sanda\t\tfive\t5"],
            "line 2: anilist_id 'five' is neither a number nor '-': give AniList's id, or - for no show",
        ),
        (
            [HEADER, "Sanda\t\t1\t5", "Sanda"],
            "line 3: 'Sanda' has fewer columns than the header: separate them by tabs",
        ),
    ],
)
def test_what_cannot_be_read_is_named(lines: list[str], message: str) -> None:
    with pytest.raises(InputError) as error:
        parse_names(lines)
    assert message in str(error.value)
    assert "\n" not in str(error.value)
