"""The evidence for each show, and the decision; whole names stand in golden/matches.toml."""

from datetime import datetime, timedelta

import pytest

from identify.shows import PREMIERE, series, show
from nyaastats.identify.matching import Identified, Matcher, Thresholds, Weighed, identify, read_release, seconds
from nyaastats.types import AniListId, Format, InfoHash, Match, Method, Override, Show, Torrent

SANDA = show("Sanda", 1)
SEQUEL = show("Sanda 3", 2, prequels=(series(12), series(12)))
PART = show("Sanda Part 2", 3, prequels=(series(12),))
FINAL = show("Sanda Final Season", 4, prequels=(series(12),))


def at(weeks: float) -> datetime:
    return PREMIERE + timedelta(weeks=weeks)


def found(
    name: str, *shows: Show, published: datetime | None = None, overrides: tuple[Override, ...] = ()
) -> Identified:
    return identify([Torrent(InfoHash(""), name, published)], shows, overrides).identified[0]


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
        ("Sanda S01E29", SEQUEL, None, {"title": 100, "season": -60, "part": 0, "number": 5, "date": 0, "run-on": 60}),
        ("Sanda Part 2 - 05", PART, None, {"title": 100, "season": 0, "part": 10, "number": 5, "date": 0}),
        ("Sanda S2 - 05", FINAL, None, {"title": 100, "season": 0, "part": 0, "number": 5, "date": 0}),
        ("Sanda Final Season - 05", FINAL, None, {"title": 100, "season": 0, "part": 0, "number": 5, "date": 0}),
        ("Sanda", show("Sanda", kind=Format.MOVIE), None, {"title": 100, "season": 0, "part": 0}),
    ],
)
def test_each_part_of_the_evidence(name: str, of: Show, weeks: float | None, evidence: dict[str, float]) -> None:
    matcher = Matcher([of])
    torrent = Torrent(InfoHash(""), name, None if weeks is None else at(weeks))
    (weighed,) = explained(matcher, torrent)
    said: dict[str, float] = {}
    for part in weighed.evidence:
        said[part.name] = said.get(part.name, 0) + part.score
    assert said == evidence
    assert weighed.score == sum(evidence.values())


def explained(matcher: Matcher, torrent: Torrent) -> list[Weighed]:
    return matcher.weigh(read_release(torrent), seconds(torrent))


def test_a_title_costs_two_points_for_each_it_is_off() -> None:
    match = found("Mushoku no Eiyuu - 05", show("Mushoku no Eiyuu: Betsu ni Skill")).match
    assert match is not None
    assert (match.evidence[0].name, match.evidence[0].score) == ("title", 84.0)


@pytest.mark.parametrize(
    ("name", "method"),
    [("Sanda - 05", Method.EXACT), ("SANDA! - 05", Method.EXACT), ("Sannda - 05", Method.FUZZY)],
)
def test_the_method(name: str, method: Method) -> None:
    match = found(name, SANDA).match
    assert match is not None
    assert match.method is method


def test_the_margin_is_the_distance_to_the_second() -> None:
    match = found("Sanda - 05", SANDA, SEQUEL).match
    assert match is not None
    assert (match.show, match.score, match.margin) == (1, 105.0, 40.0)


def test_alone_the_margin_is_the_whole_score() -> None:
    match = found("Sanda - 05", SANDA).match
    assert match is not None
    assert match.margin == match.score == 105.0


@pytest.mark.parametrize(
    ("shows", "thresholds", "why"),
    [
        ((show("Detective Conan"),), None, "no show has a title like it"),
        ((SANDA,), Thresholds(score=106.0), "'Sanda' scores 105, less than 106"),
        ((SANDA, show("Sanda", 7)), None, "'Sanda' and 'Sanda' are 0 points apart, less than 8"),
        ((SANDA, SEQUEL), Thresholds(margin=41.0), "'Sanda' and 'Sanda 3' are 40 points apart, less than 41"),
    ],
)
def test_when_in_doubt_no_match(shows: tuple[Show, ...], thresholds: Thresholds | None, why: str) -> None:
    torrent = Torrent(InfoHash(""), "Sanda - 05", None)
    one = identify([torrent], shows, thresholds=thresholds).identified[0]
    assert (one.match, one.why) == (None, why)


@pytest.mark.parametrize("thresholds", [Thresholds(score=105.0), Thresholds(score=105.0, margin=40.0)])
def test_the_thresholds_themselves_are_enough(thresholds: Thresholds) -> None:
    torrent = Torrent(InfoHash(""), "Sanda - 05", None)
    assert identify([torrent], [SANDA, SEQUEL], thresholds=thresholds).identified[0].match


def test_a_film_that_is_kept_as_a_series_of_one_episode_is_that_episode() -> None:
    match = found("[G] Look Back [1080p]", show("Look Back", kind=Format.ONA, episodes=1)).match
    assert match is not None
    assert match.episode == 1


def test_an_override_of_a_show_that_is_not_there_says_so() -> None:
    override = Override("Sanda", AniListId(77), "a case")
    assert found("Sanda - 05", SANDA, overrides=(override,)).why == "the override's show 77 is not in the catalogue"


def test_an_override_says_who_decided() -> None:
    override = Override("Santa", AniListId(1), "seen on the poster")
    match = found("Santa - 05", SANDA, overrides=(override,)).match
    assert isinstance(match, Match)
    assert (match.method, match.episode) == (Method.MANUAL_OVERRIDE, 5)
    assert [part.why for part in match.evidence] == ["seen on the poster"]


def test_the_user_s_own_override_comes_last_and_wins() -> None:
    overrides = (Override("Santa", AniListId(1), "shipped"), Override("santa", AniListId(2), "the user's own"))
    match = found("Santa - 05", SANDA, SEQUEL, overrides=overrides).match
    assert match is not None
    assert match.show == 2


def test_the_order_of_a_run_decides_nothing() -> None:
    names = ["Sanda - 00", "Sanda - 01", "Sanda - 29", "Sanda S3 - 05", "Sanda Part 2 - 14", "nothing - 01"]
    torrents = [Torrent(InfoHash(name), name, at(place)) for place, name in enumerate(names)]
    shows = [SANDA, SEQUEL, PART, FINAL]
    forwards = identify(torrents, shows)
    backwards = identify(torrents[::-1], shows[::-1])
    assert forwards.identified == backwards.identified[::-1]
    assert forwards.offsets == backwards.offsets
