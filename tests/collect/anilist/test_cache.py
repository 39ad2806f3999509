"""A season fetched from a real GraphQL server: queries, rate limit, faults, cache."""

from __future__ import annotations

import json
import re
import socket
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import stamina
from graphql import FieldNode, Node, parse
from stamina.instrumentation import RetryDetails

from nyaastats.collect.anilist.cache import MAX_WAIT_SECONDS, SeasonAnswer, SeasonRequest, cache_file, fetch_answer
from nyaastats.collect.anilist.catalogue import build_catalogue
from nyaastats.collect.anilist.client import RateLimiter, open_session
from nyaastats.collect.anilist.endpoint import WINDOW_SECONDS, AniListEndpoint
from nyaastats.collect.anilist.freshness import KeptAnswer
from nyaastats.collect.anilist.queries import MAX_PAGES, Query, query_season
from nyaastats.collect.anilist.schema import AniListPage, PageInfo
from nyaastats.collect.anilist.snapshots import read_snapshots
from nyaastats.collect.retry import ANILIST_RETRY
from nyaastats.domain.calendar import Season
from nyaastats.domain.shows import Airing, AniListId, Catalogue
from nyaastats.errors import AniListError
from testkit.anilist_server import AniList, Clock, Fault, make_media, serve

FALL = Season.parse("fall-2025")
START, END = int(FALL.start.timestamp()), int(FALL.end.timestamp())
WEEK = 7 * 86_400
NOW = datetime(2025, 11, 1, tzinfo=UTC)
OLD: dict[str, Any] = {"season": "SUMMER", "seasonYear": 2024}

RATINGS: dict[str, Any] = {
    "averageScore": 80,
    "meanScore": 79,
    "popularity": 5000,
    "favourites": 40,
    "trending": 0,
    "genres": ["Drama"],
    "studios": {"edges": [{"isMain": True, "node": {"name": "Bones"}}, {"isMain": False, "node": {"name": "TOHO"}}]},
    "nextAiringEpisode": {"episode": 4, "airingAt": START + 3 * WEEK},
}
MAX_COMPLEXITY = 500

FIRST = make_media(1, "First", **OLD, episodes=12)
SECOND = make_media(2, "Second", **OLD, episodes=13, after=[FIRST])
MANY = [make_media(1000 + number, airs=[START + number]) for number in range(60)]
WORLD = [
    FIRST,
    SECOND,
    make_media(11, "Sequel", airs=range(START, START + 12 * WEEK, WEEK), after=[SECOND], status="RELEASING", **RATINGS),
    make_media(12, "Adult", airs=[START], isAdult=True),
    # Each of these was listed in another season; only what aired inside this one goes on airing in it.
    make_media(21, "Long", **OLD, airs=range(START - 30 * WEEK, START + 10 * WEEK, WEEK), episodes=None),
    make_media(22, "Ended before", **OLD, airs=[START - 1]),
    make_media(23, "Next season's", season="WINTER", seasonYear=2026, airs=[END]),
    make_media(24, "Adult, too", **OLD, airs=[START], isAdult=True),
    make_media(25, "Movie", **OLD, format="MOVIE", airs=[END - 1]),
    *MANY,
]
PAGES = {"media": 2 + 1, "schedule": 2, "prequels": 2}
"""62 of the season, then 2 unlisted; 94 air times; the chain of Sequel, in two rounds."""


@dataclass(frozen=True)
class Run:
    """AniList, and what it takes to fetch from it."""

    anilist: AniList
    clock: Clock
    folder: Path
    endpoint: AniListEndpoint

    def fetch_catalogue(self, now: datetime = NOW, season: Season = FALL) -> Catalogue:
        fetched = fetch_answer(SeasonRequest(season, self.folder, now, self.endpoint))
        return replace(build_catalogue([fetched.answer]), stale_since=fetched.stale_since)

    @property
    def cache(self) -> Any:
        return json.loads(cache_file(self.folder, FALL).read_text(encoding="utf-8"))


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    clock = Clock()
    with serve(WORLD, clock=clock) as anilist:
        endpoint = AniListEndpoint(
            url=anilist.url, retry=replace(ANILIST_RETRY, timeout_seconds=5, backoff_seconds=0), sleep=clock.sleep
        )
        yield Run(anilist, clock, tmp_path / "cache", endpoint)
        assert anilist.most_at_once <= 1


def ids(catalogue: Catalogue) -> set[int]:
    return {show.id for show in catalogue.shows}


def questions(anilist: AniList) -> dict[str, int]:
    names = [match[1].casefold() for request in anilist.requests if (match := re.match(r"query (\w+)", request.query))]
    return {name: names.count(name) for name in names}


def test_the_season_and_who_else_aired_in_it_are_fetched(run: Run) -> None:
    catalogue = run.fetch_catalogue()
    assert ids(catalogue) == {11, 21, 25} | {entry["id"] for entry in MANY}
    assert (catalogue.skipped, catalogue.stale_since) == (0, None)


def test_air_times_go_beyond_the_nodes_of_the_media(run: Run) -> None:
    episodes = {show.id: [airing.episode for airing in show.airings] for show in run.fetch_catalogue().shows}
    # The connection gives episodes 1 to 25, the window from 14 days before the season 29 to 40.
    assert episodes[AniListId(21)] == [*range(1, 26), *range(29, 41)]
    assert episodes[AniListId(11)] == [*range(1, 13)]


def test_ratings_genres_and_studios_are_asked_for(run: Run) -> None:
    (sequel,) = (show for show in run.fetch_catalogue().shows if show.id == 11)
    ratings = (sequel.score, sequel.mean_score, sequel.popularity, sequel.favourites, sequel.trending)
    assert ratings == (80, 79, 5000, 40, 0)
    assert (sequel.genres, sequel.studios) == (("Drama",), ("Bones",))
    assert sequel.next_airing == Airing(4, datetime.fromtimestamp(START + 3 * WEEK, UTC))


@pytest.mark.parametrize("query", Query)
def test_a_query_stays_far_below_the_complexity_that_anilist_allows(query: Query) -> None:
    assert 0 < count_fields(parse(query.text)) < MAX_COMPLEXITY / 4


def count_fields(part: Node) -> int:
    inner = (value for key in part.keys for value in [getattr(part, key)])
    nodes = (node for value in inner for node in (value if isinstance(value, tuple) else [value]))
    return isinstance(part, FieldNode) + sum(count_fields(node) for node in nodes if isinstance(node, Node))


def test_the_chain_of_prequels_is_followed_to_its_end(run: Run) -> None:
    (sequel,) = (show for show in run.fetch_catalogue().shows if show.id == 11)
    assert [(prequel.id, prequel.episodes) for prequel in sequel.prequels] == [(2, 13), (1, 12)]


def test_as_many_requests_as_paging_needs_and_one_at_a_time(run: Run) -> None:
    run.fetch_catalogue()
    assert questions(run.anilist) == PAGES
    assert run.anilist.most_at_once == 1
    assert run.clock.slept == []


def test_we_say_who_is_asking(run: Run) -> None:
    run.fetch_catalogue()
    assert {request.headers["Referer"] for request in run.anilist.requests} == {run.endpoint.project_url}


def test_without_a_name_anilist_is_closed(run: Run) -> None:
    with pytest.raises(httpx.HTTPStatusError, match="403"):
        httpx.post(run.anilist.url, json={"query": "{Page{pageInfo{total}}}"}).raise_for_status()


def test_questions_asked_in_parallel_would_be_seen() -> None:
    with serve(WORLD) as anilist, httpx.Client() as http, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: http.post(anilist.url, json={"query": "{Page{media{id}}}"}), range(24)))
        assert anilist.most_at_once > 1


def test_when_the_limit_is_spent_we_wait_before_it_is_overstepped(run: Run) -> None:
    run.anilist.limit = 3
    run.fetch_catalogue()
    # 7 questions at 3 a minute.
    assert (run.clock.slept, run.anilist.refused) == ([WINDOW_SECONDS, WINDOW_SECONDS], 0)


def test_a_429_is_waited_out_as_long_as_it_says(run: Run) -> None:
    run.anilist.spend(30)
    run.clock.now += 12
    run.fetch_catalogue()
    assert (run.clock.slept, run.anilist.refused) == ([48], 1)


def test_429s_do_not_count_as_tries(run: Run) -> None:
    run.anilist.faults = [Fault.BROKEN, Fault.TOO_MANY, Fault.BROKEN, Fault.TOO_MANY]
    assert ids(run.fetch_catalogue())
    assert len(run.clock.slept) == 2


def test_429s_without_end_are_not_waited_for_without_end(run: Run) -> None:
    run.anilist.fail(Fault.TOO_MANY, times=100)
    with pytest.raises(AniListError, match="429"):
        run.fetch_catalogue()
    assert len(run.anilist.requests) == 9
    assert sum(run.clock.slept) <= 9 * WINDOW_SECONDS


def _patient(run: Run, fault: Fault) -> Run:
    """A short timeout only where there is no answer; else long enough for a busy machine."""
    return (
        replace(run, endpoint=replace(run.endpoint, retry=replace(run.endpoint.retry, timeout_seconds=1.5)))
        if fault is Fault.SLOW
        else run
    )


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault not in {Fault.ERRORS, Fault.TOO_MANY}])
def test_twice_out_of_order_is_tried_again(run: Run, fault: Fault) -> None:
    run.anilist.fail(fault, times=2)
    assert ids(_patient(run, fault).fetch_catalogue()) == {11, 21, 25} | {entry["id"] for entry in MANY}
    assert len(run.anilist.requests) == 2 + sum(PAGES.values())


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.FORBIDDEN, "403 Forbidden"),
        (Fault.DISABLED, "403 Forbidden"),
        (Fault.BROKEN, "500 Internal Server Error"),
        (Fault.BAD_GATEWAY, "502 Bad Gateway"),
        (Fault.NOT_GRAPHQL, "its answer is no GraphQL"),
        (Fault.DROPPED, "disconnected"),
        (Fault.SLOW, "timed out"),
    ],
)
def test_three_times_out_of_order_is_an_error_of_one_line_that_says_what_to_do(
    run: Run, fault: Fault, reason: str
) -> None:
    run.anilist.fail(fault, times=3)
    with pytest.raises(AniListError) as refused:
        _patient(run, fault).fetch_catalogue()
    message = str(refused.value)
    assert reason in message
    assert message.endswith("try again later, or give a snapshot with --anilist FILE")
    assert "\n" not in message
    assert len(run.anilist.requests) == 3
    assert not cache_file(run.folder, FALL).exists()


def test_the_wait_before_a_try_doubles(run: Run) -> None:
    waits: list[float] = []

    def note(details: RetryDetails) -> None:
        waits.append(details.wait_for)

    run.anilist.fail(Fault.BROKEN, times=2)
    stamina.instrumentation.set_on_retry_hooks([note])
    try:
        replace(
            run, endpoint=replace(run.endpoint, retry=replace(run.endpoint.retry, backoff_seconds=0.01))
        ).fetch_catalogue()
    finally:
        stamina.instrumentation.set_on_retry_hooks(None)
    assert waits == pytest.approx([0.01, 0.02])


def test_errors_in_an_answer_are_reported_and_not_tried_again(run: Run) -> None:
    run.anilist.fail(Fault.ERRORS)
    with pytest.raises(AniListError, match="'media': Cannot query field 'sesaon' on type 'Media'"):
        run.fetch_catalogue()
    assert len(run.anilist.requests) == 1


def test_errors_in_an_answer_are_not_hidden_by_the_cache(run: Run) -> None:
    run.fetch_catalogue()
    run.anilist.fail(Fault.ERRORS)
    with pytest.raises(AniListError, match="sesaon"):
        run.fetch_catalogue(NOW + timedelta(days=30))


def test_a_season_that_anilist_does_not_know_is_an_error_and_not_kept(run: Run) -> None:
    with pytest.raises(AniListError, match="no shows of Spring 1950"):
        run.fetch_catalogue(season=Season.parse("spring-1950"))
    assert list(run.folder.iterdir()) == []


def test_the_cache_is_a_snapshot(run: Run) -> None:
    catalogue = run.fetch_catalogue()
    assert read_snapshots([cache_file(run.folder, FALL)]) == catalogue
    assert run.cache["fetchedAt"] == "2025-11-01T00:00:00Z"
    assert [path.name for path in run.folder.iterdir()] == ["anilist-fall-2025.json"]


@pytest.mark.parametrize(
    ("status", "fetched", "age", "times"),
    [
        ("RELEASING", NOW, timedelta(0), 1),
        ("RELEASING", NOW, timedelta(hours=23, minutes=59), 1),
        ("RELEASING", NOW, timedelta(hours=24), 2),
        ("NOT_YET_RELEASED", NOW, timedelta(hours=24), 2),
        ("FINISHED", NOW, timedelta(hours=24), 1),
        ("FINISHED", NOW, timedelta(days=7) - timedelta(seconds=1), 1),
        ("FINISHED", NOW, timedelta(days=7), 2),
        ("CANCELLED", NOW, timedelta(hours=24), 1),
        (None, NOW, timedelta(hours=24), 2),
        (None, FALL.end + timedelta(weeks=5), timedelta(hours=24), 1),
        ("RELEASING", NOW, -timedelta(minutes=1), 2),
    ],
)
def test_an_answer_is_fresh_for_a_day_while_a_show_airs_and_for_a_week_after(
    run: Run, status: str | None, fetched: datetime, age: timedelta, times: int
) -> None:
    run.anilist.media = [
        make_media(1, airs=[START]),
        make_media(2, status=status),
        # Of another season: that it never ends says nothing about this one.
        make_media(3, **OLD, status="RELEASING", airs=[START]),
    ]
    first = run.fetch_catalogue(fetched)
    assert run.fetch_catalogue(fetched + age) == first
    assert questions(run.anilist)["schedule"] == times


@pytest.mark.parametrize("fault", [Fault.FORBIDDEN, Fault.BAD_GATEWAY, Fault.DROPPED])
def test_when_anilist_is_down_an_old_answer_does_and_is_said_to_be_old(run: Run, fault: Fault) -> None:
    first = run.fetch_catalogue()
    kept = run.cache
    run.anilist.fail(fault, times=3)
    assert run.fetch_catalogue(NOW + timedelta(days=30)) == replace(first, stale_since=NOW)
    assert run.cache == kept
    assert run.fetch_catalogue(NOW + timedelta(days=30)).stale_since is None
    assert run.cache["fetchedAt"] == "2025-12-01T00:00:00Z"


def test_a_fault_halfway_leaves_the_old_answer_whole(run: Run) -> None:
    first = run.fetch_catalogue()
    kept = run.cache
    run.anilist.media = WORLD[:-1]
    run.anilist.faults = [None, None, Fault.BROKEN, Fault.BROKEN, Fault.BROKEN]
    assert run.fetch_catalogue(NOW + timedelta(days=2)) == replace(first, stale_since=NOW)
    assert run.cache == kept


def test_nobody_at_the_address_is_down(run: Run) -> None:
    run.fetch_catalogue()
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    elsewhere = replace(run, endpoint=replace(run.endpoint, url=f"http://127.0.0.1:{port}/"))
    assert elsewhere.fetch_catalogue(NOW + timedelta(days=2)).stale_since == NOW


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[]", b'{"data": {"Page": {"media": [{"id": 1, "title": {"romaji": "A"}}]}}}']
)
def test_a_damaged_cache_is_no_cache(run: Run, content: bytes) -> None:
    run.folder.mkdir()
    cache_file(run.folder, FALL).write_bytes(content)
    run.anilist.fail(Fault.BROKEN, times=3)
    with pytest.raises(AniListError, match="--anilist FILE"):
        run.fetch_catalogue()
    assert len(run.fetch_catalogue().shows) == 63
    assert run.cache["fetchedAt"]


def test_a_cache_folder_that_cannot_be_is_an_error_before_the_first_question(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(AniListError, match="set another cache folder"):
        replace(run, folder=tmp_path / "file" / "cache").fetch_catalogue()
    assert run.anilist.requests == []


def test_where_an_archive_keeps_the_answer_no_cache_is_needed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    request = SeasonRequest(FALL, tmp_path / "file" / "cache", NOW, run.endpoint, must_cache=False)
    assert len(fetch_answer(request).answer.data.page.media) == 63


def test_an_archived_answer_stands_in_for_the_cache(run: Run) -> None:
    answer = fetch_answer(SeasonRequest(FALL, run.folder, NOW, run.endpoint)).answer
    asked = len(run.anilist.requests)
    later = SeasonRequest(
        FALL, run.folder / "empty", NOW + timedelta(hours=23), run.endpoint, archived=KeptAnswer(answer, NOW)
    )
    assert fetch_answer(later) == SeasonAnswer(answer, stale_since=None)
    assert len(run.anilist.requests) == asked
    run.anilist.fail(Fault.BROKEN, times=3)
    assert fetch_answer(replace(later, is_refresh=True)) == SeasonAnswer(answer, stale_since=NOW)
    refreshed = fetch_answer(replace(later, is_refresh=True))
    assert (refreshed.stale_since, refreshed.answer.fetched_at) == (None, later.now)


def test_pages_without_end_are_an_error() -> None:
    requests = []

    def ask(query: Query, variables: Any) -> AniListPage:
        requests.append((query, variables["page"]))
        return AniListPage(media=(make_media(variables["page"]),), page_info=PageInfo(has_next_page=True))

    with pytest.raises(AniListError, match="does not end"):
        query_season(FALL, ask)
    assert requests[-1] == (Query.MEDIA, MAX_PAGES)


def test_a_long_chain_of_prequels_is_followed_only_so_far() -> None:
    rounds = []

    def ask(query: Query, variables: Any) -> AniListPage:
        if query is Query.SCHEDULE:
            return AniListPage()
        if query is Query.MEDIA:
            return AniListPage(media=(make_media(1000, after=[{"id": 999}]),))
        rounds.append(variables["ids"])
        (number,) = variables["ids"]
        return AniListPage(media=(make_media(number, after=[{"id": number - 1}]),))

    assert len(query_season(FALL, ask).prequels) == len(rounds) == 10
    assert rounds[:2] == [[999], [998]]


# --- down inside a 200, and without end ---------------------------------------------------------------------


DOWN = (Fault.DOWN_INSIDE, Fault.BUSY_INSIDE, Fault.DOWN_BESIDE, Fault.NO_PAGE, Fault.NO_DATA)


@pytest.mark.parametrize("fault", DOWN)
def test_an_answer_that_says_that_anilist_is_down_is_tried_again(run: Run, fault: Fault) -> None:
    run.anilist.fail(fault, times=2)
    assert run.fetch_catalogue().stale_since is None
    assert len(run.anilist.requests) == sum(PAGES.values()) + 2


@pytest.mark.parametrize("fault", DOWN)
def test_then_the_answer_that_is_kept_will_do(run: Run, fault: Fault) -> None:
    first = run.fetch_catalogue()
    run.anilist.fail(fault, times=3)
    later = run.fetch_catalogue(NOW + timedelta(days=2))
    assert (ids(later), later.stale_since) == (ids(first), NOW)


def test_an_error_about_the_question_stays_one(run: Run) -> None:
    run.fetch_catalogue()
    run.anilist.fail(Fault.ERRORS)
    with pytest.raises(AniListError, match="refuses the query"):
        run.fetch_catalogue(NOW + timedelta(days=2))


def test_empty_pages_end_a_walk(run: Run) -> None:
    run.anilist.goes_on = True
    assert len(run.fetch_catalogue().shows) > 0
    assert len(run.anilist.requests) <= 2 * sum(PAGES.values()) + 4


@pytest.mark.parametrize(("seconds", "slept"), [(300, []), (181, []), (100, [100]), (60, [60, 60])])
def test_who_has_an_answer_waits_three_minutes_for_another_at_most(seconds: int, slept: list[float]) -> None:
    waits: list[float] = []
    limiter, request = RateLimiter(waits.append, MAX_WAIT_SECONDS), httpx.Request("POST", "http://127.0.0.1/")
    refusal = httpx.Response(429, headers={"Retry-After": str(seconds)}, request=request)
    flow = limiter.sync_auth_flow(request)
    next(flow)
    with pytest.raises(httpx.HTTPStatusError):
        deque(flow.send(refusal) for _ in range(9))
    assert (waits, limiter.is_out_of_patience) == (slept, seconds > 60)


def test_whose_patience_is_at_an_end_asks_no_more(run: Run) -> None:
    first = run.fetch_catalogue()
    run.anilist.requests.clear()
    run.anilist.fail(Fault.TOO_MANY, times=99)
    impatient = replace(run, endpoint=replace(run.endpoint, max_wait_seconds=0))
    request = SeasonRequest(FALL, run.folder, NOW + timedelta(days=2), impatient.endpoint)
    with pytest.raises(AniListError, match="429"):
        next(iter(query_all(request)))
    assert len(run.anilist.requests) == 1
    assert ids(run.fetch_catalogue(NOW + timedelta(days=2))) == ids(first)


def query_all(request: SeasonRequest) -> Iterator[AniListPage]:
    with open_session(request.endpoint) as ask:
        yield query_season(request.season, ask)


def test_air_times_at_one_moment_are_all_read(run: Run) -> None:
    shows = [make_media(100 + number, airs=range(START, START + 30 * WEEK, WEEK)) for number in range(60)]
    run.anilist.media = shows
    catalogue = run.fetch_catalogue()
    aired = len([moment for moment in range(START, START + 30 * WEEK, WEEK) if moment < END + 4 * WEEK])
    assert {len(show.airings) for show in catalogue.shows} == {max(aired, 25)}
