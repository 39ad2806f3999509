"""What a served page links to, read from its markup."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from html.parser import HTMLParser
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import Request, urlopen

ADDRESSES = {"href", "src", "poster", "action", "data", "formaction", "xlink:href"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server gave: 404 is an answer too."""

    status: int
    head: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


def fetch(address: str, *, encoding: str = "identity") -> Answer:
    """The answer at an address, its body as it was before it was compressed."""
    request = Request(address, headers={"Accept-Encoding": encoding})  # noqa: S310  # http to this machine
    try:
        with urlopen(request, timeout=10) as answer:  # noqa: S310  # likewise
            return Answer(answer.status, answer.headers, _plain(answer.read(), answer.headers))
    except HTTPError as answer:
        with answer:
            return Answer(answer.code, answer.headers, _plain(answer.read(), answer.headers))


def _plain(body: bytes, head: Message) -> bytes:
    return gzip.decompress(body) if head["Content-Encoding"] == "gzip" else body


@dataclass
class Markup(HTMLParser):
    """The links and anchors of a page, as they are written."""

    text: str
    base: str = ""
    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    metas: dict[str, str] = field(default_factory=dict)
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if tag == "base":
            self.base = attributes["href"]
        else:
            self.links += [value for name, value in attributes.items() if name in ADDRESSES]
        if "id" in attributes:
            self.anchors.add(attributes["id"])
        if tag == "meta":
            self.metas[attributes.get("property") or attributes.get("name") or ""] = attributes.get("content", "")

    def absolute(self, address: str) -> Iterator[str]:
        """Where the links lead from a page at `address`."""
        for link in self.links:
            yield urljoin(urljoin(address, self.base), link)
