"""The measure tables, declared: what each reads, in which order they are created, and when the large ones are dropped.

    counting          readings, torrents ─► scrapes ─► scrapes_by_hour ─► scraper_hours, data_until
    before matching   scrapes ─► scrape_pairs ─► zero_dropouts, …_deduplicated ─► …_all ─► …_repaired ─► …_clean
                                         …_clean ─► scrape_spans ─► suspect_torrents ─► judged_scrapes
                      …_clean, judged_scrapes ─► increments ─► torrent_totals
    after matching    increments ─► watched_torrents ─► decay_curve
                      torrent_totals, scraper_hours ─► uncounted_torrents ─► tail_estimates; film_tails
                      increments, tail_estimates, film_tails ─► increments_and_tails ─► midnight_splits
                      midnight_splits, episode_spans ─► episode_days ─► show_weeks ─► rankings, season_rankings
                      episode_days, episode_spans ─► episode_firsts; episode_spans, …_clean ─► episode_ages
                      episode_days ─► best_days
                      tail_estimates ─► show_tails ─► chart_weeks; left_out
                      film_tails ─► film_days ─► film_weeks
                      episode_days, film_days, midnight_splits, grouped_torrents ─► group_weeks
                      increments ─► season_torrents
                      torrent_totals ─► sample_candidates ─► sample_scrapes, sample_torrent, sample_days

Each table is one SQL file, whose header is its contract: the grain, the columns and their units.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa

from nyaastats.domain.measures import Attribution
from nyaastats.measure.count_faults import judge_scrapes


class Kind(StrEnum):
    """How the rows of a table are kept."""

    TABLE = "table"
    """Computed once and stored."""
    VIEW = "view"
    """Computed again by each query that reads it: for rows that are too many to store twice."""
    FUNCTION = "function"
    """The rows of the SQL, through a pure function: for few rows that each depend on what became of those before."""


@dataclass(frozen=True, slots=True)
class Table:
    """One measure table."""

    name: str
    file: str
    """The SQL file, below the folder of this module."""
    reads: tuple[str, ...]
    """The tables that its SQL names: inputs, or tables before it in the plan."""
    kind: Kind = Kind.TABLE
    dropped_after: str | None = None
    """The last table that reads it, directly or through a view; None for a small table, which is not worth dropping."""
    function: Callable[[pa.Table], pa.Table] | None = None
    """For the kind `FUNCTION`: makes the rows of the table from those of its SQL."""
    inlines: tuple[tuple[str, str], ...] = ()
    """Placeholders in braces in its SQL, and the SQL file whose query replaces each."""


MATCHED_INPUTS = ("matches", "film_matches", "torrent_groups", "shows", "weeks", "season_shows", "season_weeks")
"""The inputs that depend on the matches, which a person's decisions change."""
INPUTS = ("readings", "torrents", "run_clock", *MATCHED_INPUTS)
"""What the runner and its caller register; the first three are enough for `BEFORE_MATCHING`."""

COUNTING = (
    Table("scrapes", "scrapes/scrapes.sql", reads=("readings", "torrents", "run_clock"), kind=Kind.VIEW),
    Table("scrapes_by_hour", "scrapes/scrapes_by_hour.sql", reads=("scrapes",)),
    Table("scraper_hours", "scrapes/scraper_hours.sql", reads=("scrapes_by_hour",)),
    Table("data_until", "scrapes/data_until.sql", reads=("scrapes_by_hour",)),
)
"""Counts the scrapes: from when to when there are any, and what cannot be used."""

CLEANING = (
    Table("scrape_pairs", "scrapes/scrape_pairs.sql", reads=("scrapes",), dropped_after="sample_scrapes"),
    Table("zero_dropouts", "scrapes/zero_dropouts.sql", reads=("scrape_pairs",)),
    Table("scrape_pairs_deduplicated", "scrapes/scrape_pairs_deduplicated.sql", reads=("scrape_pairs",)),
    Table(
        "scrape_pairs_all",
        "scrapes/scrape_pairs_all.sql",
        reads=("scrape_pairs", "scrape_pairs_deduplicated"),
        kind=Kind.VIEW,
    ),
    Table(
        "scrape_pairs_repaired",
        "scrapes/scrape_pairs_repaired.sql",
        reads=("scrape_pairs_all", "zero_dropouts"),
    ),
    Table(
        "scrape_pairs_clean",
        "scrapes/scrape_pairs_clean.sql",
        reads=("scrape_pairs_all", "scrape_pairs_repaired"),
        kind=Kind.VIEW,
    ),
    Table("scrape_spans", "scrapes/scrape_spans.sql", reads=("scrape_pairs_clean",)),
    Table("suspect_torrents", "scrapes/suspect_torrents.sql", reads=("scrape_pairs_clean", "scrape_spans")),
    Table(
        "judged_scrapes",
        "scrapes/judged_scrapes.sql",
        reads=("scrape_pairs_clean", "suspect_torrents", "torrents"),
        kind=Kind.FUNCTION,
        function=judge_scrapes,
    ),
)
"""Cleans the scrapes."""

BEFORE_MATCHING = (*COUNTING, *CLEANING)
"""Needs no matches, so that it can run while names are matched; as do the tables of `list_unmatched` after it."""

_INCREMENTS = {
    Attribution.INTERVAL: Table(
        "increments",
        "downloads/increments.sql",
        reads=("scrape_pairs_clean", "suspect_torrents", "judged_scrapes", "torrents"),
        dropped_after="sample_days",
    ),
    Attribution.OBSERVED: Table(
        "increments",
        "downloads/increments_observed.sql",
        reads=("scrape_pairs_all",),
        dropped_after="sample_days",
    ),
}

_TORRENT_TOTALS = Table("torrent_totals", "downloads/torrent_totals.sql", reads=("torrents", "increments"))

_TAIL_ESTIMATES = {
    Attribution.INTERVAL: Table(
        "tail_estimates",
        "downloads/tail_estimates.sql",
        reads=("uncounted_torrents", "increments", "decay_curve"),
    ),
    Attribution.OBSERVED: Table(
        "tail_estimates",
        "downloads/tail_estimates_observed.sql",
        reads=("uncounted_torrents",),
    ),
}

_UNCOUNTED_READS = (
    "torrents",
    "torrent_totals",
    "scrape_spans",
    "zero_dropouts",
    "judged_scrapes",
    "scraper_hours",
    "data_until",
)

_FILM_TAILS = {
    Attribution.INTERVAL: Table(
        "film_tails",
        "films/film_tails.sql",
        reads=("film_matches", *_UNCOUNTED_READS, "increments", "decay_curve"),
        inlines=(
            ("uncounted_torrents", "downloads/uncounted_torrents.sql"),
            ("tail_estimates", "downloads/tail_estimates.sql"),
        ),
    ),
    Attribution.OBSERVED: Table(
        "film_tails",
        "films/film_tails.sql",
        reads=("film_matches", *_UNCOUNTED_READS),
        inlines=(
            ("uncounted_torrents", "downloads/uncounted_torrents.sql"),
            ("tail_estimates", "downloads/tail_estimates_observed.sql"),
        ),
    ),
}

# Ordered so that the large tables can be dropped early: first what reads the scrapes, then what reads the increments.
_BEFORE_TAILS = (
    Table(
        "watched_torrents",
        "downloads/watched_torrents.sql",
        reads=("increments", "matches", "torrents", "scrape_spans", "judged_scrapes"),
    ),
    Table("decay_curve", "downloads/decay_curve.sql", reads=("increments", "watched_torrents")),
    Table(
        "uncounted_torrents",
        "downloads/uncounted_torrents.sql",
        reads=("matches", "shows", *_UNCOUNTED_READS),
    ),
)

_AFTER_TAILS = (
    Table(
        "increments_and_tails",
        "downloads/increments_and_tails.sql",
        reads=("increments", "tail_estimates", "film_tails"),
        kind=Kind.VIEW,
    ),
    Table(
        "episode_spans",
        "downloads/episode_spans.sql",
        reads=("matches", "torrents", "scrape_spans", "tail_estimates", "shows", "data_until"),
    ),
    Table(
        "episode_ages",
        "downloads/episode_ages.sql",
        reads=(
            "matches",
            "torrents",
            "episode_spans",
            "increments",
            "scrape_pairs_clean",
            "decay_curve",
            "data_until",
        ),
    ),
    Table(
        "sample_candidates",
        "sample/sample_candidates.sql",
        reads=("matches", "torrents", "torrent_totals", "scrape_spans", "episode_spans"),
    ),
    Table("sample_scrapes", "sample/sample_scrapes.sql", reads=("scrape_pairs_clean", "sample_candidates")),
    Table(
        "midnight_splits",
        "downloads/midnight_splits.sql",
        reads=("increments_and_tails", "matches", "film_matches", "torrents", "decay_curve"),
        dropped_after="sample_days",
    ),
    Table(
        "episode_days",
        "downloads/episode_days.sql",
        reads=("increments_and_tails", "matches", "midnight_splits", "episode_spans", "shows"),
    ),
    Table(
        "episode_firsts",
        "downloads/episode_firsts.sql",
        reads=("episode_days", "episode_spans", "shows", "data_until"),
    ),
    Table("show_tails", "charts/show_tails.sql", reads=("tail_estimates",)),
    Table("chart_weeks", "charts/chart_weeks.sql", reads=("weeks", "data_until", "show_tails", "shows")),
    Table("show_weeks", "charts/show_weeks.sql", reads=("episode_days", "chart_weeks")),
    Table("best_days", "charts/best_days.sql", reads=("episode_days", "chart_weeks")),
    Table(
        "film_days",
        "films/film_days.sql",
        reads=(
            "film_matches",
            "film_tails",
            "torrents",
            "scrape_spans",
            "data_until",
            "increments_and_tails",
            "midnight_splits",
        ),
        inlines=(
            ("episode_spans", "downloads/episode_spans.sql"),
            ("episode_days", "downloads/episode_days.sql"),
        ),
    ),
    Table(
        "season_torrents",
        "seasons/season_torrents.sql",
        reads=("season_weeks", "weeks", "increments", "torrents"),
    ),
    Table("film_weeks", "films/film_weeks.sql", reads=("film_days", "chart_weeks")),
    Table("grouped_torrents", "groups/grouped_torrents.sql", reads=("matches", "film_matches", "torrent_groups")),
    Table(
        "group_weeks",
        "groups/group_weeks.sql",
        reads=("grouped_torrents", "episode_days", "film_days", "increments_and_tails", "midnight_splits"),
    ),
    Table("sample_torrent", "sample/sample_torrent.sql", reads=("sample_candidates", "show_weeks")),
    Table(
        "sample_days",
        "sample/sample_days.sql",
        reads=("sample_torrent", "increments_and_tails", "midnight_splits", "shows"),
        inlines=(("episode_days", "downloads/episode_days.sql"),),
    ),
    Table("rankings", "charts/rankings.sql", reads=("show_weeks", "chart_weeks", "shows")),
    Table(
        "season_rankings",
        "charts/season_rankings.sql",
        reads=("season_shows", "season_weeks", "show_weeks", "chart_weeks", "shows"),
    ),
    Table(
        "left_out",
        "charts/left_out.sql",
        reads=("matches", "torrent_totals", "tail_estimates", "episode_days", "shows", "data_until"),
    ),
)


def list_unmatched(attribution: Attribution) -> tuple[Table, ...]:
    """The tables after the cleaning that no match changes."""
    return (_INCREMENTS[attribution], _TORRENT_TOTALS)


def list_matched(attribution: Attribution) -> tuple[Table, ...]:
    """Those after them, to the rankings, which a match may change."""
    tails = (_TAIL_ESTIMATES[attribution], _FILM_TAILS[attribution])
    return (*_BEFORE_TAILS, *tails, *_AFTER_TAILS)


def list_after_cleaning(attribution: Attribution) -> tuple[Table, ...]:
    """All tables from the increments to the rankings."""
    return (*list_unmatched(attribution), *list_matched(attribution))


def list_for_rankings(attribution: Attribution) -> tuple[Table, ...]:
    """Those of `list_matched` that `rankings` needs."""
    return _find_needed("rankings", list_matched(attribution))


def _find_needed(name: str, tables: Sequence[Table]) -> tuple[Table, ...]:
    """Those that the table `name` reads, directly or through others, and itself; in their order."""
    needed = {name}
    for table in reversed(tables):
        needed.update(table.reads if table.name in needed else ())
    return tuple(table for table in tables if table.name in needed)


def list_dropped_after(name: str) -> tuple[str, ...]:
    """The names of the tables to drop as soon as the table `name` is created."""
    # Either attribution will do: what is dropped, and when, is the same in both.
    tables = (*BEFORE_MATCHING, *list_after_cleaning(Attribution.INTERVAL))
    return tuple(table.name for table in tables if table.dropped_after == name)
