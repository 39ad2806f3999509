from datetime import UTC, datetime

import pytest

from benchmarks.naming import LabelledSet, rows
from benchmarks.thresholds import CHOSEN, Answer, Asked, Run, asked, decisions
from benchmarks.verdicts import Tally, is_right, tally, without
from nyaastats.domain.matches import Match, Method, NoMatch
from nyaastats.domain.shows import AniListId
from nyaastats.identify.evaluation import Labelled, evaluate, figures
from testkit.golden import catalogue, golden_matches

SHOW, OTHER = AniListId(1), AniListId(2)


def labelled(episode: str, show: AniListId | None = SHOW) -> Labelled:
    return Labelled("a name", None, show, episode)


def match(episode: int | None, show: AniListId = SHOW) -> Match:
    return Match(show, episode, Method.EXACT, 100.0, 100.0, ())


@pytest.mark.parametrize(
    ("one", "decision", "expected"),
    [
        (labelled("5"), match(5), True),
        (labelled("05"), match(5), True),
        (labelled("5"), match(6), False),
        (labelled("5"), match(5, OTHER), False),
        (labelled("5"), match(None), None),
        (labelled("5"), NoMatch("too far"), None),
        (labelled("batch"), match(None), None),
        (labelled("batch"), match(5), False),
        (labelled("movie"), match(1), None),
        (labelled("movie"), match(None, OTHER), False),
        (labelled("-", None), match(5), False),
    ],
)
def test_a_decision_is_right_wrong_or_none(one: Labelled, decision: Match | NoMatch, expected: object) -> None:
    assert is_right(one, decision) is expected


def test_precision_and_recall() -> None:
    assert Tally(singles=4, right=3, wrong=1).precision == 0.75
    assert Tally(singles=4, right=1, wrong=0).recall == 0.25
    assert (Tally(0, 0, 0).precision, Tally(0, 0, 0).recall) == (None, None)


def test_a_pair_of_numbers_keeps_what_reaches_both() -> None:
    answers = [Answer(90, 30, is_right=True), Answer(80, 8, is_right=False), Answer(79, 60, is_right=True)]
    grid = Asked(names=4, singles=3, answers=answers, strangers=2, to_strangers=[Answer(85, 10, is_right=False)])
    assert grid.at(80, 8) == Tally(3, 1, 1)
    assert grid.at(80, 9) == Tally(3, 1, 0)
    assert grid.at(0, 0) == Tally(3, 2, 1)
    assert (grid.mistaken(80, 8), grid.mistaken(80, 12)) == (0.5, 0.0)


def golden_names() -> list[Labelled]:
    shows = catalogue()
    return [
        Labelled(case.torrent.name, case.torrent.published, shows[case.show].id if case.show else None, answer)
        for case in golden_matches()
        if (answer := "-" if case.episode is None else str(case.episode))
    ]


def test_at_the_shipped_numbers_the_grid_is_what_evaluate_says() -> None:
    """All names as one run: not every answer is right then, so that both sides of the count are held."""
    names, shows = golden_names(), [*catalogue().values()]
    said = figures(evaluate(names, shows))
    wrong = said.single.wrong_show + said.single.wrong_episode + said.other.attributed
    found = asked([Run(names, shows)], held_back=False).at(CHOSEN.score, CHOSEN.margin)
    assert found == Tally(said.single.total, said.single.right, wrong)
    assert tally(names, map(is_right, names, decisions(Run(names, shows), CHOSEN))) == found


def test_a_name_is_a_stranger_to_the_half_without_its_show() -> None:
    names, shows = golden_names(), [*catalogue().values()]
    own = [one for one in names if one.anilist_id is not None]
    assert asked([Run(names, shows)], held_back=True).strangers == len(own)
    kept = frozenset(show.id for show in shows[::2])
    assert len(without(own, kept)) == sum(one.anilist_id not in kept for one in own)


def test_the_largest_show_is_left_out_of_the_second_row() -> None:
    when = datetime(2025, 10, 5, tzinfo=UTC)
    shows = catalogue()
    names = [
        *(Labelled(f"[SubsPlease] Medalist - {n:02} (1080p)", when, OTHER, str(n)) for n in (1, 2)),
        Labelled("[Judas] SPY x FAMILY - S03E01 [1080p]", when, shows["spy-3"].id, "1"),
    ]
    everything, rest, *groups = rows(LabelledSet("names", names, [*shows.values()]))
    assert (everything.names, rest.names, rest.tally.right) == (3, 1, 1)
    assert [row.label for row in groups] == ["2 other groups"]
