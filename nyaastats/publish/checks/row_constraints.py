"""What must hold of every row of `episodes.parquet`, over and above the types in `contracts`.

Whole columns are compared at once: a season has some 60,000 rows, too many for a loop in Python.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from nyaastats.publish.build.episode_rows import DAY_MICROSECONDS, EpisodeRows, differs_from_previous
from nyaastats.publish.contracts.values import EPISODES_FILE, contract_error

AGE_TOLERANCE = 1e-6
"""Days (a tenth of a second) by which two ages of an episode may differ through rounding."""

Broken = NDArray[np.bool_]
"""Whether each row breaks a constraint."""


@dataclass(frozen=True, slots=True)
class _Constraint:
    """What must hold of every row of a column."""

    column: str
    what: str
    find_broken: Callable[[EpisodeRows], Broken]


def _find_unsorted(rows: EpisodeRows) -> Broken:
    later_day = (rows.midnight[1:] > rows.midnight[:-1]) & (rows.episode[1:] == rows.episode[:-1])
    later_episode = (rows.episode[1:] > rows.episode[:-1]) | later_day
    same_show = rows.anilist_id[1:] == rows.anilist_id[:-1]
    later = (rows.anilist_id[1:] > rows.anilist_id[:-1]) | (same_show & later_episode)
    unsorted: Broken = np.concatenate(([False], ~later))
    return unsorted


def _find_gaps(rows: EpisodeRows) -> Broken:
    wrong: Broken = ~rows.first_of_episode & (np.diff(rows.midnight, prepend=0) != DAY_MICROSECONDS)
    return wrong


def _find_wrong_sums(rows: EpisodeRows) -> Broken:
    # One running sum over all episodes, less its value before the episode's first row, is the episode's own sum.
    running = np.cumsum(rows.daily)
    starts = rows.first_of_episode
    before = (running - rows.daily)[starts][np.cumsum(starts) - 1]
    wrong: Broken = rows.cumulative != running - before
    return wrong


def _find_wrong_ages(rows: EpisodeRows) -> Broken:
    grown = np.diff(rows.age, prepend=0)
    # From 0 it may grow by less: an age is never negative, so that 0 may stand for a day before the publication.
    too_little = (grown < 1 - AGE_TOLERANCE) & (np.roll(rows.age, 1) > 0)
    return ~rows.first_of_episode & ((grown > 1 + AGE_TOLERANCE) | too_little)


def _find_other_titles(rows: EpisodeRows) -> Broken:
    return ~rows.first_of_show & differs_from_previous(rows.title)


_CONSTRAINTS = (
    _Constraint("anilist_id", "is not an id", lambda rows: rows.anilist_id < 1),
    _Constraint("episode", "is negative", lambda rows: rows.episode < 0),
    _Constraint("date", "is not a UTC midnight", lambda rows: rows.midnight % DAY_MICROSECONDS != 0),
    _Constraint("date", "the rows are not sorted by anilist_id, episode, date, or one is there twice", _find_unsorted),
    _Constraint("date", "a day of the episode is left out before it", _find_gaps),
    _Constraint("downloads_daily", "is negative", lambda rows: rows.daily < 0),
    _Constraint("downloads_estimated", "is negative", lambda rows: rows.estimated < 0),
    _Constraint("downloads_estimated", "is more than downloads_daily", lambda rows: rows.estimated > rows.daily),
    _Constraint("downloads_cumulative", "is not the sum of downloads_daily up to that day", _find_wrong_sums),
    _Constraint(
        "days_since_first_torrent", "is negative or no number", lambda rows: ~((rows.age >= 0) & (rows.age < np.inf))
    ),
    _Constraint("days_since_first_torrent", "does not grow by 1 a day", _find_wrong_ages),
    _Constraint("title", "is not that of the show's row before", _find_other_titles),
)


def check_episodes(table: pa.Table) -> None:
    """Raise ContractError unless `table`, which has the columns of `EPISODES`, keeps every constraint."""
    if not table.num_rows:
        raise contract_error(EPISODES_FILE, "the table", "is empty")
    rows = EpisodeRows.of(table)
    for constraint in _CONSTRAINTS:
        if (wrong := constraint.find_broken(rows)).any():
            row = int(wrong.argmax())
            where = f"row {row} (show {rows.anilist_id[row]}, episode {rows.episode[row]}, {rows.day(row)})"
            raise contract_error(EPISODES_FILE, constraint.column, f"{constraint.what}: {where}")
