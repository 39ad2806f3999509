"""A season's report that is at odds with itself, its season or the run's report is refused."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from nyaastats.errors import ContractError
from nyaastats.publish.checks.publication import read_publication
from nyaastats.publish.checks.season_reports import check_season_reports
from testkit.small_season import REPORT, SEASON_REPORT, encode_contents, make_publication

NAME = "seasons/fall-2025/report.json"
FILM = {"anilist_id": 300, "title": "A film", "reason": "other_format", "torrents": 1, "downloads": 5}
TITLE = {"title": "T", "torrents": 1, "downloads": 10, "example": "T - 01", "why": "w"}


def test_a_whole_one_is_read() -> None:
    assert read_publication(encode_contents(make_publication())) == make_publication()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"slug": "fall-2024"}, "slug: are not those that have 'shows.json'"),
        ({"season": "Fall 2024"}, "season: is 'Fall 2024', not 'Fall 2025'"),
        ({"shows": 3}, "shows: are not as many as have a rank"),
        ({"counted": {"torrents": 9, "downloads": 418}}, "counted: is not the sum of 'seasons/fall-2025/shows.json'"),
        ({"counted": {"torrents": 10, "downloads": 419}}, "match_rate: has fewer torrents than count"),
        (
            {"revision": {"weeks": 2, "places": 2, "mean_revision": 0.0, "ranks_moved": 0}},
            "revision: compares more weeks than are settled",
        ),
        ({"match_rate": {"by_torrents": 0.8}}, "match_rate.by_torrents: is not 9 of 10"),
        ({"match_rate": {"by_downloads": None}}, "match_rate.by_downloads: is not 400 of 410"),
        (
            {"match_rate": {"to_be_matched": {"torrents": 12, "downloads": 410}, "by_torrents": 0.75}},
            "match_rate: has fewer torrents than count, or more than 'report.json'",
        ),
        (
            {"match_rate": {"to_be_matched": {"torrents": 10, "downloads": 500}, "by_downloads": 0.8}},
            "match_rate: has more downloads than 'report.json'",
        ),
        ({"unmatched_titles": []}, "unmatched_titles: are of 0 torrents, 1 were not matched"),
        ({"unmatched_titles": [TITLE, TITLE]}, "unmatched_titles: are of 2 torrents, 1 were not matched"),
        ({"unmatched_titles": [TITLE] * 31}, "unmatched_titles, low_confidence: are more than 30"),
        ({"unmatched_titles": [TITLE, TITLE | {"downloads": 11}]}, "unmatched_titles: are not in the order of"),
        ({"unranked": [FILM, FILM | {"downloads": 6}]}, "unranked: are not in the order of their downloads"),
        ({"unranked": [FILM | {"anilist_id": 7}]}, "unranked: has show 7, which is in the season's chart"),
        (
            {"missing_shows": [{"anilist_id": 21, "title": "海賊", "downloads": 2000}]},
            "missing_shows: has show 21, which is in the season's chart",
        ),
        (
            {"missing_shows": [{"anilist_id": 90, "title": "Nobody", "downloads": 1000}]},
            "missing_shows: has show 90, which has few downloads",
        ),
        ({"audit": {"precision": 0.98}}, "'seasons/fall-2025/report.json': audit.precision: is not 48 of 49"),
        ({"data_until": "2025-10-15T12:00:00Z"}, "data_until: Unexpected keyword argument"),
    ],
)
def test_a_damaged_one_is_named(changes: dict[str, Any], message: str) -> None:
    files = encode_contents(make_publication())
    document = json.loads(files[NAME])
    for field, value in changes.items():
        document[field] = document[field] | value if field in {"match_rate", "audit"} else value
    with pytest.raises(ContractError, match=re.escape(message)):
        read_publication({**files, NAME: json.dumps(document).encode()})


def test_a_missing_one_is_named() -> None:
    files = encode_contents(make_publication())
    del files[NAME]
    with pytest.raises(ContractError, match=f"'{NAME}': the file: is missing"):
        read_publication(files)


def test_there_is_one_of_each_season() -> None:
    with pytest.raises(ContractError, match="slug"):
        check_season_reports([], REPORT, make_publication())
    check_season_reports([replace(SEASON_REPORT, audit=None)], REPORT, make_publication())
