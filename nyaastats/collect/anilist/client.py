"""A session with AniList over HTTP: one query at a time, within its rate limit."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import cast

import httpx
from gql import GraphQLRequest
from gql.transport.exceptions import TransportError, TransportProtocolError
from gql.transport.httpx import HTTPXTransport
from graphql import ExecutionResult
from pydantic import ValidationError

from nyaastats.collect.anilist.endpoint import AniListEndpoint, AniListUnavailableError, pause_seconds
from nyaastats.collect.anilist.queries import AskAniList, Query
from nyaastats.collect.anilist.schema import AniListPage, Data, first_fault
from nyaastats.collect.foreign_text import describe_error, sanitize_reason
from nyaastats.collect.retry import RetryPolicy, retry
from nyaastats.errors import AniListError

MAX_REFUSALS = 3
"""So many 429 in a row, each with its pause, are one failed attempt."""

_DOWN = (HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS, *range(500, 600))
"""The status of an error, inside an answer as well, that says nothing about the question."""


class RateLimiter(httpx.Auth):
    """Waits as long as AniList asks for, and repeats a request after a 429.

    It is an `httpx.Auth` because that is httpx's only hook that sees a response and may send the request again.
    """

    def __init__(self, sleep: Callable[[float], None], max_wait_seconds: float | None = None) -> None:
        self._sleep, self._max_wait_seconds = sleep, max_wait_seconds
        self._pause_seconds = 0
        self._is_refused = False
        self._waited_seconds = 0
        """Since AniList last answered, because it refused."""

    @property
    def is_out_of_patience(self) -> bool:
        """Whether the next pause would be longer than may be waited: then no other request is sent."""
        waited = self._waited_seconds + self._pause_seconds
        return self._max_wait_seconds is not None and self._is_refused and waited > self._max_wait_seconds

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request until it is not a 429; raise httpx.HTTPStatusError when AniList is down or refuses."""
        for _ in range(MAX_REFUSALS):
            self._wait()
            response = yield request
            self._pause_seconds = pause_seconds(response.status_code, response.headers)
            self._is_refused = response.status_code == HTTPStatus.TOO_MANY_REQUESTS
            if not self._is_refused or self.is_out_of_patience:
                break
        # The bodies of these hold `errors` as well, which gql would take for a fault of the question.
        # AniList answers 403 while its API is switched off for maintenance.
        if response.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS} or response.is_server_error:
            response.raise_for_status()

    def _wait(self) -> None:
        if self._pause_seconds:
            self._sleep(self._pause_seconds)
        self._waited_seconds = self._waited_seconds + self._pause_seconds if self._is_refused else 0
        self._pause_seconds = 0


@contextmanager
def open_session(endpoint: AniListEndpoint) -> Iterator[AskAniList]:
    """Open one connection and yield the function that asks over it; see `_ask` for its errors."""
    limiter = RateLimiter(endpoint.sleep, endpoint.max_wait_seconds)
    transport = HTTPXTransport(
        endpoint.url,
        headers=endpoint.headers,
        timeout=endpoint.retry.timeout_seconds,
        auth=limiter,
    )
    transport.connect()  # type: ignore[no-untyped-call]  # gql's
    try:
        yield partial(_ask, _Session(transport, endpoint.retry, limiter))
    finally:
        transport.close()  # type: ignore[no-untyped-call]  # gql's


@dataclass(frozen=True, slots=True)
class _Session:
    transport: HTTPXTransport
    retry: RetryPolicy
    limiter: RateLimiter

    def is_retryable(self, error: Exception) -> bool:
        return isinstance(error, TransportError | _NoAnswerError) and not self.limiter.is_out_of_patience


class _NoAnswerError(AniListUnavailableError):
    """An answer under status 200 without what was asked for."""


def _ask(session: _Session, query: Query, variables: Mapping[str, object]) -> AniListPage:
    """Send one query; raise AniListUnavailableError after all attempts, AniListError if the query itself is refused."""
    request = GraphQLRequest(query.text, variable_values=dict(variables))
    result = _execute(session, request)
    if result.errors:
        messages = "; ".join(_describe_error(error) for error in result.errors)
        raise AniListError(f"AniList refuses the query {query.value!r}: {messages}; please report this")
    try:
        return Data.model_validate(result.data).page
    except ValidationError as error:
        raise AniListError(
            f"AniList's answer to the query {query.value!r} is invalid ({first_fault(error)}); please report this"
        ) from error


def _execute(session: _Session, request: GraphQLRequest) -> ExecutionResult:
    try:
        return retry(session.retry, session.is_retryable, lambda: _check_answer(session.transport.execute(request)))
    except TransportError as error:
        raise AniListUnavailableError(f"AniList does not answer ({_describe_failure(error)})") from error


def _check_answer(result: ExecutionResult) -> ExecutionResult:
    """The answer; raise _NoAnswerError when it says by itself, or by what it lacks, that AniList is down.

    GraphQL sends its errors under status 200, and AniList gives each a status of its own. Those about the question stay
    in the answer: another attempt would have them again.
    """
    data, errors = cast("object", result.data), result.errors or []
    if failures := [error for error in errors if _read_status(error) in _DOWN]:
        raise _NoAnswerError(f"AniList does not answer ({_describe_error(failures[0])})")
    has_page = isinstance(data, Mapping) and data.get("Page") is not None
    is_about_question = bool(errors) and (data is None or any(map(_read_status, errors)))
    if not (has_page or is_about_question):
        raise _NoAnswerError("AniList does not answer (its answer has no page)")
    return result


def _read_status(error: object) -> int | None:
    status = error.get("status") if isinstance(error, Mapping) else None
    return status if isinstance(status, int) else None


def _describe_error(error: object) -> str:
    # gql hands on the errors as the server wrote them, whatever its annotations say.
    return sanitize_reason(str(error.get("message", error) if isinstance(error, Mapping) else error))


def _describe_failure(error: TransportError) -> str:
    """Why there is no answer, without the page that came in its place, which gql's own text repeats."""
    cause = error.__cause__ or error
    match cause:
        case httpx.HTTPStatusError():
            status = cause.response.status_code
            return f"it answers {status} {httpx.codes.get_reason_phrase(status)}".rstrip()
        case TransportProtocolError():
            return "its answer is no GraphQL"
    return describe_error(cause)
