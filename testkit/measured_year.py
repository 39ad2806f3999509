"""A synthetic year through the pipeline, and what the oracle says of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from nyaastats.domain.calendar import Season, SeasonSpan, parse_seasons
from nyaastats.domain.matches import ClassifiedTorrent, Thresholds
from nyaastats.domain.shows import Show
from nyaastats.identify.exclusions import classify
from nyaastats.identify.films import select_films
from nyaastats.identify.matcher import identify
from nyaastats.pipeline.gc_pause import gc_paused
from nyaastats.settings import read_overrides
from nyaastats.store.reader import read_torrents
from nyaastats.synthetic import Summary, generate
from testkit.earlier_runs import keep_earlier_runs, make_first_charts, make_kept
from testkit.etl_run import find_archive, load_default_settings, read_catalogue, run_all_seasons
from testkit.oracle.database import read_database
from testkit.oracle.documents import Documents, Earlier, build_documents
from testkit.oracle.year import Inputs, NamedTorrent, measure_year

SEASONS = parse_seasons("summer-2025..winter-2026")
SCALE = 0.15
"""Each episode has one torrent at least, so that a smaller one would spare little."""


@dataclass(frozen=True)
class MeasuredYear:
    """Where it is, and what its files should hold."""

    summary: Summary
    output: Path
    expected: Documents


def make_year(folder: Path) -> MeasuredYear:
    """Generate it, and let both work on it."""
    with gc_paused():
        return _measure_both(folder)


def _measure_both(folder: Path) -> MeasuredYear:
    summary = generate(folder / "nyaastats.db", scale=SCALE, seasons=SEASONS)
    year = measure_year(read_inputs(summary.database, read_catalogue(summary).shows, SEASONS))
    output = folder / "data"
    keep_earlier_runs(find_archive(output), year)
    run_all_seasons(summary, output, now=year.facts.now)
    earlier = Earlier(make_first_charts(year), make_kept(year))
    return MeasuredYear(summary, output, build_documents(year, earlier))


def classify_year(summary: Summary) -> list[ClassifiedTorrent]:
    """What the pipeline takes each torrent for."""
    return classify_database(summary.database, read_catalogue(summary).shows, SEASONS)


def classify_database(database: Path, shows: Sequence[Show], seasons: tuple[Season, ...]) -> list[ClassifiedTorrent]:
    """The same of any database."""
    settings = load_default_settings()
    thresholds = Thresholds(settings.match_threshold, settings.match_margin)
    results = identify(read_torrents(database).torrents, shows, read_overrides(None), thresholds).results
    return classify(results, shows, SeasonSpan(seasons, settings.post_airing_weeks))


def read_inputs(database: Path, shows: Sequence[Show], seasons: tuple[Season, ...]) -> Inputs:
    """What the oracle goes on from: which torrent is of which episode is not its subject."""
    torrents = tuple(list_torrents(classify_database(database, shows, seasons), shows))
    return Inputs(read_database(database), {show.id: show for show in shows}, seasons, torrents)


def list_torrents(classified: list[ClassifiedTorrent], shows: Sequence[Show]) -> Iterator[NamedTorrent]:
    films = select_films(classified, shows)
    film_torrents = {torrent_id for film in films for torrent_id in film.torrent_ids}
    for torrent_id, each in enumerate(classified):
        yield NamedTorrent(
            infohash=each.torrent.infohash,
            show=each.match.show if each.match else None,
            episode=each.match.episode if each.match else None,
            reason=str(each.exclusion or ""),
            group=each.release.group,
            resolution=each.release.resolution,
            is_of_film=torrent_id in film_torrents,
        )


# --- what is published ------------------------------------------------------------------------------------------------


def read_document(folder: Path, name: str) -> Any:
    """A published file; of a table its rows, days as dates."""
    if name.endswith(".parquet"):
        columns = [[write_cell(cell) for cell in column.to_pylist()] for column in pq.read_table(folder / name).columns]
        return [list(row) for row in zip(*columns, strict=True)]
    return json.loads((folder / name).read_text(encoding="utf-8"))


def write_cell(cell: object) -> object:
    """A cell as JSON has it."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else cell


def list_differences(published: Any, expected: Any, place: str = "") -> Iterator[str]:
    """What is published otherwise, where; fields that the oracle does not work out are passed over."""
    if isinstance(expected, dict) and isinstance(published, dict):
        for name, value in expected.items():
            yield from list_differences(published.get(name, "nothing"), value, f"{place}.{name}")
    elif isinstance(expected, list) and isinstance(published, list) and len(published) == len(expected):
        for number, pair in enumerate(zip(published, expected, strict=True)):
            yield from list_differences(*pair, f"{place}[{number}]")
    elif published != expected:
        yield f"{place}: published {shorten(published)}, by the oracle {shorten(expected)}"


def shorten(value: object) -> str:
    return f"{len(value)} of them" if isinstance(value, list) else repr(value)[:200]
