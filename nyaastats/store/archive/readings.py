"""Text becomes numbers: the rows of `stats` as typed scrapes, and as the measure tables read them."""

from __future__ import annotations

from importlib import resources
from string import Template

from nyaastats.domain.scrapes import MAX_COUNT_DIGITS, MAX_DOWNLOADS, MAX_SCRAPED_SECONDS, MIN_SCRAPED_SECONDS
from nyaastats.engines.base import Engine


def read_typed_stats_query() -> str:
    """The SQL of `typed_stats`, which reads the texts of `stats`; its header is its contract."""
    text = resources.files(__package__).joinpath("typed_stats.sql").read_text(encoding="utf-8")
    return Template(text).safe_substitute(  # safe: a `$` also ends a regular expression
        MIN_SCRAPED_SECONDS=MIN_SCRAPED_SECONDS,
        MAX_SCRAPED_SECONDS=MAX_SCRAPED_SECONDS,
        MAX_DOWNLOADS=MAX_DOWNLOADS,
        MAX_COUNT_DIGITS=MAX_COUNT_DIGITS,
    )


def define_readings(engine: Engine) -> None:
    """Make the scrapes of a database readable as `readings`, straight from its table `stats`.

    Needs `stats` (all VARCHAR) and `torrents(torrent_id, infohash)`; a scrape of no torrent has no `torrent_id`.
    """
    engine.define("typed_stats", read_typed_stats_query())
    engine.define("readings", _READINGS)


# Either case: scrapers have written both.
_READINGS = """
SELECT
    torrent_id,
    scraped_at,
    downloads,
    COALESCE(downloads = 0 AND seeders = 0 AND leechers = 0, FALSE) AS is_all_zero
FROM typed_stats
LEFT JOIN (SELECT torrent_id, LOWER(infohash) AS infohash FROM torrents) AS known_torrents USING (infohash)
"""
