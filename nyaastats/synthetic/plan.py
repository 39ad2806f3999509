"""Plans the torrents: their names, publication, expected downloads, and what they really are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from nyaastats.domain.matches import ExclusionReason
from nyaastats.domain.releases import Kind
from nyaastats.domain.shows import Airing, AniListId, Format
from nyaastats.synthetic import groups
from nyaastats.synthetic.facts import FIRST_PUBLISHED, ShowFacts
from nyaastats.synthetic.groups import REAL_VARIANTS, Style, Variant
from nyaastats.synthetic.guesses import GuessedName, Slots, fill_pattern
from nyaastats.synthetic.popularity import FLATNESS, SETTLED_AFTER, Audience, draw_moods, popularity, variant_share
from nyaastats.synthetic.scenario import FALL_2025, RankedFacts, Scenario

__all__ = ["FIRST_PUBLISHED", "LAST_PUBLISHED", "PlannedTorrent", "Truth", "plan_torrents"]

LAST_PUBLISHED = FALL_2025.last_published
"""Of the one season."""

DUBBED_RANKS = 25
"""Only shows above this rank get English dubs."""

BATCH_SHARE = 0.5
"""Share of the variants of finished shows that end with a season pack."""
SECOND_VERSION_SHARE = 0.04
"""Share of SubsPlease's and Erai-raws' releases that are followed by a v2."""
LONE_SECOND_VERSION_SHARE = 0.01
"""Share of SubsPlease's releases that come as v2 straight away: such a v2 supersedes nothing, and is counted."""
GUESSIT_FAILURE_SHARE = 0.004
DEAD_SHARE = 0.01
"""Share of the torrents with the status `dead`: their downloads are counted like any others."""
SPECIALS_EVERY = 20
"""Ranks between shows with an x.5 episode; likewise for SP1 and NCOP1."""

# None holds a word that guessit reads as anything but a title, such as Part or Complete.
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
_FILM_TEMPLATES = {
    Format.MOVIE: "[{group}] <english> (<year>) [{height}p CR WEB-DL AVC AAC][MultiSub][{crc}]",
    Format.OVA: "[{group}] <ordinal> - {number:02} ({height}p) [{crc}].mkv",
    Format.SPECIAL: "[{group}] <ordinal> [{height}p CR WEB-DL AVC AAC][MultiSub][{crc}]",
    Format.MUSIC: "[{group}] <romaji> (MV) [{height}p WEB-DL AVC AAC][{crc}]",
}
_FILM_KINDS = {Format.MOVIE: Kind.MOVIE, Format.MUSIC: Kind.EXTRA}
# Two are earlier seasons of shows that air: only the season in the name says that they are not of this one.
_UNRELATED_PATTERNS = (
    "[{group}] Sousou no Frieren - {number:02} ({height}p) [{crc}].mkv",
    "[{group}] Dungeon Meshi - {number:02} ({height}p) [{crc}].mkv",
    "[{group}] Make Heroine ga Oosugiru! - {number:02} [{height}p CR WEB-DL AVC AAC][MultiSub][{crc}]",
    "[{group}] SPY x FAMILY Season 2 - {number:02} [{height}p CR WEB-DL AVC AAC][MultiSub][{crc}]",
    "[{group}] One Punch Man S02E{number:02} [{height}p] [HEVC WEBRip DDP]",
    "Alice in Borderland S03E{number:02} {height}p NF WEB-DL DDP5.1 Atmos H 264-{group}",
    "Kamen Rider ZEZTZ {number:02} {height}p WEB-DL AAC H264-{group}",
    "[{group}] YOASOBI - THE BOOK {number:02} [FLAC 96kHz-24bit] [{crc}]",
)
_UNRELATED_EPISODES = 8
_COPY_DOWNLOADS = 800.0
"""Expected downloads of a torrent of a film or of an unrelated show."""
_SPECIAL_VARIANTS = REAL_VARIANTS[0], REAL_VARIANTS[1], REAL_VARIANTS[1]
_SPECIAL_AFTER = 5
"""The index of the broadcast that specials follow, the sixth: hence 06.5."""
_FIRST_UNRELATED = timedelta(days=2, hours=18)
"""After a season's start."""
_USUAL_HEIGHTS = 1080, 720
_LATE_EVERY = 12
"""Ranks between shows whose first episodes a group releases weeks after the show's last day."""
_LATE_VARIANT = Variant("Asagao", groups.EMBER, 1080, 0.02)
_LATE_EPISODES = 3
_LATE_BY = timedelta(days=60)
"""After the show's last broadcast: three weeks behind its last day, and more."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What a torrent really is; `episode` is AniList's number of it."""

    show: AniListId | None
    episode: int | None
    kind: Kind
    reason: ExclusionReason | None = None
    """Why the torrent is not counted; None when it is."""


@dataclass(frozen=True, slots=True)
class PlannedTorrent:
    """A torrent to publish; `expected_downloads` is the mean of those of its first thirteen days."""

    name: str
    guess: str | None
    published: datetime
    expected_downloads: float
    truth: Truth
    status: str = "active"


@dataclass(frozen=True, slots=True)
class _Release:
    """A variant's weekly release of a show."""

    fact: ShowFacts
    audience: Audience
    variant: Variant

    def expected_downloads(self, week: int) -> float:
        """Expected downloads of the n-th broadcast, premiere bonus and drop-off included."""
        return self.audience.popularity * self.variant.share * self.audience.interest(week)


def plan_torrents(
    rng: np.random.Generator, scale: float, scenario: Scenario = FALL_2025, *, hostile: bool = False
) -> tuple[PlannedTorrent, ...]:
    """Plan every torrent, by time of publication; `scale` multiplies the variants that release a show.

    `hostile` keeps the torrents of the hostile titles. They are drawn in either case, so that every other torrent has
    the same name, time and popularity with them and without.
    """
    planner = _Planner(rng, scenario)
    releases = tuple(planner.draw_releases(scale))
    drafts = [
        *(torrent for release in releases for torrent in planner.plan_episodes(release)),
        *(torrent for release in releases for torrent in planner.plan_batch(release)),
        *planner.plan_specials(),
        *planner.plan_films(scale),
        *planner.plan_unrelated(scale),
        *planner.plan_late(),
    ]
    skipped_shows = frozenset() if hostile else frozenset(fact.id for fact in scenario.facts if fact.is_hostile)
    kept = (
        torrent
        for torrent in drafts
        if scenario.first_published <= torrent.published < scenario.last_published
        and torrent.truth.show not in skipped_shows
    )
    dated = (_exclude_by_date(torrent, scenario) for torrent in kept)
    return tuple(sorted(dated, key=lambda torrent: (torrent.published, torrent.name)))


def _exclude_by_date(torrent: PlannedTorrent, scenario: Scenario) -> PlannedTorrent:
    """Exclude a torrent from before the season's window, and one from after its show's last day.

    One that guessit failed on, or that counts for nothing anyway, keeps that reason: the ETL looks at it first.
    """
    truth = torrent.truth
    if torrent.published < scenario.counted_from and torrent.guess is not None:
        return replace(torrent, truth=replace(truth, reason=ExclusionReason.TOO_EARLY))
    last_day = scenario.last_days.get(truth.show) if truth.show else None
    if last_day and torrent.published.date() > last_day and truth.reason is None:
        return replace(torrent, truth=replace(truth, reason=ExclusionReason.AFTER_LAST_DAY))
    return torrent


@dataclass(frozen=True, slots=True)
class _Planner:
    """Makes all random draws of the plan, in a fixed order: in another the same seed would give another season."""

    rng: np.random.Generator
    scenario: Scenario

    def draw_releases(self, scale: float) -> Iterator[_Release]:
        """Which variants release which show: many for a popular show, at least one for each."""
        variants = groups.variants(max(len(REAL_VARIANTS), round(len(REAL_VARIANTS) * scale)))
        for show in self.scenario.shows:
            fact, rank = show.fact, show.rank
            if not fact.format.is_series:
                continue
            # Yameii releases dubs, and nothing else.
            candidates = [
                variant for variant in variants if variant.style is not groups.YAMEII or _is_dubbed(fact, rank)
            ]
            count = max(1, round(len(REAL_VARIANTS) * scale * variant_share(rank)))
            chosen = tuple(self._draw_variants(candidates, min(count, len(candidates))))
            audience = self._draw_audience(show)
            for variant in _add_heights(chosen, candidates) if self.scenario.is_year else chosen:
                yield _Release(fact, audience, variant)

    def _draw_audience(self, show: RankedFacts) -> Audience:
        # In the one season every show has a premiere, and none deviates.
        if not self.scenario.is_year:
            return Audience(show.rank)
        moods = draw_moods(len(show.fact.airings), self.rng)
        return Audience(show.rank, FLATNESS, max(show.fact.first_episode - 1, 0), SETTLED_AFTER, moods)

    def _make_usual_audience(self, rank: int) -> Audience:
        return Audience(rank, FLATNESS if self.scenario.is_year else 0)

    def _draw_variants(self, candidates: list[Variant], count: int) -> Iterator[Variant]:
        shares = np.array([variant.share for variant in candidates])
        # Without replacement, weighted by share, so that the large groups release nearly every show.
        indices = self.rng.choice(len(candidates), count, replace=False, p=shares / shares.sum())
        return (candidates[index] for index in sorted(indices))

    def plan_episodes(self, release: _Release) -> Iterator[PlannedTorrent]:
        """The release of every broadcast, and second versions."""
        pattern = groups.episode_pattern(release.variant.style, release.fact)
        for week, airing in enumerate(release.fact.airings):
            first = self._plan_episode(release, airing, pattern, release.expected_downloads(week))
            yield from self._plan_versions(release, airing, pattern, self._draw_failures(first))

    def _plan_episode(
        self, release: _Release, airing: Airing, pattern: str, expected_downloads: float
    ) -> PlannedTorrent:
        number = groups.number_in_name(release.variant.style, release.fact, airing.episode)
        name = fill_pattern(pattern, self._draw_slots(release.variant, number))
        published = airing.at + release.variant.style.delay * self._draw_factor(0.8, 1.6)
        truth = Truth(release.fact.id, airing.episode, Kind.EPISODE)
        return self._make_torrent(name, published, expected_downloads, truth)

    def _plan_versions(
        self, release: _Release, airing: Airing, pattern: str, first: PlannedTorrent
    ) -> Iterator[PlannedTorrent]:
        can_be_superseded = _can_be_superseded(first, self.scenario.counted_from)
        if release.variant.style not in {groups.SUBSPLEASE, groups.ERAI} or not can_be_superseded:
            yield first
            return
        chance, second = self.rng.random(), groups.add_to_number(pattern, "v2")
        if chance < LONE_SECOND_VERSION_SHARE and release.variant.style is groups.SUBSPLEASE:
            yield self._plan_episode(release, airing, second, first.expected_downloads)
            return
        yield first
        if chance < LONE_SECOND_VERSION_SHARE + SECOND_VERSION_SHARE:
            # Fewer downloads: most people have the first version by then.
            again = self._plan_episode(release, airing, second, first.expected_downloads * 0.3)
            hours = int(self.rng.integers(6, 30))
            truth = replace(again.truth, reason=ExclusionReason.SUPERSEDED)
            yield replace(again, published=first.published + timedelta(hours=hours), truth=truth)

    def _draw_failures(self, torrent: PlannedTorrent) -> PlannedTorrent:
        # One draw for both, so that no torrent has both.
        chance = self.rng.random()
        if chance < GUESSIT_FAILURE_SHARE:
            truth = replace(torrent.truth, reason=ExclusionReason.GUESSIT_FAILED)
            return replace(torrent, guess=None, status="guessit_failed", truth=truth)
        return replace(torrent, status="dead") if chance < GUESSIT_FAILURE_SHARE + DEAD_SHARE else torrent

    def plan_batch(self, release: _Release) -> Iterator[PlannedTorrent]:
        """A season pack some days after the last episode, for some releases."""
        fact, variant = release.fact, release.variant
        pattern = groups.batch_pattern(variant.style, fact)
        # A show with an unknown number of episodes goes on: there is no season to pack.
        if pattern is None or not fact.has_ended(self.scenario.until) or self.rng.random() > BATCH_SHARE:
            return
        published = fact.airings[-1].at + timedelta(days=4) * self._draw_factor(0.5, 2.5)
        truth = Truth(fact.id, None, Kind.BATCH, ExclusionReason.BATCH)
        name = fill_pattern(pattern, self._draw_slots(variant, fact.airings[-1].episode))
        # Many viewers wait for the season pack: twice the downloads of a late episode.
        yield self._make_torrent(name, published, 2 * release.expected_downloads(len(fact.airings)), truth)

    def plan_specials(self) -> Iterator[PlannedTorrent]:
        """Recaps (06.5), specials and creditless openings of some shows."""
        for series in map(_select_for_specials, self.scenario.lists):
            for rank in range(3, len(series) - 2, SPECIALS_EVERY):
                half, special, opening = (
                    _Release(series[place], self._make_usual_audience(place), variant)
                    for place, variant in zip(range(rank, rank + 3), _SPECIAL_VARIANTS, strict=True)
                )
                yield from self._plan_special(half, _make_half_episode_pattern)
                yield from self._plan_special(special, _number_as("SP1"))
                yield from self._plan_special(opening, _number_as("NCOP1"))

    def _plan_special(self, release: _Release, pattern: Callable[[Style, ShowFacts], str]) -> Iterator[PlannedTorrent]:
        fact, variant = release.fact, release.variant
        airing = fact.airings[_SPECIAL_AFTER]
        number = groups.number_in_name(variant.style, fact, airing.episode)
        name = fill_pattern(pattern(variant.style, fact), self._draw_slots(variant, number))
        published = airing.at + timedelta(days=3) * self._draw_factor(0.8, 1.2)
        truth = Truth(fact.id, None, Kind.SPECIAL, ExclusionReason.SPECIAL)
        yield self._make_torrent(name, published, release.expected_downloads(9), truth)

    def plan_films(self, scale: float) -> Iterator[PlannedTorrent]:
        """Movies, OVA, specials and music videos: AniList entries of their own that are in no chart."""
        for show in self.scenario.shows:
            fact = show.fact
            if fact.format.is_series:
                continue
            pattern = groups.fill_words(_FILM_TEMPLATES[fact.format], fact)
            kind = _FILM_KINDS.get(fact.format, Kind.SPECIAL)
            truth = Truth(fact.id, None, kind, ExclusionReason.OTHER_FORMAT)
            for airing in fact.airings:
                if self.scenario.is_year:
                    yield from self._plan_film(show, pattern, airing, scale, truth)
                else:
                    yield from self._plan_copies(pattern, airing, scale, truth)

    def _plan_film(
        self, show: RankedFacts, pattern: str, airing: Airing, scale: float, truth: Truth
    ) -> Iterator[PlannedTorrent]:
        """As many releases of a film as of an episode of a show of its rank, within two days."""
        count = max(1, round(len(REAL_VARIANTS) * scale * variant_share(show.rank)))
        for variant in groups.variants(count):
            name = fill_pattern(pattern, self._draw_slots(variant, airing.episode))
            published = airing.at + timedelta(days=2) * self._draw_factor(0.1, 1.0)
            yield self._make_torrent(name, published, popularity(show.rank, FLATNESS) * variant.share, truth)

    def plan_unrelated(self, scale: float) -> Iterator[PlannedTorrent]:
        """Last year's shows, live action and music: torrents of no show of the season."""
        truth = Truth(None, None, Kind.EPISODE, ExclusionReason.UNMATCHED)
        for place, season in enumerate(self.scenario.seasons):
            for index, pattern in enumerate(_UNRELATED_PATTERNS):
                for week in range(_UNRELATED_EPISODES):
                    at = season.start + _FIRST_UNRELATED + timedelta(weeks=week, hours=5 * index)
                    # The numbers go on from season to season: no two torrents have the same name.
                    airing = Airing(place * _UNRELATED_EPISODES + week + 1, at)
                    yield from self._plan_copies(pattern, airing, scale, truth)

    def plan_late(self) -> Iterator[PlannedTorrent]:
        """The first episodes of some shows that have ended, again, weeks after the show's last day."""
        if not self.scenario.is_year:
            return
        for show in self.scenario.shows:
            if show.fact.format.is_series and not show.fact.is_hostile and show.rank % _LATE_EVERY == 1:
                audience = self._make_usual_audience(show.rank)
                yield from self._plan_late_episodes(_Release(show.fact, audience, _LATE_VARIANT))

    def _plan_late_episodes(self, release: _Release) -> Iterator[PlannedTorrent]:
        pattern, last = groups.episode_pattern(release.variant.style, release.fact), release.fact.airings[-1].at
        for number, airing in enumerate(release.fact.airings[:_LATE_EPISODES]):
            late = replace(airing, at=last + _LATE_BY + timedelta(days=number))
            yield self._plan_episode(release, late, pattern, release.expected_downloads(number))

    def _plan_copies(self, pattern: str, airing: Airing, scale: float, truth: Truth) -> Iterator[PlannedTorrent]:
        for variant in groups.first_variant_of_groups(max(1, round(scale))):
            name = fill_pattern(pattern, self._draw_slots(variant, airing.episode))
            yield self._make_torrent(
                name, airing.at + timedelta(days=2) * self._draw_factor(0.1, 1.0), _COPY_DOWNLOADS, truth
            )

    def _make_torrent(
        self, name: GuessedName, published: datetime, expected_downloads: float, truth: Truth
    ) -> PlannedTorrent:
        moment = published.replace(microsecond=0)  # nyaa publishes whole seconds
        return PlannedTorrent(name.name, name.guess, moment, expected_downloads * self._draw_factor(0.8, 1.25), truth)

    def _draw_slots(self, variant: Variant, number: int) -> Slots:
        crc = f"{self.rng.integers(0xED000000):08X}"  # from ED on, guessit may read ending credits, as in [ED278042]
        title = _EPISODE_TITLES[number % len(_EPISODE_TITLES)]
        return Slots(variant.group, number, variant.height, crc, title)

    def _draw_factor(self, low: float, high: float) -> float:
        return float(self.rng.uniform(low, high))


def _add_heights(chosen: Sequence[Variant], candidates: Iterable[Variant]) -> Iterator[Variant]:
    """With SubsPlease in 1080p and in 720p where it is there at all: it never makes one of them alone."""
    has_heights = any(variant.style is groups.SUBSPLEASE for variant in chosen)

    def is_added(variant: Variant) -> bool:
        return has_heights and variant.style is groups.SUBSPLEASE and variant.height in _USUAL_HEIGHTS

    return (variant for variant in candidates if variant in chosen or is_added(variant))


def _is_dubbed(fact: ShowFacts, rank: int) -> bool:
    return rank < DUBBED_RANKS and fact.english is not None


def _can_be_superseded(torrent: PlannedTorrent, counted_from: datetime) -> bool:
    """Whether a v2 would supersede the torrent: it is readable, and in the season's window."""
    return torrent.guess is not None and torrent.published >= counted_from


def _select_for_specials(shows: Iterable[RankedFacts]) -> list[ShowFacts]:
    """The series that are on the air long enough; without the hostile titles, so that the same shows have specials."""
    facts = (show.fact for show in shows if show.fact.format.is_series and not show.fact.is_hostile)
    return [fact for fact in facts if len(fact.airings) > _SPECIAL_AFTER]


def _make_half_episode_pattern(style: Style, fact: ShowFacts) -> str:
    return groups.add_to_number(groups.episode_pattern(style, fact), ".5")


def _number_as(label: str) -> Callable[[Style, ShowFacts], str]:
    return lambda style, fact: groups.episode_pattern(style, fact).replace(groups.NUMBER, label)
