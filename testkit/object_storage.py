"""Object storage without a cloud: serves a folder as S3 does to a reader, by GET, HEAD, ranges and one kind of list."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]


@dataclass(slots=True)
class ObjectStorage:
    """A running server; its buckets are the folders in `root`. Signatures are not verified, only recorded."""

    root: Path
    address: str = ""
    requests: list[Request] = field(default_factory=list)
    refusals: dict[str, int] = field(default_factory=dict)
    """A status for every path that holds one of these texts."""
    keys: tuple[str, ...] = ()
    """The access keys that may read; none: anybody."""

    @property
    def url(self) -> str:
        return f"http://{self.address}"


@contextmanager
def serve_storage(root: Path) -> Iterator[ObjectStorage]:
    """Serve `root` on a free port until the block ends."""
    storage = ObjectStorage(root)
    handler = type("Handler", (_Handler,), {"storage": storage})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        storage.address = f"127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield storage
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    storage: ObjectStorage

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        path = unquote(url.path)
        self.storage.requests.append(Request(self.command, self.path, dict(self.headers)))
        if status := self._find_refusal(path):
            self._answer(status)
        elif "list-type" in (query := parse_qs(url.query)):
            self._answer(200, _list_objects(self.storage.root / path.strip("/"), query["prefix"][0]))
        elif (file := self.storage.root / path.lstrip("/")).is_file():
            self._send_file(file.read_bytes())
        else:
            self._answer(404)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _find_refusal(self, path: str) -> int | None:
        authorization = self.headers.get("Authorization", "")
        if self.storage.keys and not any(f"Credential={key}/" in authorization for key in self.storage.keys):
            return 403
        return next((status for text, status in self.storage.refusals.items() if text in path), None)

    def _send_file(self, content: bytes) -> None:
        tag = {"ETag": f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'}
        asked = _RANGE.fullmatch(self.headers.get("Range", ""))
        if asked is None:
            self._answer(200, content, **tag)
            return
        start, end = int(asked[1]), min(int(asked[2] or len(content)), len(content) - 1)
        place = f"bytes {start}-{end}/{len(content)}"
        self._answer(206, content[start : end + 1], **tag, **{"Content-Range": place})

    def _answer(self, status: int, content: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), "Accept-Ranges": "bytes", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's parameter
        """Say nothing."""


def _list_objects(bucket: Path, prefix: str) -> bytes:
    keys = sorted(path.relative_to(bucket).as_posix() for path in bucket.rglob("*") if path.is_file())
    entries = "".join(
        f"<Contents><Key>{escape(key)}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>"
        f"<Size>{(bucket / key).stat().st_size}</Size></Contents>"
        for key in keys
        if key.startswith(prefix)
    )
    return f"<ListBucketResult><IsTruncated>false</IsTruncated>{entries}</ListBucketResult>".encode()
