"""AniList on loopback: a real GraphQL server with the live service's habits and faults.

    with serve(media, clock=clock) as anilist:
        fetch(season, service=Service(url=anilist.url, sleep=clock.sleep), ...)

`media` are dicts in AniList's shape; their `airingSchedule.nodes` make up `Page.airingSchedules`.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from enum import Enum, auto
from functools import partial
from typing import Any

from aiohttp import web
from graphql import GraphQLResolveInfo, GraphQLSchema, build_schema, graphql

MOST_PER_PAGE = 50
MOST_NESTED = 25
WINDOW_SECONDS = 60.0
MADE_UP = 5000
"""What AniList says for `total`, and follows from it in `lastPage`."""

DISABLED = "<html><h1>403</h1>The AniList API has been temporarily disabled.</html>"

SCHEMA = """
enum MediaSeason { WINTER SPRING SUMMER FALL }
enum MediaType { ANIME MANGA }
enum MediaFormat { TV TV_SHORT MOVIE SPECIAL OVA ONA MUSIC MANGA NOVEL ONE_SHOT }
enum MediaStatus { FINISHED RELEASING NOT_YET_RELEASED CANCELLED HIATUS }
enum MediaRelation { ADAPTATION PREQUEL SEQUEL PARENT SIDE_STORY SUMMARY ALTERNATIVE OTHER SOURCE }
enum MediaSort { ID ID_DESC POPULARITY_DESC }
enum StudioSort { ID NAME }
enum AiringSort { ID ID_DESC TIME TIME_DESC }
type FuzzyDate { year: Int month: Int day: Int }
type MediaTitle { romaji: String english: String native: String }
type MediaCoverImage { extraLarge: String large: String color: String }
type PageInfo { total: Int perPage: Int currentPage: Int lastPage: Int hasNextPage: Boolean }
type AiringSchedule { id: Int mediaId: Int episode: Int airingAt: Int media: Media }
type AiringScheduleConnection { nodes: [AiringSchedule] }
type MediaEdge { relationType(version: Int): MediaRelation node: Media }
type MediaConnection { edges: [MediaEdge] }
type Studio { id: Int name: String isAnimationStudio: Boolean }
type StudioEdge { id: Int isMain: Boolean node: Studio }
type StudioConnection { edges: [StudioEdge] nodes: [Studio] }
type Media {
  id: Int idMal: Int type: MediaType title: MediaTitle synonyms: [String] format: MediaFormat status: MediaStatus
  episodes: Int duration: Int isAdult: Boolean season: MediaSeason seasonYear: Int startDate: FuzzyDate
  endDate: FuzzyDate coverImage: MediaCoverImage siteUrl: String averageScore: Int meanScore: Int popularity: Int
  favourites: Int trending: Int genres: [String] nextAiringEpisode: AiringSchedule
  studios(sort: [StudioSort], isMain: Boolean): StudioConnection
  airingSchedule(notYetAired: Boolean, page: Int, perPage: Int): AiringScheduleConnection
  relations: MediaConnection
}
type Page {
  pageInfo: PageInfo
  media(id_in: [Int], season: MediaSeason, seasonYear: Int, type: MediaType, isAdult: Boolean,
        sort: [MediaSort]): [Media]
  airingSchedules(airingAt_greater: Int, airingAt_lesser: Int, sort: [AiringSort]): [AiringSchedule]
}
type Query { Page(page: Int, perPage: Int): Page }
"""

Media = dict[str, Any]
Info = GraphQLResolveInfo[Any]


def make_media(
    id_: int, romaji: str = "", *, airs: Sequence[int] = (), after: Sequence[Media] = (), **facts: Any
) -> Media:
    """A media of Fall 2025; `airs` are the times of episodes 1, 2, 3 …, `after` the media before it."""
    nodes = [{"episode": number, "airingAt": at} for number, at in enumerate(airs, start=1)]
    before = [{"relationType": "PREQUEL", "node": prequel} for prequel in after]
    entry = {
        "id": id_,
        "type": "ANIME",
        "title": {"romaji": romaji or f"Anime {id_}", "english": None, "native": None},
        "format": "TV",
        "status": "FINISHED",
        "isAdult": False,
        "season": "FALL",
        "seasonYear": 2025,
        "airingSchedule": {"nodes": nodes},
        "relations": {"edges": before},
    }
    return entry | facts


class Fault(Enum):
    """What can go wrong with one request."""

    FORBIDDEN = auto()
    """403 with a page of HTML, Referer or not."""
    DISABLED = auto()
    """The same with errors in JSON."""
    BROKEN = auto()
    """500 with errors in JSON."""
    BAD_GATEWAY = auto()
    """502 with a page of HTML."""
    NOT_GRAPHQL = auto()
    """200 with a page of HTML, as from a proxy."""
    ERRORS = auto()
    """`errors` inside a 200."""
    DOWN_INSIDE = auto()
    """An error of status 500 inside a 200, without data."""
    BUSY_INSIDE = auto()
    """An error of status 429 inside a 200."""
    DOWN_BESIDE = auto()
    """An error of status 500 beside a page."""
    NO_PAGE = auto()
    """200 with a `Page` that is null."""
    NO_DATA = auto()
    """200 with `data` that is null, and no error."""
    TOO_MANY = auto()
    """429 out of turn, as when others share the address."""
    SLOW = auto()
    """No answer until the server stops."""
    DROPPED = auto()
    """The connection closed without an answer."""


class Clock:
    """A clock that moves only when someone sleeps."""

    def __init__(self, now: float = 1_760_000_000) -> None:
        self.now = now
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass(frozen=True)
class ReceivedQuery:
    """A request as it came in, and when."""

    query: str
    variables: dict[str, Any]
    headers: dict[str, str]
    at: float


@dataclass
class AniList:
    """The service: its world, its limit, the faults that are due, and what was asked of it."""

    media: Sequence[Media]
    clock: Callable[[], float]
    limit: int = 30
    url: str = ""
    faults: list[Fault | None] = field(default_factory=list)
    """What becomes of the next requests; None lets one through."""
    requests: list[ReceivedQuery] = field(default_factory=list)
    refused: int = 0
    """Answers with 429 because the limit was reached."""
    most_at_once: int = 0
    goes_on: bool = False
    """Whether it says of each page that another follows."""

    def __post_init__(self) -> None:
        self._schema = _schema()
        self._closing = asyncio.Event()
        self._at_once = 0
        self._window_start = -WINDOW_SECONDS
        self._spent = 0

    def fail(self, fault: Fault, *, times: int = 1) -> None:
        """Let the next `times` requests go wrong."""
        self.faults += [fault] * times

    def spend(self, requests: int) -> None:
        """Count requests of someone else with our address."""
        for _ in range(requests):
            self._count()

    def close(self) -> None:
        """Let go of the slow answers."""
        self._closing.set()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Count who is here at once, then answer."""
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            # Long enough for a second request to be seen beside the first.
            await asyncio.sleep(0.001)
            body = await request.json()
        finally:
            self._at_once -= 1
        self.requests.append(
            ReceivedQuery(body["query"], body.get("variables") or {}, dict(request.headers), self.clock())
        )
        if self.faults and (fault := self.faults.pop(0)):
            return await self._fail(fault, request)
        if "Referer" not in request.headers:
            return _html(403, DISABLED)
        if self._count() > self.limit:
            return self._too_many()
        return await self._execute(body)

    def _count(self) -> int:
        """The requests of this minute, this one included."""
        if self.clock() - self._window_start >= WINDOW_SECONDS:
            self._window_start, self._spent = self.clock(), 0
        self._spent += 1
        return self._spent

    def _headers(self) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(self.limit - self._spent, 0)),
            "Date": formatdate(self.clock(), usegmt=True),
        }

    def _too_many(self) -> web.Response:
        self.refused += 1
        reset = self._window_start + WINDOW_SECONDS
        asks = {"Retry-After": str(max(1, round(reset - self.clock()))), "X-RateLimit-Reset": str(round(reset))}
        return _errors(429, "Too Many Requests.", self._headers() | asks)

    async def _execute(self, body: Media) -> web.Response:
        result = await graphql(
            self._schema,
            body["query"],
            root_value=_Root(self.media, goes_on=self.goes_on),
            variable_values=body.get("variables"),
            operation_name=body.get("operationName"),
        )
        # As the service does: a question that cannot be understood is a 400.
        status = 200 if result.data is not None else 400
        return web.json_response(result.formatted, status=status, headers=self._headers())

    async def _fail(self, fault: Fault, request: web.Request) -> web.StreamResponse:
        if fault is Fault.TOO_MANY:
            return self._too_many()
        if fault is Fault.SLOW:
            await self._closing.wait()
        if fault is Fault.DROPPED and request.transport:
            request.transport.abort()
        return FAULTY.get(fault, web.Response)()


class _Root:
    def __init__(self, media: Sequence[Media], *, goes_on: bool = False) -> None:
        self._goes_on = goes_on
        self._media = [{"type": "ANIME", "isAdult": False, "airingSchedule": {"nodes": []}} | entry for entry in media]

    def Page(self, _info: Info, page: int = 1, perPage: int = MOST_PER_PAGE) -> _Page:  # noqa: N802, N803 - the schema's names
        return _Page(self._media, page, min(perPage, MOST_PER_PAGE), goes_on=self._goes_on)


class _Page:
    def __init__(self, world: Sequence[Media], page: int, size: int, *, goes_on: bool) -> None:
        self._world, self._page, self._size, self._goes_on = world, page, size, goes_on
        self._more = asyncio.get_running_loop().create_future()

    async def pageInfo(self, _info: Info) -> Media:  # noqa: N802 - the schema's name
        # Whether there is more is known once the list beside it has been resolved.
        more = await self._more
        last = MADE_UP // self._size
        info = {"total": MADE_UP, "lastPage": last, "perPage": self._size, "currentPage": self._page}
        return info | {"hasNextPage": more}

    def media(self, _info: Info, **wanted: Any) -> list[Media]:
        wanted.pop("sort", None)
        ids = wanted.pop("id_in", None)
        fits = [
            entry
            for entry in sorted(self._world, key=lambda entry: entry["id"])
            if (ids is None or entry["id"] in ids) and all(entry.get(key) == value for key, value in wanted.items())
        ]
        return self._cut(fits)

    def airingSchedules(  # noqa: N802 - the schema's name
        self,
        _info: Info,
        airingAt_greater: int,  # noqa: N803 - the schema's name
        airingAt_lesser: int,  # noqa: N803 - the schema's name
        sort: Sequence[str] = (),
    ) -> list[Media]:
        nodes = [node | {"mediaId": entry["id"]} for entry in self._world for node in entry["airingSchedule"]["nodes"]]
        fits = [node for node in nodes if airingAt_greater < node["airingAt"] < airingAt_lesser]
        # Nodes of one time come in any order, another one on each page, unless they are sorted by something unique.
        ties = 1 if list(sort)[-1:] == ["ID"] else (-1) ** self._page
        return self._cut(sorted(fits, key=lambda node: (node["airingAt"], ties * node["mediaId"], node["episode"])))

    def _cut(self, rows: list[Media]) -> list[Media]:
        end = self._page * self._size
        self._more.set_result(self._goes_on or end < len(rows))
        return rows[end - self._size : end]


def _schema() -> GraphQLSchema:
    schema = build_schema(SCHEMA)
    for connection, name in (("AiringScheduleConnection", "nodes"), ("MediaConnection", "edges")):
        kind: Any = schema.type_map[connection]
        kind.fields[name].resolve = lambda source, _info, name=name: source[name][:MOST_NESTED]
    return schema


def _html(status: int, text: str) -> web.Response:
    return web.Response(status=status, text=text, content_type="text/html")


def _errors(status: int, message: str, headers: dict[str, str]) -> web.Response:
    answer = {"data": None, "errors": [{"message": message, "status": status, "locations": [{"line": 1, "column": 1}]}]}
    return web.json_response(answer, status=status, headers=headers)


def _inside(data: object, *statuses: int) -> web.Response:
    errors = [{"message": "Internal Server Error", "status": status} for status in statuses]
    return web.json_response({"data": data} | ({"errors": errors} if errors else {}))


FAULTY: dict[Fault, Callable[[], web.Response]] = {
    Fault.FORBIDDEN: partial(_html, 403, DISABLED),
    Fault.DISABLED: partial(_errors, 403, "The AniList API has been temporarily disabled.", {}),
    Fault.BROKEN: partial(_errors, 500, "Internal Server Error", {}),
    Fault.BAD_GATEWAY: partial(_html, 502, "<html>\n<h1>502 Bad Gateway</h1>\ncloudflare</html>"),
    Fault.NOT_GRAPHQL: partial(_html, 200, "<html>\nOne moment, please</html>"),
    Fault.DOWN_INSIDE: partial(_inside, None, 500),
    Fault.BUSY_INSIDE: partial(_inside, None, 429),
    Fault.DOWN_BESIDE: partial(_inside, {"Page": {"media": []}}, 500),
    Fault.NO_PAGE: partial(_inside, {"Page": None}),
    Fault.NO_DATA: partial(_inside, None),
    Fault.ERRORS: partial(_errors, 200, "Cannot query field 'sesaon' on type 'Media'.", {}),
}


@contextmanager
def serve(media: Sequence[Media], *, clock: Callable[[], float] | None = None, limit: int = 30) -> Iterator[AniList]:
    """Serve `media` on a free port of loopback, from a thread of its own, until the block ends."""
    anilist = AniList(media, clock or Clock(), limit)
    ready, stop = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_until_complete, args=[_run(anilist, ready, stop)])
    thread.start()
    ready.wait()
    try:
        yield anilist
    finally:
        loop.call_soon_threadsafe(anilist.close)
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


async def _run(anilist: AniList, ready: threading.Event, stop: asyncio.Event) -> None:
    app = web.Application()
    app.router.add_post("/", anilist.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    anilist.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    ready.set()
    await stop.wait()
    await runner.cleanup()
