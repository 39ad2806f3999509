"""What is wrong with the data stops the build with one line, and the site that stood there stays."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from testkit.command_line import contents
from testkit.published_data import read, seal, write
from testkit.site_server import Site, copy_site

Break = Callable[[Path], object]


@pytest.fixture(scope="module")
def bench(demo_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A website that was built once before."""
    site = copy_site(tmp_path_factory.mktemp("bench") / "website")
    shutil.copytree(demo_site.dist, site.dist)
    shutil.copy(demo_site.folder / "dist.pages.json", site.folder)
    shutil.copytree(demo_site.folder / "dist.pictures", site.folder / "dist.pictures", copy_function=os.link)
    return site


@pytest.fixture
def site(bench: Site, published: Path) -> Iterator[Site]:
    shutil.copytree(published, bench.data)
    yield bench
    shutil.rmtree(bench.data, ignore_errors=True)


def _empty(data: Path) -> None:
    shutil.rmtree(data)
    data.mkdir()


def _append(name: str) -> Break:
    return lambda data: (data / name).write_bytes((data / name).read_bytes() + b" ")


def _of_another_run(data: Path) -> None:
    write(data, "shows.json", read(data, "shows.json") | {"data_until": "2026-01-21T00:00:00Z"})
    seal(data)


def _of_an_older_version(data: Path) -> None:
    report = read(data, "report.json")
    write(data, "report.json", {name: value for name, value in report.items() if name != "synthetic"})
    seal(data)


BROKEN: dict[str, tuple[Break, str]] = {
    "no folder": (shutil.rmtree, '"manifest.json" is not in'),
    "an empty folder": (_empty, '"manifest.json" is not in'),
    "a changed file": (_append("shows.json"), '"shows.json"'),
    "a changed page": (_append("shows/21.json"), '"shows/21.json"'),
    "a file too few": (lambda data: (data / "rankings.json").unlink(), '"rankings.json"'),
    "a file too many": (lambda data: (data / "notes.txt").touch(), '"notes.txt"'),
    "no manifest": (lambda data: (data / "manifest.json").unlink(), '"manifest.json" is not in'),
    "a manifest of nothing": (lambda data: (data / "manifest.json").write_text("{}"), '"manifest.json"'),
    "half a manifest": (lambda data: (data / "manifest.json").write_text('{"files": ['), '"manifest.json"'),
    "two runs": (_of_another_run, '"shows.json"'),
    "an older version": (_of_an_older_version, '"report.json"'),
}


@pytest.mark.parametrize(("spoil", "named"), BROKEN.values(), ids=BROKEN)
def test_data_that_are_not_whole_stop_the_build(site: Site, spoil: Break, named: str) -> None:
    before = contents(site.dist)
    spoil(site.data)
    done = site.build()
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith("error: ")
    assert named in done.stderr
    assert "nyaastats etl" in done.stderr
    assert contents(site.dist) == before


@pytest.mark.parametrize(
    "url", ["example.org", "ftp://example.org/", "https://example.org/?x=1", "javascript:alert(1)"]
)
def test_an_address_that_is_none_stops_the_build(site: Site, url: str) -> None:
    done = site.build({"NYAASTATS_SITE_URL": url})
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "site_url" in done.stderr
    assert url in done.stderr


def test_a_build_that_fails_late_leaves_the_site_that_stood_there(site: Site) -> None:
    before = contents(site.dist)
    page = site.dist.parent / "src" / "broken.md.js"
    page.write_text("process.exit(3);\n", encoding="utf-8")
    try:
        done = site.build()
    finally:
        page.unlink()
    assert done.returncode == 1
    assert "Observable Framework could not build the site" in done.stderr
    assert contents(site.dist) == before
