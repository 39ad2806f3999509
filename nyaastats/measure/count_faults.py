"""Judges each fall and the last rise of a count: `judge_scrapes`, a pure function from Arrow to Arrow.

A count is cumulative, so a fall is a fault of the tracker. Which, is decided in order and within its own era (the
scrapes since the last reset); L is the era's last count, c the count after the fall:

1. dip: a count of L or more comes back, and the scrapes before it are at most 24 and lie within 3 days;
2. spike: the era's scrapes above c are at most 2 and 3 or more scrapes follow, or they are at most 24 within 3 days and
   the rise into them is far beyond the pace before, within and after them;
3. reset: c is below half of L and 3 or more scrapes follow: a new era, whose first count is no increment;
4. else the scrape is left out, and the next one is judged against L in its turn.

A fall in a restart of the tracker (`tracker_restarts`) is a reset at once, unless the count before it was beyond
belief: many absurd counts in one run are no restart after it. The bounds are those of `domain.scrapes`.

Only the few torrents that `suspect_torrents.sql` names come here, so plain lists are fast enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pyarrow as pa

from nyaastats.domain.scrapes import (
    FIRST_SECONDS,
    MAX_FAULT_SCRAPES,
    MAX_FAULT_SECONDS,
    MAX_FIRST_PER_HOUR,
    MAX_ORDINARY_RISE,
    MAX_SPIKE_SCRAPES,
    MIN_PACE_SECONDS,
    MIN_PAST_DOWNLOADS,
    MIN_PAST_SCRAPES,
    MIN_SCRAPES_AFTER,
    PACE_ALLOWANCE,
    PACE_FACTOR,
    PACE_SCRAPES,
    YOUNG_SECONDS,
    Verdict,
)
from nyaastats.measure.tracker_restarts import Integers, find_dip_end, find_restart_falls

SCHEMA = pa.schema(
    {
        "torrent_id": pa.int32(),
        "scraped_at": pa.int64(),
        "previous_at": pa.int64(),
        "count_before": pa.int32(),
        "count_after": pa.int32(),
        "verdict": pa.string(),
        "restarted_at": pa.int64(),
    }
)
"""The columns of `judged_scrapes`; `judged_scrapes.sql` says what they mean."""


CHUNK_TORRENTS = 1_000
"""Torrents whose rows are Python objects at a time: after a restart of the tracker all torrents come here."""


def judge_scrapes(scrapes: pa.Table) -> pa.Table:
    """`judged_scrapes` from `torrent_id, published, scraped_at, downloads`, sorted by torrent and time."""
    ids, published, at, counts = (
        scrapes[name].to_numpy() for name in ("torrent_id", "published", "scraped_at", "downloads")
    )
    bounds = [*np.flatnonzero(np.diff(ids, prepend=-1)).tolist(), len(ids)]
    restarts = find_restart_falls(ids, at, counts)
    chunks = []
    for first in range(0, len(bounds) - 1, CHUNK_TORRENTS):
        chunk = bounds[first : first + CHUNK_TORRENTS + 1]
        walks = [
            CountWalk(
                int(published[start]),
                at[start:end].tolist(),
                counts[start:end].tolist(),
                {row - start: restarts[row] for row in range(start, end) if row in restarts},
            )
            for start, end in pairwise(chunk)
        ]
        chunks.append(_build_chunk(ids[chunk[0] : chunk[-1]], at[chunk[0] : chunk[-1]], walks))
    return pa.concat_tables([SCHEMA.empty_table(), *chunks])


def _build_chunk(ids: Integers, at: Integers, walks: Sequence[CountWalk]) -> pa.Table:
    """The rows of some torrents, in the order of `walks`."""
    judged = [row for walk in walks for row in walk.judge()]
    columns = [ids, at, *zip(*judged, strict=True)]
    return pa.table([pa.array(column, kind.type) for column, kind in zip(columns, SCHEMA, strict=True)], schema=SCHEMA)


Row = tuple[int | None, int | None, int | None, str, int | None]
"""Of a scrape: the counted scrape before, the counts that its increment lies between, the verdict, the restart."""
Pace = tuple[int, int]
"""Downloads, and the seconds in which they came in."""


@dataclass(slots=True)
class CountWalk:
    """One torrent's scrapes, judged one after the other; positions are those of its scrapes."""

    published: int
    at: Sequence[int]
    counts: Sequence[int]
    restarts: Mapping[int, int]
    """By the position of a fall in a restart of the tracker: when that was."""
    verdicts: list[Verdict] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    """Positions of the scrapes that count, of all eras."""
    totals: list[int] = field(default_factory=list)
    """Downloads since publication at each of `kept`."""
    era: int = 0
    """Where in `kept` the present era begins."""

    def judge(self) -> Iterator[Row]:
        """One row a scrape."""
        self.verdicts = [Verdict.KEPT] * len(self.at)
        position = 0
        while position < len(self.at):
            position = self._take(position)
        self._doubt_last_rise()
        return self._list_rows()

    def _take(self, position: int) -> int:
        """Judge a scrape; return the position of the next to judge."""
        count = self.counts[position]
        if not self._in_era() or count >= self._last_count():
            return self._keep(position)
        above = sum(self.counts[kept] > count for kept in self.kept[self.era :])
        if position in self.restarts and not self._is_plateau(position, above):
            return self._begin_era(position)
        if dip_end := find_dip_end(self.at, self.counts, position, self._last_count()):
            self.verdicts[position:dip_end] = [Verdict.DIP] * (dip_end - position)
            return dip_end
        has_followers = len(self.at) - position >= MIN_SCRAPES_AFTER
        if (above <= MAX_SPIKE_SCRAPES and has_followers) or self._is_plateau(position, above):
            return self._remove_spike(position, above)
        if 2 * count < self._last_count() and has_followers:
            return self._begin_era(position)
        self.verdicts[position] = Verdict.TOO_LOW
        return position + 1

    def _in_era(self) -> bool:
        return len(self.kept) > self.era

    def _last_count(self) -> int:
        return self.counts[self.kept[-1]]

    def _keep(self, position: int) -> int:
        before = self._last_count() if self._in_era() else 0
        self.totals.append((self.totals[-1] if self.totals else 0) + self.counts[position] - before)
        self.kept.append(position)
        return position + 1

    def _begin_era(self, position: int) -> int:
        """The count is a new baseline: it adds nothing."""
        self.era = len(self.kept)
        self.totals.append(self.totals[-1] if self.totals else 0)
        self.kept.append(position)
        self.verdicts[position] = Verdict.RESET
        return position + 1

    def _remove_spike(self, position: int, above: int) -> int:
        for spike in self.kept[-above:]:
            self.verdicts[spike] = Verdict.SPIKE
        del self.kept[-above:], self.totals[-above:]
        # Of an era that was nothing but the spike, this is the first count: of a reset's era it is the new baseline.
        return self._begin_era(position) if self.era and not self._in_era() else self._keep(position)

    # --- paces --------------------------------------------------------------------------------------------------------

    def _is_plateau(self, position: int, above: int) -> bool:
        """Whether the last `above` counts, at most 24 within 3 days, were reached far beyond the pace around them."""
        spike = self.kept[-above:]
        first, last = spike[0], spike[-1]
        if above > MAX_FAULT_SCRAPES or self.at[last] - self.at[first] > MAX_FAULT_SECONDS:
            return False
        paces = [*self._list_paces(spike), *self._list_paces(self._follow(position))]
        before = len(self.kept) - above
        if before > self.era:
            paces.append(self._measure_past(before))
            return self._is_beyond(self.kept[before - 1], first, paces)
        if self.era:  # a reset's first count adds nothing, so nothing rose into it
            return False
        # Two counts or one have no pace within them that would say more than what first counts are.
        if above < MIN_PAST_SCRAPES:
            return self.counts[first] > self._first_limit(self.published, first)
        return self._is_beyond(None, first, paces)

    def _follow(self, position: int) -> list[int]:
        """A fall and up to 8 scrapes after it, up to the next fall."""
        end = position + 1
        last = min(len(self.at), position + PACE_SCRAPES + 1)
        while end < last and self.counts[end] >= self.counts[end - 1]:
            end += 1
        return list(range(position, end))

    def _list_paces(self, positions: Sequence[int]) -> Iterator[Pace]:
        if len(positions) > 1:
            first, last = positions[0], positions[-1]
            yield self.counts[last] - self.counts[first], self.at[last] - self.at[first]

    def _measure_past(self, before: int) -> Pace:
        """The pace up to the last of the first `before` kept scrapes: over 8 scrapes, or since publication."""
        last = before - 1
        first = last - PACE_SCRAPES
        if first < 0:
            return self.totals[last], self.at[self.kept[last]] - self.published
        return self.totals[last] - self.totals[first], self.at[self.kept[last]] - self.at[self.kept[first]]

    def _is_beyond(self, previous: int | None, position: int, paces: Sequence[Pace]) -> bool:
        """Whether the rise from the scrape `previous`, or from publication, is beyond 10 times each of the paces."""
        count, since = (0, self.published) if previous is None else (self.counts[previous], self.at[previous])
        rise = self.counts[position] - count - MAX_ORDINARY_RISE
        seconds = max(self.at[position] - since, MIN_PACE_SECONDS)
        return rise > 0 and all(
            rise * max(pace_seconds, MIN_PACE_SECONDS) > PACE_FACTOR * (downloads + PACE_ALLOWANCE) * seconds
            for downloads, pace_seconds in paces
        )

    def _first_limit(self, since: int, position: int) -> int:
        """The most that a first count may be, or the rise of a torrent without a past, since the moment `since`."""
        seconds = min(max(self.at[position] - since, MIN_PACE_SECONDS), FIRST_SECONDS)
        return MAX_FIRST_PER_HOUR * seconds // 3_600

    # --- the end ------------------------------------------------------------------------------------------------------

    def _doubt_last_rise(self) -> None:
        """Hold back the last scrapes, at most 24 within 3 days, from the first rise beyond belief on."""
        newest = len(self.at) - 1
        for index in range(max(self.era, len(self.kept) - MAX_FAULT_SCRAPES), len(self.kept)):
            position = self.kept[index]
            is_recent = self.at[newest] - self.at[position] <= MAX_FAULT_SECONDS
            if is_recent and self._is_doubtful(index):
                for doubtful in self.kept[index:]:
                    self.verdicts[doubtful] = Verdict.IN_DOUBT
                del self.kept[index:], self.totals[index:]
                return

    def _is_doubtful(self, index: int) -> bool:
        position = self.kept[index]
        if index == 0:
            return self.counts[position] > self._first_limit(self.published, position)
        if index == self.era:
            return False
        previous = self.kept[index - 1]
        past = self.totals[index - 1]
        is_young = self.at[previous] - self.published <= YOUNG_SECONDS
        if is_young and (index < MIN_PAST_SCRAPES or past < MIN_PAST_DOWNLOADS):
            return self.counts[position] - self.counts[previous] > self._first_limit(self.at[previous], position)
        return self._is_beyond(previous, position, [self._measure_past(index)])

    def _list_rows(self) -> Iterator[Row]:
        kept, last = frozenset(self.kept), None
        for position, (count, verdict) in enumerate(zip(self.counts, self.verdicts, strict=True)):
            if position not in kept:
                yield None, None, None, verdict, None
                continue
            is_reset = verdict is Verdict.RESET
            before = count if is_reset else 0 if last is None else self.counts[last]
            restarted_at = self.restarts.get(position) if is_reset else None
            yield None if last is None else self.at[last], before, count, verdict, restarted_at
            last = position
