"""The page's policy: what the build wrote runs, what was written into it afterwards does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from testkit.browser.crawl import Markup, read_pages
from testkit.browser.pages import LEADER, every_kind
from testkit.chromium import DESKTOP
from testkit.site_server import Site

Attack = tuple[str, str]
INTO_MARKUP: dict[str, Attack] = {
    "script": ("</body>", "<script>globalThis.broken = 1</script></body>"),
    "module": ("</body>", '<script type="module">globalThis.broken = 1</script></body>'),
    "handlers": ("</body>", '<img src="gone" onerror="globalThis.broken = 1" onload="globalThis.broken = 1"></body>'),
    "script of another host": ("</body>", '<script src="https://example.org/x.js"></script></body>'),
    "frame": ("</body>", '<iframe srcdoc="<script>parent.broken = 1</script>"></iframe></body>'),
    "base": ("<title>", '<base href="https://example.org/"><title>'),
    "style": ("</body>", '<p style="color: red">red</p></body>'),
}
"""What is found in a page, and what is put in its place."""
REFUSED = "Content Security Policy"
OpenAltered = Callable[[str, Attack], tuple[Page, list[str]]]


@pytest.fixture
def open_altered(browser: Browser, server: str) -> Iterator[OpenAltered]:
    """Opens a page into which somebody has written something on its way; what its policy refuses is told."""
    context = browser.new_context(**DESKTOP)

    def visit(path: str, attack: Attack) -> tuple[Page, list[str]]:
        page, refused = context.new_page(), list[str]()
        page.on("console", lambda message: refused.append(message.text) if REFUSED in message.text else None)
        page.route(server + path, lambda route: _altered(route, attack))
        page.goto(server + path)
        page.wait_for_load_state("networkidle")
        return page, refused

    yield visit
    context.close()


def _altered(route: Route, attack: Attack) -> None:
    answer = route.fetch()
    target, replacement = attack
    assert target in answer.text()
    route.fulfill(response=answer, body=answer.text().replace(target, replacement, 1))


@pytest.mark.parametrize("attack", INTO_MARKUP.values(), ids=INTO_MARKUP)
def test_what_is_written_into_a_page_does_nothing(open_altered: OpenAltered, attack: Attack) -> None:
    page, refused = open_altered(f"show/{LEADER}/", attack)
    assert page.evaluate("() => globalThis.broken") is None
    assert refused != []


def test_a_script_added_by_a_script_does_not_run(open_altered: OpenAltered) -> None:
    page, refused = open_altered("", ("<title>", "<title>"))
    assert refused == []
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "globalThis.broken = 1";
            document.body.append(script);
        }"""
    )
    page.wait_for_timeout(100)
    assert page.evaluate("() => globalThis.broken") is None
    assert len(refused) == 1


@every_kind
def test_what_the_build_wrote_runs(open_altered: OpenAltered, path: str) -> None:
    """Each inline script of the page is on its list: none is refused."""
    page, refused = open_altered(path, ("<title>", "<title>"))
    assert page.locator("script").count() > 0
    assert refused == []


def test_every_page_has_a_policy_before_anything_else(demo_site: Site) -> None:
    pages = {path: markup for path, markup in read_pages(demo_site.dist).items() if not is_redirect(markup)}
    assert len(pages) > 200
    for path, markup in pages.items():
        elements = markup.elements
        names = [tag for tag, _ in elements]
        policies = [index for index, (_, attributes) in enumerate(elements) if "http-equiv" in attributes]
        assert (len(policies), policies[0] < names.index("script")) == (1, True), path
        assert [
            attributes
            for _, attributes in elements
            if any(name == "style" or name.startswith("on") for name in attributes)
        ] == []


def is_redirect(markup: Markup) -> bool:
    return any(attributes.get("http-equiv") == "refresh" for _, attributes in markup.elements)


def test_no_folder_of_the_machine_is_named(demo_site: Site) -> None:
    folder = str(demo_site.folder.parent)
    texts = [path for path in demo_site.dist.rglob("*") if path.suffix in {".html", ".js", ".css", ".json", ".xml"}]
    assert len(texts) > 80
    assert [path for path in texts if names_folder(path, folder)] == []


def names_folder(path: Path, folder: str) -> bool:
    text = path.read_text(encoding="utf-8")
    return folder in text or "/node_modules/" in text
