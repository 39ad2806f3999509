"""The fields of nyaa's entries, and the properties that its feed and its listings share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nyaastats.collect.nyaa.feed import parse_feed
from nyaastats.collect.nyaa.fields import (
    EntryRejection,
    TorrentPage,
    decode_page,
    parse_count,
    parse_epoch,
    parse_infohash,
    parse_name,
    parse_nyaa_id,
    parse_rfc_date,
    parse_size,
)
from nyaastats.collect.nyaa.listing import parse_listing
from nyaastats.domain.torrents import InfoHash, ListedTorrent, ScrapeCounts
from nyaastats.errors import PageError
from testkit.nyaa_pages import PageEntry, feed_page, listing_page

KIB, MIB, GIB, TIB = 2**10, 2**20, 2**30, 2**40
HEXADECIMAL = "0123456789abcdef0123456789abcdef01234567"
BASE32 = "AERUKZ4JVPG66AJDIVTYTK6N54ASGRLH"
MOMENT = datetime(2025, 7, 16, 1, 34, 58, tzinfo=UTC)

# --- values -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("1.4 GiB", round(Fraction(14, 10) * GIB)),
        ("696.7 MiB", round(Fraction(6967, 10) * MIB)),
        ("1011.5 MiB", round(Fraction(10115, 10) * MIB)),
        ("12 KiB", 12 * KIB),
        ("1.2 TiB", round(Fraction(12, 10) * TIB)),
        ("1023 Bytes", 1023),
        ("1 Byte", 1),
        ("0 Bytes", 0),
        (" 1.0 GiB\n", GIB),
        ("1.0GiB", GIB),
        ("1.0\N{NO-BREAK SPACE}GiB", GIB),
    ],
)
def test_a_size(text: str, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "-",
        "?",
        "GiB",
        "1.4",
        "-1.4 GiB",
        "1.4 GB",
        "1.4 gib",
        "1,4 GiB",
        "1,011.5 MiB",
        "1e3 MiB",
        "1.4 PiB",
        "nan GiB",
        "inf GiB",
        "1.4 GiB 2",
        "12345 MiB",
        "٣ GiB",
        "1.4.2 GiB",
        ".4 GiB",
        "1. GiB",
    ],
)
def test_no_size(text: str | None) -> None:
    assert parse_size(text) is None


@pytest.mark.parametrize(("text", "count"), [("0", 0), ("37", 37), (" 12\n", 12), ("007", 7), ("99999999", 99_999_999)])
def test_a_count(text: str, count: int) -> None:
    assert parse_count(text) == count


@pytest.mark.parametrize(
    "text",
    [None, "", " ", "-", "?", "-1", "+1", "1e3", "1.0", "1,234", "1 234", "1_000", "0x1f", "٣", "²", "100000000"],
)
def test_no_count(text: str | None) -> None:
    assert parse_count(text) is None


@pytest.mark.parametrize(
    "text", [HEXADECIMAL, HEXADECIMAL.upper(), HEXADECIMAL.title(), f" {HEXADECIMAL}\n", BASE32, BASE32.lower()]
)
def test_an_infohash_however_it_is_written(text: str) -> None:
    assert parse_infohash(text) == InfoHash(HEXADECIMAL)


@given(st.binary(min_size=20, max_size=20))
def test_any_infohash(raw: bytes) -> None:
    assert parse_infohash(raw.hex()) == raw.hex()


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        HEXADECIMAL[1:],
        HEXADECIMAL + "0",
        "g" + HEXADECIMAL[1:],
        BASE32[1:],
        BASE32 + "A",
        "1" + BASE32[1:],
        "0" + BASE32[1:],
        HEXADECIMAL[:20] + " " + HEXADECIMAL[20:],
        "٣" * 40,
        HEXADECIMAL + "a" * 24,
    ],
)
def test_no_infohash(text: str | None) -> None:
    assert parse_infohash(text) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Wed, 16 Jul 2025 01:34:58 -0000", MOMENT),
        ("Wed, 16 Jul 2025 01:34:58 +0000", MOMENT),
        ("Wed, 16 Jul 2025 01:34:58 GMT", MOMENT),
        ("Wed, 16 Jul 2025 01:34:58 UT", MOMENT),
        ("Wed, 16 Jul 2025 01:34:58 UTC", MOMENT),
        ("Wed, 16 Jul 2025 10:34:58 +0900", MOMENT),
        ("Tue, 15 Jul 2025 19:04:58 -0630", MOMENT),
        ("16 Jul 2025 01:34:58 -0000", MOMENT),
        ("\n Wed, 16 Jul 2025 01:34:58 -0000 ", MOMENT),
        ("Fri, 1 Aug 2025 00:00:00 -0000", datetime(2025, 8, 1, tzinfo=UTC)),
        ("Thu, 29 Feb 2024 23:59:59 -0000", datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_date_of_the_feed(text: str, moment: datetime) -> None:
    read = parse_rfc_date(text)
    assert read == moment
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "yesterday",
        "2025-07-16T01:34:58Z",
        "2025-07-16 01:34",
        "1752629698",
        "Wed, 16 Jul 2025 01:34:58",
        "Wed, 16 Jul 2025 01:34:58 EST",
        "Wed, 16 Jul 2025 01:34:58 JST",
        "Wed, 16 Jul 2025 01:34:58 +9900",
        "Wed, 16 Jul 2025 01:34:58 +0990",
        "Wed, 16 Jul 2025 01:34 -0000",
        "Wed, 16 Jul 25 01:34:58 -0000",
        "Wed, 16 Jul 0025 01:34:58 -0000",
        "Thu, 01 Jan 1970 00:00:00 -0000",
        "Wed, 16 Jly 2025 01:34:58 -0000",
        "Mit, 16 Jul 2025 01:34:58 -0000",
        "Wed, 31 Jun 2025 01:34:58 -0000",
        "Sat, 29 Feb 2025 01:34:58 -0000",
        "Wed, 16 Jul 2025 24:00:00 -0000",
        "Wed, 16 Jul 2025 01:60:00 -0000",
        "Wed, 16 Jul 2025 01:34:60 -0000",
        "Wed, 16 Jul 2025 01:34:58 -0000 (UTC)",
        "Wed, ١٦ Jul 2025 01:34:58 -0000",
    ],
)
def test_no_date_of_the_feed(text: str | None) -> None:
    assert parse_rfc_date(text) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1752629698", MOMENT),
        (" 1752629698 ", MOMENT),
        ("946684800", datetime(2000, 1, 1, tzinfo=UTC)),
        ("4102444799", datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_epoch_seconds(text: str, moment: datetime) -> None:
    assert parse_epoch(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "0",
        "-1",
        "-1752629698",
        "1752629698.0",
        "1752629698000",
        "946684799",
        "4102444800",
        "9999999999",
        "1e9",
        "2025-07-16 01:34",
        "None",
        "٣" * 10,
    ],
)
def test_no_epoch_seconds(text: str | None) -> None:
    assert parse_epoch(text) is None


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("/view/1993841", 1993841),
        ("/download/1993841.torrent", 1993841),
        ("https://nyaa.example/view/1993841", 1993841),
        ("https://nyaa.example/download/1993841.torrent", 1993841),
        ("https://mirror.example/nyaa/view/7", 7),
        ("view/7", 7),
    ],
)
def test_an_id(address: str, number: int) -> None:
    assert parse_nyaa_id(address) == number


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "/",
        "/view/",
        "/view/x",
        "/view/-1",
        "/view/1#comments",
        "/view/1?x",
        "/view/1/torrent",
        "/preview/1",
        "/download/1",
        "/view/1.torrent",
        "magnet:?xt=urn:btih:1&dn=/view/1",
        "/?q=/view/1",
        "/view/12345678901",
    ],
)
def test_no_id(address: str | None) -> None:
    assert parse_nyaa_id(address) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[Kumo] Neko no Machi - 01", "[Kumo] Neko no Machi - 01"),
        ("\n\t\t Neko no Machi \n", "Neko no Machi"),
        ("Neko\r\n\tno\x7f\x85Machi", "Neko no Machi"),
        ("Neko\x1d no\x00\x1bMachi", "Neko? no??Machi"),  # as the feed has it
        ("Neko\N{LINE SEPARATOR}no\N{PARAGRAPH SEPARATOR}Machi", "Neko no Machi"),
        ("Neko  no\N{NO-BREAK SPACE}Machi", "Neko  no\N{NO-BREAK SPACE}Machi"),
        ("e\N{COMBINING ACUTE ACCENT} é ﬁ Ａ", "e\N{COMBINING ACUTE ACCENT} é ﬁ Ａ"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}a\N{ZERO WIDTH SPACE}", "\N{RIGHT-TO-LEFT OVERRIDE}a\N{ZERO WIDTH SPACE}"),
    ],
)
def test_a_name(text: str, name: str) -> None:
    assert parse_name(text) == name


@pytest.mark.parametrize("text", [None, "", " ", "\n\t", "\N{NO-BREAK SPACE}", "\N{IDEOGRAPHIC SPACE}", "\x7f\x85"])
def test_no_name(text: str | None) -> None:
    assert parse_name(text) is None


@given(st.text())
def test_a_name_is_one_line_and_stays_what_it_is(text: str) -> None:
    name = parse_name(text)
    assert name is None or (name.splitlines() == [name] and parse_name(name) == name)


PARSERS: list[Callable[[str], object]] = [
    parse_size,
    parse_count,
    parse_infohash,
    parse_rfc_date,
    parse_epoch,
    parse_nyaa_id,
]


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
@given(text=st.text() | st.text("0123456789.-+: GMTiBJulWed,/viewdownloadtorrent"))
def test_no_text_is_more_than_a_value_can_be_read_from(parse: Callable[[str], object], text: str) -> None:
    value = parse(text)
    assert value is None or value == parse(text.strip())


# --- a page's text ----------------------------------------------------------------------------------------------------


def test_a_byte_order_mark_and_spaces_are_no_part_of_the_text() -> None:
    assert decode_page("\ufeff\n <rss/>\n".encode(), "feed") == "<rss/>"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "the feed is empty"),
        (b" \n\t", "the feed is empty"),
        ("<rss>猫".encode()[:-1], "the feed is cut short"),
        ("<rss>café</rss>".encode("latin-1"), r"the feed is not UTF-8 \(markup of 15 bytes\)"),
        ("<rss/>".encode("utf-16"), "the feed is not UTF-8"),
        (b"\x1f\x8b\x08\x00", "the feed is not UTF-8"),
    ],
)
def test_no_text(content: bytes, fault: str) -> None:
    with pytest.raises(PageError, match=fault):
        decode_page(content, "feed")


# --- laws of both pages -----------------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    "]]>",
    "<![CDATA[x]]>",
    "</title></item></channel></rss>",
    "</a></td></tr></table></body></html>",
    '" onmouseover="alert(1)',
    "&amp; &lt; &nbsp; &#0; &#x1b; &bogus;",
    "<!-- -->",
    "<!DOCTYPE x [<!ENTITY e 'boom'>]>&e;",
    "\N{RIGHT-TO-LEFT OVERRIDE}4pm.10 - ihcaM on okeN",
    "猫の街 قطة Ångström ﬁ 𝕏 👩‍👩‍👧‍👦🏳️‍🌈",
    "${7*7} {{7*7}} `$(id)` %s \\u0041 'OR 1=1--",
    "No results found",
    "x" * 1000,
]

UNITS = {"Bytes": 1, "KiB": KIB, "MiB": MIB, "GiB": GIB, "TiB": TIB}
letters = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufffe\uffff")
names = st.sampled_from(HOSTILE) | st.text(letters, max_size=60).map(str.strip).filter(bool)
counts = st.integers(0, 99_999_999)
entry = st.builds(
    PageEntry,
    infohash=st.binary(min_size=20, max_size=20).map(bytes.hex),
    name=names,
    published=st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001  # hypothesis adds the zone
    nyaa_id=st.integers(1, 9_999_999_999),
    size=st.builds("{}.{} {}".format, st.integers(0, 1023), st.integers(0, 9), st.sampled_from(list(UNITS))),
    seeders=counts,
    leechers=counts,
    downloads=counts,
    trusted=st.booleans(),
    remake=st.booleans(),
    hidden=st.booleans(),
    comments=st.sampled_from([0, 1, 12]),
)
some = st.lists(entry, max_size=4, unique_by=lambda entry: entry.infohash)


def in_feed(entry: PageEntry) -> ListedTorrent:
    number, unit = entry.size.split()
    return ListedTorrent(
        infohash=InfoHash(entry.infohash),
        name=entry.name,
        published=entry.published.replace(microsecond=0),
        size_bytes=round(Fraction(number) * UNITS[unit]),
        nyaa_id=entry.nyaa_id,
        trusted=entry.trusted,
        remake=entry.remake,
        counts=ScrapeCounts(entry.seeders, entry.leechers, entry.downloads),
    )


def in_listing(entry: PageEntry) -> ListedTorrent:
    """A hidden row says nothing else, and a remake's not whether it is trusted."""
    torrent = in_feed(entry)
    if entry.hidden:
        return replace(torrent, trusted=None, remake=None)
    return replace(torrent, trusted=None) if entry.remake else torrent


@given(some)
def test_a_feed_is_read_as_it_was_written(entries: list[PageEntry]) -> None:
    assert parse_feed(feed_page(entries)) == TorrentPage(tuple(map(in_feed, entries)), {})


@given(some)
def test_a_listing_is_read_as_it_was_written(entries: list[PageEntry]) -> None:
    assert parse_listing(listing_page(entries)) == TorrentPage(tuple(map(in_listing, entries)), {})


@given(some)
def test_feed_and_listing_agree_but_for_what_a_listing_cannot_say(entries: list[PageEntry]) -> None:
    fed, listed = parse_feed(feed_page(entries)).torrents, parse_listing(listing_page(entries)).torrents
    for torrent, shown in zip(fed, listed, strict=True):
        assert replace(torrent, trusted=shown.trusted, remake=shown.remake) == shown
        assert shown.trusted in {torrent.trusted, None}
        assert shown.remake in {torrent.remake, None}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_a_name(name: str) -> None:
    entries = [PageEntry(HEXADECIMAL, name, MOMENT, 1), PageEntry(HEXADECIMAL[::-1], "the next", MOMENT, 2)]
    for page in (parse_feed(feed_page(entries)), parse_listing(listing_page(entries))):
        assert [torrent.name for torrent in page.torrents] == [name, "the next"]


@pytest.mark.parametrize("page", [lambda it: parse_feed(feed_page(it)), lambda it: parse_listing(listing_page(it))])
def test_of_twins_the_first_is_taken(page: Callable[[list[PageEntry]], TorrentPage]) -> None:
    first = PageEntry(HEXADECIMAL, "first", MOMENT, 1)
    read = page([first, PageEntry(HEXADECIMAL.upper(), "second", MOMENT, 2), PageEntry(BASE32, "third", MOMENT, 3)])
    assert [torrent.name for torrent in read.torrents] == ["first"]
    assert read.rejected == {EntryRejection.DUPLICATE: 2}


@pytest.mark.parametrize("parse", [parse_feed, parse_listing])
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@example(content=b"<" * 1000)
@example(content=b"<a>" * 20_000)
@example(content=b"<table class=torrent-list><tr>" + b"<td>" * 5_000 + b"</html>")
def test_whatever_comes_is_a_page_or_a_page_error(parse: Callable[[bytes], TorrentPage], content: bytes) -> None:
    try:
        assert parse(content).torrents == ()
    except PageError as error:
        assert str(error).startswith(("the feed ", "the listing "))  # noqa: PT017  # a page is as good


WHOLE: dict[Callable[[bytes], TorrentPage], bytes] = {
    parse_feed: feed_page(
        [PageEntry(HEXADECIMAL, "猫 & <b>", MOMENT, 1), PageEntry(HEXADECIMAL[::-1], "two", MOMENT, 2)]
    ),
    parse_listing: listing_page(
        [PageEntry(HEXADECIMAL, "猫 & <b>", MOMENT, 1), PageEntry(HEXADECIMAL[::-1], "two", MOMENT, 2)]
    ),
}


@pytest.mark.parametrize("parse", [parse_feed, parse_listing])
@given(data=st.data())
def test_a_damaged_page_is_a_page_or_a_page_error(parse: Callable[[bytes], TorrentPage], data: st.DataObject) -> None:
    whole = WHOLE[parse]
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 200)))
    try:
        page = parse(whole[:start] + data.draw(st.binary(max_size=8)) + whole[end:])
    except PageError:
        return
    assert len(page.torrents) + sum(page.rejected.values()) <= 2


@pytest.mark.parametrize(
    ("parse", "end"), [(parse_feed, b"</rss>"), (parse_listing, b"</html>")], ids=["feed", "listing"]
)
def test_a_page_cut_short_anywhere_is_reported(parse: Callable[[bytes], TorrentPage], end: bytes) -> None:
    whole = WHOLE[parse]
    complete = whole.index(end) + len(end)
    for length in range(1, complete):
        with pytest.raises(PageError, match="is cut short"):
            parse(whole[:length])
    for length in range(complete, len(whole) + 1):
        assert parse(whole[:length]) == parse(whole)
