"""The first truth, of all seasons: every published table of a synthetic year is what the oracle says."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from nyaastats.domain.torrents import InfoHash
from testkit.measured_year import MeasuredYear, classify_year, list_differences, read_document

UNRESOLVED = "Nukitashi THE ANIMATION OVAs"
"""The matcher leaves it between the series and its OVA, whose titles both are said by the name."""


def test_every_torrent_is_classified_as_the_truth_says(year: MeasuredYear) -> None:
    truth: dict[InfoHash, tuple[str, tuple[int, int] | None]] = {
        row["infohash"]: (row["reason"], None if row["reason"] else (row["anilist_id"], row["episode"]))
        for row in pq.read_table(year.summary.truth / "torrents.parquet").to_pylist()
        if UNRESOLVED not in row["name"]
    }
    answers = {
        each.torrent.infohash: (
            str(each.exclusion or ""),
            (each.counted_match.show, each.counted_match.episode) if each.counted_match else None,
        )
        for each in classify_year(year.summary)
        if each.torrent.infohash in truth
    }
    assert answers == truth


def list_published(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}


OTHERS = {"manifest.json", "schema.json", "datapackage.json", "events.json"}
"""Files that are no numbers of shows."""
REPORTS = re.compile(r"seasons/[^/]+/report\.json")
"""Sums over the torrents of a season, which the tests of `checks` and `build` hold."""


def test_the_oracle_says_something_of_every_file_with_numbers(year: MeasuredYear) -> None:
    published = {name for name in list_published(year.output) if not REPORTS.fullmatch(name)}
    assert published - OTHERS == set(year.expected)


@pytest.mark.parametrize(
    "kind",
    [
        "episodes.parquet",
        "show_weeks.parquet",
        "weeks/*.json",
        "rankings.json",
        "seasons.json",
        "seasons/*/rankings.json",
        "seasons/*/shows.json",
        "seasons/*/groups.json",
        "shows.json",
        "shows/*.json",
        "films.json",
        "records.json",
        "projections.json",
        "corrections.json",
        "report.json",
    ],
)
def test_what_is_published_is_what_the_oracle_says(year: MeasuredYear, kind: str) -> None:
    names = {path.relative_to(year.output).as_posix() for path in year.output.glob(kind)}
    assert names
    differences = [
        difference
        for name in sorted(names)
        for difference in list_differences(read_document(year.output, name), year.expected[name], name)
    ]
    assert differences == []


@pytest.mark.parametrize(
    ("published", "difference"),
    [
        ({"a": [1, 2], "b": 3}, None),
        ({"a": [1, 3]}, "x.a[1]: published 3, by the oracle 2"),
        ({"a": [1]}, "x.a: published 1 of them, by the oracle 2 of them"),
        ({}, "x.a: published 'nothing', by the oracle 2 of them"),
    ],
)
def test_a_wrong_number_is_named(published: object, difference: str | None) -> None:
    assert list(list_differences(published, {"a": [1, 2]}, "x")) == ([difference] if difference else [])
