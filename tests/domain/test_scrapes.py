"""What a usable scrape is has one definition: every text that tests it takes the bounds from there."""

from __future__ import annotations

import re

from nyaastats.domain.scrapes import (
    MAX_COUNT_DIGITS,
    MAX_DOWNLOADS,
    MAX_SCRAPED_AT,
    MAX_SCRAPED_SECONDS,
    MAX_SECONDS_AFTER_NOW,
    MAX_SECONDS_BEFORE_PUBLICATION,
    MIN_SCRAPED_AT,
    MIN_SCRAPED_SECONDS,
    ScrapeRejection,
)
from nyaastats.measure.plan import BEFORE_MATCHING
from nyaastats.measure.runner import read_query
from nyaastats.store.archive.readings import read_typed_stats_query
from nyaastats.store.usable_scrapes import HAS_USABLE_COUNT, HAS_USABLE_TIME, rejection_case

QUERIES = {table.name: read_query(table) for table in BEFORE_MATCHING}


def test_the_bounds_say_the_same_in_each_of_their_forms() -> None:
    assert int(MIN_SCRAPED_AT.timestamp()) == MIN_SCRAPED_SECONDS
    assert int(MAX_SCRAPED_AT.timestamp()) == MAX_SCRAPED_SECONDS
    assert str(MAX_DOWNLOADS) == "9" * MAX_COUNT_DIGITS


def test_what_becomes_a_number_is_bounded_by_it() -> None:
    query = read_typed_stats_query()
    assert f"seconds BETWEEN {MIN_SCRAPED_SECONDS} AND {MAX_SCRAPED_SECONDS}" in query
    assert f"count BETWEEN 0 AND {MAX_DOWNLOADS}" in query
    assert f"'^[0-9]{{1,{MAX_COUNT_DIGITS}}}$'" in query
    assert not re.search(r"\$[A-Z]", re.sub(r"--.*", "", query))


def test_the_measure_tables_take_the_bounds_from_it() -> None:
    scrapes = QUERIES["scrapes"]
    assert f"published - {MAX_SECONDS_BEFORE_PUBLICATION}" in scrapes
    assert f"now_seconds + {MAX_SECONDS_AFTER_NOW}" in scrapes
    assert not any(re.search(r"\$[A-Z]", re.sub(r"--.*", "", query)) for query in QUERIES.values())


def test_sqlite_takes_the_bounds_from_it() -> None:
    assert f"BETWEEN 1 AND {MAX_COUNT_DIGITS}" in HAS_USABLE_COUNT
    assert f"seconds BETWEEN {MIN_SCRAPED_SECONDS} AND {MAX_SCRAPED_SECONDS}" in HAS_USABLE_TIME


def test_the_reasons_are_tested_in_one_order() -> None:
    order = [reason.value for reason in ScrapeRejection]
    for text in (QUERIES["scrapes_by_hour"], rejection_case("torrents")):
        assert re.findall(r"THEN '(\w+)'", text) == order
