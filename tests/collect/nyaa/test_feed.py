"""nyaa's RSS feed: real and golden pages beside their records, and pages that are not a feed of nyaa."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from nyaastats.collect.nyaa.feed import parse_feed
from nyaastats.collect.nyaa.fields import EntryRejection, TorrentPage
from nyaastats.domain.torrents import InfoHash, ListedTorrent, ScrapeCounts
from nyaastats.errors import PageError
from testkit.nyaa_pages import PageEntry, feed_page

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "nyaa" / "feed.rss"
REAL = ROOT.parent / "shared" / "data" / "nyaa-feed.rss"
MOMENT = datetime(2025, 7, 16, 1, 34, 58, tzinfo=UTC)

GOLDEN_PAGE = TorrentPage(
    (
        ListedTorrent(
            infohash=InfoHash("1" * 40),
            name="[Kumo] Neko no Machi - 01 (1080p) [0A1B2C3D].mkv",
            published=MOMENT,
            size_bytes=1_503_238_554,
            nyaa_id=2000001,
            trusted=False,
            remake=False,
            counts=ScrapeCounts(21, 6, 37),
        ),
        ListedTorrent(
            infohash=InfoHash("a" * 40),
            name="""[Kumo] Tom & Jerry's <script> "01" ]]> 猫の街 🐈""",
            published=MOMENT,
            size_bytes=1_503_238_554,
            nyaa_id=2000002,
            trusted=True,
            remake=False,
            counts=ScrapeCounts(1011, 0, 12345),
        ),
        ListedTorrent(
            infohash=InfoHash("3" * 40),
            name="[Kumo] Neko no Machi - 01v2 (720p)",
            published=MOMENT.replace(second=59),
            size_bytes=0,
            nyaa_id=2000003,
            trusted=False,
            remake=True,
            counts=ScrapeCounts(21, 6, 37),
        ),
        ListedTorrent(
            infohash=InfoHash("4" * 40),
            name="[Kumo] Neko no Machi - 02",
            published=MOMENT.replace(minute=35, second=0),
            size_bytes=31_568_009_626,
            nyaa_id=2000004,
            trusted=True,
            remake=True,
            counts=ScrapeCounts(21, 6, 37),
        ),
        ListedTorrent(
            infohash=InfoHash("5" * 40),
            name="[Kumo] Neko no Machi - 03",
            published=MOMENT,
            size_bytes=None,
            nyaa_id=2000005,
            trusted=None,
            remake=None,
            counts=None,
        ),
        ListedTorrent(
            infohash=InfoHash("6" * 40),
            name="[Kumo] Neko no Machi - 04",
            published=MOMENT,
            size_bytes=None,
            nyaa_id=None,
            trusted=None,
            remake=None,
            counts=None,
        ),
    ),
    {
        EntryRejection.BAD_INFOHASH: 2,
        EntryRejection.NO_NAME: 2,
        EntryRejection.UNPARSABLE_TIME: 3,
        EntryRejection.DUPLICATE: 1,
    },
)


def _ends(page: TorrentPage) -> TorrentPage:
    """The first and the last torrent, which stand for those between them."""
    return TorrentPage((page.torrents[0], page.torrents[-1]), page.rejected, page.next)


REAL_ENDS = TorrentPage(
    (
        ListedTorrent(
            infohash=InfoHash("20a760df29d3bea030cf5f920ae5c932ca78f1b3"),
            name="[ToonsHub] The Shiunji Family Children S01E12 1080p CR WEB-DL AAC2.0 H.264 "
            "(Shiunji-ke no Kodomotachi, Dual-Audio, Multi-Subs)",
            published=MOMENT,
            size_bytes=1_503_238_554,
            nyaa_id=1993841,
            trusted=False,
            remake=False,
            counts=ScrapeCounts(21, 6, 37),
        ),
        ListedTorrent(
            infohash=InfoHash("317e5ec297703cd487c25d0478aa039250d476f5"),
            name="[ToonsHub] Heaven Officials Blessing Season 2 EPOVA2 1080p BILI WEB-DL AAC2.0 H.265 "
            "(Tian Guan Ci Fu 2, Multi-Subs)",
            published=datetime(2025, 7, 15, 11, 55, 7, tzinfo=UTC),
            size_bytes=115_448_218,
            nyaa_id=1993618,
            trusted=False,
            remake=False,
            counts=ScrapeCounts(11, 2, 75),
        ),
    ),
    {},
)

PAGES = {GOLDEN: (6, _ends(GOLDEN_PAGE)), REAL: (38, REAL_ENDS)}


def test_the_golden_feed() -> None:
    assert parse_feed(GOLDEN.read_bytes()) == GOLDEN_PAGE


@pytest.mark.parametrize("path", [path for path in PAGES if path.exists()], ids=lambda path: path.name)
def test_a_whole_feed(path: Path) -> None:
    page = parse_feed(path.read_bytes())
    assert (len(page.torrents), _ends(page)) == PAGES[path]


# --- what may differ --------------------------------------------------------------------------------------------------

ENTRIES = [PageEntry("1" * 40, "café 猫", MOMENT, 1, downloads=7), PageEntry("2" * 40, "two", MOMENT, 2)]
FEED = feed_page(ENTRIES)
READ = parse_feed(FEED)


@pytest.mark.parametrize(
    "feed",
    [
        b"\n\n  " + FEED,
        b"\xef\xbb\xbf" + FEED,
        b'<?xml version="1.0"?>' + FEED,
        b'<?xml version="1.0" encoding="UTF-8"?>' + FEED,
        b'\n<?xml version="1.0" encoding="utf-8"?>' + FEED,
        b'<?xml version="1.0" encoding="iso-8859-1"?>' + FEED,
        b'<?xml version="1.0" encoding="utf-16"?>' + FEED,
        b'<?xml version="1.0" encoding="x-none"?>' + FEED,
        b"<!-- made just now -->" + FEED,
        FEED.replace(b"nyaa:", b"n:").replace(b"xmlns:nyaa", b"xmlns:n"),
        FEED.replace("<title>café 猫</title>".encode(), "<title><![CDATA[café 猫]]></title>".encode()),
        FEED.replace("café".encode(), b"caf&#233;"),
        FEED.replace(b"\n", b"\r\n"),
        FEED.replace(b"<item>", b"<item><nyaa:new>thing</nyaa:new><torrent xmlns='urn:x'><infoHash/></torrent>"),
        feed_page(ENTRIES, site="http://127.0.0.1:8000"),
        feed_page(ENTRIES, site="https://mirror.example/nyaa?a=1&b='2'"),
    ],
)
def test_what_makes_no_difference(feed: bytes) -> None:
    assert feed != FEED
    assert parse_feed(feed).torrents[0].name == "café 猫"
    assert [torrent.counts for torrent in parse_feed(feed).torrents] == [ScrapeCounts(0, 0, 7), ScrapeCounts(0, 0, 0)]
    assert parse_feed(feed).rejected == {}


def test_a_mirror_says_the_same() -> None:
    assert parse_feed(feed_page(ENTRIES, site="https://mirror.example")) == READ


def test_an_empty_channel_is_a_page_without_torrents() -> None:
    assert parse_feed(feed_page([])) == TorrentPage((), {})


def test_depth_is_no_danger() -> None:
    assert parse_feed(b"<rss>" + b"<channel>" * 20_000 + b"</channel>" * 20_000 + b"</rss>") == TorrentPage((), {})


@pytest.mark.parametrize("element", ["seeders", "leechers", "downloads"])
@pytest.mark.parametrize("value", ["", "-", "?", "-1", "1e3", "<b>7</b>", "7<b>0</b>"])
def test_counts_are_all_there_or_none(element: str, value: str) -> None:
    feed = FEED.decode().replace(f"<nyaa:{element}>", f"<nyaa:{element}>{value}</nyaa:{element}><nyaa:was>")
    feed = feed.replace(f"</nyaa:{element}>\n", "</nyaa:was>\n")
    assert [torrent.counts for torrent in parse_feed(feed.encode()).torrents] == [None, None]


def test_counts_outside_of_the_namespace_are_not_nyaas() -> None:
    feed = FEED.replace(b"nyaa:downloads", b"downloads")
    assert [torrent.counts for torrent in parse_feed(feed).torrents] == [None, None]


# --- what is no feed of nyaa's ----------------------------------------------------------------------------------------


def with_dtd(declarations: str, use: str) -> bytes:
    return f"<!DOCTYPE rss [{declarations}]>{FEED.decode().replace('two', use)}".encode()


BILLION_LAUGHS = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "feed",
    [
        with_dtd(BILLION_LAUGHS, "&a9;"),
        with_dtd(f'<!ENTITY long "{"x" * 50_000}">', "&long;" * 10_000),
        with_dtd('<!ENTITY file SYSTEM "file:///etc/passwd">', "&file;"),
        with_dtd('<!ENTITY site SYSTEM "http://127.0.0.1:9/x">', "&site;"),
        with_dtd('<!ENTITY % all SYSTEM "http://127.0.0.1:9/x.dtd"> %all;', "two"),
        with_dtd("", "two"),
        b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">' + FEED,
    ],
    ids=["billion laughs", "quadratic", "file", "address", "parameter", "empty", "external"],
)
def test_a_dtd_is_refused(feed: bytes) -> None:
    with pytest.raises(PageError, match="the feed declares a DTD"):
        parse_feed(feed)


ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><title>y</title></entry></feed>'
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel/><item/></rdf:RDF>'
EZRSS = (
    '<rss version="2.0" xmlns:torrent="http://xmlns.ezrss.it/0.1/"><channel><item><title>x</title>'
    f"<torrent:infoHash>{'1' * 40}</torrent:infoHash></item></channel></rss>"
)
BLOG = '<rss version="2.0"><channel><title>x</title><item><title>y</title><guid>/view/1</guid></item></channel></rss>'
CHALLENGE = '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body></body></html>'
XHTML = '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Maintenance</p></body></html>'


@pytest.mark.parametrize(
    ("feed", "fault"),
    [
        ("", "the feed is empty"),
        ("nyaa is down for maintenance", "the feed is not XML .* but text of 28 bytes"),
        ('{"error": "rate limited"}', "the feed is not XML"),
        ("<rss><channel></rss>", "the feed is broken by the site .*: try again later"),
        ("<rss><channel>&nbsp;</channel></rss>", "the feed is broken by the site .*: try again later"),
        ("<rss><channel>&#xD800;</channel></rss>", "the feed is broken by the site .*: try again later"),
        ("<rss/><rss/>", "the feed is broken by the site .*: try again later"),
        ("<rss><channel><item>", "the feed is cut short"),
        ("<rss><channel><item><title><![CDATA[x", "the feed is cut short"),
        (CHALLENGE, "the feed is an HTML page: .*feed_url with a browser"),
        ("<!-- hello --> <HTML><br></HTML>", "the feed is an HTML page"),
        (XHTML, "the feed is an HTML page"),
        (ATOM, "the feed is not RSS .markup of "),
        (RDF, "the feed is not RSS"),
        ("<rss version='2.0'/>", "the feed is not RSS"),
        ("<rss xmlns='urn:x'><channel/></rss>", "the feed is not RSS"),
        (BLOG, "without nyaa's infoHash"),
        (EZRSS, "without nyaa's infoHash"),
        (FEED.decode().replace("nyaa:infoHash", "infoHash"), "without nyaa's infoHash"),
    ],
)
def test_no_feed_of_nyaas(feed: str, fault: str) -> None:
    with pytest.raises(PageError, match=fault):
        parse_feed(feed.encode())
