from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyaastats.errors import ContractError
from nyaastats.publish.checks.row_constraints import check_episodes
from nyaastats.publish.contracts.public import EPISODES
from testkit.small_season import make_table


def _with(table: pa.Table, column: str, row: int, value: object) -> pa.Table:
    values = table[column].to_pylist()
    values[row] = value
    field = EPISODES.field(column)
    return table.set_column(EPISODES.get_field_index(column), field, pa.array(values, field.type))


def test_a_sound_table_passes() -> None:
    episodes = make_table()
    check_episodes(episodes)


def test_an_age_may_have_been_raised_to_zero() -> None:
    episodes = make_table()
    early = _with(
        _with(_with(episodes, "days_since_first_torrent", 0, 0.0), "days_since_first_torrent", 1, 0.0),
        "days_since_first_torrent",
        2,
        0.25,
    )
    check_episodes(early)


DAMAGES = [
    ("anilist_id", 0, 0, "is not an id: row 0 .show 0, episode 0, 2025-09-29"),
    ("episode", 0, -1, "is negative"),
    ("episode", 3, 0, "a day of the episode is left out before it: row 3"),
    ("downloads_daily", 1, -1, "is negative"),
    ("downloads_daily", 1, 1, "'episodes.parquet': downloads_cumulative: is not the sum"),
    ("downloads_cumulative", 6, 181, "is not the sum of downloads_daily up to that day: row 6 .show 7, episode 1"),
    ("downloads_estimated", 3, 101, "is more than downloads_daily"),
    ("downloads_estimated", 3, -1, "is negative"),
    ("days_since_first_torrent", 0, -0.5, "is negative or no number"),
    ("days_since_first_torrent", 0, float("nan"), "is negative or no number"),
    ("days_since_first_torrent", 0, float("inf"), "is negative or no number"),
    ("title", 1, "B", "is not that of the show's row before: row 1"),
    ("days_since_first_torrent", 2, 2.2, "does not grow by 1 a day"),
    ("days_since_first_torrent", 2, 2.3, "does not grow by 1 a day"),
]


@pytest.mark.parametrize(("column", "row", "value", "message"), DAMAGES)
def test_a_broken_law_is_named_with_its_row(column: str, row: int, value: object, message: str) -> None:
    episodes = make_table()
    with pytest.raises(ContractError, match=f"{column}: .*{message}|{message}"):
        check_episodes(_with(episodes, column, row, value))


def test_a_time_of_day_is_no_date() -> None:
    episodes = make_table()
    noon = episodes["date"][0].as_py().replace(hour=12)
    with pytest.raises(ContractError, match="date: is not a UTC midnight: row 0"):
        check_episodes(_with(episodes, "date", 0, noon))


def test_no_rows_are_not_a_publication() -> None:
    episodes = make_table()
    with pytest.raises(ContractError, match="is empty"):
        check_episodes(episodes.slice(0, 0))


@given(order=st.permutations(range(13)))
def test_any_other_order_is_refused(order: list[int]) -> None:
    table = _season().take(pa.array(order))
    if list(order) == sorted(order):
        check_episodes(table)
    else:
        with pytest.raises(ContractError):
            check_episodes(table)


def test_a_row_there_twice_is_refused() -> None:
    episodes = make_table()
    twice = episodes.take(pa.array([0, 0, *range(1, episodes.num_rows)]))
    with pytest.raises(ContractError, match="or one is there twice: row 1"):
        check_episodes(twice)


def _season() -> pa.Table:
    days = np.datetime64(date(2025, 10, 1), "us") + np.arange(13) * np.timedelta64(1, "D")
    counts = np.ones(13, np.int32)
    since = np.arange(13) + 0.5
    columns = [counts, counts, days, counts, counts.cumsum(dtype=np.int32), since, ["T"] * 13, counts]
    return pa.table(columns, schema=EPISODES)
