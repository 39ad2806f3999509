"""One number, one source: whoever takes a show's week away reads the same downloads, in whichever form."""

from __future__ import annotations

import csv
import json
import random
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pyarrow.parquet as pq
import pytest
from selectolax.lexbor import LexborHTMLParser

from testkit.browser.pages import list_weeks
from testkit.published_data import read
from testkit.site_server import Site

ALTERNATIVE = 5
"""How many ranks a picture's alternative text has."""
SHOW_WEEKS = 10
FED_WEEKS = 30
LIST_PICTURES = """
import {readData} from "./scripts/data.js";
import {buildSite} from "./scripts/site.js";
const {pictures} = buildSite(readData());
console.log(JSON.stringify(Object.fromEntries([...pictures].map(([name, {alt, source}]) => [name, {alt, source}]))));
"""
ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True, slots=True)
class ShowWeek:
    """What `weeks/<week>.json` says of a show."""

    week: str
    show: int
    title: str
    downloads: int
    published: int
    """As first published, which the feeds keep; other forms have what is right now."""

    @property
    def count(self) -> str:
        """The downloads as people read them: `44,959`."""
        return f"{self.downloads:,}"


def choose(site: Site) -> list[ShowWeek]:
    """Ten show-weeks at random, of ranks that every form has."""
    weeks = [week for week in list_weeks(site) if week["complete"]][-FED_WEEKS:]
    corrections = read(site.data, "corrections.json")["corrections"]
    published = {(item["week"], item["anilist_id"]): item["published_downloads"] for item in corrections}
    rows = [
        ShowWeek(
            week["week"],
            row["anilist_id"],
            row["title"],
            row["downloads"],
            published.get((week["week"], row["anilist_id"]), row["downloads"]),
        )
        for week in weeks
        for row in week["rows"][:ALTERNATIVE]
    ]
    return random.Random(20260302).sample(rows, SHOW_WEEKS)  # noqa: S311  # the same ten each time


def collect_text(element: ET.Element) -> str:
    return " ".join(part.strip() for part in element.itertext())


# --- the forms -----------------------------------------------------------------------------------------------


def read_page(site: Site, item: ShowWeek) -> str | None:
    """The row of the week's page."""
    page = LexborHTMLParser((site.dist / "week" / item.week / "index.html").read_text(encoding="utf-8"))
    cell = page.css_first(f'.week-list tr[data-show="{item.show}"] .downloads')
    return cell.text().split()[-1] if cell else None


def find_in_text(text: str, title: str) -> str | None:
    """The number that stands behind a title."""
    match = re.search(rf"{re.escape(title)}\s+([\d,]+)", text)
    return match[1].rstrip(",") if match else None


def read_alternative(site: Site, item: ShowWeek) -> str | None:
    return find_in_text(draw_pictures(site.folder)[f"week/{item.week}"]["alt"], item.title)


@cache
def draw_pictures(folder: Path) -> dict[str, dict[str, str]]:
    """Each picture's alternative text `alt` and its drawing `source`."""
    done = subprocess.run(
        ["node", "--input-type=module", "-e", LIST_PICTURES], cwd=folder, capture_output=True, text=True, check=True
    )
    pictures: dict[str, dict[str, str]] = json.loads(done.stdout)
    return pictures


def list_numbers(source: str) -> list[str]:
    """Every text of a drawing that is a number and nothing else, or begins with one."""
    texts = [collect_text(element) for element in ET.fromstring(source).iter() if element.tag.endswith("text")]  # noqa: S314  # our own
    return [text.split()[0] for text in texts if text and text[0].isdigit()]


def read_picture(site: Site, item: ShowWeek) -> str | None:
    numbers = list_numbers(draw_pictures(site.folder)[f"week/{item.week}"]["source"])
    return item.count if item.count in numbers else None


def read_tall_picture(site: Site, item: ShowWeek) -> str | None:
    numbers = list_numbers(draw_pictures(site.folder)[f"week/{item.week}-tall"]["source"])
    return item.count if item.count in numbers else None


def read_embed(site: Site, item: ShowWeek) -> str | None:
    numbers = list_numbers((site.dist / "embed" / "week" / f"{item.week}.svg").read_text(encoding="utf-8"))
    return item.count if item.count in numbers else None


def read_feed(site: Site, item: ShowWeek) -> str | None:
    tree = ET.fromstring((site.dist / "feed.xml").read_bytes())  # noqa: S314  # our own
    for entry in tree.iter(f"{ATOM}entry"):
        if (entry.findtext(f"{ATOM}id") or "").endswith(item.week):
            return next(
                (
                    find_in_text(text, item.title)
                    for element in entry.iter()
                    if element.tag.endswith("li") and item.title in (text := collect_text(element))
                ),
                None,
            )
    return None


def read_json_feed(site: Site, item: ShowWeek) -> str | None:
    entries = json.loads((site.dist / "feed.json").read_text(encoding="utf-8"))["items"]
    content = next(entry["content_html"] for entry in entries if entry["id"].endswith(item.week))
    texts = [node.text(separator=" ") for node in LexborHTMLParser(content).css("li")]
    return next((find_in_text(text, item.title) for text in texts if item.title in text), None)


def format_value(value: Any) -> str | None:
    return None if value is None else f"{int(value):,}"


def read_csv(site: Site, item: ShowWeek) -> str | None:
    with (site.dist / "data" / "csv" / "show_weeks.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    key = (item.week, str(item.show))
    return format_value(next(row["downloads"] for row in rows if (row["week"], row["anilist_id"]) == key))


def read_parquet(site: Site, item: ShowWeek) -> str | None:
    rows = pq.read_table(site.dist / "data" / "show_weeks.parquet").to_pylist()
    key = (item.week, item.show)
    return format_value(next(row["downloads"] for row in rows if (row["week"], row["anilist_id"]) == key))


def read_json(site: Site, item: ShowWeek) -> str | None:
    week = json.loads((site.dist / "data" / "weeks" / f"{item.week}.json").read_text(encoding="utf-8"))
    return format_value(next(row["downloads"] for row in week["rows"] if row["anilist_id"] == item.show))


FORMS: list[Callable[[Site, ShowWeek], str | None]] = [
    read_page,
    read_alternative,
    read_picture,
    read_tall_picture,
    read_embed,
    read_feed,
    read_json_feed,
    read_csv,
    read_parquet,
    read_json,
]


@pytest.mark.parametrize("read_form", FORMS)
def test_ten_show_weeks_are_the_same_in_each_form(
    demo_site: Site, read_form: Callable[[Site, ShowWeek], str | None]
) -> None:
    is_feed = read_form in {read_feed, read_json_feed}
    expected = [f"{item.published:,}" if is_feed else item.count for item in choose(demo_site)]
    assert [read_form(demo_site, item) for item in choose(demo_site)] == expected
