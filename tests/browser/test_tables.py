"""Tables copy as one line a row, to be pasted into a message or a spreadsheet, and no cell lies over the next."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from testkit.browser.pages import CONTINUING, FORMER, KINDS, LEADER, find_newest
from testkit.browser.reader import Reader
from testkit.chromium import DESKTOP
from testkit.site_server import Site

COPY = """(table) => {
    const selection = getSelection();
    selection.selectAllChildren(table);
    return selection.toString();
}"""
VISIBLE = "lines => lines.filter((line) => line.getClientRects().length > 0).length"


def copy_tables(page: Page) -> list[tuple[int, list[str]]]:
    """Of each visible table how many rows it has, with its caption, and the lines that it is copied as."""
    tables = [table for table in page.locator("main table").all() if table.is_visible()]
    return [
        (
            table.locator("tr, caption:not(.visually-hidden)").evaluate_all(VISIBLE),
            table.evaluate(COPY).strip("\n").split("\n"),
        )
        for table in tables
    ]


WITHOUT_TABLES = {"records", "weeks", "seasons", "embed", "compare", "missing"}
PLACES = {kind: path for kind, path in KINDS.items() if kind not in WITHOUT_TABLES} | {
    "two compared": f"compare/?shows={LEADER},{FORMER}",
    "four compared": f"compare/?shows={LEADER},{FORMER},{CONTINUING},153800",
}


@pytest.mark.parametrize("path", PLACES.values(), ids=PLACES)
def test_a_table_copies_as_a_line_a_row(reader: Reader, server: str, path: str) -> None:
    page = reader.open(server + path, **DESKTOP)
    copies = copy_tables(page)
    assert copies != []
    for rows, lines in copies:
        assert len(lines) == rows, lines[:6]
    assert page.evaluate("() => probes.spilled()") == []


def test_a_line_has_what_a_reader_sees(reader: Reader, server: str, demo_site: Site) -> None:
    """Rank, title and downloads, with tabs between; no letter of a tile, and no words for screen readers only."""
    page = reader.open(server, **DESKTOP)
    ((_, lines), *_) = copy_tables(page)
    for row, line in zip(find_newest(demo_site)["rows"][:10], lines[1:], strict=False):
        cells = [cell.strip() for cell in line.split("\t")]
        assert cells[0] == str(row["rank"])
        assert row["title"] in cells
        assert any(cell.endswith(f"{row['downloads']:,}") for cell in cells)
        assert "best week so far" not in line
        assert "rank as" not in line


def test_the_episodes_copy(reader: Reader, server: str) -> None:
    page = reader.open(f"{server}show/{LEADER}/", **DESKTOP)
    lines = page.locator(".episode-table").first.evaluate(COPY).strip("\n").split("\n")
    numbers = [line.split("\t")[0].strip() for line in lines]
    assert numbers[numbers.index("1") :][:3] == ["1", "2", "3"]
