"""Runs the SQL tables in their order: from the scrapes to daily downloads, rankings and totals.

    load      stats, torrents ─► scrapes ─► rejects, newest, silences
                                 scrapes ─► steps, merged ─► counts ─► mended ─► looks ─► lives, falls
    measure   looks, matches, shows, weeks ─► increments ─► decay, episodes ─► midnights ─► daily
                                                            daily, chart ─► weekly ─► rankings
                                              increments ─► totals ─► samples ─► glimpses
                                                            daily, samples ─► followed

Each table is one file beside this one, `<table>.sql`, whose header is its contract.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import resources
from typing import Any

import pyarrow as pa

from nyaastats.domain.measures import Attribution, Measures, ScrapeRejection, Scrapes, Trail
from nyaastats.engines.base import Engine
from nyaastats.errors import DatabaseError


def load(engine: Engine) -> Scrapes:
    """Read the scrapes, which needs no matches yet.

    Needs `stats(infohash, timestamp, seeders, leechers, downloads)`, all VARCHAR, and
    `torrents(torrent_id INTEGER, infohash VARCHAR, published BIGINT)`: infohashes in lower case, epoch seconds UTC.
    Raises DatabaseError when not one scrape can be used.
    """
    _create(engine, "scrapes", "rejects", "newest", "silences", "steps", "merged")
    engine.drop("scrapes")
    engine.define("counts", _sql("counts"))
    _create(engine, "mended")
    engine.define("looks", _sql("looks"))
    _create(engine, "lives", "falls")
    rejects = engine.fetch("SELECT * FROM rejects ORDER BY reason").to_pylist()
    rejected = {row["reason"]: row["looks"] for row in rejects}
    newest = _row(engine, "SELECT scraped_at FROM newest")["scraped_at"]
    if newest is None:
        raise DatabaseError(
            f"no row of 'stats' in {engine.source!r} can be used (left out: {rejected!r}): check the file"
        )
    silences = _row(engine, "SELECT COUNT(*) AS silences FROM silences")["silences"]
    by_reason = {ScrapeRejection(reason): rows for reason, rows in rejected.items()}
    return Scrapes(datetime.fromtimestamp(newest, UTC), by_reason, silences)


def measure(engine: Engine, *, attribution: Attribution, post_airing_weeks: int) -> Measures:
    """Measure what `load` read, which can be done once, when these are registered too.

    - `matches(torrent_id INTEGER, anilist_id BIGINT, episode INTEGER, number INTEGER)`: the torrents that count, each
      once, with the number in their name, if any;
    - `shows(anilist_id BIGINT, title VARCHAR, title_romaji VARCHAR, last_day DATE)`: `last_day` is the last day of the
      show's series, a Sunday; NULL: the end of the week of its last torrent and `post_airing_weeks` more;
    - `weeks(week VARCHAR, start_date DATE)`: the chart's weeks; those that begin after now are left out.
    """
    engine.register("settings", pa.table({"post_airing_weeks": pa.array([post_airing_weeks], pa.int64())}))
    engine.create("increments", _sql(_INCREMENTS[attribution]))
    _create(engine, "totals", "episodes", "samples", "glimpses")
    engine.drop("steps")  # the two large tables go as soon as nothing more reads them
    _create(engine, "decay", "midnights", "daily", "followed")
    trail = _trail(engine)
    engine.drop("increments")
    _create(engine, "chart", "weekly", "rankings")
    falls = _row(engine, _FALLS)
    return Measures(
        daily=engine.fetch("SELECT * FROM daily ORDER BY anilist_id, episode, day").drop_columns("day"),
        weeks=engine.fetch("SELECT week, start_date, complete FROM chart ORDER BY start_date"),
        rankings=engine.fetch("SELECT * FROM rankings ORDER BY week, rank"),
        totals=engine.fetch("SELECT * FROM totals ORDER BY torrent_id"),
        glitches=falls["glitches"],
        resets=falls["resets"],
        trail=trail,
    )


def _trail(engine: Engine) -> Trail | None:
    followed = engine.fetch("SELECT torrent_id FROM followed")["torrent_id"].to_pylist()
    if not followed:
        return None
    looks = engine.fetch(_FIRST_LOOKS).to_pylist()
    days = engine.fetch(_FIRST_DAYS.format(midnights=_sql("midnights"), daily=_sql("daily"))).to_pylist()
    return Trail(
        followed[0],
        looks={datetime.fromtimestamp(look["looked_at"], UTC): look["downloads"] for look in looks},
        days={day["date"].date(): day["downloads_daily"] for day in days},
    )


_FIRST_LOOKS = "SELECT looked_at, downloads FROM glimpses JOIN followed USING (torrent_id) ORDER BY looked_at"

# The tables that make the episodes' days, over again: to them, this torrent is all that there is.
_FIRST_DAYS = """
WITH matches AS (SELECT torrent_id, anilist_id, episode FROM followed),
episodes AS (SELECT anilist_id, episode, first_published, first_day, last_day FROM followed),
midnights AS ({midnights}),
own AS ({daily})
SELECT date, downloads_daily
FROM own
ORDER BY day
"""

_INCREMENTS: Mapping[Attribution, str] = {Attribution.INTERVAL: "increments", Attribution.OBSERVED: "observed"}

_FALLS = """
SELECT CAST(COALESCE(SUM(CASE WHEN reset THEN falls - 1 ELSE falls END), 0) AS BIGINT) AS glitches,
       COUNT(*) FILTER (WHERE reset) AS resets
FROM falls
"""


def _create(engine: Engine, *tables: str) -> None:
    for table in tables:
        engine.create(table, _sql(table))


def _sql(table: str) -> str:
    return resources.files(__package__).joinpath(f"{table}.sql").read_text(encoding="utf-8")


def _row(engine: Engine, query: str) -> dict[str, Any]:
    row: dict[str, Any] = engine.fetch(query).to_pylist()[0]
    return row
