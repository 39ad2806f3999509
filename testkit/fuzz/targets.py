"""What reads input from outside: names, pages of nyaa, answers of trackers and of AniList, files that people write."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import flatbencode

from nyaastats.collect.anilist.catalogue import build_catalogue
from nyaastats.collect.anilist.schema import AniListAnswer
from nyaastats.collect.anilist.snapshots import _parse, encode_snapshot
from nyaastats.collect.http import parse_retry_after
from nyaastats.collect.nyaa.feed import parse_feed
from nyaastats.collect.nyaa.fields import TorrentPage
from nyaastats.collect.nyaa.listing import parse_listing
from nyaastats.collect.tracker import udp
from nyaastats.collect.tracker.http import build_status_error, parse_answer
from nyaastats.collect.tracker.protocol import ScrapeAnswer
from nyaastats.domain.releases import Kind
from nyaastats.domain.scrapes import MAX_DOWNLOADS
from nyaastats.domain.shows import Catalogue
from nyaastats.domain.torrents import InfoHash
from nyaastats.events_file import parse_events
from nyaastats.identify.explanation import build_document, explain_name
from nyaastats.identify.matcher import Matcher
from nyaastats.identify.names import parser
from nyaastats.identify.names.titles import parse_title
from nyaastats.settings import parse_overrides
from testkit.fuzz.mutations import Mutation, mutate_bytes, mutate_document, mutate_pieces
from testkit.golden import read_golden_catalogue, read_golden_matches, read_golden_releases
from testkit.nyaa_pages import PageEntry, feed_page, listing_page

GOLDEN = Path(__file__).parents[2] / "tests" / "golden"
MOMENT = datetime(2025, 10, 6, tzinfo=UTC)
INFOHASHES = tuple(InfoHash(f"{number:040x}") for number in (0, 1, 0xA << 156, (1 << 160) - 1))


@dataclass(frozen=True, slots=True)
class Target:
    """A reader, with inputs that it answers."""

    name: str
    seeds: Sequence[bytes]
    mutate: Mutation
    run: Callable[[bytes], object]
    """Its answer; the same input gives an equal one. Raises NyaastatsError where it refuses, and nothing else."""
    max_bytes: int
    """An input of real length is no longer."""


# --- names ------------------------------------------------------------------------------------------------------------

WORDS = (
    "[", "]", "(", ")", "【", "】", "{", " - ", "-", ".", "_", "|", " / ", "~", "&", "+", "×", "½", "S01", "S2", "E05",
    "S03E10", "S00E01", "01", "5", "97", "1136", "2025", "12.5", "v2", "v0", "1-12", "01~13", "Season",
    "2nd Season", "Part 2", "Cour 2", "Final Season", "II", "第2期", "第01話",
    "Movie", "OVA", "SP1", "NCOP1", "Batch", "1080p", "1920x1080", "WEB-DL", "x265",
    "Multi-Subs", "-VARYG", "[0A1B2C3D]", ".mkv", "EP", "#", "of 12", "\t", "\u200b",
)  # fmt: skip


@cache
def _make_matcher() -> Matcher:
    return Matcher(read_golden_catalogue().values())


def read_name(data: bytes) -> object:
    """The release of a name, read without what is remembered of others."""
    parser._parse_text.cache_clear()
    release = parser.parse_name(data.decode(errors="replace"))
    assert all(parse_title(title) for title in release.titles)
    assert release.version >= 1
    assert (release.number is not None) == (release.kind is Kind.EPISODE)
    return release


def explain_text(data: bytes) -> object:
    """What `nyaastats explain` says of a name."""
    return build_document(explain_name(data.decode(errors="replace"), MOMENT, _make_matcher()))


def _list_names() -> list[bytes]:
    names = [release.name for release in read_golden_releases()]
    return [name.encode() for name in (*names, *(match.torrent.name for match in read_golden_matches()))]


# --- nyaa -------------------------------------------------------------------------------------------------------------

MARKUP = (
    "<item>", "</item>", "<!--", "-->", "<![CDATA[", "]]>", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "&a;", "&lt;",
    "&#x1F408;", "&#0;", "<nyaa:infoHash>", "<pubDate>Mon, 32 Feb 2025 25:61:00 -0000</pubDate>",
    "<title>", "</title>", "</table>", "<tr>",
    'class="success"', "magnet:?xt=urn:btih:", "5.0 GiB", "1e9 TiB", "-1", "4294967296",
    "No results found", "rel='next'",
)  # fmt: skip
TAGS = r"<[^>]*>|[^<]+|<"


def read_feed(data: bytes) -> object:
    """The feed's torrents, each within what a database holds."""
    return check_page(parse_feed(data))


def read_listing(data: bytes) -> object:
    """The listing's torrents, likewise."""
    return check_page(parse_listing(data))


def check_page(page: TorrentPage) -> TorrentPage:
    """Raise AssertionError for a torrent that a row of the database, or a line of a terminal, cannot hold."""
    for torrent in page.torrents:
        assert len(bytes.fromhex(torrent.infohash)) == 20
        assert torrent.infohash == torrent.infohash.lower()
        assert torrent.name.strip()
        assert torrent.name.encode()
        assert torrent.name.splitlines() == [torrent.name]
        assert torrent.published.utcoffset() == timedelta(0)
        assert 0 <= (torrent.size_bytes or 0) < 2**63
        assert 0 <= (torrent.nyaa_id or 0) < 2**63
        assert torrent.counts is None or 0 <= torrent.counts.downloads < 2**63
    return page


def _make_entries() -> list[PageEntry]:
    names = [release.name for release in read_golden_releases()[:12]]
    return [
        PageEntry(infohash=f"{number:040x}", name=name, published=MOMENT, nyaa_id=number)
        for number, name in enumerate(names, start=1)
    ]


# --- trackers ---------------------------------------------------------------------------------------------------------


def read_http_answer(data: bytes) -> object:
    """The counts of an answer; what it says as a refusal, under a status, is one line."""
    error = build_status_error(503, {"Retry-After": data[:40].decode("latin-1")}, data)
    assert is_one_line(error), error
    assert (parse_retry_after({"retry-after": data.decode("latin-1")}) or 0) >= 0
    return check_counts(parse_answer(data, INFOHASHES))


def read_udp_answer(data: bytes) -> object:
    """The counts of a packet, or its connection id."""
    packet = udp.parse_packet(data)
    if packet is None:
        return None
    if udp.is_answer(packet, udp.Action.CONNECT):
        return udp.parse_connection_id(packet.body)
    if not udp.is_answer(packet, udp.Action.SCRAPE):
        return packet.action
    return check_counts(udp.parse_scrape_body(packet.body, INFOHASHES))


def check_counts(answer: ScrapeAnswer) -> ScrapeAnswer:
    """Raise AssertionError for counts that nobody asked for, or that are none."""
    assert answer.counts.keys() <= set(INFOHASHES)
    for counts in answer.counts.values():
        assert 0 <= counts.downloads <= MAX_DOWNLOADS
        assert all(0 <= (number or 0) < 2**63 for number in (counts.seeders, counts.leechers))
    return answer


def is_one_line(error: Exception) -> bool:
    """Whether an error's text is one line of a length that a person reads, without control characters."""
    return len(str(error)) <= MAX_LINE and str(error).isprintable()


MAX_LINE = 1_000
"""Characters of an error's text."""


def _encode_answers() -> list[bytes]:
    counts = {b"complete": 5, b"downloaded": 50, b"incomplete": 10}
    files = {bytes.fromhex(infohash): counts for infohash in INFOHASHES}
    documents: list[object] = [
        {b"files": files},
        {b"files": {}, b"flags": {b"min_request_interval": 600}},
        {b"failure reason": b"Too many infohashes", b"retry in": b"never"},
    ]
    return [bytes(flatbencode.encode(document)) for document in documents]


def _pack_answers() -> list[bytes]:
    counts = struct.pack(">12I", *range(12))
    return [struct.pack(">II", 2, 1) + counts, struct.pack(">IIQ", 0, 1, 2**64 - 1), struct.pack(">II", 3, 1) + b"no"]


# --- AniList and files ------------------------------------------------------------------------------------------------


def read_answer(data: bytes) -> object:
    """The catalogue of a season's answer, which is the same when the answer is kept and read again."""
    answer = _parse(data.decode(errors="replace"), Path("anilist.json"))
    catalogue = build_catalogue([answer])
    kept = build_catalogue([AniListAnswer.model_validate_json(encode_snapshot(answer))])
    assert kept.shows == catalogue.shows
    return check_catalogue(catalogue)


def check_catalogue(catalogue: Catalogue) -> Catalogue:
    """Raise AssertionError for a show that a table or a document cannot hold."""
    for show in catalogue.shows:
        assert 0 < show.id < 2**31
        assert show.romaji
        assert json.dumps(show.romaji, ensure_ascii=False).encode()
        for airing in show.airings:
            assert 0 <= airing.episode < 2**31
            assert airing.at.utcoffset() == timedelta(0)
    return catalogue


def read_override_file(data: bytes) -> object:
    """The decisions of an overrides file, and matching by them."""
    decisions = parse_overrides(data.decode(errors="replace"), "overrides.toml")
    Matcher(read_golden_catalogue().values(), decisions)
    return decisions


def read_event_file(data: bytes) -> object:
    """The events of a file."""
    return parse_events(data.decode(errors="replace"), "events.toml")


OVERRIDE_FILE = b"""
[[override]]
title = "Oshi no Ko"
anilist_id = 150672
season = 2
why = "its own name"

[[override]]
title = "SPY x FAMILY"
anilist_id = "none"
why = 'never'
"""
EVENT_FILE = b"""
[[event]]
at = 2025-10-06T12:00:00Z
title = "The tracker was moved"
reason = "it has a new address"
link = "https://example.org/a?b=c"

[[event]]
show = 150672
at = 2025-10-07
title = "Delayed"
reason = "by the sports"
"""
TOML = (
    "[[override]]", "[[event]]", "[", "]", "{a = 1}", "=", "'''", '"""', "inf", "-nan", "1e400", "0x7f", "#", "season",
    "1979-05-27T07:32:00-07:00", "at = 07:32:00", "\\u0000", "\\uD800", "anilist_id", "show", "why", "link",
    "a.b.c = 1", "[" * 2_000,
)  # fmt: skip
TOKENS = r"\w+|\W"

READERS = (
    Target("names", _list_names(), mutate_pieces(r"\w+|\s+|.", WORDS), read_name, 300),
    Target("explanations", _list_names(), mutate_pieces(r"\w+|\s+|.", WORDS), explain_text, 300),
    Target(
        "feed",
        [(GOLDEN / "nyaa" / "feed.rss").read_bytes(), feed_page(_make_entries())],
        mutate_pieces(TAGS, MARKUP),
        read_feed,
        100_000,
    ),
    Target(
        "listing",
        [(GOLDEN / "nyaa" / "listing.html").read_bytes(), listing_page(_make_entries(), page=1, pages=2, query="")],
        mutate_pieces(TAGS, MARKUP),
        read_listing,
        200_000,
    ),
    Target("http-answers", _encode_answers(), mutate_bytes, read_http_answer, 20_000),
    Target("udp-answers", _pack_answers(), mutate_bytes, read_udp_answer, 1_000),
    Target("anilist", [(GOLDEN / "season" / "anilist.json").read_bytes()], mutate_document, read_answer, 200_000),
    Target("overrides", [OVERRIDE_FILE], mutate_pieces(TOKENS, TOML), read_override_file, 10_000),
    Target("events", [EVENT_FILE], mutate_pieces(TOKENS, TOML), read_event_file, 10_000),
)
