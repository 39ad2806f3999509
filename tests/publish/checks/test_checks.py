from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from nyaastats.errors import ContractError
from nyaastats.publish.checks.publication import read_publication
from testkit.small_season import encode_contents, make_publication


def test_a_sound_publication_is_read_back_as_it_was() -> None:
    assert read_publication(encode_contents(make_publication())) == make_publication()


Damage = Callable[[Any], None]


def _without_last_week(document: Any) -> None:
    document["weeks"].pop(1)


def _swap_ranks(document: Any) -> None:
    document["weeks"][0]["rankings"].reverse()


def _swap_downloads(document: Any) -> None:
    first, second = document["weeks"][0]["rankings"]
    first["downloads"], second["downloads"] = second["downloads"], first["downloads"]


def _same_show_twice(document: Any) -> None:
    first, second = document["weeks"][0]["rankings"]
    second["anilist_id"] = first["anilist_id"]


def _move_batches_to_specials(document: Any) -> None:
    document["excluded"]["special"] = document["excluded"].pop("batch")


def _set(*path: str | int, to: object) -> Damage:
    *parents, last = path

    def damage(document: Any) -> None:
        for step in parents:
            document = document[step]
        document[last] = to

    return damage


def _unchanged_correction(document: Any) -> None:
    correction = document["corrections"][0]
    correction["published_rank"], correction["published_downloads"] = correction["rank"], correction["downloads"]


def _same_correction_twice(document: Any) -> None:
    document["corrections"] *= 2


def _correction_of_an_earlier_week_last(document: Any) -> None:
    earlier = {"week": "2025-W40", "rank": 1, "downloads": 158}
    document["corrections"].append({**document["corrections"][0], **earlier})


def _thirty_one_doubts(document: Any) -> None:
    document["low_confidence"] = [{**document["low_confidence"][1], "torrents": 0, "downloads": 0}] * 31


RANKING = ("weeks", 1, "rankings", 0)
EXCLUDED = ("shows", 0, "excluded", 0)
CORRECTION = ("corrections", 0)
DAMAGES = [
    ("corrections.json", _set("data_until", to="2025-10-15T11:00:00Z"), "data_until: is not that of"),
    ("corrections.json", _set(*CORRECTION, "week", to="2025-W42"), "week: 2025-W42 is no complete week"),
    ("corrections.json", _set(*CORRECTION, "rank", to=1), "rank, downloads: of show 7 in 2025-W41 are not those of"),
    ("corrections.json", _set(*CORRECTION, "downloads", to=31), "rank, downloads: of show 7 in 2025-W41 are not"),
    ("corrections.json", _unchanged_correction, "rank, downloads: of show 7 in 2025-W41 have not changed enough"),
    ("corrections.json", _set(*CORRECTION, "published_until", to="2025-10-16T00:00:00Z"), "published_until: .* after"),
    ("corrections.json", _same_correction_twice, "anilist_id: a show is there twice in 2025-W41"),
    ("corrections.json", _correction_of_an_earlier_week_last, "week: 2025-W40 comes after 2025-W41"),
    ("seasons/fall-2025/rankings.json", _without_last_week, "2025-W42 does not follow 2025-W40"),
    ("seasons/fall-2025/rankings.json", _swap_ranks, "the ranks of 2025-W40 are not 1 to 2"),
    ("seasons/fall-2025/rankings.json", _swap_downloads, "rank 2 of 2025-W40 belongs before"),
    ("seasons/fall-2025/rankings.json", _same_show_twice, "a show is there twice in 2025-W40"),
    ("seasons/fall-2025/rankings.json", _set("weeks", to=[]), "weeks: is empty"),
    (
        "seasons/fall-2025/rankings.json",
        _set("weeks", 0, "start_date", to="2025-09-30"),
        "is not the Monday of '2025-W40'",
    ),
    ("seasons/fall-2025/rankings.json", _set("weeks", 0, "week", to="2025-W41"), "is not the Monday of '2025-W41'"),
    ("seasons/fall-2025/rankings.json", _set("weeks", 0, "complete", to=False), "complete: is False in 2025-W40"),
    ("seasons/fall-2025/rankings.json", _set("weeks", 2, "complete", to=True), "complete: is True in 2025-W42"),
    ("seasons/fall-2025/rankings.json", _set("data_until", to="2025-10-12T23:00:00Z"), "complete: is True in 2025-W41"),
    (
        "seasons/fall-2025/rankings.json",
        _set("data_until", to="2025-10-15T12:00:00+02:00"),
        "data_until: .*not a UTC time",
    ),
    ("seasons/fall-2025/rankings.json", _set("data_until", to="2025-10-15T12:00:00"), "data_until: .*not a UTC time"),
    ("seasons/fall-2025/rankings.json", _set("season", to="Fall 2024"), "season: is 'Fall 2025'"),
    (
        "seasons/fall-2025/rankings.json",
        _set(*RANKING, "previous_rank", to=None),
        r"\(None, 1, 2\) of show 21 in 2025-W41",
    ),
    ("seasons/fall-2025/rankings.json", _set(*RANKING, "peak_rank", to=2), r"\(2, 2, 2\) of show 21"),
    ("seasons/fall-2025/rankings.json", _set(*RANKING, "weeks_on_chart", to=1), r"\(2, 1, 1\) of show 21"),
    (
        "seasons/fall-2025/rankings.json",
        _set(*RANKING, "downloads", to=202),
        "of show 21 in 2025-W41 are not those of 'weeks/2025-W41.json'",
    ),
    (
        "seasons/fall-2025/rankings.json",
        _set(*RANKING, "downloads", to=0),
        r"weeks\.1\.rankings\.0\.downloads: Input should be",
    ),
    ("seasons/fall-2025/rankings.json", _set(*RANKING, "title", to="B"), "title: of show 21"),
    ("seasons/fall-2025/rankings.json", _set(*RANKING, "title", to=" "), r"rankings\.0\.title: String should match"),
    (
        "seasons/fall-2025/rankings.json",
        _set(*RANKING, "rank", to="1"),
        r"rankings\.0\.rank: Input should be a valid integer",
    ),
    ("seasons/fall-2025/rankings.json", _set("extra", to=1), "extra: Unexpected"),
    (
        "seasons/fall-2025/shows.json",
        _set("shows", 1, "anilist_id", to=7),
        "not in the order of anilist_id|shows/7.json",
    ),
    (
        "seasons/fall-2025/shows.json",
        _set("shows", 1, "seasonal_rank", to=2),
        "seasonal_rank: is 2 for show 21, by season_downloads it is 1",
    ),
    ("seasons/fall-2025/shows.json", _set("shows", 2, "seasonal_rank", to=3), "seasonal_rank: is 3 for show 90"),
    ("seasons/fall-2025/shows.json", _set("shows", 1, "downloads", to=232), "downloads: of show 21 is not the sum"),
    ("seasons/fall-2025/shows.json", _set("shows", 1, "downloads_estimated", to=0), "downloads_estimated: of show 21"),
    (
        "seasons/fall-2025/shows.json",
        _set("shows", 1, "season_downloads", to=230),
        "season_downloads: of show 21 is not the sum",
    ),
    (
        "seasons/fall-2025/shows.json",
        _set("shows", 1, "season_downloads_estimated", to=0),
        "season_downloads: of show 21 is not",
    ),
    (
        "seasons/fall-2025/rankings.json",
        _set("weeks", 2, "settled", to=True),
        "settled: is true in 2025-W42, which is not complete",
    ),
    (
        "seasons/fall-2025/rankings.json",
        _set(*RANKING, "downloads_estimated", to=49),
        "of show 21 in 2025-W41 are not those of",
    ),
    ("shows/7.json", _set("provisional_from", to="2025-10-16"), "provisional_from: is after data_until"),
    ("report.json", _set("counted", "downloads", to=418), "counted: is not the sum of the shows"),
    ("report.json", _set("not_begun", to=1), "all: is not what is counted, excluded and not begun"),
    ("report.json", _set("all", "torrents", to=15), "all: is not what is counted, excluded and not begun"),
    (
        "seasons/fall-2025/shows.json",
        _set("shows", 1, "episode_totals", 0, "downloads", to=5),
        "episode_totals: of show 21",
    ),
    ("seasons/fall-2025/shows.json", _set("shows", 1, "title", to="C"), "title: of show 21 is not that of"),
    (
        "seasons/fall-2025/shows.json",
        _set("shows", 1, "poster", to="javascript:alert(1)"),
        r"shows\.1\.poster: String should match",
    ),
    ("seasons/fall-2025/shows.json", _set("shows", 1, "color", to="red;"), r"shows\.1\.color: String should match"),
    ("seasons/fall-2025/shows.json", _set("data_until", to="2025-10-15T11:00:00Z"), "data_until: is 2025-10-15 11"),
    (
        "seasons/fall-2025/shows.json",
        lambda shows: shows["shows"][0]["excluded"].reverse(),
        "excluded: of show 7 is not in order",
    ),
    ("seasons/fall-2025/shows.json", _set(*EXCLUDED, "reason", to="superseded"), "excluded: of show 7 is not in order"),
    ("seasons/fall-2025/shows.json", _set(*EXCLUDED, "reason", to="boring"), r"excluded\.0\.reason: Input should be"),
    ("seasons/fall-2025/shows.json", _set(*EXCLUDED, "torrents", to=-1), r"excluded\.0\.torrents: Input should be"),
    (
        "seasons/fall-2025/shows.json",
        _set(*EXCLUDED, "torrents", to=3),
        "excluded: is more for 'batch' than 'report.json' has in all",
    ),
    ("seasons/fall-2025/shows.json", _set(*EXCLUDED, "downloads", to=41), "excluded: is more for 'batch'"),
    (
        "seasons/fall-2025/shows.json",
        _set("shows", 0, "excluded", 1, "downloads", to=1),
        "excluded: is more for 'superseded'",
    ),
    ("report.json", _move_batches_to_specials, "excluded: is more for 'batch'"),
    ("report.json", _set("season", to="Fall 2024"), "'report.json': season, data_until: are not those"),
    ("report.json", _set("data_until", to="2025-10-15T11:00:00Z"), "season, data_until: are not those"),
    (
        "report.json",
        lambda report: report["low_confidence"].reverse(),
        "low_confidence: are not in the order of their downloads",
    ),
    ("report.json", lambda report: report["offsets"].reverse(), "offsets: are not in the order of their downloads"),
    ("report.json", _set("low_confidence", 0, "downloads", to=425), "low_confidence: are more than all torrents"),
    ("report.json", _set("low_confidence", 0, "torrents", to=14), "low_confidence: are more than all torrents"),
    ("report.json", _set("offsets", 0, "downloads", to=465), "offsets: are more than all torrents"),
    (
        "report.json",
        _set("low_confidence", 0, "runner_up", to=7),
        r"low_confidence\.0\.runner_up: Input should be a valid string",
    ),
    ("report.json", _set("match_methods", "exact", "torrents", to=8), "match_methods: are not of as many torrents"),
    ("report.json", _set("match_margins", 2, "torrents", to=8), "match_margins: are not of the torrents"),
    ("report.json", _set("match_margins", 2, "downloads", to=414), "match_margins: are not of the torrents"),
    ("report.json", lambda report: report["match_margins"].reverse(), "match_margins: are not one after the other"),
    ("report.json", _set("match_margins", 1, "min_margins", to=1.0), "match_margins: are not one after the other"),
    ("report.json", _set("match_margins", 0, "min_margins", to=0.5), r"match_margins\.0\.min_margins: Input should be"),
    ("report.json", _set("audit", "unsure", to=3), "audit: has more right and unsure matches than judged"),
    ("report.json", _set("audit", "precision", to=0.98), r"audit\.precision: is not 48 of 49"),
    ("report.json", _set("audit", "low", to=0.98), r"audit\.precision: is not within its interval"),
    ("report.json", _set("audit", "high", to=1.1), r"audit\.precision: is not within its interval"),
    ("report.json", _set("audit", "judged", to=0), r"audit\.judged: Input should be"),
    ("report.json", _thirty_one_doubts, "low_confidence: are more than 30"),
    ("report.json", _set("synthetic", to=7), "synthetic: Input should be a valid boolean"),
    ("report.json", _set("example", "anilist_id", to=7), r"example\.anilist_id: is not the show with the most"),
    ("report.json", _set("example", "anilist_id", to=8), r"example\.anilist_id: is not the show with the most"),
    ("report.json", _set("example", "title", to="Kaizoku"), r"example\.anilist_id: .* its title is another"),
    ("report.json", _set("example", "infohash", to="AB" * 20), r"example\.infohash: String should match"),
    ("report.json", _set("example", "score", to=118), r"example\.parts: do not add up to the score, 118"),
    ("report.json", _set("example", "parts", to=[]), r"example\.parts: do not add up"),
    ("report.json", _set("example", "scrapes", to=[]), r"example\.scrapes: Tuple should have at least 1 item"),
    (
        "report.json",
        _set("example", "scrapes", 1, "time", to="2025-10-06T00:00:00Z"),
        r"example\.scrapes: are not one after",
    ),
    (
        "report.json",
        _set("example", "scrapes", 1, "time", to="2025-10-15T12:00:01Z"),
        r"example\.scrapes: are not one after",
    ),
    ("report.json", _set("example", "days", 1, "date", to="2025-10-08"), r"example\.days: do not follow each other"),
    ("report.json", _set("example", "days", 0, "downloads", to=31), r"example\.days: has more on a day"),
    ("report.json", _set("example", "days", 2, "downloads", to=1), r"example\.days: has more on a day"),
    ("report.json", _set("example", "downloads", to=173), r"example\.days: are more than all downloads"),
    ("report.json", _set("example", "first_day", "date", to="2025-10-05"), r"example\.first_day: is not the one with"),
    (
        "report.json",
        _set("example", "first_day", "downloads", to=201),
        r"example\.first_day: is not the sum of that day",
    ),
    ("report.json", _set("example", "episode", to=1), r"example\.days: has more on a day than the episode"),
    ("report.json", _set("example", "week", "rank", to=2), r"example\.week: is not what the week's chart says"),
    ("report.json", _set("example", "week", "downloads", to=200), r"example\.week: is not what the week's chart says"),
    ("report.json", _set("example", "week", to=None), r"example\.week: is not what the week's chart says"),
    *[
        ("weeks/2025-W41.json", _set("rows", 0, field, to=value), f"{field}.*: .*show 21")
        for field, value in {
            "margin": 170,
            "tied": True,
            "previous_rank": None,
            "previous_downloads": 31,
            "peak_rank": 2,
            "weeks_on_chart": 1,
            "streak": 1,
            "weeks_at_first": 2,
            "weeks_in_top_10": 1,
            "debut_week": "2025-W41",
        }.items()
    ],
    ("weeks/2025-W41.json", _set("downloads", to=232), "downloads, downloads_estimated: are not the sums"),
    ("weeks/2025-W41.json", _set("settled", to=True), "the rows: are not those of the weeks' charts"),
    ("weeks/2025-W41.json", _set("rows", 0, "title", to="B"), "title: of show 21 is not that"),
    ("weeks/2025-W41.json", _set("week", to="2025-W42"), "week: is 2025-W42"),
    ("weeks/2025-W40.json", _set("complete", to=False), "complete: is False in 2025-W40"),
    ("weeks/2025-W40.json", lambda week: week["rows"].reverse(), "the ranks of 2025-W40 are not 1 to 2"),
    ("seasons.json", _set("current", to="summer-2025"), "current: is not the last of the seasons"),
    ("seasons.json", _set("data_until", to="2025-10-15T11:00:00Z"), "data_until: is not that of"),
    ("seasons.json", _set("seasons", 0, "downloads", to=418), "downloads, champion_id: of fall-2025 are not"),
    ("seasons.json", _set("seasons", 0, "champion_id", to=7), "downloads, champion_id: of fall-2025 are not"),
    ("shows.json", _set("shows", 0, "downloads", to=189), "downloads: of show 7 is not the sum"),
    ("shows.json", _set("shows", 0, "downloads_estimated", to=0), "downloads_estimated: of show 7"),
    ("shows.json", _set("shows", 0, "title", to="B"), "title: of show 7 is not that of"),
    ("shows.json", lambda index: index["shows"].reverse(), "not in the order of anilist_id"),
    ("shows.json", _set("shows", 0, "seasons", 0, "rank", to=1), "seasons: are not those of"),
    ("shows.json", _set("shows", 0, "seasons", to=[]), "seasons: are not those of"),
    ("rankings.json", _set("season", to="Fall 2024"), "is not that of the current season"),
    ("shows/7.json", _set("anilist_id", to=21), "'shows/7.json': anilist_id: is 21"),
    ("shows/7.json", _set("episodes", 1, "downloads_daily", 0, to=101), "episodes: are not the slice"),
    ("shows/7.json", _set("episodes", to=[]), "episodes: are not the slice"),
]


@pytest.mark.parametrize(("name", "damage", "message"), DAMAGES)
def test_a_damaged_document_is_named(name: str, damage: Damage, message: str) -> None:
    files = encode_contents(make_publication())
    document = json.loads(files[name])
    damage(document)
    with pytest.raises(ContractError, match=message):
        read_publication({**files, name: json.dumps(document).encode()})


def test_a_report_may_have_no_example() -> None:
    files = encode_contents(make_publication())
    report = json.loads(files["report.json"]) | {"example": None}
    assert read_publication({**files, "report.json": json.dumps(report).encode()}) == make_publication()


@pytest.mark.parametrize(
    "name",
    [
        "episodes.parquet",
        "rankings.json",
        "shows.json",
        "corrections.json",
        "report.json",
        "schema.json",
        "seasons.json",
        "show_weeks.parquet",
        "shows/21.json",
        "seasons/fall-2025/rankings.json",
        "seasons/fall-2025/shows.json",
        "weeks/2025-W41.json",
    ],
)
def test_a_missing_file_is_named(name: str) -> None:
    files = encode_contents(make_publication())
    with pytest.raises(ContractError, match=f"{name}': the file: is missing"):
        read_publication({other: content for other, content in files.items() if other != name})


@pytest.mark.parametrize("name", ["shows/5.json", "other.txt"])
def test_a_superfluous_file_is_named(name: str) -> None:
    files = encode_contents(make_publication())
    with pytest.raises(ContractError, match=f"{name}': the file: belongs to nothing"):
        read_publication({**files, name: b"{}"})


def test_a_description_of_other_files_is_named() -> None:
    files = encode_contents(make_publication())
    with pytest.raises(ContractError, match=r"'schema\.json': the document: does not describe these files"):
        read_publication({**files, "schema.json": files["schema.json"] + b"\n"})


def test_a_ranked_show_must_be_among_the_shows() -> None:
    files = encode_contents(make_publication())
    name = "seasons/fall-2025/shows.json"
    document = json.loads(files[name])
    document["shows"] = [show for show in document["shows"] if show["anilist_id"] != 21]
    document["shows"][0]["seasonal_rank"] = 1
    with pytest.raises(ContractError, match="anilist_id: lacks show 21"):
        read_publication({**files, name: json.dumps(document).encode()})


@pytest.mark.parametrize("name", ["episodes.parquet", "rankings.json", "report.json", "shows/7.json"])
@pytest.mark.parametrize("content", [b"", b"PAR1", b"[1]", b"\xff\xfe"])
def test_what_is_no_such_file_at_all_is_named(name: str, content: bytes) -> None:
    files = encode_contents(make_publication())
    with pytest.raises(ContractError, match=name):
        read_publication({**files, name: content})
