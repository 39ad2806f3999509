"""Leaving Framework: the same sources without it give pages of the same content, which come alive all the same."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from testkit.browser.pages import FORMER, KINDS, LEADER, SETTLED_WEEK
from testkit.browser.reader import Reader
from testkit.chromium import DESKTOP
from testkit.site_server import Site, serve_plainly

TEMPLATES = {
    "front": "index.html",
    "week": f"week/{SETTLED_WEEK}/index.html",
    "weeks": "week/index.html",
    "season": "season/fall-2025/index.html",
    "seasons": "season/index.html",
    "show": f"show/{LEADER}/index.html",
    "former": f"show/{FORMER}/index.html",
    "about": "about/index.html",
    "404": "404.html",
}
ORNAMENTS = "script, .observablehq-pre-copy"
"""What Framework adds within a page's text: its own scripts, and a button beside each block of code."""


@pytest.fixture(scope="module")
def plain(demo_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as markdown-it and esbuild make it, with the scripts that stamp the pages."""
    folder = tmp_path_factory.mktemp("plain") / "dist"
    command = ["node", "test/fixtures/plainBuild.js", str(folder)]
    done = subprocess.run(command, cwd=demo_site.folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.fixture(scope="module")
def plain_home(plain: Path) -> Iterator[str]:
    with serve_plainly(plain) as address:
        yield address


def parse(path: Path) -> LexborHTMLParser:
    return LexborHTMLParser(path.read_text(encoding="utf-8"))


def read_slots(page: LexborHTMLParser) -> dict[str, str]:
    """What stands in each slot, as markup."""
    return {slot.attributes["data-slot"] or "": slot.inner_html or "" for slot in page.css("[data-slot]")}


def read_words(page: LexborHTMLParser) -> list[str]:
    main: LexborNode | None = page.css_first("main")
    assert main is not None
    for ornament in main.css(ORNAMENTS):
        ornament.decompose()
    return main.text().split()


def test_it_has_the_same_files(demo_site: Site, plain: Path) -> None:
    pages, others = (
        {path.relative_to(dist).as_posix() for path in dist.rglob("*.html")} for dist in (demo_site.dist, plain)
    )
    assert pages == others


@pytest.mark.parametrize("name", TEMPLATES.values(), ids=TEMPLATES)
def test_a_page_has_the_same_content(demo_site: Site, plain: Path, name: str) -> None:
    framework, own = parse(demo_site.dist / name), parse(plain / name)
    slots = read_slots(own)
    assert slots == read_slots(framework)
    assert len(slots) > 1
    assert read_words(own) == read_words(framework)


@pytest.mark.parametrize("kind", ["front", "week", "season", "show", "about"])
def test_a_page_comes_alive(reader: Reader, plain_home: str, kind: str) -> None:
    page = reader.open(plain_home + KINDS[kind], **DESKTOP)
    assert page.locator("#find").count() == 1
