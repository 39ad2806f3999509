"""The review page in Chromium: from the queue to the overrides file to the ranking that follows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from nyaastats.domain.text import isolate
from nyaastats.settings import parse_overrides
from testkit.bidi import find_loose
from testkit.browser.reader import Reader
from testkit.chromium import DESKTOP, PHONE
from testkit.command_line import Workspace, etl
from testkit.review_cases import make_doubtful_database
from testkit.review_server import ReviewServer, serve_review
from testkit.site_server import WEBSITE

AXE = (WEBSITE / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
HOSTILE = "מגדל <img src=x onerror=alert`1`>"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReviewServer]:
    """One for all tests: starting it takes longer than most of them."""
    folder = tmp_path_factory.mktemp("review")
    make_doubtful_database(folder / "nyaastats.db", extra={f"[G] {HOSTILE} - 01 (1080p)": 700})
    with serve_review(Workspace(folder)) as review_server:
        yield review_server


@pytest.fixture
def review(server: ReviewServer) -> ReviewServer:
    """The server as after its start: without an overrides file."""
    server.forget()
    return server


def open_review(reader: Reader, review: ReviewServer, query: str = "", **options: Any) -> Page:
    page = reader.prepare(review.address, **(options or DESKTOP))
    page.goto(review.address + query)
    expect(page.locator("#effect h2")).to_be_visible()
    return page


def open_title(page: Page, title: str) -> None:
    page.get_by_role("button", name=re.compile(rf"^{re.escape(title)}")).click()
    expect(page.locator("#subject h2")).to_have_text(title)
    expect(page.locator("#effect h2")).to_be_visible()


def publish(review: ReviewServer) -> list[dict[str, Any]]:
    """The shows as the ETL publishes them with the decisions so far."""
    folder = review.workspace.folder
    workspace = Workspace(folder, {"NYAASTATS_OVERRIDES": "own.toml"} if (folder / "own.toml").exists() else {})
    done = workspace.call(*etl())
    assert done.returncode == 0, done.stderr
    shows: list[dict[str, Any]] = json.loads((folder / "data" / "seasons" / "fall-2025" / "shows.json").read_bytes())[
        "shows"
    ]
    return shows


def find_show(shows: list[dict[str, Any]], show: int) -> dict[str, Any]:
    return next((row for row in shows if row["anilist_id"] == show), {"season_downloads": 0, "seasonal_rank": None})


def test_from_the_queue_to_the_changed_ranking(review: ReviewServer, reader: Reader) -> None:
    before = find_show(publish(review), 102)
    page = open_review(reader, review)
    expect(page).to_have_url(f"http://{review.host}/")
    open_title(page, "Vanished S2")
    page.keyboard.press("/")
    page.keyboard.type("beta hunter season 2")
    result = page.locator("#results .candidate").first
    expect(result).to_contain_text("Beta Hunter Season 2")
    expect(result).to_contain_text("title")
    result.click()
    expect(page.locator("#effect h2")).to_have_text("If it is Beta Hunter Season 2")
    expect(page.locator("#effect")).to_contain_text("2 torrents with 950 downloads would change; all of them count.")
    previewed = page.locator(".show-effect .figures td:last-child").all_inner_texts()
    assert review.read_overrides() is None
    page.get_by_role("button", name="Seen in the video").click()
    page.get_by_role("button", name="Match to Beta Hunter Season 2").click()
    expect(page.locator("#progress")).to_contain_text("1 of 5 answered")
    [saved] = parse_overrides(review.read_overrides() or "", "own.toml")
    assert (saved.title, saved.anilist_id, saved.why, saved.season) == ("Vanished S2", 102, "Seen in the video", 2)
    after = find_show(publish(review), 102)
    assert previewed[:2] == [f"{after['season_downloads']:,}", f"#{after['seasonal_rank']}"]
    assert after["season_downloads"] > before["season_downloads"]


def test_the_keys_alone(review: ReviewServer, reader: Reader) -> None:
    page = open_review(reader, review)
    first = page.locator("#subject h2").inner_text()
    page.keyboard.press("n")
    expect(page.locator("#effect h2")).to_have_text("If it is no show")
    assert review.read_overrides() is None
    page.keyboard.press("n")
    expect(page.locator("#progress")).to_contain_text("1 of")
    [saved] = parse_overrides(review.read_overrides() or "", "own.toml")
    assert (saved.title, saved.anilist_id, saved.why) == (first, None, "no reason given")
    page.keyboard.press("u")
    expect(page.locator("#progress")).to_contain_text("0 of")
    assert review.read_overrides() is None
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    expect(page.locator("#subject h2")).to_have_text(first)  # what was taken back is open again
    page.keyboard.press("Enter")  # nothing was chosen since: the preview alone is not written
    page.keyboard.press("2")
    chosen = page.locator(".candidate[aria-pressed=true] b.title")
    expect(chosen).to_have_count(1)
    page.keyboard.press("j")
    expect(page.locator("#subject h2")).to_have_text("Vanished")
    assert review.read_overrides() is None
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator("#progress")).to_contain_text("2 of 5 answered")  # Old Name | Vanished is the same


def test_several_titles_at_once(review: ReviewServer, reader: Reader) -> None:
    page = open_review(reader, review)
    expect(page.locator("#outlook")).to_contain_text("with a show for the")
    page.get_by_label("Filter titles and names").fill("vanished")
    expect(page.locator("#queue li")).to_have_count(3)
    page.locator("#select-all").check()
    expect(page.locator(".together")).to_contain_text("3 titles are settled together")
    expect(page.locator("#outlook")).to_contain_text("for the 3 selected")
    page.locator("#no-show").click()
    expect(page.get_by_role("button", name="Answered 3")).to_be_visible()
    saved = parse_overrides(review.read_overrides() or "", "own.toml")
    assert {override.title for override in saved} == {"Vanished S2", "Vanished", "Old Name"}
    page.get_by_role("button", name="Answered 3").click()
    expect(page.locator("#subject")).to_contain_text("✓ no show")
    expect(page.locator("#outlook")).to_contain_text("3 titles settled by you so far")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Answered 0")).to_be_visible()
    assert review.read_overrides() is None


def test_a_file_that_another_program_changed(review: ReviewServer, reader: Reader) -> None:
    page = open_review(reader, review)
    path = review.workspace.folder / "own.toml"
    path.write_text("# by hand\n", encoding="utf-8")
    page.locator("#no-show").click()
    expect(page.get_by_role("alert")).to_contain_text("was changed by another program")
    assert path.read_text(encoding="utf-8") == "# by hand\n"
    page.get_by_role("button", name="Read it again").click()
    expect(page.get_by_role("alert")).to_be_hidden()
    page.locator("#no-show").click()
    expect(page.locator("#progress")).to_contain_text("1 of")
    assert path.read_text(encoding="utf-8").startswith("# by hand\n\n[[override]]")
    reader.complaints.remove(next(line for line in reader.complaints if "409" in line))  # the console notes the refusal


def test_a_link_opens_its_title(review: ReviewServer, reader: Reader) -> None:
    page = open_review(reader, review, "&title=Vanished")
    expect(page.locator("#subject h2")).to_have_text("Vanished")
    page.goto(f"http://{review.host}/?title=Xyloquartz")  # without the token, as the site links: the cookie is there
    expect(page.locator("#subject h2")).to_have_text("Xyloquartz")
    page.goto(f"http://{review.host}/?title=Frieren")
    expect(page.get_by_role("alert")).to_contain_text("No title is like Frieren")
    expect(page.locator("#effect h2")).to_be_visible()


def test_a_hostile_title_is_text(review: ReviewServer, reader: Reader) -> None:
    page = open_review(reader, review)
    open_title(page, HOSTILE)
    assert page.locator("main img").count() == 0
    assert page.locator("#subject h2 bdi").inner_text() == HOSTILE
    labels = page.evaluate("() => [...document.querySelectorAll('[aria-label]')].map((node) => node.ariaLabel)")
    assert f"Select {isolate(HOSTILE)}" in labels
    assert [label for label in labels if find_loose(label)] == []


def test_when_the_server_is_gone_it_says_so(review: ReviewServer, reader: Reader) -> None:
    page = open_review(reader, review)
    page.route("**/api/settle", lambda route: route.abort())
    page.locator("#no-show").click()
    expect(page.get_by_role("alert")).to_contain_text("not running any more")
    reader.complaints.clear()  # the browser notes every connection that failed


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_it_is_accessible_and_fits(review: ReviewServer, reader: Reader, device: dict[str, Any]) -> None:
    page = open_review(reader, review, **device)
    page.locator("#help").click()
    page.evaluate(AXE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert page.evaluate("() => probes.axe()") == [], scheme
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
