"""nyaa's RSS feed: bytes → torrents.

RSS 2.0 (https://www.rssboard.org/rss-specification), and in each item elements of nyaa's own: `infoHash`, `seeders`,
`leechers`, `downloads`, `size`, `trusted`, `remake`. Their namespace is `/xmlns/nyaa` at whatever host serves the feed,
so a mirror's is another one. Elements of other namespaces may have the same names (EZTV's `infoHash`): such a feed is
another site's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, ParseError
from xml.parsers.expat import ErrorString, errors

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from nyaastats.collect.foreign_text import describe_content
from nyaastats.collect.nyaa.fields import (
    RawEntry,
    TorrentPage,
    build_page,
    decode_page,
    parse_nyaa_id,
    parse_rfc_date,
    replace_non_xml,
    require_readable,
)
from nyaastats.errors import PageError

_INFOHASH = "/xmlns/nyaa}infoHash"
_YES_OR_NO = {"Yes": True, "No": False}
_BAD_CHARACTER = frozenset(
    errors.codes[message] for message in (errors.XML_ERROR_INVALID_TOKEN, errors.XML_ERROR_BAD_CHAR_REF)
)
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));")
_FIRST_PRINTABLE = 0x20
_XML_CONTROLS = (0x9, 0xA, 0xD)
# The codes of expat's errors that mean that the text ended too early.
_CUT_SHORT = frozenset(
    errors.codes[message]
    for message in (
        errors.XML_ERROR_NO_ELEMENTS,
        errors.XML_ERROR_UNCLOSED_TOKEN,
        errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)


def parse_feed(content: bytes) -> TorrentPage:
    """The torrents of a feed; an empty channel is a page without any.

    Raises PageError when the feed is cut short, not XML, an HTML page, not RSS, of another site, or declares a DTD:
    a DTD can declare entities that expand without end ("billion laughs") or read local files.
    """
    items = _find_channel(decode_page(content, "feed")).findall("item")
    if not items:
        return build_page(())
    nyaa = _find_namespace(items)
    return require_readable(build_page(_build_entry(item, nyaa) for item in items), "feed")


def _find_channel(text: str) -> Element:
    try:
        root = _parse_xml(text)
    except (ParseError, DefusedXmlException) as error:
        raise PageError(f"the feed {_describe_fault(text, error)}") from error
    # RSS 1.0 (rdf:RDF) and Atom (feed) have other roots, and nyaa serves neither.
    channel = root.find("channel") if root.tag == "rss" else None
    if channel is None:
        raise PageError(f"the feed {_describe_fault(text)}")
    return channel


def _parse_xml(text: str) -> Element:
    """The root; one title of 75 with a character that no XML may hold is no reason to lose the whole feed."""
    # defusedxml, because the standard library's parser expands entities without end.
    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except ParseError as error:
        if error.code not in _BAD_CHARACTER:
            raise
        root = fromstring(_REFERENCE.sub(_replace_reference, replace_non_xml(text)), forbid_dtd=True)
    return root


def _replace_reference(match: re.Match[str]) -> str:
    number = int(match[1], 16) if match[1] else int(match[2])
    return replace_non_xml(chr(number)) if number < _FIRST_PRINTABLE and number not in _XML_CONTROLS else match[0]


def _describe_fault(text: str, error: ParseError | DefusedXmlException | None = None) -> str:
    """What is wrong with a page that is not RSS, and what to do; `error` is the parser's, if it failed."""
    if _is_html(text):
        return (
            "is an HTML page: maintenance, or a check for robots; try again later, and look at feed_url with a browser"
        )
    if error is None:
        return f"is not RSS ({describe_content(text)}): check feed_url"
    if isinstance(error, DefusedXmlException):
        return "declares a DTD, as no feed of nyaa does: check feed_url"
    fault = f"{ErrorString(error.code)}, line {error.position[0]}"  # its own text may name an entity of the page
    if error.code in _CUT_SHORT:
        return f"is cut short ({fault}): try again"
    if "<rss" in text[:1000]:
        return f"is broken by the site ({fault}): try again later, and write to the site if it stays"
    return f"is not XML ({fault}) but {describe_content(text)}: check feed_url"


def _is_html(text: str) -> bool:
    start = text[:1000].lower()
    return "<!doctype html" in start or "<html" in start


def _find_namespace(items: Iterable[Element]) -> str:
    """The namespace of nyaa's elements in ElementTree's notation, in braces: `{https://nyaa.si/xmlns/nyaa}`."""
    tags = (field.tag for item in items for field in item)
    infohash_tag = next((tag for tag in tags if tag.endswith(_INFOHASH)), None)
    if infohash_tag is None:
        raise PageError("the feed has items without nyaa's infoHash: it is another site's; check feed_url")
    return infohash_tag.removesuffix("infoHash")


def _build_entry(item: Element, nyaa: str) -> RawEntry:
    # guid is the page /view/ID, link the file /download/ID.torrent; a mirror may lack one of them.
    addresses = (_read_text(item, "guid"), _read_text(item, "link"))
    return RawEntry(
        infohash=_read_text(item, f"{nyaa}infoHash"),
        name=_read_text(item, "title"),
        published=parse_rfc_date(_read_text(item, "pubDate")),
        address=next((address for address in addresses if parse_nyaa_id(address)), None),
        size=_read_text(item, f"{nyaa}size"),
        seeders=_read_text(item, f"{nyaa}seeders"),
        leechers=_read_text(item, f"{nyaa}leechers"),
        downloads=_read_text(item, f"{nyaa}downloads"),
        trusted=_parse_yes_or_no(_read_text(item, f"{nyaa}trusted")),
        remake=_parse_yes_or_no(_read_text(item, f"{nyaa}remake")),
    )


def _read_text(item: Element, tag: str) -> str | None:
    """The text of the item's element; None for an element with children, whose `text` would be a part only."""
    field = item.find(tag)
    return field.text if field is not None and not len(field) else None


def _parse_yes_or_no(text: str | None) -> bool | None:
    return _YES_OR_NO.get(text.strip()) if text else None
