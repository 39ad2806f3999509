"""One conversation with AniList over HTTP: a question at a time, at the pace that it asks for."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus

import httpx
import stamina
from gql import GraphQLRequest
from gql.transport.exceptions import TransportError
from gql.transport.httpx import HTTPXTransport
from graphql import ExecutionResult
from pydantic import ValidationError

from nyaastats.collect.anilist.endpoint import NotAnsweringError, Service, pause
from nyaastats.collect.anilist.queries import Ask, Question
from nyaastats.collect.anilist.schema import Data, Page, complaint
from nyaastats.errors import AniListError

TRIES = 3
REFUSALS = 3
"""So many 429 in a row, each with its pause, are one failed try."""

# The retries are told by the error in the end; without a handler Python would print each of them to stderr.
logging.getLogger("stamina").addHandler(logging.NullHandler())


class Pace(httpx.Auth):
    """Waits as AniList says, and asks again after a 429.

    httpx calls it authentication, but it is its hook for looking at an answer and sending the request once more.
    """

    def __init__(self, sleep: Callable[[float], None]) -> None:
        self._sleep = sleep
        self._pause = 0

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request until it is not a 429; raise httpx.HTTPStatusError when AniList is down or refuses."""
        for _ in range(REFUSALS):
            self._keep_quiet()
            response = yield request
            self._pause = pause(response.status_code, response.headers)
            if response.status_code != HTTPStatus.TOO_MANY_REQUESTS:
                break
        # gql would take the `errors` in their bodies for an answer to the question.
        if response.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS} or response.is_server_error:
            response.raise_for_status()

    def _keep_quiet(self) -> None:
        if self._pause:
            self._sleep(self._pause)
        self._pause = 0


@contextmanager
def conversation(service: Service) -> Iterator[Ask]:
    """Open one connection and yield the function that asks over it; see `_ask` for its errors."""
    transport = HTTPXTransport(service.url, headers=service.headers, timeout=service.timeout, auth=Pace(service.sleep))
    transport.connect()  # type: ignore[no-untyped-call]  # gql's
    try:
        yield partial(_ask, transport, service.backoff)
    finally:
        transport.close()  # type: ignore[no-untyped-call]  # gql's


def _ask(transport: HTTPXTransport, backoff: float, question: Question, variables: Mapping[str, object]) -> Page:
    """Ask one question; raise NotAnsweringError after three failed tries, AniListError if the question is wrong."""
    request = GraphQLRequest(question.text, variable_values=dict(variables))
    result = _answered(transport, request, backoff)
    if result.errors:
        told = "; ".join(_message(error) for error in result.errors)
        raise AniListError(f"AniList refuses the question {question.value!r}: {told}; please report this")
    try:
        return Data.model_validate(result.data).page
    except ValidationError as error:
        raise AniListError(f"AniList's answer to {question.value!r} is not one ({complaint(error)})") from error


def _answered(transport: HTTPXTransport, request: GraphQLRequest, backoff: float) -> ExecutionResult:
    tries = stamina.retry_context(
        on=TransportError, attempts=TRIES, timeout=None, wait_initial=backoff, wait_max=10 * backoff, wait_jitter=0
    )
    try:
        for attempt in tries:
            with attempt:
                return transport.execute(request)
    except TransportError as error:
        raise NotAnsweringError(f"AniList does not answer ({_first_line(error)})") from error
    raise AssertionError("stamina ends with a result or an error")


def _message(error: object) -> str:
    # gql hands on the errors as the server wrote them, whatever its annotations say.
    return _first_line(error.get("message", error) if isinstance(error, Mapping) else error)


def _first_line(error: object) -> str:
    """Without the HTML page that may follow."""
    lines = str(error).splitlines() or [type(error).__name__]
    return lines[0][:200]
