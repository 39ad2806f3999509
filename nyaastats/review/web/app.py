"""The routes of the review page: its files, and a session that is read, previewed and written as JSON."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import resources
from pathlib import Path
from threading import Lock

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from nyaastats.domain.shows import AniListId
from nyaastats.errors import InputError, NyaastatsError, OverridesChangedError
from nyaastats.review.session import Decision, Session
from nyaastats.review.web.documents import Document, build_detail, build_effect, build_review, build_search
from nyaastats.review.web.guard import Access, Guard

STATIC = Path(str(resources.files(__package__).joinpath("static")))
MAX_BODY_BYTES = 1 << 20
NO_REASON = "no reason given"
"""What is kept where a person gives none: an override always has a reason."""


def build_app(session: Session, access: Access) -> Starlette:
    """The page of a session."""
    channel = _Channel(session)
    return Starlette(
        routes=[
            Route("/", _show_page),
            # The page shares its colours and helpers with the website: links to its files.
            Mount("/static", StaticFiles(directory=STATIC, follow_symlink=True)),
            channel.reads("/api/review", _read_review),
            channel.reads("/api/question", _read_question),
            channel.reads("/api/shows", _search_shows),
            channel.writes("/api/preview", _preview),
            channel.writes("/api/settle", _settle),
            channel.writes("/api/undo", _undo),
            channel.writes("/api/reload", _reload),
        ],
        middleware=[Middleware(Guard, access=access)],
        exception_handlers={
            OverridesChangedError: partial(_answer_error, status=409),
            InputError: partial(_answer_error, status=400),
            NyaastatsError: partial(_answer_error, status=500),
        },
    )


async def _show_page(_: Request) -> Response:
    return FileResponse(STATIC / "review.html")


async def _answer_error(_: Request, error: Exception, *, status: int) -> Response:
    return JSONResponse({"error": str(error)}, status)


class _Channel:
    """The one session behind all routes; what takes time runs beside the server's loop, one request after the other."""

    def __init__(self, session: Session) -> None:
        self._session, self._lock = session, Lock()

    def reads(self, path: str, answer: Callable[[Session, QueryParams], object]) -> Route:
        async def endpoint(request: Request) -> Response:
            return await run_in_threadpool(self._answer, partial(answer, self._session, request.query_params))

        return Route(path, endpoint)

    def writes(self, path: str, answer: Callable[[Session, bytes], object]) -> Route:
        async def endpoint(request: Request) -> Response:
            body = await _read_body(request)
            return await run_in_threadpool(self._answer, partial(answer, self._session, body))

        return Route(path, endpoint, methods=["POST"])

    def _answer(self, answer: Callable[[], object]) -> Response:
        with self._lock:
            return JSONResponse(answer())


# --- what is read -------------------------------------------------------------------------------------------


def _read_review(session: Session, _: QueryParams) -> Document:
    return build_review(session)


def _read_question(session: Session, query: QueryParams) -> Document:
    return build_detail(session, *session.find([query.get("key", "")]))


def _search_shows(session: Session, query: QueryParams) -> list[Document]:
    [question] = session.find([query.get("key", "")])
    return build_search(session, question, query.get("text", ""))


# --- what is previewed and written --------------------------------------------------------------------------


class Settling(BaseModel):
    """What a person decides: the questions by their keys, the show (null: no show), and the reason."""

    model_config = ConfigDict(extra="forbid", strict=True)
    keys: list[str] = Field(min_length=1, max_length=1_000)
    show: int | None = Field(gt=0, lt=10**9)
    why: str = Field(default="", max_length=1_000)

    @property
    def decision(self) -> Decision:
        """The answer with its reason."""
        return Decision(None if self.show is None else AniListId(self.show), self.why.strip() or NO_REASON)


async def _read_body(request: Request) -> bytes:
    """The body of a request; raise InputError when it is not JSON, or absurdly long."""
    # With this type a browser asks first whether another page may send it, and is refused.
    if request.headers.get("content-type") != "application/json":
        raise InputError("the page sends application/json: reload it")
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY_BYTES:
                raise InputError(f"more than {MAX_BODY_BYTES} bytes at once: settle fewer titles")
    except ClientDisconnect as error:
        raise InputError("the page went away: reload it") from error
    return body


def _parse_settling(body: bytes) -> Settling:
    try:
        return Settling.model_validate_json(body)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"])) or "the request"
        raise InputError(f"{place}: {fault['msg']}: reload the page") from error


def _preview(session: Session, body: bytes) -> Document:
    settling = _parse_settling(body)
    return build_effect(session, session.preview(session.find(settling.keys), settling.decision.show))


def _settle(session: Session, body: bytes) -> Document:
    settling = _parse_settling(body)
    session.settle(session.find(settling.keys), settling.decision)
    return build_review(session)


def _undo(session: Session, _: bytes) -> Document:
    session.undo()
    return build_review(session)


def _reload(session: Session, _: bytes) -> Document:
    session.reload()
    return build_review(session)
