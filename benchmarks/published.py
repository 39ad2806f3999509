"""What the ETL published, altered by the rules that it keeps, so that the site can be built from it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

COPIES_APART = 1_000_000
"""So far is a copy's id from the show's own."""

Record = dict[str, Any]


def read(data: Path, name: str) -> Any:
    """One published document."""
    return json.loads((data / name).read_text(encoding="utf-8"))


def write(data: Path, name: str, document: object) -> None:
    """Put another document in its place; `seal` the folder when all are there."""
    (data / name).write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def seal(data: Path) -> None:
    """Make the manifest say what the folder holds now."""
    manifest = read(data, "manifest.json")
    rows = {file["name"]: file["rows"] for file in manifest["files"]}
    names = sorted(path.relative_to(data).as_posix() for path in data.rglob("*.*") if path.name != "manifest.json")
    manifest["files"] = [{"name": name, "rows": rows.get(name, 1), **_seal(data / name)} for name in names]
    write(data, "manifest.json", manifest)


def _seal(path: Path) -> dict[str, object]:
    content = path.read_bytes()
    return {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def rank_shows(shows: Iterable[Record]) -> None:
    """Give each show its rank of the season anew: 1 is the most downloads, ties to the lower id."""
    for place, show in enumerate(_by_downloads(shows), 1):
        show["seasonal_rank"] = place


def rank_weeks(weeks: Iterable[Record]) -> None:
    """Put each week of the chart in order anew; every rank follows from its downloads."""
    before: dict[int, int] = {}
    peaks: dict[int, int] = {}
    for week in weeks:
        week["rankings"] = _by_downloads(week["rankings"])
        ranks = {entry["anilist_id"]: place for place, entry in enumerate(week["rankings"], 1)}
        peaks |= {show: min(place, peaks.get(show, place)) for show, place in ranks.items()}
        for entry in week["rankings"]:
            show = entry["anilist_id"]
            entry |= {"rank": ranks[show], "previous_rank": before.get(show), "peak_rank": peaks[show]}
        before = ranks


def _by_downloads(records: Iterable[Record]) -> list[Record]:
    return sorted(records, key=lambda one: (-one["downloads"], one["anilist_id"]))


def multiply(data: Path, times: int) -> None:
    """Make the season `times` as large: copies of its shows, with ids, pages and ranks of their own."""
    shows, rankings = read(data, "shows.json"), read(data, "rankings.json")
    for path in sorted((data / "shows").iterdir()):
        _copy_page(data, int(path.stem), times)
    shows["shows"] = _copies(shows["shows"], times)
    rank_shows(shows["shows"])
    for week in rankings["weeks"]:
        week["rankings"] = _copies(week["rankings"], times)
    rank_weeks(rankings["weeks"])
    write(data, "shows.json", shows)
    write(data, "rankings.json", rankings)
    seal(data)


def _copies(records: Iterable[Record], times: int) -> list[Record]:
    copies = [one | {"anilist_id": one["anilist_id"] + k * COPIES_APART} for one in records for k in range(times)]
    return sorted(copies, key=lambda one: int(one["anilist_id"]))


def _copy_page(data: Path, show: int, times: int) -> None:
    page = read(data, f"shows/{show}.json")
    for copy in range(1, times):
        number = show + copy * COPIES_APART
        write(data, f"shows/{number}.json", page | {"anilist_id": number})
