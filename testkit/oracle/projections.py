"""What the first 7 days of an episode will come to, and how right it would have been: each projected as of its age.

Its downloads so far times the median of total by known at this age, of the newest finished episodes of its show, else
of its class, else of all. Every episode is projected by those alone that were finished by then.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import exp, floor, log
from statistics import median

from nyaastats.domain.shows import AniListId
from testkit.oracle.days import find_midnight, group_episodes
from testkit.oracle.first_days import Episode, find_classes, list_days, list_first_days
from testkit.oracle.known_ages import LAST_STEP, STEP, list_known_ages
from testkit.oracle.records import DAY, HOUR
from testkit.oracle.year import Year

NEWEST = {"show": 12, "class": 100, "all": 200}
LEAST_EPISODES = 4
NEWEST_RATIOS = 200
LEAST_RATIOS = 20
SCORED = (12, 24, 48, 96)
YOUNGEST = 6 * HOUR


@dataclass(frozen=True, slots=True)
class Past:
    """An episode as projections see it."""

    key: Episode
    published: datetime
    finished: datetime
    """The midnight that ends its first 7 days."""
    so_far: int
    total: int | None
    """None: not over, or nothing was downloaded."""
    by_age: Mapping[int, float]
    """The downloads known at an age, in hours."""
    ratios: dict[float, float | None] = field(default_factory=dict)
    """What `log_ratio` said of an age."""

    def know(self, hours: float) -> float | None:
        """What was known at an age; between two ages of the table along a power of the age."""
        before = STEP * min(floor(hours / STEP), LAST_STEP)
        if hours == before or before == STEP * LAST_STEP:
            return self.by_age.get(before)
        low, high = self.by_age.get(before), self.by_age.get(before + STEP)
        if low is None or high is None:
            return None
        return low * float((high / low) ** (log(hours / before) / log((before + STEP) / before)))

    def log_ratio(self, hours: float) -> float | None:
        """The logarithm of total by known."""
        if hours not in self.ratios:
            downloads = self.know(hours)
            self.ratios[hours] = log(self.total / downloads) if downloads and self.total else None
        return self.ratios[hours]


@dataclass(frozen=True, slots=True)
class Guess:
    """A projection: the logarithm of projected by known, and what it was learnt of."""

    log_ratio: float
    basis: str
    episodes: int


@dataclass(frozen=True, slots=True)
class Trial:
    """A finished episode, projected again as of an age, and by how much that was off, as a logarithm."""

    past: Past
    at: datetime
    guess: Guess
    error: float


@dataclass(frozen=True, slots=True)
class Projection:
    """A young episode in projections.json."""

    anilist_id: AniListId
    title: str
    episode: int
    made_at: datetime
    hours: float
    downloads: int
    projected: int
    low: int | None
    high: int | None
    last_downloads: int | None
    basis: str
    episodes: int
    ratios: int


@dataclass(frozen=True, slots=True)
class Score:
    """How right projections at one age were."""

    hours: float
    projections: int
    median_error: float | None
    intervals: int
    coverage: float | None
    compared: int
    compared_error: float | None
    last_error: float | None


@dataclass(frozen=True, slots=True)
class Library:
    """All episodes, and each group's finished ones in the order in which they joined it."""

    pasts: Sequence[Past]
    classes: Mapping[AniListId, int]
    premieres: Mapping[AniListId, datetime]
    """When each show's class was known."""
    groups: Mapping[tuple[str, int], Sequence[tuple[datetime, Past]]]
    trials: dict[int, list[Trial]] = field(default_factory=dict)

    def list_newest(self, group: tuple[str, int], at: datetime) -> list[Past]:
        """Those of a group that were finished by then, the newest first."""
        members = self.groups.get(group, ())
        end = bisect_right(members, at, key=lambda member: member[0])
        return [past for _, past in members[max(end - NEWEST[group[0]], 0) : end]][::-1]

    def list_groups(self, show: AniListId, at: datetime) -> Iterable[tuple[str, int]]:
        """The groups of a show, the nearest first; its class from when it is known."""
        yield "show", show
        if show in self.classes and self.premieres[show] <= at:
            yield "class", self.classes[show]
        yield "all", 0

    def guess(self, past: Past, hours: float, at: datetime) -> Guess | None:
        """Project an episode at an age."""
        for group in self.list_groups(past.key[0], at):
            ratios = [other.log_ratio(hours) for other in self.list_newest(group, at)]
            own = [max(ratio, 0) for ratio in ratios if ratio is not None]
            if len(own) >= LEAST_EPISODES:
                return Guess(median(own), group[0], len(own))
        return None

    def find_last(self, show: AniListId, at: datetime) -> int | None:
        """What the show's episode came to that finished last."""
        return next((past.total for past in self.list_newest(("show", show), at)), None)

    def replay(self, hours: int) -> list[Trial]:
        """Every finished episode as of an age, in the order in which they finished."""
        if hours not in self.trials:
            trials = (self.try_again(past, hours) for past in self.pasts)
            self.trials[hours] = [trial for trial in trials if trial]
        return self.trials[hours]

    def try_again(self, past: Past, hours: int) -> Trial | None:
        at, ratio = past.published + hours * HOUR, past.log_ratio(hours)
        guess = self.guess(past, hours, at) if ratio is not None and at < past.finished else None
        return Trial(past, at, guess, ratio - guess.log_ratio) if guess and ratio is not None else None

    def find_interval(self, hours: int, basis: str, at: datetime) -> tuple[float, float, int] | None:
        """The 10 % and 90 % quantile of past errors, and of how many; of the same kind of group, if enough."""
        trials = self.replay(hours)
        past = trials[: bisect_right(trials, at, key=lambda trial: trial.past.finished)]
        own = [trial.error for trial in past if trial.guess.basis == basis][-NEWEST_RATIOS:]
        errors = sorted(own if len(own) >= LEAST_RATIOS else [trial.error for trial in past[-NEWEST_RATIOS:]])
        if len(errors) < LEAST_RATIOS:
            return None
        place = max((len(errors) + 1) // 10, 1)
        return errors[place - 1], errors[-place], len(errors)


def collect_library(year: Year) -> Library:
    """The episodes of a year, in the order in which their first 7 days end; of equal ones the lower episode first."""
    firsts, by_age, episodes = list_first_days(year), list_known_ages(year), group_episodes(year.measured.series)
    pasts = []
    for key, days in list_days(year).items():
        line = firsts[key]
        end = line.first_day + 7 * DAY
        so_far = sum(count.downloads for day, count in days.items() if day < end)
        published = min(series.torrent.published for series in episodes[key])
        pasts.append(Past(key, published, find_midnight(end), so_far, line.downloads_7 or None, by_age[key]))
    pasts.sort(key=lambda past: (past.finished, past.key[1], past.key[0]))
    classes = find_classes(firsts)
    premieres = {past.key[0]: past.finished for past in pasts if past.key[1] == 1 and past.total}
    return Library(pasts, classes, premieres, list_groups(pasts, classes, premieres))


def list_groups(
    pasts: Iterable[Past], classes: Mapping[AniListId, int], premieres: Mapping[AniListId, datetime]
) -> Mapping[tuple[str, int], Sequence[tuple[datetime, Past]]]:
    """The finished episodes of each group, from when on they are of it."""
    groups: defaultdict[tuple[str, int], list[tuple[datetime, Past]]] = defaultdict(list)
    for past in (past for past in pasts if past.total):
        show = past.key[0]
        groups["show", show].append((past.finished, past))
        groups["all", 0].append((past.finished, past))
        if show in classes:
            groups["class", classes[show]].append((max(past.finished, premieres[show]), past))
    for members in groups.values():
        members.sort(key=lambda member: (member[0], member[1].key[1], member[1].key[0]))
    return groups


# --- young episodes ---------------------------------------------------------------------------------------------------


def find_counted_until(now: datetime) -> datetime:
    """Now, but not within the first hour of a day, which is not there yet."""
    midnight = find_midnight(now.date())
    return now if now - midnight >= HOUR else midnight


def build_projection(year: Year, library: Library, past: Past, until: datetime) -> Projection | None:
    """One young episode."""
    hours = (until - past.published) / HOUR
    guess = library.guess(past, hours, until)
    if not guess:
        return None
    middle = past.so_far * exp(guess.log_ratio)
    low, high, ratios = find_ends(library, hours, guess.basis, until)
    show, episode = past.key
    return Projection(
        anilist_id=show,
        title=year.get_title(show),
        episode=episode,
        made_at=year.facts.now,
        hours=round(hours, 4),
        downloads=past.so_far,
        projected=max(round(middle), past.so_far),
        low=None if low is None else max(round(middle * exp(low)), past.so_far),
        high=None if high is None else max(round(middle * exp(high)), past.so_far),
        last_downloads=library.find_last(show, until),
        basis=guess.basis,
        episodes=guess.episodes,
        ratios=ratios,
    )


def find_ends(library: Library, hours: float, basis: str, until: datetime) -> tuple[float | None, float | None, int]:
    """The interval between those of the two ages around, where both are there, else the earlier one's."""
    before = STEP * min(floor(hours / STEP), LAST_STEP)
    here = library.find_interval(before, basis, until)
    if not here:
        return None, None, 0
    after = library.find_interval(before + STEP, basis, until) if before < STEP * LAST_STEP else None
    part = (hours - before) / STEP
    low, high = (here[end] + (part * (after[end] - here[end]) if after else 0) for end in (0, 1))
    return low, high, here[2]


def build_projections(year: Year, library: Library) -> list[Projection]:
    """All young episodes, by show and episode."""
    until = find_counted_until(year.facts.now)
    young = sorted(
        (
            past
            for past in library.pasts
            if until < past.finished and until - past.published >= YOUNGEST and past.so_far
        ),
        key=lambda past: past.key,
    )
    return [each for past in young if (each := build_projection(year, library, past, until))]


# --- the score --------------------------------------------------------------------------------------------------------


def take_median(errors: Sequence[float]) -> float | None:
    return round(median(errors), 6) if errors else None


def build_score(library: Library, hours: int) -> Score:
    """How right all finished episodes were projected at an age."""
    trials = library.replay(hours)
    intervals = [(trial, library.find_interval(hours, trial.guess.basis, trial.at)) for trial in trials]
    covered = [ends[0] <= trial.error <= ends[1] for trial, ends in intervals if ends]
    lasts = [(trial, library.find_last(trial.past.key[0], trial.at)) for trial in trials]
    compared = [(trial, last) for trial, last in lasts if last is not None]
    return Score(
        hours=hours,
        projections=len(trials),
        median_error=take_median([abs(exp(-trial.error) - 1) for trial in trials]),
        intervals=len(covered),
        coverage=round(sum(covered) / len(covered), 6) if covered else None,
        compared=len(compared),
        compared_error=take_median([abs(exp(-trial.error) - 1) for trial, _ in compared]),
        last_error=take_median([abs(last / (trial.past.total or 1) - 1) for trial, last in compared]),
    )
