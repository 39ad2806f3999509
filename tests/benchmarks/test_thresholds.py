from datetime import UTC, datetime

import pytest

from benchmarks.suites.names import LabelledSet, outcome_rows
from benchmarks.suites.outcomes import Tally, is_right, tally_outcomes, unlisted_names
from benchmarks.suites.thresholds import SHIPPED, LabelledRun, ScoredAnswer, ThresholdGrid, build_grid, decide_names
from nyaastats.domain.matches import Match, Method, NoMatch
from nyaastats.domain.shows import AniListId
from nyaastats.identify.evaluation import LabelledName, count_outcomes, evaluate
from testkit.golden import read_golden_catalogue, read_golden_matches

SHOW, OTHER = AniListId(1), AniListId(2)


def labelled(episode: str, show: AniListId | None = SHOW) -> LabelledName:
    return LabelledName("a name", None, show, episode)


def match(episode: int | None, show: AniListId = SHOW) -> Match:
    return Match(show, episode, Method.EXACT, 100.0, 100.0, ())


@pytest.mark.parametrize(
    ("name", "decision", "expected"),
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
def test_a_decision_is_right_wrong_or_none(name: LabelledName, decision: Match | NoMatch, expected: object) -> None:
    assert is_right(name, decision) is expected


def test_precision_and_recall() -> None:
    assert Tally(singles=4, right=3, wrong=1).precision == 0.75
    assert Tally(singles=4, right=1, wrong=0).recall == 0.25
    assert (Tally(0, 0, 0).precision, Tally(0, 0, 0).recall) == (None, None)


def test_a_pair_of_thresholds_keeps_what_reaches_both() -> None:
    answers = [
        ScoredAnswer(90, 30, is_right=True),
        ScoredAnswer(80, 8, is_right=False),
        ScoredAnswer(79, 60, is_right=True),
    ]
    unlisted_answers = [ScoredAnswer(85, 10, is_right=False)]
    grid = ThresholdGrid(names=4, singles=3, answers=answers, unlisted=2, unlisted_answers=unlisted_answers)
    assert grid.at(80, 8) == Tally(3, 1, 1)
    assert grid.at(80, 9) == Tally(3, 1, 0)
    assert grid.at(0, 0) == Tally(3, 2, 1)
    assert (grid.false_match_share(80, 8), grid.false_match_share(80, 12)) == (0.5, 0.0)


def golden_names() -> list[LabelledName]:
    shows = read_golden_catalogue()
    return [
        LabelledName(case.torrent.name, case.torrent.published, shows[case.show].id if case.show else None, answer)
        for case in read_golden_matches()
        if (answer := "-" if case.episode is None else str(case.episode))
    ]


def test_at_the_shipped_thresholds_the_grid_agrees_with_evaluate() -> None:
    """All names as one run: some answers are wrong then, so that both counts are compared."""
    names, shows = golden_names(), [*read_golden_catalogue().values()]
    expected = count_outcomes(evaluate(names, shows))
    wrong = expected.single.wrong_show + expected.single.wrong_episode + expected.other.attributed
    run = LabelledRun(names, shows)
    tally = build_grid([run], hold_back=False).at(SHIPPED.score, SHIPPED.margin)
    assert tally == Tally(expected.single.total, expected.single.right, wrong)
    assert tally_outcomes(names, map(is_right, names, decide_names(run, SHIPPED))) == tally


def test_a_name_has_no_answer_in_the_half_without_its_show() -> None:
    names, shows = golden_names(), [*read_golden_catalogue().values()]
    own = [name for name in names if name.anilist_id is not None]
    assert build_grid([LabelledRun(names, shows)], hold_back=True).unlisted == len(own)
    listed = frozenset(show.id for show in shows[::2])
    assert len(unlisted_names(own, listed)) == sum(name.anilist_id not in listed for name in own)


def test_the_largest_show_is_left_out_of_the_second_row() -> None:
    when = datetime(2025, 10, 5, tzinfo=UTC)
    shows = read_golden_catalogue()
    names = [
        *(LabelledName(f"[SubsPlease] Medalist - {n:02} (1080p)", when, OTHER, str(n)) for n in (1, 2)),
        LabelledName("[Judas] SPY x FAMILY - S03E01 [1080p]", when, shows["spy-3"].id, "1"),
    ]
    everything, rest, *groups = outcome_rows(LabelledSet("names", names, [*shows.values()]))
    assert (everything.names, rest.names, rest.tally.right) == (3, 1, 1)
    assert [row.label for row in groups] == ["2 other groups"]
