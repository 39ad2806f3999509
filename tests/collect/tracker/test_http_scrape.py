"""The HTTP scrape of BEP 48: its addresses, its replies, and misbehaving servers."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl, urlsplit

import flatbencode
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyaastats.collect.retry import RetryPolicy
from nyaastats.collect.tracker.client import open_tracker
from nyaastats.collect.tracker.http import (
    MAX_ANSWER_BYTES,
    MAX_INFOHASHES,
    build_scrape_address,
    build_scrape_url,
    build_status_error,
    parse_answer,
)
from nyaastats.collect.tracker.protocol import MAX_COUNT, ScrapeAnswer
from nyaastats.domain.scrapes import MAX_DOWNLOADS
from nyaastats.domain.torrents import InfoHash, ScrapeCounts
from nyaastats.errors import BusyTrackerError, LongRequestError, TrackerError

ONE, TWO, THREE = (InfoHash(f"{digit}" * 40) for digit in "1ab")
NAME = "nyaastats/0 (+https://example.org)"
ANY_HASH = st.binary(min_size=20, max_size=20).map(lambda raw: InfoHash(raw.hex()))


def entry(infohash: InfoHash, **fields: object) -> dict[bytes, object]:
    return {bytes.fromhex(infohash): {key.encode(): value for key, value in fields.items()}}


def reply(*entries: dict[bytes, object]) -> bytes:
    files = {key: value for item in entries for key, value in item.items()}
    return bytes(flatbencode.encode({b"files": files}))


GOOD = entry(ONE, complete=5, downloaded=50, incomplete=10)
GOLDEN = b"d5:filesd20:" + b"\x11" * 20 + b"d8:completei5e10:downloadedi50e10:incompletei10eeee"


# --- the request ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "scraped"),
    [
        ("http://example.com/announce", "http://example.com/scrape"),
        ("https://example.com:8443/x/announce", "https://example.com:8443/x/scrape"),
        ("http://example.com/announce.php", "http://example.com/scrape.php"),
        ("http://example.com/announce?passkey=0aF", "http://example.com/scrape?passkey=0aF"),
        ("http://example.com/announce?x=2%0644", "http://example.com/scrape?x=2%0644"),
        ("http://example.com/announce/announce", "http://example.com/announce/scrape"),
        ("http://example.com/0af/announce#top", "http://example.com/0af/scrape"),
        ("http://example.com/scrape", "http://example.com/scrape"),
        ("http://example.com/scrape.php?key=1", "http://example.com/scrape.php?key=1"),
        ("http://[::1]:7777/announce", "http://[::1]:7777/scrape"),
    ],
)
def test_where_a_tracker_is_scraped(address: str, scraped: str) -> None:
    assert build_scrape_address(address) == scraped


@pytest.mark.parametrize("path", ["", "/", "/a", "/announce/", "/announce/a", "/x%064announce", "/Announce"])
def test_an_address_of_neither_kind_is_refused(path: str) -> None:
    with pytest.raises(TrackerError, match=f"'http://example.com{path}' cannot be scraped: give an address"):
        build_scrape_address(f"http://example.com{path}")


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("http://example.com/announce", "http://example.com/scrape?info_hash=%11"),
        ("http://example.com/announce?passkey=k", "http://example.com/scrape?passkey=k&info_hash=%11"),
    ],
)
def test_every_byte_of_an_infohash_is_escaped(address: str, url: str) -> None:
    assert build_scrape_url(address, [ONE, TWO]) == url + "%11" * 19 + "&info_hash=" + "%AA" * 20


@pytest.mark.parametrize("infohashes", [[], [ONE] * (MAX_INFOHASHES + 1)])
def test_no_request_asks_for_all_torrents_or_for_too_many(infohashes: list[InfoHash]) -> None:
    with pytest.raises(TrackerError, match=f"{len(infohashes)} infohashes in a request over HTTP: ask for 1 to 40"):
        build_scrape_url("http://example.com/announce", infohashes)


@given(st.lists(ANY_HASH, min_size=1, max_size=MAX_INFOHASHES))
def test_what_is_asked_is_what_was_meant(infohashes: list[InfoHash]) -> None:
    query = urlsplit(build_scrape_url("http://example.com/announce?info=1", infohashes)).query
    asked = [value.encode("latin-1").hex() for key, value in parse_qsl(query, encoding="latin-1") if key == "info_hash"]
    assert asked == infohashes


# --- the reply --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        pytest.param(GOLDEN, ScrapeAnswer((ONE, TWO), {ONE: ScrapeCounts(5, 10, 50)}), id="golden"),
        pytest.param(
            b"d5:filesd20:" + b"\x11" * 20 + b"d10:incompletei10e4:name1:x10:downloadedi50e8:completei5eeee",
            ScrapeAnswer((ONE, TWO), {ONE: ScrapeCounts(5, 10, 50)}),
            id="in another order, with a name",
        ),
        pytest.param(b"d5:filesdee", ScrapeAnswer((ONE, TWO), {}), id="nothing known"),
        pytest.param(
            reply(GOOD, entry(THREE, complete=1, downloaded=1, incomplete=1)),
            ScrapeAnswer((ONE, TWO), {ONE: ScrapeCounts(5, 10, 50)}),
            id="one that was not asked",
        ),
        pytest.param(
            reply(entry(TWO, complete=0, downloaded=MAX_DOWNLOADS, incomplete=0)),
            ScrapeAnswer((ONE, TWO), {TWO: ScrapeCounts(0, 0, MAX_DOWNLOADS)}),
            id="the largest",
        ),
    ],
)
def test_a_reply_is_read(body: bytes, answer: ScrapeAnswer) -> None:
    assert parse_answer(body, [ONE, TWO]) == answer


@pytest.mark.parametrize(
    "fields",
    [
        {"complete": 1, "incomplete": 1},
        {"downloaded": 1},
        {"complete": 1, "downloaded": b"1", "incomplete": 1},
        {"complete": -1, "downloaded": 1, "incomplete": [1]},
        {"complete": MAX_COUNT + 1, "downloaded": 1, "incomplete": MAX_COUNT + 1},
        {"complete": 1, "downloaded": -1, "incomplete": 1},
        {},
    ],
    ids=str,
)
def test_a_torrent_with_a_count_that_cannot_be_is_left_out_and_counted(fields: dict[str, object]) -> None:
    assert parse_answer(reply(GOOD, entry(TWO, **fields)), [ONE, TWO]) == ScrapeAnswer(
        (ONE, TWO), {ONE: ScrapeCounts(5, 10, 50)}, 1
    )


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({"complete": 2, "downloaded": 40, "incomplete": -2}, ScrapeCounts(2, None, 40)),
        ({"complete": 2, "downloaded": 40}, ScrapeCounts(2, None, 40)),
        ({"complete": MAX_COUNT + 1, "downloaded": 40, "incomplete": 1}, ScrapeCounts(None, 1, 40)),
    ],
    ids=str,
)
def test_an_impossible_number_of_peers_costs_only_itself(fields: dict[str, object], counts: ScrapeCounts) -> None:
    answer = parse_answer(reply(GOOD, entry(TWO, **fields)), [ONE, TWO])
    assert answer == ScrapeAnswer((ONE, TWO), {ONE: ScrapeCounts(5, 10, 50), TWO: counts})


@pytest.mark.parametrize("rest", [b"\n", b"e", b"6:peers60:", bytes(100)])
def test_what_follows_the_answer_is_no_part_of_it(rest: bytes) -> None:
    assert parse_answer(GOLDEN + rest, [ONE, TWO]) == parse_answer(GOLDEN, [ONE, TWO])


def test_a_key_that_is_written_as_utf_8_is_read() -> None:
    """As the npm package bittorrent-tracker does."""
    infohash = InfoHash("9e3779b97f4a7c15" * 2 + "00ff00ff")
    key = bytes.fromhex(infohash).decode("latin-1").encode()
    body = b"d5:filesd%d:%bd8:completei1e10:downloadedi3e10:incompletei2eeee" % (len(key), key)
    assert parse_answer(body, [infohash]).counts == {infohash: ScrapeCounts(1, 2, 3)}


@pytest.mark.parametrize("key", [b"x" * 50, ONE.encode()])
def test_an_answer_about_others_alone_is_none(key: bytes) -> None:
    body = b"d5:filesd%d:%bd8:completei1e10:downloadedi2e10:incompletei3eeee" % (len(key), key)
    with pytest.raises(TrackerError, match="the answer is about other torrents"):
        parse_answer(body, [ONE, TWO])


@pytest.mark.parametrize(
    ("flags", "seconds"),
    [(b"i900e", 900), (b"i-1e", 0), (b"i999999e", 86_400), (b"3:900", 0)],
)
def test_the_interval_that_a_tracker_wants_is_read(flags: bytes, seconds: int) -> None:
    body = b"d5:filesde5:flagsd20:min_request_interval%bee" % flags
    assert parse_answer(body, [ONE]).min_interval == seconds


@pytest.mark.parametrize(
    ("status", "headers", "body", "error", "message"),
    [
        (414, {}, b"<html>", LongRequestError, "it answers with status 414"),
        (400, {}, b"", LongRequestError, "it answers with status 400"),
        (400, {}, b"d14:failure reason11:bad passkeye", TrackerError, "status 400: it refuses: bad passkey"),
        (400, {}, b"d14:failure reason16:request too longe", LongRequestError, "refuses: request too long"),
        (404, {}, b"d14:failure reason4:gonee", TrackerError, "status 404: it refuses: gone"),
        (503, {"Retry-After": "30"}, b"", BusyTrackerError, "status 503"),
        (403, {"Retry-After": "30"}, b"", BusyTrackerError, "status 403"),
        (301, {"Location": "https://t.example/0123456789abcdef0/scrape?x=y"}, b"", TrackerError,
         "status 301, which leads to 'https://t.example/…/scrape': if that is this tracker, set tracker_url"),
    ],
)  # fmt: skip
def test_another_status_is_said_with_all_that_the_tracker_says(
    status: int, headers: dict[str, str], body: bytes, error: type[TrackerError], message: str
) -> None:
    built = build_status_error(status, headers, body)
    assert (type(built), message in str(built)) == (error, True), built


@pytest.mark.parametrize(("minutes", "seconds"), [(b"i5e", 300), (b"5:never", 86_400)])
def test_a_refusal_may_say_when_to_ask_again(minutes: bytes, seconds: int) -> None:
    with pytest.raises(BusyTrackerError) as refused:
        parse_answer(b"d14:failure reason4:full8:retry in%be" % minutes, [ONE])
    assert refused.value.retry_after == seconds


@pytest.mark.parametrize("downloads", [100_000_000, MAX_COUNT, MAX_COUNT + 1, 10**30])
def test_more_downloads_than_are_measured_are_left_out_and_counted_by_themselves(downloads: int) -> None:
    torrent = entry(TWO, complete=1, downloaded=downloads, incomplete=1)
    expected = ScrapeAnswer((ONE, TWO), {ONE: ScrapeCounts(5, 10, 50)}, unusable=1, too_many_downloads=1)
    assert parse_answer(reply(GOOD, torrent), [ONE, TWO]) == expected


def test_as_many_downloads_as_are_measured_and_more_peers_are_counts() -> None:
    torrent = entry(TWO, complete=MAX_COUNT, downloaded=99_999_999, incomplete=MAX_COUNT)
    assert parse_answer(reply(torrent), [TWO]).counts == {TWO: ScrapeCounts(MAX_COUNT, MAX_COUNT, 99_999_999)}


@pytest.mark.parametrize("value", [b"", 5, []])
def test_an_entry_that_is_no_dictionary_is_left_out_and_counted(value: object) -> None:
    assert parse_answer(reply(GOOD, {bytes.fromhex(TWO): value}), [ONE, TWO]).unusable == 1


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", r"the answer is not bencode \(empty\)"),
        (b"<html>\n<title>nginx</title>", r"not bencode \(an HTML page of 27 bytes\)"),
        (GOLDEN[:-1], "not bencode"),
        (b"99999999999999999999999:", "not bencode"),
        (b"999999999999999:", "not bencode"),
        (b"i" + b"1" * 5000 + b"e", "not bencode"),
        (b"i5e", "no dictionary of files"),
        (b"de", "no dictionary of files"),
        (b"d5:filesle", "not bencode"),
        (b"d5:fileslee", "no dictionary of files"),
        (b"l" * 100_000 + b"e" * 100_000, "no dictionary of files"),
        (b"d14:failure reason12:not\nyour\x1b[0me", "it refuses: not your \\[0m$"),
        (b"d14:failure reason3:\xffnoe", "it refuses: \ufffdno"),
        (b"d14:failure reason500:" + b"x" * 500 + b"e", f"it refuses: {'x' * 200}$"),
        (b"d14:failure reasoni7ee", "it refuses: without a reason"),
        (b"d14:failure reason2:no" + GOLDEN[1:], "it refuses: no"),
    ],
)
def test_a_reply_that_is_none_is_an_error(body: bytes, message: str) -> None:
    with pytest.raises(TrackerError, match=message):
        parse_answer(body, [ONE, TWO])


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A reply of which some bytes are others."""
    body = bytearray(GOLDEN)
    for place in draw(st.lists(st.integers(0, len(body) - 1), max_size=4)):
        body[place] = draw(st.sampled_from(b"dlie:-0159x\xff"))
    return bytes(body)


@given(st.binary() | st.text(alphabet="dlie:-019a").map(str.encode) | damaged())
def test_garbage_is_an_error_or_counts_that_can_be(body: bytes) -> None:
    try:
        answer = parse_answer(body, [ONE, TWO])
    except TrackerError:
        return
    assert answer.counts.keys() <= {ONE, TWO}
    for counts in answer.counts.values():
        numbers = (counts.seeders, counts.leechers, counts.downloads)
        assert all(number is None or 0 <= number <= MAX_COUNT for number in numbers)


COUNTS = st.tuples(st.integers(0, MAX_COUNT), st.integers(0, MAX_COUNT), st.integers(0, MAX_DOWNLOADS))


@given(st.dictionaries(ANY_HASH, COUNTS, max_size=MAX_INFOHASHES))
def test_what_a_tracker_counts_is_what_is_read(counts_by_infohash: dict[InfoHash, tuple[int, int, int]]) -> None:
    entries = [entry(key, complete=a, incomplete=b, downloaded=c) for key, (a, b, c) in counts_by_infohash.items()]
    assert parse_answer(reply(*entries), list(counts_by_infohash)).counts == {
        key: ScrapeCounts(*counts) for key, counts in counts_by_infohash.items()
    }


# --- over the wire ----------------------------------------------------------------------------------------

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def says(body: bytes, *, status: str = "200 OK", headers: str = "") -> Handler:
    async def handle(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body)
        await writer.drain()

    return handle


async def drips(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A byte now and then, each soon enough for a limit on the single read."""
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"d")
        await asyncio.sleep(0.05)


async def floods(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"l" * 65_536)
        await writer.drain()


async def is_silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await reader.read()  # until the other side has gone


async def hangs_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


@asynccontextmanager
async def serving(handlers: Sequence[Handler]) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server that handles each request by the next handler, all later ones by the last; its address, its requests."""
    asked: list[bytes] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked.append(await reader.readuntil(b"\r\n\r\n"))
            await handlers[min(len(asked), len(handlers)) - 1](reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/announce?passkey=k", asked


def scrape(*handlers: Handler, timeout: float = 10, tries: int = 1) -> tuple[ScrapeAnswer | str, list[bytes]]:
    """What comes of asking a server that behaves like that, and what it was asked."""

    async def run() -> tuple[ScrapeAnswer | str, list[bytes]]:
        retry_policy = RetryPolicy(timeout_seconds=timeout, max_attempts=tries, backoff_seconds=0)
        async with (
            serving(handlers) as (url, asked),
            open_tracker(url, user_agent=NAME, retry_policy=retry_policy) as tracker,
        ):
            try:
                return await tracker.scrape([ONE, TWO]), asked
            except TrackerError as error:
                return str(error), asked

    return asyncio.run(run())


def test_a_request_says_who_asks_and_what() -> None:
    answer, (asked,) = scrape(says(GOLDEN))
    assert answer == ScrapeAnswer((ONE, TWO), {ONE: ScrapeCounts(5, 10, 50)})
    line, *headers = asked.decode().splitlines()
    target = f"/scrape?passkey=k&info_hash={'%11' * 20}&info_hash={'%AA' * 20}"
    assert line == f"GET {target} HTTP/1.1"
    assert f"user-agent: {NAME}" in [header.replace("User-Agent", "user-agent") for header in headers]


@pytest.mark.parametrize("headers", ["Content-Encoding: gzip\r\n", "Content-Encoding: identity\r\n", ""])
def test_a_packed_reply_is_unpacked_whether_it_says_so_or_not(headers: str) -> None:
    answer, _ = scrape(says(gzip.compress(GOLDEN), headers=headers))
    assert answer == ScrapeAnswer((ONE, TWO), {ONE: ScrapeCounts(5, 10, 50)})


@pytest.mark.parametrize(
    ("handler", "reason"),
    [
        (says(b"<html>", status="500 Internal Server Error"), "it answers with status 500"),
        (says(b"", status="301 Moved", headers="Location: /\r\n"), "it answers with status 301"),
        (says(GOLDEN, status="404 Not Found"), "it answers with status 404"),
        (says(b"<html>One moment, please</html>"), "the answer is not bencode"),
        (says(GOLDEN[:40]), "the answer is not bencode"),
        (says(b"d14:failure reason4:busye"), "it refuses: busy"),
        (says(b"no gzip", headers="Content-Encoding: gzip\r\n"), "cannot be unpacked"),
        (
            says(gzip.compress(b"l" * 3 * MAX_ANSWER_BYTES), headers="Content-Encoding: gzip\r\n"),
            "longer than 1048576 bytes",
        ),
        (floods, "longer than 1048576 bytes"),
        (hangs_up, "disconnected"),
    ],
)
def test_a_server_that_does_not_behave_is_an_error_of_one_line(handler: Handler, reason: str) -> None:
    message, asked = scrape(handler, tries=2)
    assert isinstance(message, str)
    assert message.startswith("the tracker '127.0.0.1' gives no counts (")
    assert reason in message
    assert message.endswith("): the next run asks again")
    assert "\n" not in message
    assert "passkey" not in message
    assert len(asked) == 2


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_tracker_that_asks_to_be_left_alone_is_asked_once(status: str) -> None:
    message, asked = scrape(says(b"<html>", status=status), tries=3)
    assert f"it answers with status {status[:3]}" in str(message)
    assert len(asked) == 1


def test_a_reply_that_is_packed_twice_is_not_unpacked() -> None:
    """Or five kilobytes could be three gigabytes."""
    bomb = gzip.compress(gzip.compress(bytes(100 * MAX_ANSWER_BYTES)))
    message, _ = scrape(says(bomb, headers="Content-Encoding: gzip, gzip\r\n"), tries=1)
    assert "cannot be unpacked" in str(message)


@pytest.mark.parametrize("handler", [drips, is_silent])
def test_a_server_that_takes_its_time_is_not_waited_for(handler: Handler) -> None:
    message, asked = scrape(handler, timeout=0.5)
    assert message == "the tracker '127.0.0.1' gives no counts (no answer in 0.5 s): the next run asks again"
    assert len(asked) == 1


@pytest.mark.parametrize("handler", [says(b"", status="500 Oops"), hangs_up, says(GOLDEN[:-5])])
def test_a_server_that_comes_to_its_senses_is_heard(handler: Handler) -> None:
    answer, asked = scrape(handler, handler, says(GOLDEN), tries=3)
    assert answer == ScrapeAnswer((ONE, TWO), {ONE: ScrapeCounts(5, 10, 50)})
    assert len(asked) == 3


@pytest.mark.parametrize("host", ["127.0.0.1:9", "no-such-host.invalid", "x" * 70 + ".org", "xn--a.org"])
def test_a_server_that_is_not_there_is_an_error(host: str) -> None:
    async def run() -> None:
        retry_policy = RetryPolicy(max_attempts=1)
        async with open_tracker(f"http://{host}/announce", user_agent=NAME, retry_policy=retry_policy) as tracker:
            await tracker.scrape([ONE])

    with pytest.raises(TrackerError, match="gives no counts"):
        asyncio.run(run())
