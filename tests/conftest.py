"""Finds Node as make does; and what tests of several folders share: a season, and engines that open fast."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from nyaastats.synthetic import Process, Schedule, Summary, generate
from testkit.browser.pages import PICTURES
from testkit.measured_year import MeasuredYear, make_year
from testkit.one_sqlite import refuse_second_sqlite
from testkit.quick_duckdb import skip_verification
from testkit.quick_guesses import share_guesses
from testkit.shared import find_shared_folder, make_once

# Where PATH has no Node, make puts a wheel's there: found also by tests that are started without make.
NODE = Path(sys.prefix) / "node"
if NODE.is_dir():
    os.environ["PATH"] = f"{NODE}{os.pathsep}{os.environ['PATH']}"

# A shell's background job ignores Ctrl-C, and so would every command that a test interrupts: it would never end.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A busy machine is no mistake of the code: no example has a deadline, in no test.
settings.register_profile("without_deadline", settings.default, deadline=None)
settings.load_profile("without_deadline")

# As in commands: the modules of the tests alone make hundreds of thousands of objects, and these stay.
gc.set_threshold(10_000)

LONGEST = ("test_scrape_killed.py", "test_readme.py")
"""They begin first: one that began last would keep a single core busy while the others are idle."""


def pytest_xdist_auto_num_workers() -> int:
    """Two more than there are cores: browsers, slow lines and commands that are waited for leave them partly idle."""
    return (os.cpu_count() or 1) + 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the tests: the longest first, the others as they stand."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


def pytest_collection_finish() -> None:
    """Keep the tests and their modules, which stay to the end, out of every search for reference cycles."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say where the browser tests' pictures are: somebody should look at them.

    Here and not in tests/browser: the process that prints the summary reads no conftest of a folder below.
    """
    if PICTURES.exists():
        terminalreporter.line(f"pictures of the pages: {PICTURES}")


@pytest.fixture(scope="session", autouse=True)
def _quick_engines() -> Iterator[None]:
    """In the tests' own processes; what they start verifies, unless forked, and so does a test in tests/engines."""
    with skip_verification():
        yield


@pytest.fixture(scope="session", autouse=True)
def _one_sqlite() -> Iterator[None]:
    """In the tests' own processes, where a collector's connection would take DuckDB's locks from it."""
    with refuse_second_sqlite():
        yield


@pytest.fixture(scope="session", autouse=True)
def _shared_guesses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Likewise in the tests' own processes."""
    with share_guesses(find_shared_folder(tmp_path_factory) / "guesses"):
        yield


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """A synthetic season with hostile titles, generated once; nothing may write to it.

    Of the plain process, scraped by elapsed time: what its tests expect was worked out for it.
    """

    def make(folder: Path) -> Summary:
        database = folder / "nyaastats.db"
        return generate(database, schedule=Schedule.ELAPSED, process=Process.PLAIN, hostile=True)

    return make_once(tmp_path_factory, "season", make)


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> MeasuredYear:
    """A synthetic year of three seasons through the pipeline, once, with what the oracle says of it."""
    return make_once(tmp_path_factory, "measured-year", make_year)
