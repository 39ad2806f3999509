"""nyaa's feed and listing as the tests write them, in the form of the templates of github.com/nyaadevs/nyaa."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from urllib.parse import quote

SITE = "https://nyaa.example"
CATEGORY = "Anime - English-translated"
TRACKERS = ("http://tracker.example:7777/announce", "udp://open.example:1337/announce")


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One torrent; `name` may hold anything that XML can."""

    infohash: str
    name: str
    published: datetime
    nyaa_id: int
    size: str = "1.4 GiB"
    seeders: int = 0
    leechers: int = 0
    downloads: int = 0
    trusted: bool = False
    remake: bool = False
    hidden: bool = False
    comments: int = 0


def magnet(entry: PageEntry) -> str:
    trackers = "".join(f"&tr={quote(tracker, safe='')}" for tracker in TRACKERS)
    return f"magnet:?xt=urn:btih:{entry.infohash}&dn={quote(entry.name, safe='')}{trackers}"


# --- the feed ---------------------------------------------------------------------------------------------------------


def feed_page(entries: Sequence[PageEntry], *, site: str = SITE) -> bytes:
    """The RSS feed of a nyaa that stands at `site`; it has no XML declaration, as nyaa's has none."""
    items = "".join(_item(entry, site) for entry in entries)
    return f"""\
<rss xmlns:atom="http://www.w3.org/2005/Atom" xmlns:nyaa="{escape(site)}/xmlns/nyaa" version="2.0">
	<channel>
		<title>Nyaa - Home - Torrent File RSS</title>
		<description>RSS Feed for Home</description>
		<link>{escape(site)}/</link>
		<atom:link href="{escape(site)}/?page=rss" rel="self" type="application/rss+xml" />{items}
	</channel>
</rss>
""".encode()


def _item(entry: PageEntry, site: str) -> str:
    view = f"{escape(site)}/view/{entry.nyaa_id}"
    return f"""
		<item>
			<title>{escape(entry.name)}</title>
				<link>{escape(site)}/download/{entry.nyaa_id}.torrent</link>
				<guid isPermaLink="true">{view}</guid>
				<pubDate>{_rfc_date(entry.published)}</pubDate>

				<nyaa:seeders>{entry.seeders}</nyaa:seeders>
				<nyaa:leechers>{entry.leechers}</nyaa:leechers>
				<nyaa:downloads>{entry.downloads}</nyaa:downloads>
				<nyaa:infoHash>{entry.infohash}</nyaa:infoHash>
			<nyaa:categoryId>1_2</nyaa:categoryId>
			<nyaa:category>{CATEGORY}</nyaa:category>
			<nyaa:size>{entry.size}</nyaa:size>
			<nyaa:comments>{entry.comments}</nyaa:comments>
			<nyaa:trusted>{_yes_or_no(entry.trusted)}</nyaa:trusted>
			<nyaa:remake>{_yes_or_no(entry.remake)}</nyaa:remake>
			<description><![CDATA[<a href="{view}">#{entry.nyaa_id} | {escape(entry.name)}</a> | {entry.size} | \
{CATEGORY} | {entry.infohash.upper()}]]></description>
		</item>"""


def _rfc_date(moment: datetime) -> str:
    """`Wed, 16 Jul 2025 01:34:58 -0000`, which is how the standard library writes a UTC that does not say so."""
    return format_datetime(moment.astimezone(UTC).replace(tzinfo=None))


def _yes_or_no(value: object) -> str:
    return "Yes" if value else "No"


# --- the listing ------------------------------------------------------------------------------------------------------


def listing_page(entries: Sequence[PageEntry], *, page: int = 1, pages: int = 1, query: str = "c=1_2&f=0") -> bytes:
    """Page number `page` of `pages`; without entries it says that nothing was found."""
    rows = "".join(map(_row, entries))
    results = _TABLE.format(rows=rows) if entries else "<h3>No results found</h3>"
    return f"""\
<!DOCTYPE html>
<html lang="en">
	<head>
		<meta charset="utf-8">
		<title>Browse :: Nyaa</title>
		<link rel="alternate" type="application/rss+xml" href="{escape(SITE)}/?page=rss&amp;{escape(query)}" />
	</head>
	<body>
		<div class="container">
{results}

<div class="center">
	<nav>
  <ul class="pagination">
{_pagination(page, pages, f"/?{query}")}
</ul>
</nav>

</div>
		</div> <!-- /container -->
	</body>
</html>
""".encode()


_TABLE = """\
<div class="table-responsive">
	<table class="table table-bordered table-hover table-striped torrent-list">
		<thead>
			<tr>
				<th class="hdr-category text-center" style="width:80px;">Category</th>
				<th class="hdr-name" style="width:auto;">Name</th>
				<th class="hdr-comments sorting text-center" title="Comments" style="width:50px;">\
<i class="fa fa-comments-o"></i></th>
				<th class="hdr-link text-center" style="width:70px;">Link</th>
				<th class="hdr-size sorting text-center" style="width:100px;">Size</th>
				<th class="hdr-date sorting_desc text-center" title="In UTC" style="width:140px;">Date</th>

				<th class="hdr-seeders sorting text-center" title="Seeders" style="width:50px;"></th>
				<th class="hdr-leechers sorting text-center" title="Leechers" style="width:50px;"></th>
				<th class="hdr-downloads sorting text-center" title="Completed downloads" style="width:50px;"></th>
			</tr>
		</thead>
		<tbody>{rows}
			</tbody>
	</table>
</div>"""


def _row(entry: PageEntry) -> str:
    view = f"/view/{entry.nyaa_id}"
    return f"""
			<tr class="{_row_class(entry)}">
				<td>
					<a href="/?c=1_2" title="{CATEGORY}">
						<img src="/static/img/icons/nyaa/1_2.png" alt="{CATEGORY}" class="category-icon">
					</a>
				</td>
				<td colspan="2">{_comments(entry, view)}
					<a href="{view}" title="{escape(entry.name)}">{escape(entry.name)}</a>
				</td>
				<td class="text-center">
					<a href="/download/{entry.nyaa_id}.torrent"><i class="fa fa-fw fa-download"></i></a>
					<a href="{escape(magnet(entry))}"><i class="fa fa-fw fa-magnet"></i></a>
				</td>
				<td class="text-center">{entry.size}</td>
				<td class="text-center" data-timestamp="{int(entry.published.timestamp())}">\
{entry.published.astimezone(UTC):%Y-%m-%d %H:%M}</td>

				<td class="text-center">{entry.seeders}</td>
				<td class="text-center">{entry.leechers}</td>
				<td class="text-center">{entry.downloads}</td>
			</tr>"""


def _row_class(entry: PageEntry) -> str:
    """One class only, the first that fits."""
    if entry.hidden:
        return "warning"
    if entry.remake:
        return "danger"
    return "success" if entry.trusted else "default"


def _comments(entry: PageEntry, view: str) -> str:
    if not entry.comments:
        return ""
    plural = "s" if entry.comments > 1 else ""
    return f"""
					<a href="{view}#comments" class="comments" title="{entry.comments} comment{plural}">
						<i class="fa fa-comments-o"></i>{entry.comments}</a>"""


def _pagination(page: int, pages: int, address: str) -> str:
    """« numbers »; where « and » lead nowhere they are greyed out."""
    numbers = (_number(number, page, address) for number in range(1, pages + 1))
    before = _arrow("prev", "&laquo;", f"{address}&p={page - 1}" if page > 1 else None)
    after = _arrow("next", "&raquo;", f"{address}&p={page + 1}" if page < pages else None)
    return "\n".join([before, *numbers, after])


def _number(number: int, page: int, address: str) -> str:
    if number == page:
        return f'        <li class="active"><a href="#">{number} <span class="sr-only">(current)</span></a></li>'
    return f'        <li><a href="{escape(address)}&amp;p={number}">{number}</a></li>'


def _arrow(rel: str, sign: str, address: str | None) -> str:
    if address is None:
        return f'    <li class="disabled"><a href="#">{sign}</a></li>'
    return f'    <li><a rel="{rel}" href="{escape(address)}">{sign}</a></li>'
