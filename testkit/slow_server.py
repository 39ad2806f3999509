"""Serves a site as a slow line does: each page comes piece by piece, and each piece is painted before the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread
from time import sleep

SECONDS_PER_PIECE = 0.05
"""Three frames of a browser that paints sixty a second."""
MAX_PIECES = 30
"""What comes later lies far below the window."""
_PIECE = re.compile(rb"<\w+ [^<>]*data-slot=|<(?:section|aside|table|figure|footer)\b")


def cut_page(page: bytes) -> list[bytes]:
    """The page's pieces: its head with the site's header, then each begins with something that stands by itself."""
    starts = [0, *(match.start() for match in _PIECE.finditer(page, page.index(b"<main")))]
    return [page[start:end] for start, end in pairwise([*starts[:MAX_PIECES], len(page)])]


@contextmanager
def serve_slowly(folder: Path) -> Iterator[str]:
    """Serve `folder`, its pages slowly and all else at once; yield the address; stop on exit."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_SlowHandler, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


class _SlowHandler(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        page = Path(self.translate_path(self.path)) / "index.html"
        if page.is_file():
            self._send_page(page)
        else:
            super().do_GET()

    def _send_page(self, page: Path) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()  # without a length: the page ends where the connection does
        for piece in cut_page(page.read_bytes()):
            self.wfile.write(piece)
            sleep(SECONDS_PER_PIECE)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
