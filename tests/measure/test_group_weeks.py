"""What each release group has of a show's weeks."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testkit.measure_cases import DAY, MONDAY, Case, CaseResult, TorrentCase, measure_in_memory, rows_at
from testkit.measure_strategies import cases, laws, lived_cases

Label = tuple[str | None, str | None]


def torrent(group: str | None, resolution: str | None, *counts: tuple[float, int], **facts: object) -> TorrentCase:
    rows = rows_at(*counts)
    return replace(TorrentCase(rows, group=group, resolution=resolution, is_dead=True), **facts)  # type: ignore[arg-type]


def groups(result: CaseResult, show: int = 1) -> list[dict[Label, int]]:
    """By week."""
    weeks: dict[int, dict[Label, int]] = {}
    for row in result.measures.group_weeks.to_pylist():
        if row["anilist_id"] == show:
            weeks.setdefault(row["first_day"], {})[row["group_name"], row["resolution"]] = row["downloads"]
    return [weeks[day] for day in sorted(weeks)]


@pytest.mark.parametrize(
    ("torrents", "expected"),
    [
        pytest.param(
            [torrent("a", "1080p", (1, 5)), torrent("a", "1080p", (2, 7), episode=2)],
            [{("a", "1080p"): 12}],
            id="all by one group",
        ),
        pytest.param([torrent(None, None, (1, 5))], [{(None, None): 5}], id="no group, no resolution"),
        pytest.param(
            [torrent("a", "1080p", (1, 5)), torrent("a", "720p", (1, 3)), torrent("a", None, (1, 1))],
            [{("a", "1080p"): 5, ("a", "720p"): 3, ("a", None): 1}],
            id="resolutions of a group",
        ),
        pytest.param(
            [torrent("a", "1080p", (1, 0), (168, 100), (336, 300)), torrent("b", "1080p", (169, 0), (300, 40))],
            [{("a", "1080p"): 100}, {("a", "1080p"): 200, ("b", "1080p"): 40}],
            id="weeks",
        ),
        pytest.param([torrent("a", "1080p", (1, 5)), torrent("b", "1080p", (1, 0))], [{("a", "1080p"): 5}], id="none"),
        pytest.param(
            # Of 12 hours to the midnight, one torrent has 1 and one 1 download; half a download each came before it.
            [torrent(name, "1080p", (156, 0), (180, 1)) for name in "ab"],
            [{("a", "1080p"): 1}, {("a", "1080p"): 1}],
            id="equals: the first by name",
        ),
        pytest.param(
            [torrent(None, "1080p", (156, 0), (180, 1)), torrent("z", "1080p", (156, 0), (180, 1))],
            [{("z", "1080p"): 1}, {("z", "1080p"): 1}],
            id="equals: no name comes last",
        ),
        pytest.param(
            # Published before the chart's first week: 2025-W40 is there too.
            [torrent("a", "1080p", (-12, 10), (12, 34), published=MONDAY - DAY)],
            [{("a", "1080p"): 22}, {("a", "1080p"): 12}],
            id="before the chart",
        ),
        pytest.param(
            # Of Tuesday 30 minutes have passed: it is not there, nor what came in it.
            [torrent("a", "1080p", (1, 5)), torrent("b", "1080p", (24.5, 7), published=MONDAY + DAY)],
            [{("a", "1080p"): 5}],
            id="a day that has not begun",
        ),
    ],
)
def test_the_groups_of_a_show(torrents: list[TorrentCase], expected: list[dict[Label, int]]) -> None:
    assert groups(measure_in_memory(Case(torrents))) == expected


def test_a_film_has_groups() -> None:
    films = [torrent("a", "1080p", (1, 5), show=None, film=50), torrent("b", "720p", (1, 3), show=None, film=50)]
    result = measure_in_memory(Case([*films, torrent("a", "1080p", (1, 8))]))
    assert groups(result, 50) == [{("a", "1080p"): 5, ("b", "720p"): 3}]
    assert groups(result) == [{("a", "1080p"): 8}]


LABELS: list[Label] = [(None, None), (None, "1080p"), ("a", "1080p"), ("a", "720p"), ("b", "1080p"), ("c", None)]


@laws
@given(cases | lived_cases(), st.lists(st.sampled_from(LABELS), min_size=9, max_size=9), st.integers(0, 9))
def test_groups_sum_exactly_to_the_days(case: Case, labels: list[Label], film: int) -> None:
    torrents = [
        replace(each, group=group, resolution=resolution)
        for each, (group, resolution) in zip(case.torrents, labels, strict=False)
    ]
    torrents[film:] = [replace(each, show=None, film=50) for each in torrents[film:]]
    measures = measure_in_memory(replace(case, torrents=torrents)).measures
    expected: Counter[tuple[int, date]] = Counter()
    for row in measures.episode_days.to_pylist():
        day = row["date"].date()
        expected[row["anilist_id"], day - timedelta(days=day.weekday())] += row["downloads_daily"]
    sums: Counter[tuple[int, date]] = Counter()
    film_sums: Counter[str] = Counter()
    for row in measures.group_weeks.to_pylist():
        monday = date(1970, 1, 1) + timedelta(days=row["first_day"])
        assert row["downloads"] > 0
        sums[row["anilist_id"], monday] += row["downloads"]
    films = {key: sums.pop(key) for key in list(sums) if key[0] == 50}
    assert sums == +expected
    for row in measures.film_weeks.to_pylist():
        film_sums[row["week"]] += row["downloads"]
    charted = {date.fromisocalendar(int(week[:4]), int(week[6:]), 1): count for week, count in film_sums.items()}
    assert {day: count for (_, day), count in films.items() if day in charted} == {
        day: count for day, count in charted.items() if count
    }
