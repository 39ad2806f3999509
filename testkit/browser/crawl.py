"""What a built site links to, read from its markup, and what a server answers."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from functools import cache
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import Request, urlopen

from selectolax.lexbor import LexborHTMLParser

ADDRESSES = ("href", "src", "data-src", "poster", "action", "data", "formaction", "xlink:href")
REFRESH = "meta[http-equiv=refresh]"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server gave at the end of its redirects: 404 is an answer too."""

    address: str
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
            return Answer(answer.url, answer.status, answer.headers, _decompress(answer.read(), answer.headers))
    except HTTPError as answer:
        with answer:
            return Answer(answer.url, answer.code, answer.headers, _decompress(answer.read(), answer.headers))


fetch_once = cache(fetch)


def _decompress(body: bytes, head: Message) -> bytes:
    return gzip.decompress(body) if head["Content-Encoding"] == "gzip" else body


class Markup:
    """A page: its elements, links and anchors as they are written."""

    def __init__(self, text: str) -> None:
        nodes = LexborHTMLParser(text).css("*")
        self.elements = [
            (node.tag or "", {name: value or "" for name, value in node.attributes.items()}) for node in nodes
        ]
        attributes = [attributes for _, attributes in self.elements]
        self.base = next((values["href"] for tag, values in self.elements if tag == "base"), "")
        self.links = [*self._list_links(), *_list_refreshes(attributes)]
        self.anchors = {values["id"] for values in attributes if "id" in values}
        self.metas = {
            values.get("property") or values.get("name") or "": values.get("content", "")
            for tag, values in self.elements
            if tag == "meta"
        }

    def _list_links(self) -> Iterator[str]:
        for tag, attributes in self.elements:
            if tag != "base":
                yield from (attributes[name] for name in ADDRESSES if name in attributes)

    def list_absolute(self, address: str) -> list[str]:
        """Where the links lead from a page at `address`."""
        return [urljoin(urljoin(address, self.base), link) for link in self.links]


def _list_refreshes(attributes: Iterable[dict[str, str]]) -> Iterator[str]:
    for values in attributes:
        if values.get("http-equiv") == "refresh":
            yield values["content"].partition("url=")[2]


@cache
def read_pages(dist: Path) -> dict[str, Markup]:
    """Every page of a built site by its address from the site's root: `""`, `show/21/`, `404.html`."""
    paths = sorted(dist.rglob("*.html"))
    return {_to_address(path.relative_to(dist)): Markup(path.read_text(encoding="utf-8")) for path in paths}


def _to_address(path: Path) -> str:
    return path.as_posix().removesuffix("index.html") if path.name == "index.html" else path.as_posix()


@dataclass(frozen=True, slots=True)
class Crawl:
    """A built site, and where a server has it."""

    dist: Path
    home: str

    def list_dead(self) -> list[str]:
        """The links that do not lead straight to what is there, or to an anchor that is not: page → link."""
        return [f"{page} → {link}" for page, link in self._list_links() if not self.leads(link)]

    def list_rooted(self) -> list[str]:
        """The links that begin at the host's root, where the site need not stand."""
        pages = read_pages(self.dist).items()
        return [f"{page} → {link}" for page, markup in pages for link in markup.links if link.startswith("/")]

    def leads(self, link: str) -> bool:
        """Whether a link gets what it names, without a detour: hosts may not know the way."""
        address, anchor = urldefrag(link)
        answer = fetch_once(address)
        if (answer.status, answer.address) != (200, address):
            return False
        return anchor in {"", "top"} or anchor in self.list_anchors(address)

    def list_anchors(self, address: str) -> set[str]:
        page = read_pages(self.dist).get(urlsplit(address).path.removeprefix(urlsplit(self.home).path))
        return page.anchors if page else set()

    def _list_links(self) -> Iterator[tuple[str, str]]:
        host = urlsplit(self.home).netloc
        for page, markup in read_pages(self.dist).items():
            # A host serves the 404 page at any address: its links are from the root.
            address = self.home if page == "404.html" else self.home + page
            links = dict.fromkeys(urljoin(address, link) for link in markup.links)
            yield from ((page, link) for link in links if urlsplit(link).netloc == host)
