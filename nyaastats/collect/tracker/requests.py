"""Which torrents the next request asks for: as many as the protocol allows, until the tracker shows a limit of its own.

    due ─► request ─┬► answered ─────────────────► settled
     ▲              ├► answered for the first n ─► n settled, the rest asked for again, n at a time
     └──────────────┴► refused as too long ──────► asked for again in halves

BEP 15 and BEP 48 set no limit that a tracker must keep: chihaya answers for 50 torrents, aquatic for 70, opentracker
for 64 over HTTP, and others refuse a long address. Nothing is sent here, so that each rule can be seen by itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from nyaastats.collect.tracker.protocol import RequestLimit, ScrapeAnswer, ScrapeFailure, ScrapeOutcome, TrackerGivenUp
from nyaastats.domain.torrents import InfoHash
from nyaastats.errors import BusyTrackerError, LongRequestError, TrackerError

MAX_DOUBTFUL_REQUESTS: Final = 10
"""So many requests' torrents are kept to be asked for again while the tracker has not answered for a single one."""


@dataclass(frozen=True, slots=True)
class RequestSize:
    """How many torrents a request holds, and what the tracker's answers have shown of its limit."""

    limit: int
    """Of the next request."""
    allowed: int
    """By the protocol, and by what is remembered of the tracker."""
    accepted: int = 0
    """So many at once were not refused."""
    reach: int = 1
    """The tracker has looked at so many of one request: torrents up to that place are not beyond its limit."""
    has_counts: bool = False
    """Whether it had counts for any torrent yet."""
    has_refused: bool = False
    """Whether a request was refused as too long."""

    @property
    def is_unknown(self) -> bool:
        """Whether it refuses long requests, and none was short enough yet."""
        return self.has_refused and not self.accepted

    def accept(self, number: int, reach: int) -> RequestSize:
        """After an answer about so many torrents, the last of which is in the place `reach`."""
        accepted, reach_now = max(self.accepted, number), max(self.reach, reach)
        return replace(self, accepted=accepted, reach=reach_now, has_counts=self.has_counts or reach > 0)

    def refuse(self, number: int) -> RequestSize:
        """After a request for so many was refused.

        One torrent alone that is refused shows that it was never the length, and so does a length that was accepted.
        """
        limit = self.allowed if number == 1 else max(number // 2, self.accepted)
        return replace(self, limit=limit if number == 1 else min(self.limit, limit), has_refused=True)

    def cut(self) -> RequestSize:
        """After the tracker has left out the end of a request."""
        return replace(self, limit=min(self.limit, self.reach))


@dataclass(frozen=True, slots=True)
class Request:
    """What one request asks for."""

    infohashes: tuple[InfoHash, ...]
    is_repeat: bool = False
    """Whether an answer has left them out before, perhaps for its length."""


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A torrent that an answer left out, behind all that it has anything about."""

    infohash: InfoHash
    place: int


class RequestPlan:
    """Cuts the torrents into requests, and settles each of them once: answered, left out, failed or given up."""

    def __init__(self, infohashes: Iterable[InfoHash], *, limit: int, omits_unknown: bool, max_failures: int) -> None:
        self._ahead, self._omits_unknown, self._max_failures = iter(infohashes), omits_unknown, max_failures
        self._again: deque[tuple[InfoHash, ...]] = deque()
        self._doubts: deque[_Doubt] = deque()
        self._size = RequestSize(limit, limit)
        self._failures, self._reason, self._pause, self._is_refused = 0, "", 0, False

    @property
    def is_given_up(self) -> bool:
        """Whether the tracker is left alone: it is down, refuses everything, or wants to be."""
        return self._is_refused or self._failures >= self._max_failures

    def next_request(self, *, is_idle: bool) -> Request | None:
        """The next request, None while there is none; `is_idle`: no other is under way."""
        if self.is_given_up or (self._size.is_unknown and not is_idle):
            return None  # while a length is sought that is not refused, one request at a time
        if self._again:
            return Request(self._take_again())
        if len(self._doubts) >= self._size.allowed and self._size.has_counts:
            return Request(self._take_doubtful(), is_repeat=True)
        if batch := tuple(islice(self._ahead, self._size.limit)):
            return Request(batch)
        if self._doubts and self._size.has_counts and is_idle:
            return Request(self._take_doubtful(), is_repeat=True)
        return None

    def settle(self, request: Request, result: ScrapeAnswer | TrackerError) -> Iterator[ScrapeOutcome]:
        """The outcomes that an answer or an error decides."""
        if isinstance(result, ScrapeAnswer):
            self._failures, self._reason = 0, ""
            yield from self._settle_answer(request, result)
        elif isinstance(result, LongRequestError) and len(request.infohashes) > 1:
            self._split(request)
        else:
            self._note_failure(request, result)
            yield ScrapeFailure(request.infohashes, str(result))

    def finish(self, under_way: int) -> Iterator[ScrapeOutcome]:
        """The last outcomes: `under_way` torrents' requests were broken off."""
        if self._size.accepted and self._size.limit < self._size.allowed:
            yield RequestLimit(self._size.limit)
        if self.is_given_up:
            waiting = under_way + sum(map(len, self._again)) + len(self._doubts) + sum(1 for _ in self._ahead)
            if waiting or self._pause:
                yield TrackerGivenUp(waiting, self._reason, self._pause)
        else:
            yield from self._settle_doubts(len(self._doubts))

    # --- an answer ----------------------------------------------------------------------------------------------------

    def _settle_answer(self, request: Request, answer: ScrapeAnswer) -> Iterator[ScrapeOutcome]:
        number = len(answer.requested)
        self._size = self._size.accept(number, answer.reach if self._omits_unknown else number)
        if unanswered := request.infohashes[number:]:
            self._again.append(unanswered)
            self._size = self._size.cut()
        elif request.is_repeat and answer.reach:  # left out before and answered now: it was the length
            self._size = self._size.cut()
        looked_at = answer.requested[: self._size.reach] if self._omits_unknown else answer.requested
        rest = answer.requested[len(looked_at) :]
        self._doubts += (_Doubt(infohash, place) for place, infohash in enumerate(rest, start=len(looked_at) + 1))
        if looked_at:
            yield replace(answer, requested=looked_at)
        yield from self._settle_doubts(len(self._doubts) - MAX_DOUBTFUL_REQUESTS * self._size.allowed)

    def _settle_doubts(self, excess: int) -> Iterator[ScrapeOutcome]:
        """The torrents that are left out for certain, and the first `excess` of those that may not be."""
        settled = [
            doubt.infohash
            for number, doubt in enumerate(self._doubts)
            if number < excess or doubt.place <= self._size.reach
        ]
        if settled:
            left = set(settled)
            self._doubts = deque(doubt for doubt in self._doubts if doubt.infohash not in left)
            yield ScrapeAnswer(tuple(settled), {})

    def _take_doubtful(self) -> tuple[InfoHash, ...]:
        number = min(len(self._doubts), self._size.limit)
        return tuple(self._doubts.popleft().infohash for _ in range(number))

    # --- an error -----------------------------------------------------------------------------------------------------

    def _split(self, request: Request) -> None:
        number = len(request.infohashes)
        self._size, middle = self._size.refuse(number), number // 2
        self._again.extendleft((request.infohashes[middle:], request.infohashes[:middle]))

    def _take_again(self) -> tuple[InfoHash, ...]:
        chunk, limit = self._again.popleft(), self._size.limit
        if chunk[limit:]:
            self._again.appendleft(chunk[limit:])
        return chunk[:limit]

    def _note_failure(self, request: Request, error: TrackerError) -> None:
        self._failures, self._reason = self._failures + 1, str(error)
        if isinstance(error, BusyTrackerError):
            self._pause, self._is_refused = error.retry_after or 0, True
        if isinstance(error, LongRequestError):
            # Each torrent is refused by itself: no shorter request would help.
            self._size, self._is_refused = self._size.refuse(len(request.infohashes)), not self._size.accepted
