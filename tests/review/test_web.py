"""The review page answers its own browser and nobody else; whatever is refused writes nothing."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from testkit.command_line import Workspace
from testkit.review_cases import make_doubtful_database
from testkit.review_server import ReviewServer, serve_review

ANSWER = {"keys": ["none vanished"], "show": None, "why": "an attack"}
PATHS = [
    "/",
    "/api/review",
    "/api/question?key=none%20vanished",
    "/api/shows?key=none%20vanished&text=beta",
    "/static/main.js",
]
WRITES = ["/api/settle", "/api/undo", "/api/reload", "/api/preview"]


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReviewServer]:
    folder = tmp_path_factory.mktemp("review")
    make_doubtful_database(folder / "nyaastats.db")
    with serve_review(Workspace(folder)) as server:
        yield server


def headers_of(review: ReviewServer, **changes: str | None) -> dict[str, str]:
    """What the page's own script sends, but for `changes`; None leaves a header out."""
    own = {
        "host": review.host,
        "origin": f"http://{review.host}",
        "cookie": review.cookie,
        "content-type": "application/json",
    }
    changed = own | {name.replace("_", "-"): value for name, value in changes.items()}
    return {name: value for name, value in changed.items() if value is not None}


def send(
    review: ReviewServer, method: str, path: str, headers: Mapping[str, str], body: object = None
) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
    return httpx.request(
        method, f"http://{review.host}{path}", headers=headers, content=content, follow_redirects=False
    )


ATTACKS: list[dict[str, str | None]] = [
    {"host": "evil.example"},
    {"host": "127.0.0.1"},
    {"host": "127.0.0.1:1"},
    {"host": "127.0.0.1.evil.example:8765"},
    {"cookie": None},
    {"cookie": "nyaastats_review_1=guess"},
    {"cookie": "a=b; nonsense; =;"},
    {"origin": "http://evil.example"},
    {"origin": "null"},
    {"origin": "http://localhost:3000"},
    {"origin": "https://{host}"},
]


def attack_id(attack: dict[str, str | None]) -> str:
    return " ".join(f"{name} {value}" for name, value in attack.items())


@pytest.mark.parametrize("attack", ATTACKS, ids=attack_id)
def test_a_stranger_is_refused_and_writes_nothing(review: ReviewServer, attack: dict[str, str | None]) -> None:
    changes = {name: value and value.format(host=review.host) for name, value in attack.items()}
    headers = headers_of(review, **changes)
    for path in PATHS:
        assert send(review, "GET", path, headers).status_code == 403, path
    for path in WRITES:
        assert send(review, "POST", path, headers, ANSWER).status_code == 403, path
    assert review.read_overrides() is None


def test_a_write_without_an_origin_is_refused(review: ReviewServer) -> None:
    """A browser always sends one with a POST."""
    for path in WRITES:
        assert send(review, "POST", path, headers_of(review, origin=None), ANSWER).status_code == 403
    assert review.read_overrides() is None


@pytest.mark.parametrize("token", ["", "guess", "%00", "é", "x" * 10_000])
def test_a_wrong_token_opens_nothing(review: ReviewServer, token: str) -> None:
    answer = send(review, "GET", f"/?token={token}", headers_of(review, cookie=None, origin=None))
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_the_token_becomes_a_cookie_and_leaves_the_address(review: ReviewServer) -> None:
    address = f"/?title=A%20%26%20B&token={review.token}"
    answer = send(review, "GET", address, headers_of(review, cookie=None, origin=None))
    assert (answer.status_code, answer.headers["location"]) == (303, "/?title=A+%26+B")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(review.cookie)
    assert {"httponly", "samesite=lax", "path=/"} <= {part.strip().lower() for part in cookie.split(";")}


@pytest.mark.parametrize("path", [*PATHS, "/static/gone.js", "/api/gone"])
def test_nothing_is_kept_framed_or_loaded_from_elsewhere(review: ReviewServer, path: str) -> None:
    for cookie in (review.cookie, None):
        sent = send(review, "GET", path, headers_of(review, cookie=cookie, origin=None)).headers
        policy = sent["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "http" not in policy
        assert "unsafe" not in policy
        assert (sent["x-content-type-options"], sent["referrer-policy"]) == ("nosniff", "no-referrer")
        assert sent["cache-control"] == "no-store"
        assert not {"server", "access-control-allow-origin"} & set(sent)


@pytest.mark.parametrize(
    ("body", "changes", "words"),
    [
        (b"keys=none+vanished", {"content_type": "application/x-www-form-urlencoded"}, "application/json"),
        (b"{}", {"content_type": "text/plain"}, "application/json"),
        (b"not json", {}, "JSON"),
        ({"keys": [], "show": None}, {}, "keys"),
        ({"keys": ["none vanished"]}, {}, "show"),
        ({"keys": ["none vanished"], "show": "102"}, {}, "show"),
        ({"keys": ["none vanished"], "show": 0}, {}, "show"),
        ({"keys": ["none vanished"], "show": None, "file": "/etc/passwd"}, {}, "file"),
        ({"keys": ["none vanished"], "show": None, "why": "x" * 2_000}, {}, "why"),
        ({"keys": ["none vanished", "2 gone"], "show": None}, {}, "'2 gone'"),
        (b" " * (2 << 20), {}, "fewer titles"),
    ],
)
def test_an_absurd_answer_is_one_line_and_writes_nothing(
    review: ReviewServer, body: object, changes: dict[str, str], words: str
) -> None:
    answer = send(review, "POST", "/api/settle", headers_of(review, **changes), body)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert words in error
    assert "\n" not in error
    assert review.read_overrides() is None


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/lib/../../guard.py", "/own.toml"]
)
def test_only_the_pages_own_files_are_served(review: ReviewServer, path: str) -> None:
    target = f"GET {path} HTTP/1.1\r\nHost: {review.host}\r\nCookie: {review.cookie}\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", int(review.host.split(":")[1]))) as connection:
        connection.sendall(target.encode())
        answer = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    assert answer.split()[1] == b"404"


def test_it_listens_on_this_machine_alone(review: ReviewServer) -> None:
    port = int(review.host.split(":")[1])
    addresses = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in addresses - {"127.0.0.1"}:
        with (
            pytest.raises(OSError, match=r"refused|timed out"),
            socket.create_connection((str(address), port), timeout=2),
        ):
            pass


def read_json(review: ReviewServer, path: str) -> Any:
    answer = send(review, "GET", path, headers_of(review, origin=None))
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_what_the_page_reads(review: ReviewServer) -> None:
    document = read_json(review, "/api/review")
    titles = {question["title"]: question for question in document["questions"]}
    assert titles["Vanished S2"]["downloads"] == 950
    assert (document["season"], document["can_undo"]) == ("Fall 2025", False)
    detail = read_json(review, "/api/question?key=none%20vanished")
    assert [torrent["downloads"] for torrent in detail["torrents"]] == [800]
    assert len(detail["candidates"]) == 5
    shows = read_json(review, "/api/shows?key=none%20vanished&text=beta%20hunt")
    assert shows[0]["id"] in {101, 102}
    assert shows[0]["evidence"]
    assert read_json(review, "/api/shows?key=none%20vanished&text=102")[0]["id"] == 102
    assert read_json(review, "/api/shows?key=none%20vanished&text=%20%C2%A0%00") == []


def test_a_port_that_is_taken_is_one_clear_error(review: ReviewServer, tmp_path: Path) -> None:
    make_doubtful_database(tmp_path / "nyaastats.db")
    port = review.host.split(":")[1]
    arguments = [*review.process.args][3:-1]  # type: ignore[misc] # our own list
    done = Workspace(tmp_path).run(*arguments, port)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert f"port {port} of this machine cannot be used" in done.stderr


def test_ctrl_c_ends_it_and_says_what_was_saved(tmp_path: Path) -> None:
    make_doubtful_database(tmp_path / "nyaastats.db")
    with serve_review(Workspace(tmp_path)) as review:
        assert send(review, "POST", "/api/settle", headers_of(review), ANSWER).status_code == 200
        assert "1 decision saved in own.toml" in review.stop()
        assert review.process.returncode == 130
    assert 'why = "an attack"' in (review.read_overrides() or "")


def test_another_programs_change_is_noticed(tmp_path: Path) -> None:
    make_doubtful_database(tmp_path / "nyaastats.db")
    with serve_review(Workspace(tmp_path)) as review:
        (tmp_path / "own.toml").write_text("# by hand\n", encoding="utf-8")
        refused = send(review, "POST", "/api/settle", headers_of(review), ANSWER)
        assert (refused.status_code, review.read_overrides()) == (409, "# by hand\n")
        assert send(review, "POST", "/api/reload", headers_of(review), {}).status_code == 200
        assert send(review, "POST", "/api/settle", headers_of(review), ANSWER).status_code == 200
        assert (review.read_overrides() or "").startswith("# by hand\n\n[[override]]")
        assert send(review, "POST", "/api/undo", headers_of(review), {}).json()["can_undo"] is False
        assert review.read_overrides() == "# by hand\n"
