"""Who may use the review page: a browser on this machine that has opened the address with the token.

foreign Host     refused: a name that an attacker's page resolves to 127.0.0.1 (DNS rebinding)
no token         refused: anybody else on this machine, and pages that only guess the port
another Origin   refused: a form or script of another page, which the browser sends the cookie along with

The token comes once, in the address; from then on it is a cookie that no script can read.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_READING = {"GET", "HEAD"}
_REFUSED = "Refused: {why}. Open the address that nyaastats review --web printed.\n"

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Of every answer: nothing from elsewhere is loaded, and nothing of the page is kept or shown elsewhere."""


@dataclass(frozen=True, slots=True)
class Access:
    """What a request must bring."""

    token: str
    port: int

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names that the page has, each with its port; the first one is announced."""
        return f"127.0.0.1:{self.port}", f"localhost:{self.port}"

    @property
    def address(self) -> str:
        """What a person opens."""
        return f"http://{self.hosts[0]}/?token={self.token}"

    @property
    def cookie(self) -> str:
        """The cookie's name: cookies do not tell ports apart, and two reviews may run."""
        return f"nyaastats_review_{self.port}"

    def find_refusal(self, method: str, headers: Headers, token: str | None) -> str | None:
        """Why a request is refused, None if it is not; `token` is that of its address."""
        host, origin = headers.get("host", ""), headers.get("origin")
        if host not in self.hosts:
            return "the page is for this machine alone"
        # Browsers send the origin with all that writes, and with what a script of another page reads.
        if origin != f"http://{host}" and not (origin is None and method in _READING):
            return "another page asks"
        if not self._is_token(token) and not self._is_token(_read_cookie(headers, self.cookie)):
            return "the token is missing or another one"
        return None

    def _is_token(self, text: str | None) -> bool:
        return text is not None and secrets.compare_digest(text.encode(), self.token.encode())


def make_access(port: int) -> Access:
    """Access by a new token."""
    return Access(secrets.token_urlsafe(32), port)


def _read_cookie(headers: Headers, name: str) -> str | None:
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return None
    return cookie.value if cookie else None


class Guard:
    """ASGI middleware that lets nothing through but what `Access` allows."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, with the headers that every answer has."""
        if scope["type"] != "http":  # no web sockets; the server starts without lifespan
            return
        await self._choose(scope)(scope, receive, _add_headers(send))

    def _choose(self, scope: Scope) -> ASGIApp:
        token = QueryParams(scope["query_string"]).get("token")
        refusal = self._access.find_refusal(scope["method"], Headers(scope=scope), token)
        if refusal:
            return PlainTextResponse(_REFUSED.format(why=refusal), status_code=403)
        return self._app if token is None else self._hand_over(scope)

    def _hand_over(self, scope: Scope) -> ASGIApp:
        """Put the token into a cookie and out of the address, where the history would keep it."""
        rest = [(name, value) for name, value in QueryParams(scope["query_string"]).multi_items() if name != "token"]
        response = RedirectResponse(f"{scope['path']}?{QueryParams(rest)}".removesuffix("?"), status_code=303)
        # Lax and not strict: the links of the site, which is another origin, lead here as well.
        response.set_cookie(self._access.cookie, self._access.token, httponly=True, samesite="lax")
        return response


def _add_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(_HEADERS)
        await send(message)

    return send_with_headers
