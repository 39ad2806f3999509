"""nyaa's HTML listing: real and golden pages beside their records, and pages that are not a listing of nyaa."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from nyaastats.collect.nyaa.fields import EntryRejection, TorrentPage
from nyaastats.collect.nyaa.listing import parse_listing
from nyaastats.domain.torrents import InfoHash, ListedTorrent, ScrapeCounts
from nyaastats.errors import PageError
from testkit.nyaa_pages import PageEntry, listing_page

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "nyaa" / "listing.html"
REAL = ROOT.parent / "shared" / "data" / "nyaa-listing.html"
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
            infohash=InfoHash("0123456789abcdef0123456789abcdef01234567"),
            name="[Kumo] Neko no Machi - 01v2 (720p)",
            published=MOMENT.replace(second=59),
            size_bytes=0,
            nyaa_id=2000003,
            trusted=None,
            remake=True,
            counts=ScrapeCounts(21, 6, 37),
        ),
        ListedTorrent(
            infohash=InfoHash("4" * 40),
            name="[Kumo] Neko no Machi - 02",
            published=MOMENT.replace(minute=35, second=0),
            size_bytes=31_568_009_626,
            nyaa_id=2000004,
            trusted=None,
            remake=None,
            counts=ScrapeCounts(21, 6, 37),
        ),
        ListedTorrent(
            infohash=InfoHash("5" * 40),
            name="[Kumo] Neko no Machi - 03",
            published=MOMENT,
            size_bytes=1_503_238_554,
            nyaa_id=2000005,
            trusted=None,
            remake=None,
            counts=ScrapeCounts(21, 6, 37),
        ),
        ListedTorrent(
            infohash=InfoHash("6" * 40),
            name="[Kumo] Neko no Machi - 04",
            published=MOMENT,
            size_bytes=None,
            nyaa_id=2000006,
            trusted=False,
            remake=False,
            counts=None,
        ),
        ListedTorrent(
            infohash=InfoHash("7" * 40),
            name="[Kumo] Neko no Machi - 05",
            published=MOMENT,
            size_bytes=None,
            nyaa_id=2000007,
            trusted=False,
            remake=False,
            counts=None,
        ),
    ),
    {
        EntryRejection.BAD_INFOHASH: 2,
        EntryRejection.NO_NAME: 1,
        EntryRejection.UNPARSABLE_TIME: 2,
        EntryRejection.DUPLICATE: 1,
    },
    "/?c=1_2&f=0&p=8",
)


def _ends(page: TorrentPage) -> TorrentPage:
    """The first and the last torrent, which stand for those between them."""
    return TorrentPage((page.torrents[0], page.torrents[-1]), page.rejected, page.next)


REAL_ENDS = TorrentPage(
    (
        ListedTorrent(
            infohash=InfoHash("3cb66ad519c285180437333ccf833adc49df5984"),
            name="[Erai-raws] Kijin Gentoushou - 14 [480p HIDIVE WEB-DL AVC AAC][AEC54A33]",
            published=datetime(2025, 7, 14, 15, 24, 55, tzinfo=UTC),
            size_bytes=186_961_101,
            nyaa_id=1993368,
            trusted=True,
            remake=False,
            counts=ScrapeCounts(17, 0, 152),
        ),
        ListedTorrent(
            infohash=InfoHash("0fdeb57b7aef46134513f10d2d83ff9d4fdbfc1b"),
            name="[ToonsHub] Theatre of Darkness Yamishibai S15E01 1080p CR WEB-DL AAC2.0 H.264 (Multi-Subs)",
            published=datetime(2025, 7, 14, 3, 56, 51, tzinfo=UTC),
            size_bytes=247_778_509,
            nyaa_id=1993169,
            trusted=False,
            remake=False,
            counts=ScrapeCounts(6, 0, 60),
        ),
    ),
    {},
    "/?c=1_2&f=0&p=8",
)

PAGES = {GOLDEN: (7, _ends(GOLDEN_PAGE)), REAL: (37, REAL_ENDS)}


def test_the_golden_listing() -> None:
    assert parse_listing(GOLDEN.read_bytes()) == GOLDEN_PAGE


@pytest.mark.parametrize("path", [path for path in PAGES if path.exists()], ids=lambda path: path.name)
def test_a_whole_listing(path: Path) -> None:
    page = parse_listing(path.read_bytes())
    assert (len(page.torrents), _ends(page)) == PAGES[path]


# --- the next page ----------------------------------------------------------------------------------------------------

ENTRIES = [
    PageEntry("1" * 40, "one", MOMENT, 1, seeders=5, leechers=6, downloads=7, comments=3),
    PageEntry("2" * 40, "two", MOMENT, 2, seeders=8, leechers=9, downloads=10, trusted=True),
]
LISTING = listing_page(ENTRIES).decode()
READ = parse_listing(LISTING.encode())


@pytest.mark.parametrize(
    ("page", "pages", "following"),
    [(1, 1, None), (1, 2, "/?c=1_2&f=0&p=2"), (6, 7, "/?c=1_2&f=0&p=7"), (7, 7, None), (99, 100, "/?c=1_2&f=0&p=100")],
)
def test_the_page_says_where_it_goes_on(page: int, pages: int, following: str | None) -> None:
    assert parse_listing(listing_page(ENTRIES, page=page, pages=pages)).next == following


def test_the_query_is_kept() -> None:
    page = parse_listing(listing_page(ENTRIES, pages=2, query="c=1_2&q=%22a+%26+b%22&u=x"))
    assert page.next == "/?c=1_2&q=%22a+%26+b%22&u=x&p=2"


ARROW = '<li class="disabled"><a href="#">&raquo;</a></li>'


@pytest.mark.parametrize(
    ("arrow", "following"),
    [
        ('<li class="next"><a href="/?q=a&amp;p=2" aria-label="Next">&raquo;</a></li>', "/?q=a&p=2"),
        ('<li class="next disabled"><a>&raquo;</a></li>', None),
        ('<li><a rel="next" href="#">&raquo;</a></li>', None),
        ('<li><a rel="next" href="">&raquo;</a></li>', None),
        (
            '<li><a rel="nofollow next" href="https://mirror.example/?p=2">&raquo;</a></li>',
            "https://mirror.example/?p=2",
        ),
        ('<li><a rel="prev" href="/?p=2">&raquo;</a></li>', None),
    ],
)
def test_other_arrows(arrow: str, following: str | None) -> None:
    assert ARROW in LISTING
    assert parse_listing(LISTING.replace(ARROW, arrow).encode()).next == following


# --- columns ----------------------------------------------------------------------------------------------------------


def edited(*changes: tuple[str, str]) -> TorrentPage:
    """The listing of two torrents with each first text, which must be there, made the second."""
    text = LISTING
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return parse_listing(text.encode())


SIZE_HEADER = '<th class="hdr-size '
SIZE = '<td class="text-center">1.4 GiB</td>'


@pytest.mark.parametrize(
    "changes",
    [
        [(SIZE_HEADER, f'<th class="hdr-uploader">Who</th>{SIZE_HEADER}'), (SIZE, f"<td>77</td>{SIZE}")],
        [(SIZE_HEADER, f"<th>Who</th>{SIZE_HEADER}"), (SIZE, f"<td>77</td>{SIZE}")],
        [(SIZE_HEADER, f'<th colspan="2">Who</th>{SIZE_HEADER}'), (SIZE, f"<td>77</td><td>78</td>{SIZE}")],
        [('<td colspan="2">', "<td></td><td>")],
        [("</tr>", "<!-- x --></tr>")],
        [
            ("</td>\n			</tr>", "</td><td>9 days</td></tr>"),
            ("</th>\n			</tr>", "</th><th>Age</th></tr>"),
        ],
        [("<thead>", ""), ("</thead>\n		<tbody>", "")],
        [("</td>", "")],
        [("magnet:", "MAGNET:"), ("urn:btih:", "URN:BTIH:")],
        [("?xt=urn:btih:", "?xt=urn:btmh:1220" + "a" * 64 + "&amp;xt=urn:btih:")],
        [('"/view/', '"https://mirror.example/view/')],
        [('<html lang="en">', "")],
        [('<td colspan="2">', '<td colspan="2"><a href="/download/9.torrent" title="file"></a>')],
    ],
)
def test_what_makes_no_difference(changes: list[tuple[str, str]]) -> None:
    assert edited(*changes) == READ


def test_columns_that_change_places_are_known_by_their_header() -> None:
    page = edited(("hdr-seeders", "hdr-x"), ("hdr-leechers", "hdr-seeders"), ("hdr-x", "hdr-leechers"))
    assert [torrent.counts for torrent in page.torrents] == [ScrapeCounts(6, 5, 7), ScrapeCounts(9, 8, 10)]


@pytest.mark.parametrize(
    "changes",
    [
        [('<td class="text-center">7</td>', "")],
        [('<td class="text-center">7</td>', '<td colspan="2">7</td>')],
        [('<td class="text-center">7</td>', '<td>7</td><td class="text-center">7</td>')],
        [('<td class="text-center">7</td>', f'<td colspan="{"9" * 5000}">7</td><td></td>')],
    ],
)
def test_of_a_row_of_another_width_no_cell_is_known(changes: list[tuple[str, str]]) -> None:
    first, second = edited(*changes).torrents
    assert (first.name, first.size_bytes, first.counts) == ("one", None, None)
    assert second == READ.torrents[1]


@pytest.mark.parametrize("name", ["hdr-seeders", "hdr-leechers", "hdr-downloads", "hdr-"])
def test_a_column_without_its_name_is_not_known(name: str) -> None:
    assert [torrent.counts for torrent in edited((name, "x-")).torrents] == [None, None]


@pytest.mark.parametrize("value", ["", "-", "?", "-1", "1e3", "1,000"])
@pytest.mark.parametrize("count", [5, 6, 7])
def test_counts_are_all_there_or_none(count: int, value: str) -> None:
    first, second = edited((f'<td class="text-center">{count}</td>', f"<td>{value}</td>")).torrents
    assert (first.counts, second.counts) == (None, READ.torrents[1].counts)


def test_the_minute_that_is_printed_is_no_time() -> None:
    with pytest.raises(PageError, match=r"has 2 entries, and none can be read \(unparsable_time 2\)"):
        edited(('data-timestamp="1752629698"', ""))


@pytest.mark.parametrize("word", ["", "info", "deleted", "warning", "success danger", "Success"])
def test_a_class_that_is_not_known_says_nothing(word: str) -> None:
    torrent = edited(('class="success"', f'class="{word}"')).torrents[1]
    assert (torrent.trusted, torrent.remake) == (None, None)


# --- what is no listing of nyaa's -------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [1, 1000])
def test_nothing_found_is_a_page_without_torrents(page: int) -> None:
    assert parse_listing(listing_page([], page=page, pages=page)) == TorrentPage((), {})


CHALLENGE = '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body></body></html>'
OTHERS = "<html><body><table><tr><td><a href='/view/1' title='x'>x</a></td></tr></table></body></html>"


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("", "the listing is empty"),
        ("nyaa is down for maintenance", "the listing is cut short, or not HTML"),
        (LISTING[: LISTING.index("<table")], "the listing is cut short"),
        (LISTING[: LISTING.index("/view/2")], "the listing is cut short"),
        (LISTING.removesuffix("</html>\n"), "the listing is cut short"),
        (CHALLENGE, "no table of torrents .an HTML page of .*with a browser"),
        (OTHERS, "no table of torrents"),
        ("<html><body><p>No results found</p></body></html>", "no table of torrents"),
        (LISTING.replace("torrent-list", "list"), "no table of torrents"),
        (LISTING.replace("<td", "<th").replace("</td", "</th"), "no table of torrents"),
        ("<html><table class='torrent-list'><tbody></tbody></table></html>", "no table of torrents"),
        ("<rss version='2.0'><channel></channel></rss>", "not HTML"),
        ("<div>" * 1_000_000 + "</html>", "more than 50,000 tags"),
    ],
)
def test_no_listing_of_nyaas(page: str, fault: str) -> None:
    with pytest.raises(PageError, match=fault):
        parse_listing(page.encode())


def test_depth_is_no_danger() -> None:
    with pytest.raises(PageError, match="no table of torrents"):
        parse_listing(b"<div>" * 20_000 + b"</html>")


def test_rows_of_a_table_within_a_cell_are_not_the_listings() -> None:
    inner = LISTING[LISTING.index("<table") : LISTING.index("</table>")]
    page = edited((SIZE, f"<td>1.4 GiB{inner.replace('1' * 40, '3' * 40)}</table></td>"))
    assert [torrent.infohash for torrent in page.torrents] == ["1" * 40, "2" * 40]
