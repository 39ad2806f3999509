"""What tells two runs apart: a comparison that saw no difference would prove nothing."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from testkit.engine_runs import EngineRun, find_differences

RUN = EngineRun(
    report=None,  # type: ignore[arg-type]  # not compared: it is one of the files
    files={"rankings.json": b"{}"},
    tables={
        "scrapes": pa.table({"n": pa.array([1, 2], pa.int32())}),
        "empty": pa.table({"n": pa.array([], pa.int32())}),
    },
)
OTHER_ROW = {"scrapes": pa.table({"n": pa.array([1, 3], pa.int32())})}
OTHER_TYPE = {"empty": pa.table({"n": pa.array([], pa.int64())})}


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (RUN, []),
        (replace(RUN, tables=RUN.tables | OTHER_ROW), ["scrapes"]),
        (replace(RUN, tables=RUN.tables | OTHER_TYPE), ["empty"]),
        (replace(RUN, tables={"scrapes": RUN.tables["scrapes"]}), ["empty"]),
        (replace(RUN, files={"rankings.json": b"[]"}), ["rankings.json"]),
        (replace(RUN, files={}, tables=RUN.tables | OTHER_ROW), ["scrapes", "rankings.json"]),
    ],
)
def test_every_difference_is_named(other: EngineRun, expected: list[str]) -> None:
    assert find_differences(other, RUN) == expected
    assert find_differences(RUN, other) == expected
