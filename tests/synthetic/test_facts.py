"""The facts of the season, and AniList's answer made of them."""

import json

import pytest
from pydantic import ValidationError

from nyaastats.synthetic.facts import ShowFacts, season_facts
from testkit.generated_season import GeneratedSeason

SERIES = [fact for fact in season_facts() if fact.format.is_series]


def test_the_season_is_as_large_as_documented() -> None:
    assert len({fact.id for fact in season_facts()}) == len(season_facts())
    assert 70 <= len([fact for fact in SERIES if fact.season == "fall-2025"]) <= 80
    assert 5 <= len([fact for fact in SERIES if fact.season != "fall-2025"]) <= 6
    assert {fact.format for fact in season_facts()} >= {"TV", "TV_SHORT", "ONA", "MOVIE", "OVA", "SPECIAL", "MUSIC"}
    assert sum(fact.is_hostile for fact in SERIES) == 6


def test_a_show_without_a_number_of_broadcasts_is_refused() -> None:
    with pytest.raises(ValidationError, match="'Nothing' has no number of broadcasts"):
        ShowFacts.model_validate(
            {
                "id": 1,
                "romaji": "Nothing",
                "format": "TV",
                "duration_minutes": 24,
                "first_airing_at": "2025-10-01T00:00:00Z",
            }
        )


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        ShowFacts.model_validate({**SERIES[0].model_dump(), "popularity": 1})


def test_an_offset_is_the_sum_of_the_prequels_episodes() -> None:
    chained = [fact for fact in SERIES if fact.prequels and fact.episode_offset]
    assert len(chained) >= 2
    assert all(sum(prequel.episodes or 0 for prequel in fact.prequels) == fact.episode_offset for fact in chained)


def test_the_snapshot_is_an_answer_of_anilist(season: GeneratedSeason) -> None:
    page = json.loads(season.summary.anilist.read_text(encoding="utf-8"))["data"]["Page"]
    by_id = {entry["id"]: entry for entry in page["media"]}
    assert page["pageInfo"] == {"hasNextPage": False}
    assert by_id.keys() == {fact.id for fact in season_facts()}
    spy = by_id[177937]
    assert spy["season"] == "FALL"
    assert spy["startDate"] == {"year": 2025, "month": 10, "day": 4}
    assert spy["airingSchedule"]["nodes"][0] == {"episode": 1, "airingAt": 1759586400}
    assert spy["relations"]["edges"][0] == {
        "relationType": "PREQUEL",
        "node": {"id": 158927, "type": "ANIME", "format": "TV", "episodes": 12},
    }
    assert by_id[195153]["airingSchedule"]["nodes"][0]["episode"] == 0
    assert [by_id[key]["status"] for key in (177937, 21, 162669)] == ["FINISHED", "RELEASING", "RELEASING"]
