"""The call after a run: who is told what, and that no call changes a run or gives its secret away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from nyaastats import ping
from nyaastats.ping import make_address, send_ping
from testkit.collector_fixtures import collector, entries
from testkit.command_line import NOBODY_LISTENS, CompletedCommand, Workspace, etl, make_database
from testkit.nyaa_server import Nyaa, answer, nyaa_server
from testkit.ping_server import PingServer, ping_server

CODE = "5e-c-r-e7"
"""In an address, where it is to stay."""


@pytest.fixture
def server() -> Iterator[PingServer]:
    with ping_server() as state:
        yield state


@pytest.fixture
def nyaa() -> Iterator[Nyaa]:
    with nyaa_server() as site:
        yield site


@pytest.mark.parametrize(
    ("template", "success", "failure"),
    [
        ("https://hc.example/a", "https://hc.example/a", "https://hc.example/a/fail"),
        ("https://hc.example/a/", "https://hc.example/a/", "https://hc.example/a/fail"),
        ("https://hc.example/a-{command}", "https://hc.example/a-etl", "https://hc.example/a-etl/fail"),
        ("http://u:p@h:8/a?b={command}#c", "http://u:p@h:8/a?b=etl#c", "http://u:p@h:8/a/fail?b=etl#c"),
        ("https://hc.example", "https://hc.example", "https://hc.example/fail"),
    ],
)
def test_the_address_says_how_a_run_ended(template: str, success: str, failure: str) -> None:
    assert make_address(template, "etl", is_success=True) == success
    assert make_address(template, "etl", is_success=False) == failure


@pytest.mark.parametrize(
    ("status", "words"), [(200, None), (204, None), (302, "HTTP 302"), (404, "HTTP 404"), (500, "HTTP 500")]
)
def test_an_answer_is_success_or_one_line_without_the_secret(
    server: PingServer, status: int, words: str | None
) -> None:
    server.status = status
    fault = send_ping(f"{server.url}/{CODE}")
    assert server.paths == [f"/{CODE}"]  # nothing is followed
    assert (fault is None) if words is None else (fault is not None and words in fault and "127.0.0.1" in fault)
    assert CODE not in str(fault)


@pytest.mark.parametrize("address", [f"{NOBODY_LISTENS}/{CODE}", f"http://nothing.invalid/{CODE}"])
def test_who_cannot_be_reached_is_named_without_the_secret(address: str) -> None:
    fault = send_ping(address)
    assert fault is not None
    assert CODE not in fault


def test_a_call_that_does_not_end_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ping, "MAX_SECONDS", 0.05)
    release = Event()
    fault = send_ping(f"https://hc.example/{CODE}", call=lambda _: str(release.wait(60)))
    release.set()
    assert fault == "'hc.example' was not told of this run (no answer within 0 seconds): check ping_url"


# --- the commands -----------------------------------------------------------------------------------------------------


def call_scrape(folder: Path, nyaa: Nyaa, url: str) -> CompletedCommand:
    work = collector(folder, nyaa).at(ping_url=url)
    return work.workspace.call("scrape", "--db", work.database)


def test_a_scrape_calls_after_a_good_run_and_after_one_that_failed(
    tmp_path: Path, nyaa: Nyaa, server: PingServer
) -> None:
    nyaa.entries = entries(2)
    assert call_scrape(tmp_path, nyaa, f"{server.url}/{{command}}").returncode == 0
    (other := tmp_path / "other").mkdir()
    nyaa.faults.extend([answer(404)] * 9)
    assert call_scrape(other, nyaa, f"{server.url}/{{command}}/gone").returncode == 1
    assert server.paths == ["/scrape", "/scrape/gone/fail"]


def test_a_call_that_fails_is_a_warning_and_no_failure(tmp_path: Path, nyaa: Nyaa, server: PingServer) -> None:
    nyaa.entries, server.status = entries(2), 500
    done = call_scrape(tmp_path, nyaa, f"{server.url}/{CODE}")
    assert done.returncode == 0
    [line] = done.stderr.splitlines()
    assert line == "nyaastats: warning: '127.0.0.1' was not told of this run (HTTP 500): check ping_url"
    assert CODE not in done.stdout


def test_an_etl_calls_as_a_scrape_does(tmp_path: Path, server: PingServer) -> None:
    make_database(tmp_path / "nyaastats.db")
    workspace = Workspace(tmp_path, {"NYAASTATS_PING_URL": f"{server.url}/{{command}}"})
    assert workspace.call(*etl()).returncode == 0
    assert workspace.call(*etl(db="none.db")).returncode == 1
    silent = replace(workspace, settings={})
    assert silent.call(*etl(db="none.db")).returncode == 1
    assert server.paths == ["/etl", "/etl/fail"]
