"""A server that is called by runs, and notes how."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


@dataclass(slots=True)
class PingServer:
    """What it was called for; its status may be changed while it serves."""

    url: str
    status: int = 200
    paths: list[str] = field(default_factory=list)
    is_silent: bool = False
    """Whether it takes a call and gives no answer."""
    closing: Event = field(default_factory=Event)


@contextmanager
def ping_server() -> Iterator[PingServer]:
    """Serve on a free port of loopback until the block ends."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        state = PingServer(f"http://127.0.0.1:{server.server_port}")

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                state.paths.append(self.path)
                if state.is_silent:
                    state.closing.wait(60)
                self.send_response(state.status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_arguments: object) -> None:
                """Nobody reads it."""

        server.RequestHandlerClass = Handler
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield state
        finally:
            state.closing.set()
            server.shutdown()
            thread.join()
