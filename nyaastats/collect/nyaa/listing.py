"""nyaa's HTML listing: bytes → torrents.

    tr.success     trusted       td      link /?c=1_2
    tr.danger      remake        td      link /view/ID#comments, if there are any; link /view/ID, its title is the name
    tr.default     neither       td      link /download/ID.torrent, magnet link
    tr.warning     hidden        td      size
    tr.deleted     deleted       td      data-timestamp: when it was published, in epoch seconds
                                 td td td  seeders, leechers, downloads

A row has one class, the first that fits in this order: deleted, hidden, remake, trusted; the later ones are not known.
Size and counts have no class of their own: they are found by the columns that the table's header calls `hdr-size`,
`hdr-seeders`, `hdr-leechers` and `hdr-downloads`, wherever those are; cells that span columns are taken into account.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from nyaastats.collect.foreign_text import describe_content
from nyaastats.collect.nyaa.fields import (
    RawEntry,
    TorrentPage,
    build_page,
    decode_page,
    parse_epoch,
    parse_nyaa_id,
    require_readable,
)
from nyaastats.errors import PageError

_NO_RESULTS = "No results found"
_END = "</html>"
_MAX_TAGS = 50_000
"""A page of 75 torrents has about 3,000. Parsing tags that are never closed, as HTML demands, takes quadratic time."""
# Three digits: HTML allows 1000 columns, and a hostile cell may not multiply itself more.
_SPAN = re.compile(r"[0-9]{1,3}")
# A magnet link may hold more parameters, in any order; the infohash ends at the next one.
_BTIH = re.compile(r"[?&]xt=urn:btih:([0-9a-z]+)(?=&|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Flags:
    """What a row's class states; None: it does not."""

    trusted: bool | None = None
    remake: bool | None = None


_NO_FLAGS = _Flags()
_FLAGS_BY_CLASS = {
    "success": _Flags(trusted=True, remake=False),
    # A remake may be by a trusted user: the class does not tell.
    "danger": _Flags(remake=True),
    "default": _Flags(trusted=False, remake=False),
}


def parse_listing(content: bytes) -> TorrentPage:
    """The torrents of a listing, and the address of the next page as it is written there: it may lead anywhere.

    A page that states "No results found" has no torrents. Raises PageError for a page that is cut short, because rows
    may be missing, for one far too large, and for one without a table of torrents, or with an empty one.
    """
    text = decode_page(content, "listing")
    # The parser would not notice: like a browser it closes whatever is open at the end.
    if _END not in text:
        raise PageError(f"the listing is cut short, or not HTML: it has no {_END}; try again")
    if text.count("<") > _MAX_TAGS:
        raise PageError(f"the listing has more than {_MAX_TAGS:,} tags, as no page of nyaa has: check its address")
    tree = LexborHTMLParser(text)
    table = tree.css_first("table.torrent-list")
    if table is None and _has_no_results(tree):
        return build_page((), _find_next_url(tree))
    table_rows = _list_rows(table) if table else []
    rows = [row for row in table_rows if _has_cell(row, "td")]
    if not rows:
        raise PageError(
            f"the listing holds no table of torrents ({describe_content(text)}): maintenance, a robot check, "
            "or nyaa has changed; try again later, and look at its address with a browser"
        )
    # Columns are found by the header's classes, not by their position.
    header = next((_list_column_names(row) for row in table_rows if _has_cell(row, "th")), [])
    return require_readable(build_page((_build_entry(row, header) for row in rows), _find_next_url(tree)), "listing")


def _has_no_results(tree: LexborHTMLParser) -> bool:
    return any(heading.text().strip() == _NO_RESULTS for heading in tree.css("h3"))


def _find_next_url(tree: LexborHTMLParser) -> str | None:
    """The link »: `rel=next`, or in the pages of a search `li.next`; on the last page it is greyed out, href `#`."""
    link = tree.css_first("a[rel~=next][href], .pagination li.next a[href]")
    address = _read_attribute(link, "href")
    return address if address and not address.startswith("#") else None


def _list_rows(table: LexborNode) -> list[LexborNode]:
    """The table's own rows, in its head, body and foot; not those of tables nested in it."""
    return [row for section in table.iter() for row in section.iter() if row.tag == "tr"]


def _has_cell(row: LexborNode, tag: str) -> bool:
    return any(cell.tag == tag for cell in row.iter())


def _list_column_names(header: LexborNode) -> list[str | None]:
    return [_find_column_name(cell) for cell in _expand_spans(header)]


def _find_column_name(cell: LexborNode) -> str | None:
    """The class `hdr-…` of a header cell."""
    return next((word for word in (_read_attribute(cell, "class") or "").split() if word.startswith("hdr-")), None)


def _expand_spans(row: LexborNode) -> list[LexborNode]:
    """The row's cells, a cell that spans several columns once for each of them."""
    return [cell for cell in row.iter() for _ in range(_parse_span(cell))]


def _parse_span(cell: LexborNode) -> int:
    span = _read_attribute(cell, "colspan") or ""
    return int(span) if _SPAN.fullmatch(span) else 1


def _build_entry(row: LexborNode, header: list[str | None]) -> RawEntry:
    link = next(filter(_is_torrent_link, row.css("a[href]")), None)
    flags = _FLAGS_BY_CLASS.get((_read_attribute(row, "class") or "").strip(), _NO_FLAGS)
    # In a row of another width than the header's it is unknown which cell belongs to which column.
    cells = _expand_spans(row)
    columns = dict(zip(header, cells, strict=True)) if len(cells) == len(header) else {}
    return RawEntry(
        infohash=_find_infohash(row),
        name=_read_attribute(link, "title"),
        published=parse_epoch(_read_attribute(row.css_first("td[data-timestamp]"), "data-timestamp")),
        address=_read_attribute(link, "href"),
        size=_read_text(columns.get("hdr-size")),
        seeders=_read_text(columns.get("hdr-seeders")),
        leechers=_read_text(columns.get("hdr-leechers")),
        downloads=_read_text(columns.get("hdr-downloads")),
        trusted=flags.trusted,
        remake=flags.remake,
    )


def _is_torrent_link(link: LexborNode) -> bool:
    """Whether it is the link to the torrent's page, not to its comments (`#comments`), nor to the file."""
    address = _read_attribute(link, "href") or ""
    return "/view/" in address and parse_nyaa_id(address) is not None


def _find_infohash(row: LexborNode) -> str | None:
    """The infohash of the row's magnet link (BEP 9), as it is written there."""
    # `i`: URI schemes are case-insensitive (RFC 3986, 3.1).
    magnet = _read_attribute(row.css_first("a[href^='magnet:' i]"), "href") or ""
    match = _BTIH.search(magnet)
    return match[1] if match else None


def _read_attribute(node: LexborNode | None, name: str) -> str | None:
    return node.attributes.get(name) if node else None


def _read_text(node: LexborNode | None) -> str | None:
    return node.text() if node else None
