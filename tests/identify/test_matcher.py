"""The evidence for each show, and the decision; whole names stand in golden/matches.toml."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from nyaastats.domain.matches import Match, MatchResult, Method, Override, Thresholds
from nyaastats.domain.shows import AniListId, Format, Show
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.identify.matcher import Matcher, identify, read_releases
from nyaastats.identify.scoring import ScoredCandidate
from testkit.show_cases import PREMIERE, make_prequel, make_show

SANDA = make_show("Sanda", 1)
SEQUEL = make_show("Sanda 3", 2, prequels=(make_prequel(12), make_prequel(12)))
PART = make_show("Sanda Part 2", 3, prequels=(make_prequel(12),))
FINAL = make_show("Sanda Final Season", 4, prequels=(make_prequel(12),))
LAST = make_show("Sanda Final Season", 5)
COUR = make_show("Sanda 2", 6, english="Sanda Cour 2")


def at(weeks: float) -> datetime:
    return PREMIERE + timedelta(weeks=weeks)


def match_name(
    name: str, *shows: Show, published: datetime | None = None, overrides: tuple[Override, ...] = ()
) -> MatchResult:
    return identify([Torrent(InfoHash(""), name, published)], shows, overrides).results[0]


@pytest.mark.parametrize(
    ("name", "of", "weeks", "evidence"),
    [
        ("Sanda - 05", SANDA, None, {"title": 100, "season": 0, "part": 0, "number": 5, "date": 0}),
        ("Sanda - 05", SANDA, 4, {"title": 100, "season": 0, "part": 0, "number": 5, "date": 15}),
        ("Sanda - 05", SANDA, 7, {"title": 100, "season": 0, "part": 0, "number": 5, "date": 5}),
        ("Sanda - 05", SANDA, 30, {"title": 100, "season": 0, "part": 0, "number": 5, "date": 0}),
        ("Sanda - 05", SANDA, 3, {"title": 100, "season": 0, "part": 0, "number": 5, "date": -15}),
        ("Sanda - 05", SANDA, -9, {"title": 100, "season": 0, "part": 0, "number": 5, "date": -50}),
        ("Sanda - 13", SANDA, None, {"title": 100, "season": 0, "part": 0, "number": -40}),
        ("Sanda - 00", SANDA, None, {"title": 100, "season": 0, "part": 0, "number": -35, "date": 0}),
        ("Sanda S1 - 05", SANDA, None, {"title": 100, "season": 2, "part": 0, "number": 5, "date": 0}),
        ("Sanda S2 - 05", SANDA, 4, {"title": 100, "season": -60, "part": 0, "number": 5, "date": 15}),
        ("Sanda Part 1 - 05", SANDA, None, {"title": 100, "season": 0, "part": 0, "number": 5, "date": 0}),
        ("Sanda Part 2 - 05", SANDA, None, {"title": 100, "season": 0, "part": -60, "number": 5, "date": 0}),
        ("Sanda S3 - 05", SEQUEL, None, {"title": 100, "season": 10, "part": 0, "number": 5, "date": 0}),
        ("Sanda - 05", SEQUEL, None, {"title": 100, "season": 0, "part": 0, "number": 5, "date": 0, "sequel": -40}),
        ("Sanda - 05", SEQUEL, 4, {"title": 100, "season": 0, "part": 0, "number": 5, "date": 15}),
        ("Sanda - 29", SEQUEL, None, {"title": 100, "season": 0, "part": 0, "number": 5, "date": 0}),
        (
            "Sanda S01E29",
            SEQUEL,
            None,
            {"title": 100, "season": -60, "part": 0, "number": 5, "date": 0, "continuous": 60},
        ),
        ("Sanda Part 2 - 05", PART, None, {"title": 100, "season": 0, "part": 10, "number": 5, "date": 0}),
        ("Sanda S2 - 05", FINAL, None, {"title": 100, "season": 0, "part": 0, "number": 5, "date": 0}),
        ("Sanda S4 - 05", LAST, None, {"title": 100, "season": -60, "part": 0, "number": 5, "date": 0}),
        ("Sanda S4 - 05", LAST, 4, {"title": 100, "season": 0, "part": 0, "number": 5, "date": 15}),
        ("Sanda S4 - 05", LAST, 30, {"title": 100, "season": -60, "part": 0, "number": 5, "date": 0}),
        ("Sanda S1 - 05", LAST, 4, {"title": 100, "season": -60, "part": 0, "number": 5, "date": 15}),
        ("Sanda 3 S01E05", SEQUEL, None, {"title": 100, "season": 0, "part": 0, "number": 5, "date": 0}),
        (
            "Sanda 3 S02E05",
            SEQUEL,
            None,
            {"title": 100, "season": -60, "part": 0, "number": 5, "date": 0},
        ),
        ("Sanda Final Season S04E05", LAST, None, {"title": 100, "season": 0, "part": 0, "number": 5, "date": 0}),
        ("Sanda Final Season S04E05", SANDA, None, {"title": 100, "season": -60, "part": 0, "number": 5, "date": 0}),
        ("Sanda S02E05", COUR, None, {"title": 100, "season": 10, "part": 0, "number": 5, "date": 0}),
        ("Sanda (2025) - 05", SANDA, None, {"title": 100, "season": 0, "part": 0, "number": 5, "date": 0, "year": 10}),
        ("Sanda 2025 - 05", SANDA, None, {"title": 100, "season": 0, "part": 0, "number": 5, "date": 0, "year": 10}),
        ("Sanda (2026) - 05", SANDA, None, {"title": 100, "season": 0, "part": 0, "number": 5, "date": 0, "year": 0}),
        ("Sanda (2024) - 05", SANDA, None, {"title": 100, "season": 0, "part": 0, "number": 5, "date": 0, "year": 0}),
        ("Sanda (2027) - 05", SANDA, None, {"title": 100, "season": 0, "part": 0, "number": 5, "date": 0, "year": -60}),
        ("Sanda (1989) - 05", SANDA, None, {"title": 100, "season": 0, "part": 0, "number": 5, "date": 0, "year": -60}),
        ("Sanda Final Season - 05", FINAL, None, {"title": 100, "season": 0, "part": 0, "number": 5, "date": 0}),
        ("Sanda", make_show("Sanda", kind=Format.MOVIE), None, {"title": 100, "season": 0, "part": 0}),
    ],
)
def test_each_part_of_the_evidence(name: str, of: Show, weeks: float | None, evidence: dict[str, float]) -> None:
    torrent = Torrent(InfoHash(""), name, None if weeks is None else at(weeks))
    (scored,) = score(torrent, of)
    by_name: dict[str, float] = {}
    for part in scored.evidence:
        by_name[part.name] = by_name.get(part.name, 0) + part.score
    assert by_name == evidence
    assert scored.score == sum(evidence.values())


def score(torrent: Torrent, *shows: Show) -> list[ScoredCandidate]:
    [(release, published, _)] = read_releases([torrent])
    return Matcher(shows).fit().score(release, published)


def test_of_equal_candidates_the_lower_id_comes_first() -> None:
    shows = [make_show("Sanda", show_id) for show_id in (8, 7, 9)]
    candidates = score(Torrent(InfoHash(""), "Sanda - 05", None), *shows)
    assert [candidate.show.id for candidate in candidates] == [7, 8, 9]


def test_a_title_costs_two_points_for_each_it_is_off() -> None:
    match = match_name("Mushoku no Eiyuu - 05", make_show("Mushoku no Eiyuu: Betsu ni Skill")).match
    assert match is not None
    assert (match.evidence[0].name, match.evidence[0].score) == ("title", 84.0)


@pytest.mark.parametrize(
    ("name", "method"),
    [("Sanda - 05", Method.EXACT), ("SANDA! - 05", Method.EXACT), ("Sannda - 05", Method.FUZZY)],
)
def test_the_method(name: str, method: Method) -> None:
    match = match_name(name, SANDA).match
    assert match is not None
    assert match.method is method


def test_the_margin_is_the_distance_to_the_second() -> None:
    match = match_name("Sanda - 05", SANDA, SEQUEL).match
    assert match is not None
    assert (match.show, match.score, match.margin) == (1, 105.0, 40.0)


def test_the_second_is_the_runner_up() -> None:
    match = match_name("Sanda - 05", SANDA, SEQUEL).match
    assert match is not None
    assert match.runner_up == 2


def test_alone_the_margin_is_the_whole_score() -> None:
    match = match_name("Sanda - 05", SANDA).match
    assert match is not None
    assert match.margin == match.score == 105.0
    assert match.runner_up is None


def test_no_margin_is_asked_of_a_show_that_is_alone() -> None:
    [result] = identify([Torrent(InfoHash(""), "Sanda - 05", None)], [SANDA], thresholds=Thresholds(margin=200)).results
    assert result.match


@pytest.mark.parametrize(
    ("score", "margin", "runner_up", "method", "is_low_confidence"),
    [
        (105, 8, 2, Method.EXACT, True),
        (105, 15.9, 2, Method.FUZZY, True),
        (105, 16, 2, Method.EXACT, False),
        (105, 105, 2, Method.EXACT, False),
        (105, 105, None, Method.EXACT, False),
        (88, 88, None, Method.EXACT, False),
        (87.9, 87.9, None, Method.FUZZY, True),
        (80, 80, None, Method.FUZZY, True),
        (80, 80, None, Method.MANUAL_OVERRIDE, False),
    ],
)
def test_a_match_that_only_just_is_one_has_low_confidence(
    score: float, margin: float, runner_up: int | None, method: Method, *, is_low_confidence: bool
) -> None:
    second = None if runner_up is None else AniListId(runner_up)
    match = Match(AniListId(1), 1, method, score, margin, (), second)
    assert Thresholds(score=80, margin=8).is_low_confidence(match) is is_low_confidence


def test_a_runner_up_that_cannot_win_is_scored_where_it_makes_a_match_uncertain() -> None:
    """The runner-up's title is worth 58: number and date make that 78, too little to match, near enough for doubt."""
    shows = make_show("Sandalphon Days Ab", 1), make_show("Sandalphon Days Abcdefghij", 2)
    torrent = Torrent(InfoHash(""), "Sandalphon Days A - 05", at(4))
    thresholds = Thresholds(score=100.0, margin=20.0)
    match = identify([torrent], shows, thresholds=thresholds).results[0].match
    best, second = score(torrent, *shows)
    assert match is not None
    assert (match.runner_up, match.margin) == (2, best.score - second.score)
    assert (round(second.score), thresholds.is_low_confidence(match)) == (78, True)


@pytest.mark.parametrize(
    ("shows", "thresholds", "why"),
    [
        ((make_show("Detective Conan"),), None, "no show has a title like it"),
        ((SANDA,), Thresholds(score=106.0), "'Sanda' scores 105, less than 106"),
        ((SANDA, make_show("Sanda", 7)), None, "'Sanda' and 'Sanda' are 0 points apart, less than 8"),
        ((SANDA, SEQUEL), Thresholds(margin=41.0), "'Sanda' and 'Sanda 3' are 40 points apart, less than 41"),
    ],
)
def test_when_in_doubt_no_match(shows: tuple[Show, ...], thresholds: Thresholds | None, why: str) -> None:
    torrent = Torrent(InfoHash(""), "Sanda - 05", None)
    result = identify([torrent], shows, thresholds=thresholds).results[0]
    assert (result.match, result.why) == (None, why)


@pytest.mark.parametrize("thresholds", [Thresholds(score=105.0), Thresholds(score=105.0, margin=40.0)])
def test_the_thresholds_themselves_are_enough(thresholds: Thresholds) -> None:
    torrent = Torrent(InfoHash(""), "Sanda - 05", None)
    assert identify([torrent], [SANDA, SEQUEL], thresholds=thresholds).results[0].match


def test_a_film_that_is_kept_as_a_series_of_one_episode_is_that_episode() -> None:
    match = match_name("[G] Look Back [1080p]", make_show("Look Back", kind=Format.ONA, episodes=1)).match
    assert match is not None
    assert match.episode == 1


def test_an_override_of_a_show_that_is_not_there_says_so() -> None:
    override = Override("Sanda", AniListId(77), "a case")
    assert (
        match_name("Sanda - 05", SANDA, overrides=(override,)).why == "the override's show 77 is not in the catalogue"
    )


def test_an_override_may_say_that_a_title_is_no_show() -> None:
    override = Override("Sanda", None, "a stage play")
    assert (
        match_name("Sanda - 05", SANDA, overrides=(override,)).why
        == "an override says that it is no show: a stage play"
    )


def test_an_override_says_who_decided() -> None:
    override = Override("Santa", AniListId(1), "seen on the poster")
    match = match_name("Santa - 05", SANDA, overrides=(override,)).match
    assert isinstance(match, Match)
    assert (match.method, match.episode) == (Method.MANUAL_OVERRIDE, 5)
    assert [part.why for part in match.evidence] == ["seen on the poster"]


def test_the_user_s_own_override_comes_last_and_wins() -> None:
    overrides = (Override("Santa", AniListId(1), "shipped"), Override("santa", AniListId(2), "the user's own"))
    match = match_name("Santa - 05", SANDA, SEQUEL, overrides=overrides).match
    assert match is not None
    assert match.show == 2


def test_the_order_of_a_run_decides_nothing() -> None:
    names = ["Sanda - 00", "Sanda - 01", "Sanda - 29", "Sanda S3 - 05", "Sanda Part 2 - 14", "nothing - 01"]
    torrents = [Torrent(InfoHash(name), name, at(place)) for place, name in enumerate(names)]
    shows = [SANDA, SEQUEL, PART, FINAL]
    forwards = identify(torrents, shows)
    backwards = identify(torrents[::-1], shows[::-1])
    assert forwards.results == backwards.results[::-1]
    assert forwards.offsets == backwards.offsets


ENCORE = make_show("Sanda no Uta: Encore", 8, premiere=at(20))
SONG = make_show("Sanda no Uta", 7)


@pytest.mark.parametrize(
    ("name", "weeks", "shows", "answer"),
    [
        pytest.param("Sanda no Uta - 05", 4, (SONG, ENCORE), (7, 5), id="its very name"),
        pytest.param("Sanda no Uta - 05", 24, (SONG, ENCORE), (7, 5), id="late, though the sequel's week would fit"),
        pytest.param("Sanda no Uta - 14", 21, (SONG, ENCORE), (8, 2), id="beyond the first, numbered on in the second"),
        pytest.param("Sanda no Uta - 14", None, (SONG, ENCORE), None, id="without a date nothing says so"),
        pytest.param("Sanda no Uta - 15", 21, (SONG, ENCORE), None, id="nor does a number that does not follow"),
        pytest.param("Sanda no Uta - 14", 21, (SONG,), None, id="without a sequel it is nobody's"),
    ],
)
def test_a_number_beyond_the_show_that_the_title_names(
    name: str, weeks: float | None, shows: tuple[Show, ...], answer: tuple[int, int] | None
) -> None:
    match = match_name(name, *shows, published=None if weeks is None else at(weeks)).match
    assert (match and (match.show, match.episode)) == answer


def test_a_long_show_of_a_longer_name_is_not_asked_for_a_number_that_it_has() -> None:
    longer = make_show("Sanda no Uta no Sekai", 9, episodes=24)
    assert match_name("Sanda no Uta - 15", SONG, longer, published=at(14)).match is None


def test_the_season_that_punctual_releases_state_is_the_final_ones() -> None:
    names = [("A", "Sanda S4 - 01", 0.0), ("B", "Sanda S4 - 02", 1.0), ("C", "Sanda S4 - 03", 30.0)]
    old = [("D", "Sanda S2 - 04", 3.0)]
    torrents = [Torrent(InfoHash(infohash), name, at(weeks)) for infohash, name, weeks in (*names, *old)]
    answers = [result.match and result.match.episode for result in identify(torrents, [LAST]).results]
    assert answers == [1, 2, 3, None]


def test_dubs_and_discs_shift_no_show() -> None:
    torrents = [
        Torrent(InfoHash(str(number)), f"Sanda S3 - {number + 24} [English Dub]", at(number + 1))
        for number in (1, 2, 3)
    ]
    sequel = make_show("Sanda 3")
    assert identify(torrents, [sequel]).offsets == {}
    assert identify(
        [replace(torrent, name=torrent.name.replace(" [English Dub]", "")) for torrent in torrents], [sequel]
    ).offsets
