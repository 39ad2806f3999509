"""Reads and changes published data by the rules that the ETL keeps, so that the site can be built from the result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

COPY_ID_STEP = 1_000_000
"""The distance of a copy's id from the show's own."""

Record = dict[str, Any]


def read(data: Path, name: str) -> Any:
    """A published JSON document."""
    return json.loads((data / name).read_text(encoding="utf-8"))


def write(data: Path, name: str, document: object) -> None:
    """Replace a document; call `seal` when all are written."""
    (data / name).write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def read_season(data: Path, name: str) -> Any:
    """A document of the current season: `rankings.json` or `shows.json`."""
    return read(data, _season_file(data, name))


def write_season(data: Path, shows: Record, rankings: Record) -> None:
    """Replace both documents of the current season, and what else is published of it; no other season is left."""
    write(data, _season_file(data, "shows.json"), shows)
    for name in ("rankings.json", _season_file(data, "rankings.json")):
        write(data, name, rankings)
    places = {show["anilist_id"]: _place(data, show, shows["season"]) for show in shows["shows"]}
    entries = [show | {"seasons": [places[show["anilist_id"]]]} for show in shows["shows"]]
    write(data, "shows.json", {"data_until": shows["data_until"], "shows": entries})


def _season_file(data: Path, name: str) -> str:
    return f"seasons/{read(data, 'seasons.json')['current']}/{name}"


def _place(data: Path, show: Record, season: str) -> Record:
    return {
        "slug": read(data, "seasons.json")["current"],
        "season": season,
        "downloads": show["season_downloads"],
        "rank": show["seasonal_rank"],
    }


def seal(data: Path) -> None:
    """Write the manifest anew: names, rows, sizes and SHA-256 of what the folder holds now."""
    manifest = read(data, "manifest.json")
    rows = {file["name"]: file["rows"] for file in manifest["files"]}
    names = sorted(path.relative_to(data).as_posix() for path in data.rglob("*.*") if path.name != "manifest.json")
    manifest["files"] = [{"name": name, "rows": rows.get(name, 1), **_digest(data / name)} for name in names]
    write(data, "manifest.json", manifest)


def _digest(path: Path) -> dict[str, object]:
    content = path.read_bytes()
    return {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def rank_shows(shows: Iterable[Record]) -> None:
    """Rank the season's shows anew: 1 has the most downloads, ties go to the lower id."""
    for rank, show in enumerate(_by_downloads(shows), 1):
        show["seasonal_rank"] = rank


def rank_weeks(weeks: Iterable[Record]) -> None:
    """Rank each week of the chart anew, with previous and peak ranks; weeks are oldest first."""
    previous: dict[int, int] = {}
    peaks: dict[int, int] = {}
    for week in weeks:
        week["rankings"] = _by_downloads(week["rankings"])
        ranks = {entry["anilist_id"]: rank for rank, entry in enumerate(week["rankings"], 1)}
        peaks |= {show: min(rank, peaks.get(show, rank)) for show, rank in ranks.items()}
        for entry in week["rankings"]:
            show = entry["anilist_id"]
            entry |= {"rank": ranks[show], "previous_rank": previous.get(show), "peak_rank": peaks[show]}
        previous = ranks


def _by_downloads(records: Iterable[Record]) -> list[Record]:
    return sorted(records, key=lambda record: (-record["downloads"], record["anilist_id"]))


def multiply(data: Path, times: int) -> None:
    """Make the season `times` as large by copies of its shows, with their own ids, pages and ranks."""
    shows, rankings = read_season(data, "shows.json"), read_season(data, "rankings.json")
    for path in sorted((data / "shows").iterdir()):
        _copy_page(data, int(path.stem), times)
    shows["shows"] = _copies(shows["shows"], times)
    rank_shows(shows["shows"])
    for week in rankings["weeks"]:
        week["rankings"] = _copies(week["rankings"], times)
    rank_weeks(rankings["weeks"])
    write_season(data, shows, rankings)
    seal(data)


def _copies(records: Iterable[Record], times: int) -> list[Record]:
    copies = [
        record | {"anilist_id": record["anilist_id"] + copy * COPY_ID_STEP}
        for record in records
        for copy in range(times)
    ]
    return sorted(copies, key=lambda record: int(record["anilist_id"]))


def _copy_page(data: Path, show: int, times: int) -> None:
    page = read(data, f"shows/{show}.json")
    for copy in range(1, times):
        number = show + copy * COPY_ID_STEP
        write(data, f"shows/{number}.json", page | {"anilist_id": number})
