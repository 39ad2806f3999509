"""What nyaa's feed and its listings share: the page, its entries, and how the values in an entry are read.

The bounds of times and counts are those of the measuring tables (`measure/scrapes.sql`): what is beyond them would be
left out there anyway, and is no value that nyaa writes.
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

from nyaastats.domain.torrents import InfoHash, ListedTorrent, ScrapeCounts
from nyaastats.errors import PageError


class EntryRejection(StrEnum):
    """Why an entry of a page is left out."""

    BAD_INFOHASH = "bad_infohash"
    """Missing, or neither 40 hexadecimal digits nor 32 of base32."""
    NO_NAME = "no_name"
    """Missing, or blank."""
    UNPARSABLE_TIME = "unparsable_time"
    """Missing, not in the page's own form, or not of this century."""
    DUPLICATE = "duplicate"
    """An earlier entry of the page has the same infohash."""


@dataclass(frozen=True, slots=True)
class TorrentPage:
    """A page of nyaa's, read."""

    torrents: tuple[ListedTorrent, ...]
    """In the page's order; each infohash once."""
    refused: Mapping[EntryRejection, int]
    """How many entries were left out, by reason; a reason without entries is not there."""
    next: str | None = None
    """The address of the next page as this one gives it, perhaps relative; None on the last page, and on a feed."""


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One torrent in a page's own words; None is what the page does not say."""

    infohash: str | None
    name: str | None
    published: datetime | None
    address: str | None
    """Of the torrent's own page or file at nyaa, which holds its id."""
    size: str | None
    seeders: str | None
    leechers: str | None
    downloads: str | None
    trusted: bool | None
    remake: bool | None


def build_page(entries: Iterable[RawEntry], following: str | None = None) -> TorrentPage:
    """The page that `entries` make, and `following` leads on from; a bad entry is left out and counted."""
    torrents: dict[InfoHash, ListedTorrent] = {}
    refused: Counter[EntryRejection] = Counter()
    for read in map(_read, entries):
        if isinstance(read, EntryRejection):
            refused[read] += 1
        elif torrents.setdefault(read.infohash, read) is not read:
            refused[EntryRejection.DUPLICATE] += 1
    return TorrentPage(tuple(torrents.values()), dict(refused), following)


def _read(entry: RawEntry) -> ListedTorrent | EntryRejection:
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
        counts=_counts(entry),
    )


def _counts(entry: RawEntry) -> ScrapeCounts | None:
    """All three numbers or none: one that is missing is not 0."""
    seeders, leechers, downloads = map(parse_count, (entry.seeders, entry.leechers, entry.downloads))
    if seeders is None or leechers is None or downloads is None:
        return None
    return ScrapeCounts(seeders, leechers, downloads)


# --- the values in an entry: text, or None where there is none → value, or None where it cannot be read ---------------

_HEXADECIMAL = re.compile(r"[0-9a-fA-F]{40}")
_BASE32 = re.compile(r"[a-zA-Z2-7]{32}")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SIZE = re.compile(r"(?P<number>[0-9]{1,4}(?:\.[0-9]+)?)\s?(?P<unit>Bytes?|[KMGT]iB)")
_UNITS = {"Byte": 1, "Bytes": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40}
_COUNT = re.compile(r"[0-9]{1,8}")
_NYAA_ID = re.compile(r"(?:[^?#]*/)?(?:view/([0-9]{1,10})|download/([0-9]{1,10})\.torrent)")
_RFC_DATE = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?[0-9]{1,2} [A-Z][a-z]{2} 20[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} "
    r"(?:[+-][0-9]{2}[0-5][0-9]|GMT|UTC?)"
)
_EPOCH = re.compile(r"[0-9]{9,10}")
_CENTURY = range(946_684_800, 4_102_444_800)


def _matched(pattern: re.Pattern[str], text: str | None) -> re.Match[str] | None:
    return pattern.fullmatch(text.strip()) if text else None


def parse_infohash(text: str | None) -> InfoHash | None:
    """An infohash in hexadecimal or, as older magnet links have it, in base32; either in any case."""
    if found := _matched(_HEXADECIMAL, text):
        return InfoHash(found[0].lower())
    if found := _matched(_BASE32, text):
        return InfoHash(base64.b32decode(found[0].upper()).hex())
    return None


def parse_name(text: str | None) -> str | None:
    """A name as nyaa gives it, letter for letter, without the spaces around it; None for a blank one.

    Line breaks, tabs and other control characters become one space each run: a name is one line wherever it is shown.
    """
    return _CONTROLS.sub(" ", text).strip() or None if text else None


def parse_size(text: str | None) -> int | None:
    """Bytes, as near as nyaa writes them: `1.4 GiB`, `0 Bytes`, `1 Byte`; decimal units (`GB`) are not nyaa's."""
    found = _matched(_SIZE, text)
    return round(Decimal(found["number"]) * _UNITS[found["unit"]]) if found else None


def parse_count(text: str | None) -> int | None:
    """A count in plain digits, up to 99,999,999."""
    found = _matched(_COUNT, text)
    return int(found[0]) if found else None


def parse_nyaa_id(address: str | None) -> int | None:
    """The id in the address `/view/1993841` or `/download/1993841.torrent`, whole or relative."""
    found = _matched(_NYAA_ID, address)
    return int(found[1] or found[2]) if found else None


def parse_rfc_date(text: str | None) -> datetime | None:
    """The moment in UTC that an RFC 5322 date of this century names; it has a zone, of which `-0000` means UTC."""
    if not (found := _matched(_RFC_DATE, text)):
        return None
    try:
        moment = parsedate_to_datetime(found[0])
    except ValueError:  # the 31st of June
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def parse_epoch(text: str | None) -> datetime | None:
    """The moment in UTC, of this century, that is so many seconds after 1970 began."""
    found = _matched(_EPOCH, text)
    return datetime.fromtimestamp(int(found[0]), UTC) if found and int(found[0]) in _CENTURY else None


# --- before a page is read --------------------------------------------------------------------------------------------


def page_text(content: bytes, kind: str) -> str:
    """The text of a page, which is UTF-8 whatever it declares; raise PageError that calls the page `kind`.

    nyaa writes UTF-8 only. A declaration that says otherwise is wrong, and believing it would change names.
    """
    try:
        text = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise PageError(f"the {kind} is cut short, within its last letter: try again") from error
        raise PageError(f"the {kind} is not UTF-8, it begins {content[:40]!r}: check its address") from error
    if not text:
        raise PageError(f"the {kind} is empty: try again, and check its address if it stays so")
    return text


def quote_beginning(text: str) -> str:
    """The first words of a page, for the message that it is not what it should be."""
    return repr(" ".join(text[:400].split())[:80])
