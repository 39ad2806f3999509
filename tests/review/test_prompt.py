"""What a person may type."""

import pytest

from nyaastats.domain.shows import AniListId
from nyaastats.errors import InputError
from nyaastats.review.prompt import Answer, Choice, Control, parse_answer, parse_audit_answer, parse_episode_answer

SHOWS = [AniListId(id_) for id_ in (101, 102, 103)]
FIVE = [*SHOWS, AniListId(104), AniListId(105)]


def choice(show: int | None) -> Choice:
    return Choice(None if show is None else AniListId(show))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("1", choice(101)),
        (" 3 ", choice(103)),
        ("6", choice(6)),
        ("177937", choice(177937)),
        ("#2", choice(2)),
        ("id 2", choice(2)),
        ("ID2", choice(2)),
        ("#177937", choice(177937)),
        ("007", choice(7)),
        ("none", choice(None)),
        ("N", choice(None)),
        ("skip", Control.SKIP),
        ("s", Control.SKIP),
        ("", Control.SKIP),
        ("  ", Control.SKIP),
        ("Quit", Control.QUIT),
        ("q", Control.QUIT),
    ],
)
def test_an_answer(text: str, answer: Answer) -> None:
    assert parse_answer(text, SHOWS) == answer


def test_the_last_of_a_full_list() -> None:
    assert parse_answer("5", FIVE) == choice(105)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("4", "the list ends with 3; #4 is AniList's id 4"),
        ("0", "'0' is neither a number nor none, skip or quit"),
        ("-1", "'-1' is neither"),
        ("1.5", "'1.5' is neither"),
        ("²", "'²' is neither"),
        ("١", "'١' is neither"),
        ("9999999999", "'9999999999' is neither"),
        ("Sanda", "'Sanda' is neither"),
    ],
)
def test_what_is_no_answer(text: str, named: str) -> None:
    with pytest.raises(InputError) as error:
        parse_answer(text, SHOWS)
    assert named in str(error.value)


def test_without_a_list_there_is_no_number_of_it() -> None:
    with pytest.raises(InputError):
        parse_answer("1", [])


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("1", choice(101)),
        ("177937", choice(177937)),
        ("none", choice(None)),
        ("unsure", Control.UNSURE),
        (" U ", Control.UNSURE),
        ("q", Control.QUIT),
    ],
)
def test_an_answer_of_an_audit(text: str, answer: Answer) -> None:
    assert parse_audit_answer(text, SHOWS) == answer


@pytest.mark.parametrize("text", ["", "skip", "s", "y", "0"])
def test_a_match_of_an_audit_cannot_be_skipped(text: str) -> None:
    with pytest.raises(InputError, match="is neither a number nor none, unsure or quit"):
        parse_audit_answer(text, SHOWS)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("y", True),
        ("Yes", True),
        ("n", False),
        ("no", False),
        ("u", Control.UNSURE),
        ("unsure", Control.UNSURE),
        ("quit", Control.QUIT),
        ("Q", Control.QUIT),
    ],
)
def test_an_answer_on_an_episode(text: str, answer: object) -> None:
    assert parse_episode_answer(text) == answer


@pytest.mark.parametrize("text", ["", "1", "none", "skip"])
def test_what_is_no_answer_on_an_episode(text: str) -> None:
    with pytest.raises(InputError, match="is neither y nor n, unsure or quit"):
        parse_episode_answer(text)
