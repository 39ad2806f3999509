"""Several seasons in one database: every peculiarity of a schedule, what counts, and what AniList says."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from nyaastats.collect.anilist.snapshots import read_snapshots
from nyaastats.domain.calendar import Season, Week, list_seasons, parse_seasons
from nyaastats.domain.eligibility import find_last_day
from nyaastats.domain.matches import ExclusionReason
from nyaastats.domain.shows import Format
from nyaastats.errors import InputError
from nyaastats.identify.evaluation import LabelledName, count_outcomes, evaluate
from nyaastats.synthetic import Summary, generate
from nyaastats.synthetic.facts import ShowFacts, list_seasons_with_facts, read_facts
from nyaastats.synthetic.scenario import make_year
from testkit.generated_season import GeneratedSeason, read_scrapes, read_season
from testkit.shared import make_once

SEASONS = parse_seasons("summer-2025..winter-2026")
START, UNTIL = datetime(2025, 6, 17, tzinfo=UTC), datetime(2026, 3, 2, 6, tzinfo=UTC)
SCALE = 0.1
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> GeneratedSeason:
    def make(folder: Path) -> Summary:
        return generate(folder / "n.db", scale=SCALE, seasons=SEASONS)

    return read_season(make_once(tmp_path_factory, "small-year", make))


@pytest.fixture(scope="module")
def media(year: GeneratedSeason) -> Mapping[int, Mapping[str, Any]]:
    """AniList's answer, by show."""
    answer = json.loads(year.summary.anilist.read_text(encoding="utf-8"))
    return {entry["id"]: entry for entry in answer["data"]["Page"]["media"]}


# --- the facts -------------------------------------------------------------------------------------------

NEW_SEASONS = tuple(season for season in SEASONS if season.slug != "fall-2025")


@pytest.mark.parametrize("season", NEW_SEASONS, ids=str)
def test_a_season_has_shows_enough_and_each_once(season: Season) -> None:
    facts = read_facts(season)
    assert 45 <= sum(fact.format.is_series for fact in facts) <= 65
    assert len({fact.id for fact in facts}) == len(facts)


@pytest.mark.parametrize("season", NEW_SEASONS, ids=str)
def test_a_show_begins_in_its_season(season: Season) -> None:
    for fact in read_facts(season):
        begins = (fact.start_date or fact.first_airing_at.date()) - season.start.date()
        assert (fact.season == season.slug) == (timedelta(days=-14) <= begins < timedelta(days=92)), fact.romaji


@pytest.mark.parametrize("season", NEW_SEASONS, ids=str)
def test_an_offset_is_the_sum_of_the_nearest_prequels(season: Season) -> None:
    chained = [fact for fact in read_facts(season) if fact.prequels and fact.episode_offset]
    assert chained
    for fact in chained:
        lengths = [prequel.episodes or 0 for prequel in fact.prequels]
        assert fact.episode_offset in {sum(lengths[:count]) for count in range(1, len(lengths) + 1)}, fact.romaji


def test_prequels_are_as_their_own_facts_say() -> None:
    facts = {fact.id: fact for season in SEASONS for fact in read_facts(season)}
    pairs = [
        (prequel, facts[prequel.id]) for fact in facts.values() for prequel in fact.prequels if prequel.id in facts
    ]
    assert pairs
    assert all((prequel.format, prequel.episodes) == (fact.format, fact.episodes) for prequel, fact in pairs)


SCHEDULE = {"id": 1, "romaji": "A", "format": "TV", "episodes": 4, "duration_minutes": 24}
MONDAY = datetime(2025, 7, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("more", "weeks"),
    [
        ({}, [0, 1, 2, 3]),
        ({"breaks": {2: 1}}, [0, 1, 3, 4]),
        ({"breaks": {1: 2, 3: 6}}, [0, 3, 4, 11]),
        ({"doubles": [2, 4]}, [0, 0, 1, 1]),
        ({"first_episode": 0, "breaks": {0: 1}}, [0, 2, 3, 4, 5]),
    ],
)
def test_a_schedule_is_weekly_but_for_breaks_and_doubles(more: dict[str, Any], weeks: list[int]) -> None:
    fact = ShowFacts.model_validate({**SCHEDULE, "first_airing_at": MONDAY, **more})
    assert [airing.at for airing in fact.airings] == [MONDAY + timedelta(weeks=week) for week in weeks]


@pytest.mark.parametrize(
    "more", [{"breaks": {4: 1}}, {"doubles": [1]}, {"doubles": [5]}, {"breaks": {2: 1}, "doubles": [3]}]
)
def test_a_schedule_of_other_episodes_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="'A' has no such schedule"):
        ShowFacts.model_validate({**SCHEDULE, "first_airing_at": MONDAY, **more})


def test_a_season_without_facts_is_refused(tmp_path: Path) -> None:
    assert list_seasons_with_facts() == SEASONS
    with pytest.raises(InputError) as error:
        generate(tmp_path / "n.db", seasons=list_seasons(SEASONS[-1], Season.parse("spring-2026")))
    expected = "'spring-2026' is a season without facts: choose from summer-2025, fall-2025, winter-2026"
    assert str(error.value) == expected


def test_a_show_is_in_one_list_and_those_that_still_air_come_along() -> None:
    winter = make_year(parse_seasons("winter-2026"))
    ids = [show.fact.id for show in winter.shows]
    assert len(set(ids)) == len(ids)
    assert {21, 187464, 172463} <= set(ids)  # of summer's file, of fall's, of winter's
    assert 185660 not in ids  # it ended in September


# --- the peculiarities -----------------------------------------------------------------------------------

ONE_PIECE, CONAN, DRAGON_RAJA, NUBE, NUBE_2 = 21, 235, 157692, 179678, 191967


def list_publications(year: GeneratedSeason, show: int) -> Mapping[int, datetime]:
    """When each episode's first torrent was published."""
    first: dict[int, datetime] = {}
    for row in sorted(year.truth, key=lambda row: row["published"]):
        if row["anilist_id"] == show and row["kind"] == "episode":
            first.setdefault(row["episode"], row["published"])
    return first


@pytest.mark.parametrize(
    ("what", "show", "episode", "days"),
    [
        ("a week as usual", 177689, 7, 7),
        ("a skipped week", 177689, 8, 14),
        ("a skipped week at the top", 172463, 7, 14),
        ("a delay of two weeks", 185505, 6, 21),
        ("a split cour in one entry", DRAGON_RAJA, 12, 63),
        ("a double episode at the end", 151799, 12, 0),
        ("a double episode at the start", 172463, 1, 0),
        ("a whole season at once", 176509, 7, 0),
        ("a break over New Year", ONE_PIECE, 1155, 21),
    ],
)
def test_the_next_episode_comes_after(year: GeneratedSeason, what: str, show: int, episode: int, days: int) -> None:
    published = list_publications(year, show)
    assert abs(published[episode + 1] - published[episode] - days * DAY) < DAY, what


def test_a_split_cour_of_two_entries_is_a_chain(year: GeneratedSeason, media: Mapping[int, Mapping[str, Any]]) -> None:
    first, second = list_publications(year, NUBE), list_publications(year, NUBE_2)
    assert min(second.values()) - max(first.values()) > 60 * DAY
    assert [edge["node"]["id"] for edge in media[NUBE_2]["relations"]["edges"]] == [NUBE]


def test_an_episode_0_is_released(year: GeneratedSeason) -> None:
    assert 0 in list_publications(year, 195153)


@pytest.mark.parametrize(
    ("show", "seasons"),
    [
        (ONE_PIECE, "summer-2025..winter-2026"),
        (CONAN, "summer-2025..winter-2026"),
        (DRAGON_RAJA, "summer-2025..winter-2026"),
        (178025, "summer-2025..fall-2025"),
        (187464, "fall-2025..winter-2026"),
        (172463, "winter-2026"),
    ],
)
def test_a_show_is_released_in_all_its_seasons(year: GeneratedSeason, show: int, seasons: str) -> None:
    moments = list_publications(year, show).values()
    on_air = [season for season in SEASONS if any(season.start <= at < season.end for at in moments)]
    assert tuple(on_air) == parse_seasons(seasons)


@pytest.mark.parametrize("form", [Format.MOVIE, Format.OVA, Format.SPECIAL, Format.MUSIC])
def test_what_is_no_series_is_released_and_not_ranked(
    year: GeneratedSeason, media: Mapping[int, Mapping[str, Any]], form: Format
) -> None:
    rows = [row for row in year.truth if row["anilist_id"] and media[row["anilist_id"]]["format"] == form]
    assert {row["reason"] for row in rows} == {ExclusionReason.OTHER_FORMAT}


# --- what counts -----------------------------------------------------------------------------------------

REASONS = {"batch", "special", "unmatched", "other_format", "superseded", "after_last_day", "guessit_failed", ""}


def test_no_reason_depends_on_a_season(year: GeneratedSeason) -> None:
    assert {row["reason"] for row in year.truth} == REASONS
    assert all(row["anilist_id"] for row in year.truth if row["reason"] != "unmatched")


def test_a_torrent_counts_until_the_last_day_of_its_show(year: GeneratedSeason) -> None:
    shows = {show.id: show for show in read_snapshots([year.summary.anilist]).shows}
    for row in year.truth:
        if row["reason"] in {"", "after_last_day"}:
            show = shows[row["anilist_id"]]
            last_day = find_last_day(show, last_published=None, post_airing_weeks=4)
            is_late = row["published"].date() > (last_day or date.max)
            assert is_late == (row["reason"] == "after_last_day"), row["name"]


def test_the_data_begin_before_the_first_season_and_end_on_a_monday(year: GeneratedSeason) -> None:
    moments = [at for rows in read_scrapes(year).values() for at, _ in rows]
    assert START <= min(moments) < START + 14 * DAY
    assert UNTIL - timedelta(hours=2) < max(moments) <= UNTIL
    sunday = Week.of(UNTIL.date()).start - DAY
    assert any(row["published"].date() == sunday for row in year.truth)


def test_an_old_show_is_hardly_downloaded(year: GeneratedSeason) -> None:
    """Interest ends with the show, here in September: ten weeks later few are left."""
    keys = {row["infohash"] for row in year.truth if row["anilist_id"] == 185660}
    rows = [counts for key, counts in read_scrapes(year).items() if key in keys]
    september, december = (_count_in_month(rows, datetime(2025, month, 1, tzinfo=UTC)) for month in (9, 12))
    assert 0 < december < 0.1 * september


def _count_in_month(rows: list[list[tuple[datetime, int]]], start: datetime) -> int:
    return sum(_count_until(counts, start + 28 * DAY) - _count_until(counts, start) for counts in rows)


def _count_until(counts: list[tuple[datetime, int]], until: datetime) -> int:
    return max((count for at, count in counts if at <= until), default=0)


def test_the_same_seasons_again_are_the_same_bytes(tmp_path: Path) -> None:
    first, second = (generate(tmp_path / name / "n.db", scale=0.02, seasons=SEASONS[-1:]) for name in "ab")
    files = ("anilist", "database")
    assert [getattr(first, name).read_bytes() for name in files] == [
        getattr(second, name).read_bytes() for name in files
    ]
    for path in sorted(first.truth.iterdir()):
        assert path.read_bytes() == (second.truth / path.name).read_bytes()


# --- what AniList says, and what the matcher makes of it -------------------------------------------------


def test_the_snapshot_is_read_whole(year: GeneratedSeason) -> None:
    catalogue = read_snapshots([year.summary.anilist])
    assert (catalogue.skipped, len(catalogue.shows)) == (0, year.summary.shows)
    assert {str(show.season) for show in catalogue.shows} >= {str(season) for season in SEASONS}


def test_ratings_are_plausible(media: Mapping[int, Mapping[str, Any]]) -> None:
    rated = [entry for entry in media.values() if entry["averageScore"] is not None]
    assert len(rated) > 0.95 * len(media)
    for entry in rated:
        assert 50 <= entry["averageScore"] <= entry["meanScore"] <= 92
        assert 0 <= entry["favourites"] < entry["popularity"]
    popular, rest = (
        sorted(rated, key=lambda entry: -entry["popularity"])[part] for part in (slice(20), slice(20, None))
    )
    assert _compute_mean_score(popular) > _compute_mean_score(rest) + 3


def _compute_mean_score(entries: list[Mapping[str, Any]]) -> float:
    return fmean(entry["averageScore"] for entry in entries)


def test_facts_are_in_the_shape_of_anilist(media: Mapping[int, Mapping[str, Any]]) -> None:
    frieren = media[182255]
    assert frieren["genres"]
    assert {"isMain": True, "node": {"name": "MADHOUSE"}} in frieren["studios"]["edges"]
    assert [edge["isMain"] for edge in frieren["studios"]["edges"]] == [True, False, False]
    assert frieren["nextAiringEpisode"] == {"episode": 7, "airingAt": 1772805600}
    assert frieren["trending"] > media[185660]["trending"]


def test_a_next_episode_is_of_shows_on_the_air(media: Mapping[int, Mapping[str, Any]]) -> None:
    for entry in media.values():
        airing = entry["nextAiringEpisode"]
        assert (airing is None) == (entry["status"] == "FINISHED"), entry["title"]
        assert airing is None or airing["airingAt"] > UNTIL.timestamp()


def test_nearly_every_name_is_matched_with_its_show(year: GeneratedSeason) -> None:
    rows = [
        row for row in year.truth if row["kind"] == "episode" and row["reason"] not in {"unmatched", "guessit_failed"}
    ]
    names = [LabelledName(row["name"], row["published"], row["anilist_id"], str(row["episode"])) for row in rows]
    figures = count_outcomes(evaluate(names, read_snapshots([year.summary.anilist]).shows))
    assert len(names) > 1_500
    assert (figures.single.wrong_show, figures.single.wrong_episode) == (0, 0)
    assert (figures.recall or 0) > 0.99
