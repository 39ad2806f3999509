"""A time has one reading: Python, DuckDB and SQLite take the same texts for the same moments."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import duckdb
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nyaastats.domain.scrapes import MAX_SCRAPED_SECONDS, MIN_SCRAPED_SECONDS
from nyaastats.domain.times import parse_time, parse_time_or_none
from nyaastats.errors import InputError
from nyaastats.store.archive.readings import read_typed_stats_query
from nyaastats.store.usable_scrapes import HAS_USABLE_TIME, SCRAPED_SECONDS, add_functions

NOON = datetime(2025, 10, 6, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

CASES: dict[str, datetime | None] = {
    "2025-10-06T12:00:00Z": NOON,
    "2025-10-06T12:00:00": NOON,
    "2025-10-06 12:00:00": NOON,
    "2025-10-06t12:00:00z": NOON,
    "2025-10-06T12:00Z": NOON,
    "2025-10-06T12:00": NOON,
    "2025-10-06T12": NOON,
    "2025-10-06T12+00": NOON,
    "2025-10-06": NOON - 12 * HOUR,
    "20251006": NOON - 12 * HOUR,
    "20251006T120000Z": NOON,
    "20251006T1200": NOON,
    "20251006T12": NOON,
    "20251006T210000+0900": NOON,
    "20251006T2100+0900": NOON,
    "20251006T210000+09:00": NOON,
    "2025-10-06T21:00:00+09:00": NOON,
    "2025-10-06T21:00:00+0900": NOON,
    "2025-10-06T21:00+09": NOON,
    "2025-10-06T06:30:00-0530": NOON,
    "2025-10-06 06:30:00-05:30": NOON,
    "2025-10-06T12:00:00-00:00": NOON,
    "2025-10-06T12:00:00.000000+00:00": NOON,
    "2025-10-06T12:00:00.123456789Z": NOON + timedelta(microseconds=123456),
    "2025-10-06T12:00:00,5Z": NOON + timedelta(milliseconds=500),
    "20251006T120000,25+0000": NOON + timedelta(milliseconds=250),
    "2025-10-06 21:00:00.750000+09:00": NOON + timedelta(milliseconds=750),
    "2025-10-06T24:00:00Z": NOON + 12 * HOUR,
    "2025-10-06T24:00": NOON + 12 * HOUR,
    "20251006T240000,0": NOON + 12 * HOUR,
    "2025-12-31T24:00:00Z": datetime(2026, 1, 1, tzinfo=UTC),
    "2016-12-31T23:59:60Z": datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC),
    "20161231T235960.5Z": datetime(2016, 12, 31, 23, 59, 59, 500_000, tzinfo=UTC),
    "2024-02-29T00:00:00Z": datetime(2024, 2, 29, tzinfo=UTC),
    "2025-02-29T00:00:00Z": None,
    "2025-02-30 00:00:00": None,
    "20250230T0000": None,
    "2025-13-01T00:00:00Z": None,
    "2025-10-06T24:00:01Z": None,
    "2025-10-06T24:00:00.5Z": None,
    "2025-10-06T25:00:00Z": None,
    "2025-10-06T12:60:00Z": None,
    "2025-10-06T12:00:61Z": None,
    "2025-10-06T12:00:00+24:00": None,
    "2025-10-06T12:00:00+09:60": None,
    "2025-10-06T12:00:00+9": None,
    "2025-10-06T12:00:00+09:00:30": None,
    "2025-10-06T12:00:00 +09:00": None,
    "2025-10-06T12:00:00.Z": None,
    "2025-10-06T12:00,5Z": None,
    "2025-10-06Z": None,
    "2025-1-6T12:00:00Z": None,
    "2025/10/06 12:00:00": None,
    "2025-1006T12:00:00Z": None,
    "2025-10-06T 2:00:00Z": None,
    "2025-10-06T\t2:00:00Z": None,
    "2025-10-06T12:00:5.Z": None,
    " 2025-10-06T12:00:00Z": None,
    "2025-10-06T12:00:00Z\n": None,
    "2025-10-06T12:00:00 UTC": None,
    "2025-10-06  12:00:00": None,
    "2025-10-06T12:00:00ZZ": None,
    "２０２５-10-06T12:00:00Z": None,
    "2025-W41-1T12:00:00Z": None,
    "2025-279T12:00:00Z": None,
    "2025279": None,
    "12:00:00": None,
    "1759752000": None,
    "now": None,
    "infinity": None,
    "epoch": None,
    "": None,
}


def read_seconds(text: str) -> int | None:
    """The seconds of a scrape's time; None where it is no time of this century."""
    try:
        seconds = int((parse_time(text) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1))
    except InputError:
        return None
    return seconds if MIN_SCRAPED_SECONDS <= seconds <= MAX_SCRAPED_SECONDS else None


def read_with_duckdb(texts: Sequence[str]) -> list[int | None]:
    """As typed_stats.sql reads them; the downloads count the rows."""
    rows = range(len(texts))
    count = pa.array([str(row) for row in rows], pa.string())
    infohash = pa.array(["a" * 40] * len(texts), pa.string())
    with duckdb.connect() as connection:
        connection.register(
            "stats",
            pa.table(
                {
                    "infohash": infohash,
                    "timestamp": pa.array(texts, pa.string()),
                    "seeders": count,
                    "leechers": count,
                    "downloads": count,
                }
            ),
        )
        query = read_typed_stats_query()
        seconds = dict(connection.execute(f"SELECT downloads, scraped_at FROM ({query})").fetchall())  # noqa: S608  # ours
    return [seconds[row] for row in rows]


def read_with_sqlite(texts: Sequence[str]) -> list[int | None]:
    with closing(sqlite3.connect(":memory:")) as connection:
        add_functions(connection)
        connection.execute("CREATE TABLE stats (timestamp)")
        connection.executemany("INSERT INTO stats VALUES (?)", [(text,) for text in texts])
        rows = f"SELECT {SCRAPED_SECONDS} AS seconds FROM stats ORDER BY rowid"  # noqa: S608  # ours
        query = f"SELECT CASE WHEN {HAS_USABLE_TIME} THEN seconds END FROM ({rows})"  # noqa: S608  # ours
        return [seconds for (seconds,) in connection.execute(query)]


@pytest.mark.parametrize(("text", "moment"), CASES.items())
def test_python_reads_a_time_or_names_what_is_none(text: str, moment: datetime | None) -> None:
    if moment:
        assert parse_time(text) == moment
        assert parse_time(text).tzinfo is UTC
        return
    with pytest.raises(InputError) as error:
        parse_time(text)
    assert str(error.value) == f"{text!r} is not a time: write it like 2025-10-07T15:30:00Z"


def test_duckdb_reads_the_same() -> None:
    assert dict(zip(CASES, read_with_duckdb(list(CASES)), strict=True)) == {text: read_seconds(text) for text in CASES}


def test_sqlite_reads_the_same() -> None:
    assert dict(zip(CASES, read_with_sqlite(list(CASES)), strict=True)) == {text: read_seconds(text) for text in CASES}


@pytest.mark.parametrize("thing", [None, 1759752000, 2460955.0, b"2025-10-06T12:00:00Z"])
def test_only_text_is_a_time(thing: object) -> None:
    with pytest.raises(InputError, match="is not a time"):
        parse_time(thing)


def test_times_around_the_century_are_bounded_alike() -> None:
    texts = ["1999-12-31T23:59:59.9Z", "1999-12-31T24:00Z", "2100-01-01T00:00:00.9Z", "21000101T000001", "0000-01-01"]
    expected = [None, MIN_SCRAPED_SECONDS, MAX_SCRAPED_SECONDS, None, None]
    assert [read_seconds(text) for text in texts] == expected
    assert read_with_duckdb(texts) == expected
    assert read_with_sqlite(texts) == expected


@given(
    st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)),  # noqa: DTZ001  # hypothesis wants it
    st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
def test_a_time_that_was_written_is_read(moment: datetime, zone: timezone) -> None:
    aware = moment.replace(tzinfo=zone)
    assert parse_time(aware.isoformat()) == aware
    assert parse_time(moment.isoformat()) == moment.replace(tzinfo=UTC)


@given(st.one_of(st.text(), st.binary(), st.integers(), st.none(), st.floats()))
def test_anything_else_is_no_time_and_no_error(thing: object) -> None:
    moment = parse_time_or_none(thing)
    assert moment is None or moment.utcoffset() == timedelta(0)


def numbers(top: int) -> st.SearchStrategy[str]:
    return st.integers(0, top).map("{:02}".format)


DATES = st.builds(
    "{}{dash}{}{dash}{}".format,
    st.sampled_from(["2025", "2024", "2000"]),
    numbers(13),
    numbers(32),
    dash=st.sampled_from(["-", "-", ""]),
)
FRACTIONS = st.one_of(st.just(""), st.from_regex(r"[.,][0-9]{1,9}", fullmatch=True))
CLOCKS = st.one_of(
    st.builds("{}:{}:{}{}".format, numbers(24), numbers(60), numbers(61), FRACTIONS),
    st.builds("{}{}{}{}".format, numbers(24), numbers(60), numbers(61), FRACTIONS),
    st.builds("{}:{}".format, numbers(24), numbers(60)),
    st.builds("{}{}".format, numbers(24), numbers(60)),
    st.sampled_from(["24:00:00", "24:00", "240000,00", "23:59:60", "12"]),
)
ZONES = st.one_of(
    st.sampled_from(["", "", "Z", "z", "+00:00", " UTC"]),
    st.builds("{}{}{}{}".format, st.sampled_from("+-"), numbers(24), st.sampled_from(["", ":"]), numbers(60)),
    st.builds("{}{}".format, st.sampled_from("+-"), numbers(24)),
)
TIMES = st.builds("{}{}{}{}".format, DATES, st.sampled_from(["T", "T", " ", "t"]), CLOCKS, ZONES)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A time with one character changed."""
    text = draw(TIMES)
    position = draw(st.integers(0, len(text) - 1))
    changed: str = draw(st.sampled_from(["", *" \t\n.,:-+0129TZzW/\u0661é"]))
    return text[:position] + changed + text[position + 1 :]


@given(st.lists(st.one_of(TIMES, damaged(), st.text(max_size=20)), max_size=30))
@example(["2025-10-06T12:00:00Z", "2025-10-06T12:00:00+0900", "2025-10-06T12:00:00Z"])
def test_all_three_read_every_text_alike(texts: list[str]) -> None:
    texts = [text for text in texts if "\0" not in text and text.isprintable() | True]
    expected = [read_seconds(text) for text in texts]
    assert read_with_duckdb(texts) == expected
    assert read_with_sqlite(texts) == expected
