"""Counts with faults, and what the function and the oracle each make of them."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

import pyarrow as pa
from hypothesis import strategies as st

from nyaastats.measure.count_faults import judge_scrapes
from testkit.oracle.falls import find_restarts
from testkit.oracle.history import build_history
from testkit.oracle.records import Scrape

PUBLISHED = datetime(2025, 10, 6, tzinfo=UTC)
HOUR, DAY = 3_600, 86_400

Series = tuple[list[int], list[int]]
"""Seconds since publication, and the counts then."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a torrent's counts amount to."""

    total: int
    verdicts: tuple[str, ...]

    @property
    def is_held(self) -> bool:
        return "in_doubt" in self.verdicts

    def misses(self, true_total: int) -> bool:
        """Whether the total is off by more than 1 % and nobody was warned."""
        return not self.is_held and 100 * abs(self.total - true_total) > true_total


def judge_series(series: Sequence[Series]) -> list[Judgement]:
    """What the measurement makes of the torrents of these series, all published at `PUBLISHED`."""
    start = int(PUBLISHED.timestamp())
    rows = [
        (number, start, start + age, count)
        for number, (ages, counts) in enumerate(series)
        for age, count in zip(ages, counts, strict=True)
    ]
    names, types = (
        ("torrent_id", "published", "scraped_at", "downloads"),
        (pa.int32(), pa.int64(), pa.int64(), pa.int32()),
    )
    columns = list(zip(*rows, strict=True)) or [()] * 4
    table = judge_scrapes(
        pa.table([pa.array(column, kind) for column, kind in zip(columns, types, strict=True)], names)
    )
    judged = [Judgement(0, ()) for _ in series]
    for row in table.to_pylist():
        before = judged[row["torrent_id"]]
        grown = (row["count_after"] or 0) - (row["count_before"] or 0)
        judged[row["torrent_id"]] = Judgement(before.total + grown, (*before.verdicts, row["verdict"]))
    return judged


def judge_counts(counts: Sequence[int], step: int = HOUR) -> Judgement:
    """One torrent that is scraped every `step` seconds."""
    return judge_series([([step * number for number in range(1, len(counts) + 1)], list(counts))])[0]


Tally = tuple[int, int, int, int, int]
"""The total; scrapes that are too low, resets, too high, in doubt."""


def tally_judgement(judgement: Judgement) -> Tally:
    verdicts = Counter(judgement.verdicts)
    low = verdicts["dip"] + verdicts["too_low"]
    return judgement.total, low, verdicts["reset"], verdicts["spike"], verdicts["in_doubt"]


def tally_by_oracle(series: Sequence[Series]) -> list[Tally]:
    """What the oracle makes of the same series."""
    scrapes = {
        str(number): [
            Scrape(PUBLISHED + timedelta(seconds=age), 1, 1, count) for age, count in zip(ages, counts, strict=True)
        ]
        for number, (ages, counts) in enumerate(series)
    }
    restarts = find_restarts(scrapes)
    histories = [build_history(PUBLISHED, rows, restarts) for rows in scrapes.values()]
    return [
        (
            sum(interval.downloads for interval in history.intervals),
            history.count_drops,
            history.resets,
            history.spikes,
            history.in_doubt,
        )
        for history in histories
    ]


# --- strategies -------------------------------------------------------------------------------------------------------

gaps = st.sampled_from([HOUR, HOUR, HOUR, 4 * HOUR, DAY, 7 * DAY]) | st.integers(1, 9 * DAY)
absurd_counts = st.floats(0, 8).map(lambda power: min(int(10**power), 99_999_999))


@st.composite
def faulty_series(draw: st.DrawFn, max_faults: int = 4) -> Series:
    """A count that grows, with falls, restarts of its own, spikes, plateaus, dips, zeros and gaps."""
    length = draw(st.integers(1, 45))
    gap = draw(gaps)
    ages = [age + draw(st.integers(-60, 60)) for age in range(gap, gap * (length + 1), gap)]
    ages = sorted(set(ages))
    growth = draw(st.integers(0, 400))
    rises = draw(st.lists(st.integers(0, growth), min_size=len(ages), max_size=len(ages)))
    counts = [sum(rises[: number + 1]) for number in range(len(ages))]
    for _ in range(draw(st.integers(0, max_faults))):
        _add_fault(draw, counts)
    if draw(st.booleans()):
        ages = [
            age + draw(st.sampled_from([0, DAY, 20 * DAY])) * (number > len(ages) // 2)
            for number, age in enumerate(ages)
        ]
        ages = sorted(set(ages))
    return ages, counts[: len(ages)]


def _add_fault(draw: st.DrawFn, counts: list[int]) -> None:
    start = draw(st.integers(0, len(counts) - 1))
    end = min(len(counts), start + draw(st.sampled_from([1, 1, 2, 3, 10, 24, 26])))
    match draw(st.sampled_from(["reset", "level", "zero", "slip"])):
        case "reset":
            lost = counts[start - 1] if start else 0
            counts[start:] = [max(0, count - lost) for count in counts[start:]]
        case "level":
            counts[start:end] = [draw(absurd_counts)] * (end - start)
        case "zero":
            counts[start:end] = [0] * (end - start)
        case _:
            counts[start] = max(0, counts[start] - draw(st.integers(1, 3)))


# --- by trial ---------------------------------------------------------------------------------------------------------

SCHEDULE = [
    *range(HOUR, 49 * HOUR, HOUR),
    *range(52 * HOUR, 169 * HOUR, 4 * HOUR),
    *range(8 * DAY, 31 * DAY, DAY),
    *range(37 * DAY, 100 * DAY, 7 * DAY),
]
"""When the collector scrapes a torrent of 100 days."""


def grow(total: int, chance: random.Random) -> list[int]:
    """Counts on the schedule: 62 % in the first day, then like the logarithm of the age, with chance."""
    shares = [0.62 * min(age / DAY, 1) ** 0.5 + 0.1 * math.log2(max(age / DAY, 1)) for age in SCHEDULE]
    rises = [total * (after - before) for before, after in zip([0.0, *shares], shares, strict=False)]
    return list(accumulate(max(0, round(chance.gauss(rise, rise**0.5))) for rise in rises))


def put_any_count(counts: list[int], chance: random.Random) -> None:
    """One count of 10^3 to 10^8 in place of any."""
    counts[chance.randrange(len(counts))] = int(10 ** chance.uniform(3, 8))


def put_dip(counts: list[int], chance: random.Random) -> None:
    """One count that is too low."""
    # Not the last: what a torrent has in a last scrape that is wrong is in no scrape.
    place = chance.randrange(len(counts) - 1)
    counts[place] = chance.randrange(counts[place] + 1)


def put_plateau(counts: list[int], chance: random.Random) -> None:
    """One such count in up to 24 scrapes within 3 days."""
    start = chance.randrange(len(counts))
    level = int(10 ** chance.uniform(3, 8))
    for place in range(start, min(len(counts), start + chance.randint(2, 24))):
        if SCHEDULE[place] - SCHEDULE[start] <= 3 * DAY:
            counts[place] = level


PutFault = Callable[[list[int], random.Random], None]
"""Puts a fault into the counts of a torrent."""


def judge_trials(put: PutFault, trials: int) -> list[tuple[Judgement, int]]:
    """Put a fault into as many torrents of 150 to 30,000 downloads, each judged alone; beside it the true total."""
    chance = random.Random(2025)  # noqa: S311  # not for secrets
    judged = []
    for _ in range(trials):
        counts = grow(int(10 ** chance.uniform(2.3, 4.5)), chance)
        true_total = counts[-1]
        put(counts, chance)
        judged.append((judge_series([(SCHEDULE, counts)])[0], true_total))
    return judged
