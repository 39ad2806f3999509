"""Shared by nyaa's feed and listings: the page, its entries, and the parsers of an entry's fields.

The bounds of times and counts are those of `domain.scrapes`: a value beyond them could not be used later, and is none
that nyaa writes. The forms are those of nyaa's source (https://github.com/nyaadevs/nyaa, its templates).
"""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from enum import StrEnum

from nyaastats.collect.foreign_text import describe_content
from nyaastats.domain.scrapes import MAX_COUNT_DIGITS, MAX_SCRAPED_SECONDS, MIN_SCRAPED_SECONDS
from nyaastats.domain.torrents import InfoHash, ListedTorrent, ScrapeCounts
from nyaastats.errors import PageError


class EntryRejection(StrEnum):
    """Why an entry of a page is left out."""

    BAD_INFOHASH = "bad_infohash"
    """Missing, or neither 40 hexadecimal digits nor 32 base32 characters."""
    NO_NAME = "no_name"
    """Missing, or blank."""
    UNPARSABLE_TIME = "unparsable_time"
    """Missing, not in the form of that kind of page, or not of this century."""
    DUPLICATE = "duplicate"
    """An earlier entry of the page has the same infohash."""


@dataclass(frozen=True, slots=True)
class TorrentPage:
    """A page of nyaa, parsed."""

    torrents: tuple[ListedTorrent, ...]
    """In the page's order; each infohash once."""
    rejected: Mapping[EntryRejection, int]
    """How many entries were left out, by reason; a reason without entries has no key."""
    next: str | None = None
    """The address of the next page as this one gives it, perhaps relative; None on the last page, and on a feed."""


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One torrent as the page writes it; None: the page does not state it."""

    infohash: str | None
    name: str | None
    published: datetime | None
    address: str | None
    """Of the torrent's own page or file at nyaa, which contains its id."""
    size: str | None
    seeders: str | None
    leechers: str | None
    downloads: str | None
    trusted: bool | None
    remake: bool | None


def build_page(entries: Iterable[RawEntry], next_url: str | None = None) -> TorrentPage:
    """The page with these entries, followed by `next_url`; an invalid entry is left out and counted."""
    torrents: dict[InfoHash, ListedTorrent] = {}
    rejected: Counter[EntryRejection] = Counter()
    for torrent in map(_parse_entry, entries):
        if isinstance(torrent, EntryRejection):
            rejected[torrent] += 1
        elif torrents.setdefault(torrent.infohash, torrent) is not torrent:
            rejected[EntryRejection.DUPLICATE] += 1
    return TorrentPage(tuple(torrents.values()), dict(rejected), next_url)


def require_readable(page: TorrentPage, kind: str) -> TorrentPage:
    """The page; raise PageError for one with entries of which none could be read: nothing of it is known.

    Such a page must not pass for one that lists nothing, or nothing new: the site has changed, or garbles its pages.
    """
    if page.torrents or not page.rejected:
        return page
    reasons = ", ".join(f"{reason.value} {number}" for reason, number in page.rejected.items())
    raise PageError(
        f"the {kind} has {sum(page.rejected.values())} entries, and none can be read ({reasons}): nyaa has changed; "
        "try again later, and report this if it stays"
    )


def _parse_entry(entry: RawEntry) -> ListedTorrent | EntryRejection:
    if (infohash := parse_infohash(entry.infohash)) is None:
        return EntryRejection.BAD_INFOHASH
    if (name := parse_name(entry.name)) is None:
        return EntryRejection.NO_NAME
    if entry.published is None:
        return EntryRejection.UNPARSABLE_TIME
    return ListedTorrent(
        infohash=infohash,
        name=name,
        published=entry.published,
        size_bytes=parse_size(entry.size),
        nyaa_id=parse_nyaa_id(entry.address),
        trusted=entry.trusted,
        remake=entry.remake,
        counts=_build_counts(entry),
    )


def _build_counts(entry: RawEntry) -> ScrapeCounts | None:
    """All three numbers or none: a missing count is not 0."""
    seeders, leechers, downloads = map(parse_count, (entry.seeders, entry.leechers, entry.downloads))
    if seeders is None or leechers is None or downloads is None:
        return None
    return ScrapeCounts(seeders, leechers, downloads)


# --- the fields of an entry: text, or None if missing → value, or None if invalid -------------------------------------

# 20 bytes of SHA-1 (BEP 3); nyaa lists no v2 infohashes (BEP 52).
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]{40}")
# 20 bytes are 32 characters of base32 exactly, without padding.
_BASE32 = re.compile(r"[a-zA-Z2-7]{32}")
# C0, DEL and C1, and Unicode's line and paragraph separators.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# What XML cannot hold (https://www.w3.org/TR/xml/#charsets): nyaa's feed has a question mark in the place of each.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# As Jinja's filter `filesizeformat(binary=True)` writes it, which nyaa uses.
_SIZE = re.compile(r"(?P<number>[0-9]{1,4}(?:\.[0-9]+)?)\s?(?P<unit>Bytes?|[KMGT]iB)")
_UNITS = {"Byte": 1, "Bytes": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40}
_COUNT = re.compile(rf"[0-9]{{1,{MAX_COUNT_DIGITS}}}")
# Anchored at a path: an id in a query or a fragment is not that of the torrent.
_NYAA_ID = re.compile(r"(?:[^?#]*/)?(?:view/([0-9]{1,10})|download/([0-9]{1,10})\.torrent)")
# RSS dates are RFC 822's. Stricter than Python's parser, which also takes dates without seconds or zone.
_RFC_DATE = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?[0-9]{1,2} [A-Z][a-z]{2} 20[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} "
    r"(?:[+-][0-9]{2}[0-5][0-9]|GMT|UTC?)"
)
_EPOCH = re.compile(r"[0-9]{9,10}")
_CENTURY = range(MIN_SCRAPED_SECONDS, MAX_SCRAPED_SECONDS)


def _match(pattern: re.Pattern[str], text: str | None) -> re.Match[str] | None:
    return pattern.fullmatch(text.strip()) if text else None


def parse_infohash(text: str | None) -> InfoHash | None:
    """An infohash in hexadecimal or, as older magnet links have it (BEP 9), in base32; either in any case."""
    if match := _match(_HEXADECIMAL, text):
        return InfoHash(match[0].lower())
    if match := _match(_BASE32, text):
        return InfoHash(base64.b32decode(match[0].upper()).hex())
    return None


def parse_name(text: str | None) -> str | None:
    """A name exactly as nyaa writes it, without the spaces around it; None for a blank one.

    A run of line breaks, tabs and other control characters becomes one space, so that a name is one line everywhere.
    A character that XML cannot hold becomes `?`, as in the feed: the listing has the character itself, and a torrent
    has one name.
    """
    return _CONTROLS.sub(" ", replace_non_xml(text)).strip() or None if text else None


def replace_non_xml(text: str) -> str:
    """The text with `?` for each character that XML cannot hold."""
    return _NOT_XML.sub("?", text)


def parse_size(text: str | None) -> int | None:
    """Bytes, as precisely as nyaa writes them: `1.4 GiB`, `0 Bytes`, `1 Byte`; nyaa uses no decimal units (`GB`)."""
    match = _match(_SIZE, text)
    # Decimal: the text is decimal, and a float of 1.1 is rounded before it is multiplied.
    return round(Decimal(match["number"]) * _UNITS[match["unit"]]) if match else None


def parse_count(text: str | None) -> int | None:
    """A count in plain digits, up to MAX_DOWNLOADS."""
    match = _match(_COUNT, text)
    return int(match[0]) if match else None


def parse_nyaa_id(address: str | None) -> int | None:
    """The id in an address `/view/1993841` or `/download/1993841.torrent`, absolute or relative."""
    match = _match(_NYAA_ID, address)
    return int(match[1] or match[2]) if match else None


def parse_rfc_date(text: str | None) -> datetime | None:
    """An RFC 5322 date of this century, with a zone, as a time in UTC.

    Python gives a naive time for the zone `-0000`: UTC, of an unknown local zone (RFC 5322, 3.3).
    """
    if not (match := _match(_RFC_DATE, text)):
        return None
    try:
        moment = parsedate_to_datetime(match[0])
    except ValueError:  # the 31st of June
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def parse_epoch(text: str | None) -> datetime | None:
    """Seconds since 1970-01-01, in this century, as a time in UTC."""
    match = _match(_EPOCH, text)
    return datetime.fromtimestamp(int(match[0]), UTC) if match and int(match[0]) in _CENTURY else None


# --- the text of a page -----------------------------------------------------------------------------------------------


def decode_page(content: bytes, kind: str) -> str:
    """The text of a page, decoded as UTF-8 whatever it declares; raise PageError, which calls the page `kind`.

    nyaa writes UTF-8 only. A declaration of another encoding is an error, and following it would change names.
    """
    try:
        # -sig: a proxy or an editor may have put a byte order mark in front.
        text = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        # Cut inside a multi-byte character: the connection ended too early.
        if error.reason == "unexpected end of data":
            raise PageError(f"the {kind} is cut short, within its last character: try again") from error
        raise PageError(f"the {kind} is not UTF-8 ({describe_content(content)}): check its address") from error
    if not text:
        raise PageError(f"the {kind} is empty: try again, and check its address if it stays empty")
    return text
