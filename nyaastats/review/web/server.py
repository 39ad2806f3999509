"""Serves the review page on 127.0.0.1 until it is stopped."""

from __future__ import annotations

import socket
from collections.abc import Callable

from nyaastats.errors import InputError
from nyaastats.review.session import Session

_ADDRESS = "127.0.0.1"


def serve(session: Session, *, port: int, announce: Callable[[str], None]) -> None:
    """Serve the page of `session` until Ctrl-C; `announce` is given its address once it can be opened.

    Raises InputError when the port is taken, or the packages of the extra `web` are missing.
    """
    try:
        import uvicorn

        from nyaastats.review.web.app import build_app
        from nyaastats.review.web.guard import make_access
    except ImportError as error:
        raise InputError(
            f"the review page needs Starlette and uvicorn ({error}): run make setup, or pip install 'nyaastats[web]'"
        ) from error
    with _bind(port) as listener:
        access = make_access(listener.getsockname()[1])
        # Without an access log, which would have the token; nothing of what is asked is anyone else's business.
        config = uvicorn.Config(
            build_app(session, access),
            log_level="warning",
            access_log=False,
            lifespan="off",
            ws="none",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
        listener.listen()
        announce(access.address)
        uvicorn.Server(config).run(sockets=[listener])


def _bind(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_ADDRESS, port))
    except OSError as error:
        listener.close()
        raise InputError(
            f"port {port} of this machine cannot be used ({error.strerror}): "
            "end the other review, or choose another port with --port"
        ) from error
    return listener
