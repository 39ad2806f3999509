"""nyaa's HTML listing: bytes → torrents.

    tr.success     trusted       td      link /?c=1_2
    tr.danger      remake        td      link /view/ID#comments, if there are any; link /view/ID, its title is the name
    tr.default     neither       td      link /download/ID.torrent, magnet link
    tr.warning     hidden        td      size
    tr.deleted     deleted       td      data-timestamp: when it was published, in epoch seconds
                                 td td td  seeders, leechers, downloads

A row's first fitting class wins in this order: deleted, hidden, remake, trusted; what is behind it is not told.
Size and counts bear no mark of their own: they stand in the columns that the table's header names `hdr-size`,
`hdr-seeders`, `hdr-leechers` and `hdr-downloads`, wherever those are; cells that span columns are reckoned in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from nyaastats.collect.nyaa.fields import (
    RawEntry,
    TorrentPage,
    build_page,
    page_text,
    parse_epoch,
    parse_nyaa_id,
    quote_beginning,
)
from nyaastats.errors import PageError

_NOTHING_FOUND = "No results found"
_END = "</html>"
_MOST_TAGS = 50_000
"""A page of 75 torrents has about 3,000. Reading tags that are never closed as browsers do takes quadratic time."""
_SPAN = re.compile(r"[0-9]{1,3}")
_BTIH = re.compile(r"[?&]xt=urn:btih:([0-9a-z]+)(?=&|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Marks:
    """What a row's class says; None is what it does not."""

    trusted: bool | None = None
    remake: bool | None = None


_UNSAID = _Marks()
_MARKS = {
    "success": _Marks(trusted=True, remake=False),
    "danger": _Marks(remake=True),
    "default": _Marks(trusted=False, remake=False),
}


def parse_listing(content: bytes) -> TorrentPage:
    """The torrents of a listing, and the address of the next page as it stands there: it may lead anywhere.

    A page that says that nothing was found has no torrents. Raises PageError for one that is cut short, for such a page
    may lack rows, for one far too large, and for one without a table of torrents, or with an empty one.
    """
    text = page_text(content, "listing")
    if _END not in text:
        raise PageError(f"the listing is cut short, or not HTML, for it does not end with {_END}: try again")
    if text.count("<") > _MOST_TAGS:
        raise PageError(f"the listing has more than {_MOST_TAGS:,} tags, as none of nyaa's has: check its address")
    tree = LexborHTMLParser(text)
    table = tree.css_first("table.torrent-list")
    if table is None and _says_nothing_found(tree):
        return build_page((), _next(tree))
    table_rows = _rows(table) if table else []
    rows = [row for row in table_rows if _has(row, "td")]
    if not rows:
        raise PageError(
            f"the listing holds no table of torrents (it begins {quote_beginning(text)}): maintenance, a robot check, "
            "or nyaa has changed; try again later, and look at its address with a browser"
        )
    header = next((_column_names(row) for row in table_rows if _has(row, "th")), [])
    return build_page((_entry(row, header) for row in rows), _next(tree))


def _says_nothing_found(tree: LexborHTMLParser) -> bool:
    return any(heading.text().strip() == _NOTHING_FOUND for heading in tree.css("h3"))


def _next(tree: LexborHTMLParser) -> str | None:
    """Where » leads: `rel=next`, or in the pages of a search `li.next`; a » that is greyed out leads to `#`."""
    link = tree.css_first("a[rel~=next][href], .pagination li.next a[href]")
    address = _attribute(link, "href")
    return address if address and not address.startswith("#") else None


def _rows(table: LexborNode) -> list[LexborNode]:
    """The table's own rows, in its head, body and foot; not those of tables within it, were there any."""
    return [row for section in table.iter() for row in section.iter() if row.tag == "tr"]


def _has(row: LexborNode, tag: str) -> bool:
    return any(cell.tag == tag for cell in row.iter())


def _column_names(header: LexborNode) -> list[str | None]:
    return [_column_name(cell) for cell in _spread(header)]


def _column_name(cell: LexborNode) -> str | None:
    """The class `hdr-…` of a cell of the header."""
    return next((word for word in (_attribute(cell, "class") or "").split() if word.startswith("hdr-")), None)


def _spread(row: LexborNode) -> list[LexborNode]:
    """The row's cells, one that spans several columns once for each of them."""
    return [cell for cell in row.iter() for _ in range(_span(cell))]


def _span(cell: LexborNode) -> int:
    span = _attribute(cell, "colspan") or ""
    return int(span) if _SPAN.fullmatch(span) else 1


def _entry(row: LexborNode, header: list[str | None]) -> RawEntry:
    link = next(filter(_leads_to_torrent, row.css("a[href]")), None)
    marks = _MARKS.get((_attribute(row, "class") or "").strip(), _UNSAID)
    # A row of another width than the header's has cells of which nobody can tell what they are.
    cells = _spread(row)
    columns = dict(zip(header, cells, strict=True)) if len(cells) == len(header) else {}
    return RawEntry(
        infohash=_infohash(row),
        name=_attribute(link, "title"),
        published=parse_epoch(_attribute(row.css_first("td[data-timestamp]"), "data-timestamp")),
        address=_attribute(link, "href"),
        size=_text(columns.get("hdr-size")),
        seeders=_text(columns.get("hdr-seeders")),
        leechers=_text(columns.get("hdr-leechers")),
        downloads=_text(columns.get("hdr-downloads")),
        trusted=marks.trusted,
        remake=marks.remake,
    )


def _leads_to_torrent(link: LexborNode) -> bool:
    """Whether it is the link to the torrent's page, not to the comments on it, nor to the file."""
    address = _attribute(link, "href") or ""
    return "/view/" in address and parse_nyaa_id(address) is not None


def _infohash(row: LexborNode) -> str | None:
    """The infohash, as it is written, of the row's magnet link (BEP 9)."""
    magnet = _attribute(row.css_first("a[href^='magnet:' i]"), "href") or ""
    found = _BTIH.search(magnet)
    return found[1] if found else None


def _attribute(node: LexborNode | None, name: str) -> str | None:
    return node.attributes.get(name) if node else None


def _text(node: LexborNode | None) -> str | None:
    return node.text() if node else None
