"""Projects the first 7 days of young episodes, and projects past episodes again to say how right that is.

An episode of age a that had K downloads, as far as was known then, is projected to K times the median of total by K at
that age in finished episodes: of its show, else of its premiere-size class, else of all. Replayed for every finished
episode as of the same age, with nothing but the episodes that were finished by then, the ratios of total by projection
say how far projections of that age are off: their 10 % and 90 % quantiles are the interval.

Each group is its newest finished episodes: how a show is watched changes. How many, and that it is the median, was
chosen on a process that judges nothing (`practice`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from nyaastats.domain.calendar import MIN_BEGUN
from nyaastats.domain.premieres import PREMIERE_EPISODE
from nyaastats.domain.projections import MIN_AGE_HOURS, MIN_EPISODES, MIN_RATIOS, SCORED_HOURS, ProjectionGroup

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

HOUR = 3_600
DAY = 24 * HOUR
STEP_HOURS = 6
"""The ages of `episode_ages` are so far apart."""
STEPS = 28
GROUPS = tuple(ProjectionGroup)
NEWEST = {ProjectionGroup.SHOW: 12, ProjectionGroup.CLASS: 100, ProjectionGroup.ALL: 200}
"""So many finished episodes of a group at most are looked at."""
NEWEST_RATIOS = 200
"""So many past ratios at most make an interval."""
_TAIL_SHARE = 0.1
"""Of past ratios, below the interval, and above it."""
_NO_CLASS = -1
_KEY_BITS = 36
"""Moments are below 2 to this power, in seconds since 1970."""
_MILLION = 1e6

PROJECTIONS = pa.schema(
    [
        ("anilist_id", pa.int64()),
        ("episode", pa.int32()),
        ("hours", pa.float64()),
        ("downloads", pa.int64()),
        ("projected", pa.int64()),
        ("low", pa.int64()),
        ("high", pa.int64()),
        ("last", pa.int64()),
        ("basis", pa.string()),
        ("episodes", pa.int64()),
        ("ratios", pa.int64()),
    ]
)
"""One row a young episode, sorted by the first two columns. `low`, `high` and `last` may be null; `basis` is a
`ProjectionGroup`, `episodes` and `ratios` are how many it and the interval are learnt of."""

SCORES = pa.schema(
    [
        ("hours", pa.int64()),
        ("episodes", pa.int64()),
        ("median_error", pa.float64()),
        ("intervals", pa.int64()),
        ("covered", pa.int64()),
        ("compared", pa.int64()),
        ("compared_error", pa.float64()),
        ("last_error", pa.float64()),
    ]
)
"""One row a scored age: how many finished episodes were projected, their median error; how many had an interval, and
lay within; how many had a finished episode before them, the median error of these, and that of repeating the last."""


@dataclass(frozen=True, slots=True)
class _Index:
    """The finished episodes of each group, in the order in which they finished."""

    rows: Integers
    keys: Integers
    """Of each row its group and moment in one number, ascending."""

    @classmethod
    def of(cls, groups: Integers, finished_at: Integers, episodes: Integers, rows: Integers) -> _Index:
        """Of some rows."""
        keys = _join_key(groups[rows], finished_at[rows])
        order = np.lexsort((episodes[rows], keys))
        return cls(rows[order], keys[order])

    def gather(self, values: Floats, groups: Integers, at: Integers, newest: int) -> Floats:
        """For each pair of group and moment a row: the values of the group's newest episodes by then, newest first.

        NaN where there are fewer.
        """
        if not len(self.rows):
            return np.full((len(groups), 1), np.nan)
        end = np.searchsorted(self.keys, _join_key(groups, at), side="right")
        start = np.searchsorted(self.keys, _join_key(groups, np.zeros_like(at)))
        places = end[:, None] - 1 - np.arange(newest)
        gathered = values[self.rows[np.maximum(places, 0)]]
        return np.where(places >= start[:, None], gathered, np.nan)


def _join_key(groups: Integers, at: Integers) -> Integers:
    return (groups << _KEY_BITS) + at


@dataclass(frozen=True, slots=True)
class _Episodes:
    """All episodes, by column."""

    show: Integers
    episode: Integers
    first_published: Integers
    finished_at: Integers
    """The midnight that ends the first 7 days."""
    so_far: Integers
    total: Floats
    """Of the first 7 days; NaN until they are over, or without any."""
    by_age: Floats
    """A row an episode, a column for each age of `episode_ages`, from 0 hours on: downloads as known then, or NaN."""
    size: Integers
    """The premiere-size class, as a binary logarithm."""
    class_from: Integers
    """From when on it is known."""

    @property
    def finished(self) -> Integers:
        """The rows of episodes whose total is known."""
        return np.flatnonzero(~np.isnan(self.total)).astype(np.int64)

    def read_known(self, hours: float) -> Floats:
        """What was known of each episode at an age; between two ages of the table, along a power of the age."""
        step = min(int(hours // STEP_HOURS), STEPS)
        before = self.by_age[:, step]
        if hours == step * STEP_HOURS or step == STEPS:
            return before
        after = self.by_age[:, step + 1]
        part = np.log(hours / (step * STEP_HOURS)) / np.log((step + 1) / step)
        return np.asarray(before * (after / before) ** part)


def _read_episodes(firsts: pa.Table, ages: pa.Table) -> _Episodes:
    show, episode, first = (_read_integers(firsts, name) for name in ("anilist_id", "episode", "first_published"))
    downloads = _read_integers(firsts, "downloads_7")
    is_over = firsts["is_over_7"].to_numpy().astype(bool) & (downloads > 0)
    finished_at = (first // DAY + 7) * DAY
    is_premiere = is_over & (episode == PREMIERE_EPISODE)
    size, class_from = _find_classes(show, np.flatnonzero(is_premiere), downloads, finished_at)
    return _Episodes(
        show,
        episode,
        first,
        finished_at,
        downloads,
        np.where(is_over, downloads, np.nan),
        _read_known(show, episode, ages),
        size,
        class_from,
    )


def _read_integers(table: pa.Table, name: str) -> Integers:
    return table[name].to_numpy().astype(np.int64)  # type: ignore[no-any-return]  # pyarrow ships no types


def _read_known(show: Integers, episode: Integers, ages: pa.Table) -> Floats:
    counts = np.full((len(show), STEPS + 1), np.nan)
    if not len(show):
        return counts
    keys, age_keys = _number_episodes(show, episode, ages)
    rows = np.minimum(np.searchsorted(keys, age_keys), len(keys) - 1)  # both tables are sorted by show and episode
    is_first = keys[rows] == age_keys
    steps = _read_integers(ages, "hours") // STEP_HOURS
    counts[rows[is_first], steps[is_first]] = ages["downloads"].to_numpy()[is_first] / _MILLION
    return np.where(counts > 0, counts, np.nan)


def _number_episodes(show: Integers, episode: Integers, ages: pa.Table) -> tuple[Integers, Integers]:
    """A number for each episode of both tables, in their order; by the shows' places: an id may be too large."""
    shows = np.concatenate([show, _read_integers(ages, "anilist_id")])
    places = np.unique(shows, return_inverse=True)[1].astype(np.int64)
    keys = _join_key(places, np.concatenate([episode, _read_integers(ages, "episode")]))
    return keys[: len(show)], keys[len(show) :]


def _find_classes(
    show: Integers, premieres: NDArray[np.intp], downloads: Integers, finished_at: Integers
) -> tuple[Integers, Integers]:
    """By row, the size of its show's premiere, and since when it is known."""
    size, class_from = np.full(len(show), _NO_CLASS), np.zeros(len(show), np.int64)
    if len(premieres):
        place = np.minimum(np.searchsorted(show[premieres], show), len(premieres) - 1)
        has_class = show[premieres][place] == show
        # frexp and not log2: exact at powers of two.
        size = np.where(has_class, np.frexp(downloads[premieres][place])[1] - 1, _NO_CLASS)
        class_from = np.where(has_class, finished_at[premieres][place], 0)
    return size.astype(np.int64), class_from


@dataclass(frozen=True, slots=True)
class _Estimates:
    """For each of some rows, the projection as a ratio to what was known."""

    log_ratio: Floats
    """NaN: too few episodes are finished."""
    group: Integers
    """The place in `GROUPS`."""
    episodes: Integers


class _Projector:
    """Projects from one set of episodes."""

    def __init__(self, episodes: _Episodes) -> None:
        self.episodes = episodes
        finished = episodes.finished
        everything = np.zeros(len(episodes.show), np.int64)
        shows = np.unique(episodes.show, return_inverse=True)[1].astype(np.int64)
        has_class = finished[episodes.size[finished] != _NO_CLASS]
        # An episode is one of its class once that is known.
        joined_at = np.maximum(episodes.finished_at, episodes.class_from)
        self._codes = (shows, episodes.size, everything)
        self._indexes = (
            _Index.of(shows, episodes.finished_at, episodes.episode, finished),
            _Index.of(episodes.size, joined_at, episodes.episode, has_class),
            _Index.of(everything, episodes.finished_at, episodes.episode, finished),
        )
        self.replay = cache(self._replay)

    def estimate(self, rows: Integers, hours: float, at: Integers) -> _Estimates:
        """The projection of some episodes at an age, as of the moments `at`."""
        episodes = self.episodes
        # What has more at this age than in its 7 days has reached their end.
        ratios = np.maximum(np.log(episodes.total / episodes.read_known(hours)), 0)
        has_class = (episodes.size[rows] != _NO_CLASS) & (episodes.class_from[rows] <= at)
        estimates = _Estimates(
            np.full(len(rows), np.nan), np.full(len(rows), len(GROUPS), np.int64), np.zeros(len(rows), np.int64)
        )
        for place, group in enumerate(GROUPS):
            is_open = np.isnan(estimates.log_ratio) & (has_class | (group is not ProjectionGroup.CLASS))
            codes = self._codes[place][rows[is_open]]
            past = self._indexes[place].gather(ratios, codes, at[is_open], NEWEST[group])
            medians, counts = _take_medians(past)
            is_enough = counts >= MIN_EPISODES
            chosen = np.flatnonzero(is_open)[is_enough]
            estimates.log_ratio[chosen] = medians[is_enough]
            estimates.group[chosen] = place
            estimates.episodes[chosen] = counts[is_enough]
        return estimates

    def _replay(self, hours: int) -> _Replay:
        """Every episode as of an age, by what was known then."""
        episodes = self.episodes
        rows = np.arange(len(episodes.show), dtype=np.int64)
        at = episodes.first_published + HOUR * hours
        estimates = self.estimate(rows, hours, at)
        errors = np.log(episodes.total / episodes.read_known(hours)) - estimates.log_ratio
        errors[at >= episodes.finished_at] = np.nan
        return _Replay.of(episodes, errors, estimates.group)

    def find_last(self, rows: Integers, at: Integers) -> Floats:
        """The total of the show's episode that finished last by then; NaN without any."""
        return self._indexes[0].gather(self.episodes.total, self._codes[0][rows], at, 1)[:, 0]


@dataclass(frozen=True, slots=True)
class _Replay:
    """The projections of all finished episodes at one age."""

    errors: Floats
    """The logarithm of total by projection; NaN where there was no projection."""
    group: Integers
    by_group: _Index
    by_all: _Index

    @classmethod
    def of(cls, episodes: _Episodes, errors: Floats, group: Integers) -> _Replay:
        """With the order in which the projections turned out right or wrong."""
        rows = np.flatnonzero(~np.isnan(errors)).astype(np.int64)
        everything = np.zeros_like(group)
        return cls(
            errors,
            group,
            _Index.of(group, episodes.finished_at, episodes.episode, rows),
            _Index.of(everything, episodes.finished_at, episodes.episode, rows),
        )

    def find_intervals(self, group: Integers, at: Integers) -> tuple[Floats, Floats, Integers]:
        """For projections by these groups as of these moments: both ends as logarithms, and of how many ratios.

        Of the projections by the same kind of group, where these are enough.
        """
        own = self.by_group.gather(self.errors, group, at, NEWEST_RATIOS)
        everything = self.by_all.gather(self.errors, np.zeros_like(group), at, NEWEST_RATIOS)
        is_enough = (~np.isnan(own)).sum(axis=1) >= MIN_RATIOS
        pool = np.where(is_enough[:, None], own, everything) if len(self.by_all.rows) else own
        return _take_tails(pool)


def _take_medians(values: Floats) -> tuple[Floats, Integers]:
    """The median of each row's numbers, NaN without any, and how many there are."""
    ordered = np.sort(values, axis=1)  # NaN comes last
    counts = (~np.isnan(ordered)).sum(axis=1)
    rows = np.arange(len(ordered))
    middle = (
        ordered[rows, np.maximum(counts - 1, 0) // 2] + ordered[rows, np.minimum(counts // 2, ordered.shape[1] - 1)]
    )
    return middle / 2, counts.astype(np.int64)


def _take_tails(values: Floats) -> tuple[Floats, Floats, Integers]:
    """The 10 % and the 90 % quantile of each row's numbers, NaN of too few, and how many there are.

    By ranks among one more than there are, because the next one will be among them (conformal prediction): between them
    lie 80 % of what comes next, however few there are.
    """
    ordered = np.sort(values, axis=1)
    counts = (~np.isnan(ordered)).sum(axis=1)
    rows = np.arange(len(ordered))
    rank = np.maximum(((counts + 1) * _TAIL_SHARE).astype(np.int64), 1)
    is_enough = counts >= MIN_RATIOS
    low = np.where(is_enough, ordered[rows, rank - 1], np.nan)
    high = np.where(is_enough, ordered[rows, np.maximum(counts - rank, 0)], np.nan)
    return low, high, counts.astype(np.int64)


# --- the score --------------------------------------------------------------------------------------------------------


def score_projections(firsts: pa.Table, ages: pa.Table) -> pa.Table:
    """How right the projections of all finished episodes were at each scored age: `SCORES`.

    `firsts` and `ages` are the measure tables `episode_firsts` and `episode_ages`, sorted by show and episode.
    """
    projector = _Projector(_read_episodes(firsts, ages))
    return pa.Table.from_pylist([_score_age(projector, hours) for hours in SCORED_HOURS], schema=SCORES)


def _score_age(projector: _Projector, hours: int) -> dict[str, Any]:
    episodes, replay = projector.episodes, projector.replay(hours)
    at = episodes.first_published + HOUR * hours
    rows = np.flatnonzero(~np.isnan(replay.errors)).astype(np.int64)
    errors = replay.errors[rows]
    low, high, _ = replay.find_intervals(replay.group[rows], at[rows])
    is_covered = (low <= errors) & (errors <= high)
    relative = np.abs(np.expm1(-errors))
    last = projector.find_last(rows, at[rows])
    is_compared = ~np.isnan(last)
    last_errors = np.abs(last / episodes.total[rows] - 1)[is_compared]
    return {
        "hours": hours,
        "episodes": len(rows),
        "median_error": _take_median(relative),
        "intervals": int((~np.isnan(low)).sum()),
        "covered": int(is_covered.sum()),
        "compared": int(is_compared.sum()),
        "compared_error": _take_median(relative[is_compared]),
        "last_error": _take_median(last_errors),
    }


def _take_median(values: Floats) -> float | None:
    return float(np.median(values)) if len(values) else None


# --- the projections of today -----------------------------------------------------------------------------------------


def project_episodes(firsts: pa.Table, ages: pa.Table, newest_scrape_at: int) -> pa.Table:
    """The projections of the young episodes: `PROJECTIONS`."""
    episodes = _read_episodes(firsts, ages)
    projector = _Projector(episodes)
    until = _find_counted_until(newest_scrape_at)
    age = until - episodes.first_published
    is_young = (until < episodes.finished_at) & (age >= MIN_AGE_HOURS * HOUR) & (episodes.so_far > 0)
    projections = (_project(projector, row, until) for row in np.flatnonzero(is_young).tolist())
    return pa.Table.from_pylist([projection for projection in projections if projection], schema=PROJECTIONS)


def _find_counted_until(newest_scrape_at: int) -> int:
    """Up to when episode_days counts: a day that has hardly begun is not there yet."""
    midnight = newest_scrape_at // DAY * DAY
    return newest_scrape_at if newest_scrape_at - midnight >= MIN_BEGUN.total_seconds() else midnight


def _project(projector: _Projector, row: int, until: int) -> dict[str, Any] | None:
    episodes = projector.episodes
    rows, at = np.array([row]), np.array([until])
    hours = (until - int(episodes.first_published[row])) / HOUR
    estimates = projector.estimate(rows, hours, at)
    if np.isnan(estimates.log_ratio[0]):
        return None
    so_far = int(episodes.so_far[row])
    middle = so_far * np.exp(estimates.log_ratio[0])
    low, high, ratios = _find_interval(projector, hours, estimates.group, at)
    last = projector.find_last(rows, at)[0]
    return {
        "anilist_id": int(episodes.show[row]),
        "episode": int(episodes.episode[row]),
        "hours": hours,
        "downloads": so_far,
        "projected": max(round(middle), so_far),
        # What has come cannot be taken away.
        "low": None if np.isnan(low) else max(round(middle * np.exp(low)), so_far),
        "high": None if np.isnan(high) else max(round(middle * np.exp(high)), so_far),
        "last": None if np.isnan(last) else int(last),
        "basis": GROUPS[estimates.group[0]],
        "episodes": int(estimates.episodes[0]),
        "ratios": ratios,
    }


def _find_interval(projector: _Projector, hours: float, group: Integers, at: Integers) -> tuple[float, float, int]:
    """Between those of the two ages around it."""
    step = min(int(hours // STEP_HOURS), STEPS)
    low, high, ratios = projector.replay(step * STEP_HOURS).find_intervals(group, at)
    if step < STEPS:
        next_low, next_high, next_ratios = projector.replay((step + 1) * STEP_HOURS).find_intervals(group, at)
        part = hours / STEP_HOURS - step
        # Of the oldest ages, at which few episodes are still young, there may be too few.
        if next_ratios[0] >= MIN_RATIOS:
            low, high = low + part * (next_low - low), high + part * (next_high - high)
    return float(low[0]), float(high[0]), int(ratios[0]) if ratios[0] >= MIN_RATIOS else 0
