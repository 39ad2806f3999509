"""A session with AniList over HTTP: one query at a time, within its rate limit."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus

import httpx
from gql import GraphQLRequest
from gql.transport.exceptions import TransportError
from gql.transport.httpx import HTTPXTransport
from graphql import ExecutionResult
from pydantic import ValidationError

from nyaastats.collect.anilist.endpoint import AniListEndpoint, AniListUnavailableError, pause_seconds
from nyaastats.collect.anilist.queries import AskAniList, Query
from nyaastats.collect.anilist.schema import AniListPage, Data, first_fault
from nyaastats.collect.retry import RetryPolicy, retry
from nyaastats.errors import AniListError

MAX_REFUSALS = 3
"""So many 429 in a row, each with its pause, are one failed attempt."""


class RateLimiter(httpx.Auth):
    """Waits as long as AniList asks for, and repeats a request after a 429.

    It is an `httpx.Auth` because that is httpx's only hook that sees a response and may send the request again.
    """

    def __init__(self, sleep: Callable[[float], None]) -> None:
        self._sleep = sleep
        self._pause_seconds = 0

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request until it is not a 429; raise httpx.HTTPStatusError when AniList is down or refuses."""
        for _ in range(MAX_REFUSALS):
            self._wait()
            response = yield request
            self._pause_seconds = pause_seconds(response.status_code, response.headers)
            if response.status_code != HTTPStatus.TOO_MANY_REQUESTS:
                break
        # The bodies of these hold `errors` as well, which gql would take for a fault of the question.
        # AniList answers 403 while its API is switched off for maintenance.
        if response.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS} or response.is_server_error:
            response.raise_for_status()

    def _wait(self) -> None:
        if self._pause_seconds:
            self._sleep(self._pause_seconds)
        self._pause_seconds = 0


@contextmanager
def open_session(endpoint: AniListEndpoint) -> Iterator[AskAniList]:
    """Open one connection and yield the function that asks over it; see `_ask` for its errors."""
    transport = HTTPXTransport(
        endpoint.url,
        headers=endpoint.headers,
        timeout=endpoint.retry.timeout_seconds,
        auth=RateLimiter(endpoint.sleep),
    )
    transport.connect()  # type: ignore[no-untyped-call]  # gql's
    try:
        yield partial(_ask, transport, endpoint.retry)
    finally:
        transport.close()  # type: ignore[no-untyped-call]  # gql's


def _ask(
    transport: HTTPXTransport, retry_policy: RetryPolicy, query: Query, variables: Mapping[str, object]
) -> AniListPage:
    """Send one query; raise AniListUnavailableError after all attempts, AniListError if the query itself is refused."""
    request = GraphQLRequest(query.text, variable_values=dict(variables))
    result = _execute(transport, retry_policy, request)
    if result.errors:
        messages = "; ".join(_describe_error(error) for error in result.errors)
        raise AniListError(f"AniList refuses the query {query.value!r}: {messages}; please report this")
    try:
        return Data.model_validate(result.data).page
    except ValidationError as error:
        raise AniListError(
            f"AniList's answer to the query {query.value!r} is invalid ({first_fault(error)}); please report this"
        ) from error


def _execute(transport: HTTPXTransport, retry_policy: RetryPolicy, request: GraphQLRequest) -> ExecutionResult:
    try:
        return retry(retry_policy, TransportError, lambda: transport.execute(request))
    except TransportError as error:
        raise AniListUnavailableError(f"AniList does not answer ({_get_first_line(error)})") from error


def _describe_error(error: object) -> str:
    # gql hands on the errors as the server wrote them, whatever its annotations say.
    return _get_first_line(error.get("message", error) if isinstance(error, Mapping) else error)


def _get_first_line(error: object) -> str:
    """Without the HTML page that may follow."""
    lines = str(error).splitlines() or [type(error).__name__]
    return lines[0][:200]
