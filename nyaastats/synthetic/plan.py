"""Which torrents the season has: their names, when they come, how much they are wanted, and what they truly are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np

from nyaastats.domain.matches import ExclusionReason
from nyaastats.domain.releases import Kind
from nyaastats.domain.shows import Airing, AniListId, Format
from nyaastats.synthetic import groups
from nyaastats.synthetic.facts import DATA_UNTIL, SEASON, Fact, season_facts
from nyaastats.synthetic.groups import REAL_VARIANTS, Style, Variant
from nyaastats.synthetic.guesses import Slots, Written, write

FIRST_PUBLISHED = datetime(2025, 8, 27, tzinfo=UTC)
"""Three weeks before the season's window: what comes until the window is too early."""
LAST_PUBLISHED = DATA_UNTIL - timedelta(days=2)
"""Young torrents are left out, so that each has been looked at."""

TOP_DOWNLOADS = 60_000
"""What an ordinary episode of the most wanted show is downloaded in its first thirteen days."""
POPULARITY_EXPONENT = 0.9
"""Downloads fall with rank by this power law."""
CARRIERS_EXPONENT = 0.68
"""So does the number of variants that carry a show."""
PREMIERE_BONUS = 1.6
DROP_OFF = 0.96
"""Each episode is wanted this much as the one before, down to half."""
SLEEPER_GROWTH = 1.08
SLEEPER_EVERY = 17
DUBBED_RANKS = 25
"""English dubs are made of shows above this rank."""

BATCHES = 0.5
"""Share of the carried variants that end in a season pack."""
SECOND_VERSIONS = 0.04
"""Share of SubsPlease's and Erai-raws' releases that are followed by a v2."""
LONE_SECOND_VERSIONS = 0.01
"""Share of SubsPlease's that come as v2 straight away."""
GUESSIT_FAILURES = 0.004
DEAD = 0.01
SPECIALS_EVERY = 20
"""So many ranks lie between shows with an x.5 episode; likewise for SP1 and NCOP1."""

_EPISODE_TITLES = (
    "The Long Way Home",
    "Quiet Lanterns",
    "A Promise Kept",
    "Still Water",
    "What the Wind Left Behind",
    "Two Sides of the Door",
    "The Last Train",
    "Beyond the Hill",
)
_FILMS = {
    Format.MOVIE: "[{group}] <english> (2025) [{height}p CR WEB-DL AVC AAC][MultiSub][{crc}]",
    Format.OVA: "[{group}] <ordinal> - {number:02} ({height}p) [{crc}].mkv",
    Format.SPECIAL: "[{group}] <ordinal> [{height}p CR WEB-DL AVC AAC][MultiSub][{crc}]",
    Format.MUSIC: "[{group}] <romaji> (MV) [{height}p WEB-DL AVC AAC][{crc}]",
}
_FILM_KINDS = {Format.MOVIE: Kind.MOVIE, Format.MUSIC: Kind.EXTRA}
_STRANGERS = (
    "[{group}] Sousou no Frieren - {number:02} ({height}p) [{crc}].mkv",
    "[{group}] Dungeon Meshi - {number:02} ({height}p) [{crc}].mkv",
    "[{group}] Make Heroine ga Oosugiru! - {number:02} [{height}p CR WEB-DL AVC AAC][MultiSub][{crc}]",
    "[{group}] SPY x FAMILY Season 2 - {number:02} [{height}p CR WEB-DL AVC AAC][MultiSub][{crc}]",
    "[{group}] One Punch Man S02E{number:02} [{height}p] [HEVC WEBRip DDP]",
    "Alice in Borderland S03E{number:02} {height}p NF WEB-DL DDP5.1 Atmos H 264-{group}",
    "Kamen Rider ZEZTZ {number:02} {height}p WEB-DL AAC H264-{group}",
    "[{group}] YOASOBI - THE BOOK {number:02} [FLAC 96kHz-24bit] [{crc}]",
)
_STRANGER_EPISODES = 8
_SPECIAL_AFTER = 5
"""Specials come after the sixth broadcast: 06.5."""
_FIRST_STRANGER = datetime(2025, 10, 3, 18, tzinfo=UTC)
_HOSTILE_SHOWS = frozenset(fact.id for fact in season_facts() if fact.is_hostile)


@dataclass(frozen=True, slots=True)
class Truth:
    """What a torrent really is; `episode` is within AniList's entry."""

    show: AniListId | None
    episode: int | None
    kind: Kind
    reason: ExclusionReason | None = None
    """Why the torrent is left out of the numbers; None when it counts."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A torrent to be; `wanted` is the mean of its downloads in the first thirteen days."""

    name: str
    guess: str | None
    published: datetime
    wanted: float
    truth: Truth
    status: str = "active"


@dataclass(frozen=True, slots=True)
class _Carried:
    """A variant that carries a show of a rank; rank 0 is the most wanted."""

    fact: Fact
    rank: int
    variant: Variant

    def wanted(self, week: int) -> float:
        """The mean of the downloads of the show's n-th broadcast, premiere and drop-off included."""
        return _popularity(self.rank) * self.variant.share * _interest(self.rank, week)


def _popularity(rank: int) -> float:
    return float(TOP_DOWNLOADS * (rank + 1) ** -POPULARITY_EXPONENT)


def _interest(rank: int, week: int) -> float:
    if rank % SLEEPER_EVERY == SLEEPER_EVERY - 1:
        return float(SLEEPER_GROWTH**week)
    return PREMIERE_BONUS if week == 0 else float(max(0.5, DROP_OFF**week))


def plan(rng: np.random.Generator, scale: float, *, hostile: bool = False) -> tuple[Planned, ...]:
    """Every torrent of the season, in the order of publication; `scale` multiplies the variants that carry a show.

    `hostile` keeps the torrents of the hostile titles. They are drawn in either case, so that every other torrent has
    the same name, time and popularity with them and without.
    """
    planner = _Planner(rng)
    carried = tuple(planner.carried(scale))
    drafts = [
        *(torrent for one in carried for torrent in planner.weekly(one)),
        *(torrent for one in carried for torrent in planner.batch(one)),
        *planner.specials(),
        *planner.films(scale),
        *planner.strangers(scale),
    ]
    left_out = frozenset() if hostile else _HOSTILE_SHOWS
    kept = (
        torrent
        for torrent in drafts
        if FIRST_PUBLISHED <= torrent.published < LAST_PUBLISHED and torrent.truth.show not in left_out
    )
    return tuple(sorted(map(_judged, kept), key=lambda torrent: (torrent.published, torrent.name)))


def _judged(torrent: Planned) -> Planned:
    """A torrent from before the season's window is too early, unless it could not even be read."""
    if torrent.published >= SEASON.considered_from or torrent.guess is None:
        return torrent
    return replace(torrent, truth=replace(torrent.truth, reason=ExclusionReason.TOO_EARLY))


@dataclass(frozen=True, slots=True)
class _Planner:
    """Draws what chance decides, always in the same order."""

    rng: np.random.Generator

    def carried(self, scale: float) -> Iterator[_Carried]:
        """Which variants carry which show: many for a popular one, at least one for each."""
        everyone = groups.variants(max(len(REAL_VARIANTS), round(len(REAL_VARIANTS) * scale)))
        series = (fact for fact in season_facts() if fact.format.is_series)
        for rank, fact in enumerate(series):
            willing = [one for one in everyone if one.style is not groups.YAMEII or _is_dubbed(fact, rank)]
            count = max(1, round(len(REAL_VARIANTS) * scale * (rank + 1) ** -CARRIERS_EXPONENT))
            for one in self._chosen(willing, min(count, len(willing))):
                yield _Carried(fact, rank, one)

    def _chosen(self, willing: list[Variant], count: int) -> Iterator[Variant]:
        shares = np.array([one.share for one in willing])
        picked = self.rng.choice(len(willing), count, replace=False, p=shares / shares.sum())
        return (willing[index] for index in sorted(picked))

    def weekly(self, carried: _Carried) -> Iterator[Planned]:
        """A variant's release of every broadcast, and the second versions."""
        pattern = groups.episode_pattern(carried.variant.style, carried.fact)
        for week, airing in enumerate(carried.fact.airings):
            first = self._episode(carried, airing, pattern, carried.wanted(week))
            yield from self._versions(carried, airing, pattern, self._with_mishaps(first))

    def _episode(self, carried: _Carried, airing: Airing, pattern: str, wanted: float) -> Planned:
        number = groups.number_in_name(carried.variant.style, carried.fact, airing.episode)
        written = write(pattern, self._slots(carried.variant, number))
        published = airing.at + carried.variant.style.delay * self._spread(0.8, 1.6)
        truth = Truth(carried.fact.id, airing.episode, Kind.EPISODE)
        return self._torrent(written, published, wanted, truth)

    def _versions(self, carried: _Carried, airing: Airing, pattern: str, first: Planned) -> Iterator[Planned]:
        if carried.variant.style not in {groups.SUBSPLEASE, groups.ERAI} or not _can_be_mended(first):
            yield first
            return
        chance, second = self.rng.random(), groups.marked(pattern, "v2")
        if chance < LONE_SECOND_VERSIONS and carried.variant.style is groups.SUBSPLEASE:
            yield self._episode(carried, airing, second, first.wanted)
            return
        yield first
        if chance < LONE_SECOND_VERSIONS + SECOND_VERSIONS:
            again = self._episode(carried, airing, second, first.wanted * 0.3)
            hours = int(self.rng.integers(6, 30))
            truth = replace(again.truth, reason=ExclusionReason.SUPERSEDED)
            yield replace(again, published=first.published + timedelta(hours=hours), truth=truth)

    def _with_mishaps(self, torrent: Planned) -> Planned:
        chance = self.rng.random()
        if chance < GUESSIT_FAILURES:
            truth = replace(torrent.truth, reason=ExclusionReason.GUESSIT_FAILED)
            return replace(torrent, guess=None, status="guessit_failed", truth=truth)
        return replace(torrent, status="dead") if chance < GUESSIT_FAILURES + DEAD else torrent

    def batch(self, carried: _Carried) -> Iterator[Planned]:
        """A season pack, some days after the last episode, of some variants."""
        fact, variant = carried.fact, carried.variant
        pattern = groups.batch_pattern(variant.style, fact)
        if pattern is None or not fact.is_finished or fact.listed or self.rng.random() > BATCHES:
            return
        published = fact.airings[-1].at + timedelta(days=4) * self._spread(0.5, 2.5)
        truth = Truth(fact.id, None, Kind.BATCH, ExclusionReason.BATCH)
        written = write(pattern, self._slots(variant, fact.airings[-1].episode))
        yield self._torrent(written, published, 2 * carried.wanted(len(fact.airings)), truth)

    def specials(self) -> Iterator[Planned]:
        """Recaps (06.5), specials and creditless openings of some shows."""
        series = [fact for fact in season_facts() if fact.format.is_series and not fact.is_hostile]
        for rank in range(3, len(series), SPECIALS_EVERY):
            yield from self._special(_Carried(series[rank], rank, REAL_VARIANTS[0]), _half_episode)
            yield from self._special(_Carried(series[rank + 1], rank + 1, REAL_VARIANTS[1]), _numbered("SP1"))
            yield from self._special(_Carried(series[rank + 2], rank + 2, REAL_VARIANTS[1]), _numbered("NCOP1"))

    def _special(self, carried: _Carried, pattern: Callable[[Style, Fact], str]) -> Iterator[Planned]:
        fact, variant = carried.fact, carried.variant
        airing = fact.airings[_SPECIAL_AFTER]
        number = groups.number_in_name(variant.style, fact, airing.episode)
        written = write(pattern(variant.style, fact), self._slots(variant, number))
        published = airing.at + timedelta(days=3) * self._spread(0.8, 1.2)
        yield self._torrent(
            written, published, carried.wanted(9), Truth(fact.id, None, Kind.SPECIAL, ExclusionReason.SPECIAL)
        )

    def films(self, scale: float) -> Iterator[Planned]:
        """Movies, OVA, specials and music videos: entries of their own, in no ranking."""
        for fact in season_facts():
            if fact.format.is_series:
                continue
            pattern = groups.with_words(_FILMS[fact.format], fact)
            kind = _FILM_KINDS.get(fact.format, Kind.SPECIAL)
            truth = Truth(fact.id, None, kind, ExclusionReason.OTHER_FORMAT)
            for airing in fact.airings:
                yield from self._copies(pattern, airing, scale, truth)

    def strangers(self, scale: float) -> Iterator[Planned]:
        """Last year's shows, live action and music: nothing of the season."""
        truth = Truth(None, None, Kind.EPISODE, ExclusionReason.UNMATCHED)
        for place, pattern in enumerate(_STRANGERS):
            for week in range(_STRANGER_EPISODES):
                airing = Airing(week + 1, _FIRST_STRANGER + timedelta(weeks=week, hours=5 * place))
                yield from self._copies(pattern, airing, scale, truth)

    def _copies(self, pattern: str, airing: Airing, scale: float, truth: Truth) -> Iterator[Planned]:
        for variant in groups.one_of_each_group(max(1, round(scale))):
            written = write(pattern, self._slots(variant, airing.episode))
            yield self._torrent(written, airing.at + timedelta(days=2) * self._spread(0.1, 1.0), 800.0, truth)

    def _torrent(self, written: Written, published: datetime, wanted: float, truth: Truth) -> Planned:
        moment = published.replace(microsecond=0)
        return Planned(written.name, written.guess, moment, wanted * self._spread(0.8, 1.25), truth)

    def _slots(self, variant: Variant, number: int) -> Slots:
        crc = f"{self.rng.integers(0xED000000):08X}"  # from ED on, guessit may see ending credits: ED278042
        title = _EPISODE_TITLES[number % len(_EPISODE_TITLES)]
        return Slots(variant.group, number, variant.height, crc, title)

    def _spread(self, low: float, high: float) -> float:
        return float(self.rng.uniform(low, high))


def _is_dubbed(fact: Fact, rank: int) -> bool:
    return rank < DUBBED_RANKS and fact.english is not None


def _can_be_mended(torrent: Planned) -> bool:
    """Whether a v2 would certainly supersede the torrent: it is readable, and of the season."""
    return torrent.guess is not None and torrent.published >= SEASON.considered_from


def _half_episode(style: Style, fact: Fact) -> str:
    return groups.marked(groups.episode_pattern(style, fact), ".5")


def _numbered(label: str) -> Callable[[Style, Fact], str]:
    return lambda style, fact: groups.episode_pattern(style, fact).replace(groups.NUMBER, label)
