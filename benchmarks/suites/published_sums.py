"""Publishes a season and compares the sums in its files: what is called counted must stand in them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.processes import measure_command
from benchmarks.suites.etl import etl_command


@dataclass(frozen=True, slots=True)
class PublishedSums:
    """Downloads as the files of one run state them."""

    counted: int
    """By report.json."""
    shows: int
    """The sum of all shows' downloads in shows.json."""
    seasons_apart: int
    """How many shows' downloads of the season are not the sum of their weeks in rankings.json."""


def publish_sums(folder: Path) -> PublishedSums:
    """Publish the season in `folder` and read the sums."""
    measure_command(etl_command(folder))
    names = ("report", "shows", "rankings")
    report, shows, rankings = (json.loads((folder / "data" / f"{name}.json").read_bytes()) for name in names)
    return compare_sums(report, shows["shows"], rankings["weeks"])


def compare_sums(report: dict[str, Any], shows: list[dict[str, Any]], weeks: list[dict[str, Any]]) -> PublishedSums:
    """The sums of the documents, each read from its JSON."""
    by_show: Counter[int] = Counter()
    for week in weeks:
        for row in week["rankings"]:
            by_show[row["anilist_id"]] += row["downloads"]
    return PublishedSums(
        counted=report["counted"]["downloads"],
        shows=sum(show["downloads"] for show in shows),
        seasons_apart=sum(show["season_downloads"] != by_show[show["anilist_id"]] for show in shows),
    )
