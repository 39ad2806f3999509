"""Two built sites, the servers that serve them, and browsers.

Chromium and the servers live as long as this folder's tests: while Playwright's loop runs, no other test could run one.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from testkit.browser.edge_case_site import SITE_URL, apply_edge_cases
from testkit.browser.reader import ContextPool, Reader
from testkit.chromium import FEW_PROCESSES, chromium
from testkit.measured_year import MeasuredYear
from testkit.shared import make_once
from testkit.site_server import Site, copy_site, serve_plainly, serve_site
from testkit.slow_server import serve_slowly


@pytest.fixture(scope="session")
def published(year: MeasuredYear) -> Path:
    """Three seasons as the ETL publishes them, two of them settled; nothing may write to it."""
    return year.output


@pytest.fixture(scope="session")
def demo_site(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The demonstration, built with no setting at all."""

    def build(folder: Path) -> Site:
        site = copy_site(folder / "website")
        shutil.copytree(published, site.data)
        done = site.build()
        assert (done.returncode, done.stderr) == (0, "")
        assert "no site_url is set" in done.stdout
        return site

    return make_once(tmp_path_factory, "demo", build)


@pytest.fixture(scope="session")
def edge_case_site(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The same with posters and the oddest of shows, built for an address of its own."""

    def build(folder: Path) -> Site:
        site = copy_site(folder / "website")
        shutil.copytree(published, site.data)
        apply_edge_cases(site.data)
        done = site.build({"NYAASTATS_SITE_URL": SITE_URL})
        assert (done.returncode, done.stderr) == (0, "")
        assert "no site_url is set" not in done.stdout
        return site

    return make_once(tmp_path_factory, "edge-cases", build)


@pytest.fixture(scope="package")
def server(demo_site: Site) -> Iterator[str]:
    """The address of the demonstration, at the root of a host."""
    with serve_site(demo_site.dist) as address:
        yield address


@pytest.fixture(scope="package")
def host(demo_site: Site, edge_case_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A host that knows nothing but files: /nyaastats/ has the edge cases, /demo/ the demonstration."""
    root = tmp_path_factory.mktemp("host")
    (root / "demo").symlink_to(demo_site.dist)
    (root / "nyaastats").symlink_to(edge_case_site.dist)
    with serve_plainly(root) as address:
        yield address


@pytest.fixture(scope="package")
def edge_cases(host: str) -> str:
    """The address of the site of edge cases."""
    return f"{host}nyaastats/"


@pytest.fixture(scope="package")
def slow_server(demo_site: Site) -> Iterator[str]:
    """The address of the demonstration on a slow line."""
    with serve_slowly(demo_site.dist) as address:
        yield address


@pytest.fixture(scope="package")
def slow_edge_cases(edge_case_site: Site) -> Iterator[str]:
    """Likewise of the edge cases."""
    with serve_slowly(edge_case_site.dist) as address:
        yield address


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    with chromium(FEW_PROCESSES) as chrome:
        yield chrome


@pytest.fixture(scope="package")
def contexts(browser: Browser) -> Iterator[ContextPool]:
    """Its windows: phones and desktops, light and dark."""
    with closing(ContextPool(browser)) as pool:
        yield pool


@pytest.fixture
def reader(contexts: ContextPool) -> Iterator[Reader]:
    """Somebody who opens pages; at the end nothing may have gone wrong in any of them."""
    with Reader(contexts) as visitor:
        yield visitor
    assert visitor.complaints == []
