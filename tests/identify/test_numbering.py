"""From a group's number to the episode of one entry, by the offsets of its show."""

from datetime import timedelta

import pytest

from nyaastats.domain.matches import Offset
from nyaastats.identify.numbering import DAY, EpisodeAssignment, Seconds, assign_episode
from testkit.show_cases import PREMIERE, make_entry, make_prequel


def week(number: float) -> Seconds:
    """An hour after the broadcast of that week's episode."""
    return Seconds((PREMIERE + timedelta(weeks=number - 1, hours=1)).timestamp())


CHAIN = Offset(24, "chain")


@pytest.mark.parametrize(
    ("number", "published", "offsets", "expected"),
    [
        pytest.param(5, None, (), (5, None), id="as it stands"),
        pytest.param(12, None, (), (12, None), id="the last"),
        pytest.param(13, None, (), None, id="beyond the last"),
        pytest.param(0, None, (), (0, None), id="0 is kept"),
        pytest.param(24, None, (CHAIN,), None, id="24 less 24 is no episode 0"),
        pytest.param(29, None, (CHAIN,), (5, CHAIN), id="numbered on"),
        pytest.param(37, None, (CHAIN,), None, id="numbered on beyond the last"),
        pytest.param(9, None, (Offset(4, "chain"),), (9, None), id="both fit and no date: as it stands"),
        pytest.param(9, week(5), (Offset(4, "chain"),), (5, Offset(4, "chain")), id="both fit: the date decides"),
        pytest.param(9, week(9), (Offset(4, "chain"),), (9, None), id="both fit: the date decides otherwise"),
        pytest.param(9, week(30), (Offset(4, "chain"),), (9, None), id="long after: as it stands"),
        pytest.param(0, week(1), (Offset(-1, "schedule"),), (1, Offset(-1, "schedule")), id="0 is the first"),
    ],
)
def test_assign_episode(
    number: int, published: Seconds | None, offsets: tuple[Offset, ...], expected: tuple[int, Offset] | None
) -> None:
    assignment = assign_episode(make_entry(), number, published, offsets)
    assert (assignment and (assignment.episode, assignment.offset)) == expected


@pytest.mark.parametrize(("number", "episode"), [(24, None), (25, 2)])
def test_the_last_number_of_the_seasons_before_is_none_of_this_one(number: int, episode: int | None) -> None:
    entry = make_entry(prequels=(make_prequel(24),))
    assignment = assign_episode(entry, number, week(1), (Offset(23, "schedule"),))
    assert (assignment and assignment.episode) == episode


def test_an_assignment_has_its_delay() -> None:
    assert assign_episode(make_entry(), 3, week(4), ()) == EpisodeAssignment(3, None, 7 * DAY + 3600)
    assert assign_episode(make_entry(premiere=None), 3, week(4), ()) == EpisodeAssignment(3, None, None)


def test_without_any_length_every_number_fits() -> None:
    assert assign_episode(make_entry(episodes=None, premiere=None), 1170, None, ()) == EpisodeAssignment(
        1170, None, None
    )
