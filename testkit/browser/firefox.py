"""Firefox as it is installed, driven by WebDriver BiDi: Playwright drives a Firefox of its own only.

WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/) is JSON over a WebSocket, which Firefox offers with
`--remote-debugging-port`. Playwright's loop may be running in this thread: the connection has a thread of its own.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import aiohttp

from testkit.browser.reader import PROBES
from testkit.browser.walking import GOING

T = TypeVar("T")

FIND_SCRIPT = Path(__file__).parents[2] / "scripts" / "firefox.sh"
LISTENING = "WebDriver BiDi listening on "
TIMEOUT_SECONDS = 60
VIEWPORT = {"width": 1280, "height": 900}
KEYS = {"Enter": "\ue007", "Tab": "\ue004", "Escape": "\ue00c", "ArrowDown": "\ue015", "/": "/"}
"""WebDriver's code points of keys (https://www.w3.org/TR/webdriver2/#keyboard-actions)."""
MIDDLE = """((element) => {
    element.scrollIntoView({block: "center", behavior: "instant"});
    const {left, top, width, height} = (element.getClientRects()[0] ?? element.getBoundingClientRect());
    return {x: Math.round(left + width / 2), y: Math.round(top + height / 2)};
})(document.querySelector(%s))"""


def find_firefox() -> str | None:
    """The path of Firefox: the one in FIREFOX, else the system's; None where there is none."""
    output = subprocess.run([FIND_SCRIPT, "find"], stdout=subprocess.PIPE, text=True, encoding="utf-8", check=False)
    return output.stdout.strip() or None


@contextmanager
def open_firefox(path: str) -> Iterator[FirefoxWalker]:
    """Start a headless Firefox with a fresh profile; end it on exit."""
    profile = Path(tempfile.mkdtemp(prefix="firefox-"))
    options = ("--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile)
    with subprocess.Popen(
        [str(word) for word in (path, *options)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as firefox:
        try:
            with _connect(_read_address(firefox)) as connection:
                yield FirefoxWalker(connection)
        finally:
            firefox.kill()
    shutil.rmtree(profile, ignore_errors=True)


def _read_address(firefox: subprocess.Popen[str]) -> str:
    """Where it listens, which it says on stderr; what it says afterwards is read too: it never waits for a reader."""
    assert firefox.stderr is not None
    for line in firefox.stderr:
        if line.startswith(LISTENING):
            threading.Thread(target=firefox.stderr.read, daemon=True).start()
            return f"{line.removeprefix(LISTENING).strip()}/session"
    raise RuntimeError(f"Firefox ended with {firefox.wait()} before it listened")


@contextmanager
def _connect(address: str) -> Iterator[Connection]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    connection = Connection(loop)
    try:
        connection.wait_for(connection.open(address))
        yield connection
    finally:
        connection.wait_for(connection.close())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


class Connection:
    """A session of WebDriver BiDi: a command at a time, and the events that came by then."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._numbers = count(1)
        self._closing = AsyncExitStack()
        self.events: list[dict[str, Any]] = []

    def wait_for(self, work: Coroutine[Any, Any, T]) -> T:
        """What `work` returns, done in the connection's thread."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(TIMEOUT_SECONDS)

    def command(self, method: str, **params: Any) -> Any:
        """The result of a command; raises RuntimeError with the browser's words where it has none."""
        return self.wait_for(self._exchange(method, params))

    async def open(self, address: str) -> None:
        session = await self._closing.enter_async_context(aiohttp.ClientSession())
        self._socket = await self._closing.enter_async_context(session.ws_connect(address, max_msg_size=0))

    async def close(self) -> None:
        await self._closing.aclose()

    async def _exchange(self, method: str, params: dict[str, Any]) -> Any:
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": params})
        while (answer := await self._socket.receive_json())["type"] == "event":
            self.events.append(answer)
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['error']}: {answer['message']}")
        assert answer["id"] == number
        return answer["result"]


class FirefoxWalker:
    """A `Walker` in Firefox."""

    def __init__(self, connection: Connection) -> None:
        self._command = connection.command
        self._events = connection.events
        self._command("session.new", capabilities={})
        self._command("session.subscribe", events=["log.entryAdded"])
        (tab, *_) = self._command("browsingContext.getTree")["contexts"]
        self._tab = tab["context"]
        self._command("browsingContext.setViewport", context=self._tab, viewport=VIEWPORT)
        probes = f"() => {{ {PROBES.read_text(encoding='utf-8')} }}"
        self._command("script.addPreloadScript", functionDeclaration=probes)

    @property
    def complaints(self) -> list[str]:
        self._command("session.status")  # its answer comes after the events so far
        entries = [event["params"] for event in self._events if event["method"] == "log.entryAdded"]
        return [f"{entry['level']}: {entry['text']}" for entry in entries if entry["level"] in {"error", "warn"}]

    def open(self, address: str) -> None:
        self._command("browsingContext.navigate", context=self._tab, url=address, wait="complete")

    def read(self, expression: str) -> Any:
        text = f"JSON.stringify(({expression}) ?? null)"
        target = {"context": self._tab}
        try:
            answer = self._command("script.evaluate", expression=text, target=target, awaitPromise=False)
        except RuntimeError as error:
            if GOING in str(error):
                return None
            raise
        if answer["type"] == "exception":
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']['text']}")
        return json.loads(answer["result"]["value"])

    def click(self, selector: str) -> None:
        point = self.read(MIDDLE % json.dumps(selector))
        steps = [{"type": "pointerMove", **point}, *_press_and_release("pointerDown", "pointerUp", button=0)]
        self._act({"type": "pointer", "id": "mouse", "actions": steps})

    def type(self, text: str) -> None:
        steps = [step for letter in text for step in _press_and_release("keyDown", "keyUp", value=letter)]
        self._act({"type": "key", "id": "keyboard", "actions": steps})

    def press(self, key: str) -> None:
        self.type(KEYS[key])

    def go(self, steps: int) -> None:
        self._command("browsingContext.traverseHistory", context=self._tab, delta=steps)

    def _act(self, source: dict[str, Any]) -> None:
        self._command("input.performActions", context=self._tab, actions=[source])


def _press_and_release(down: str, up: str, **values: Any) -> list[dict[str, Any]]:
    return [{"type": down, **values}, {"type": up, **values}]
