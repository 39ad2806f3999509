"""A tracker over HTTP that knows every torrent and answers at once, so that a run is measured and not its tracker.

It speaks as much of HTTP and BEP 48 as the collector asks for; a download more for each request.
"""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from itertools import count
from urllib.parse import unquote_to_bytes, urlsplit

_requests = count(1)


class _Handler(BaseHTTPRequestHandler):
    """Answers one connection's requests."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        """Give each torrent of the query its counts."""
        downloads = next(_requests)
        asked = sorted(unquote_to_bytes(one.partition("=")[2]) for one in urlsplit(self.path).query.split("&"))
        counts = b"d8:completei50e10:downloadedi%de10:incompletei5ee" % downloads
        body = b"d5:filesd" + b"".join(b"20:" + one + counts for one in asked) + b"ee"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def ready_tracker() -> Iterator[str]:
    """Its announce address, while the context lasts."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/announce"
        finally:
            server.shutdown()
            thread.join()
