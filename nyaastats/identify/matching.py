"""Weigh the evidence for each show that a release may be, and decide, or do not.

    title     similarity of the nearest name           100 for equal, less two points for each point below
    season    what the name states against the show    agrees +10, unstated 0, contradicts −60
    part      likewise for parts and cours             agrees +10, unstated 0, contradicts −60
    run-on    numbered on from the stated season       takes back what an earlier season cost
    number    the episode within the show              fits +5, fits nowhere −40
    date      publication against the broadcast        prompt +15, late +5, long after 0, before it −15 to −50
    sequel    a sequel that the name does not state    needs the date or the number to say so, else −40

The best show wins if its score is over the threshold and the second show is a margin behind. When in
doubt there is no match: a false positive is worse than a miss.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from nyaastats.identify.candidates import Candidate, Candidates, Entry, of_movies, prepare
from nyaastats.identify.guesses import complete
from nyaastats.identify.numbering import (
    DAY,
    EARLY,
    LATE,
    PROMPT,
    Offset,
    Offsets,
    Placement,
    Seconds,
    Sighting,
    chain_offsets,
    infer_offsets,
    is_prompt,
    place,
)
from nyaastats.identify.releases import read
from nyaastats.identify.titles import compact, normalise, readings
from nyaastats.types import AniListId, Evidence, Kind, Match, Method, Override, Release, Show, Torrent


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How sure a match must be, in points of score."""

    score: float = 80.0
    """The least of the best show."""
    margin: float = 8.0
    """The least distance to the second show."""


_FAR_TOO_EARLY = 14 * DAY
_PER_POINT_OF_TITLE = 2.0
_CONTRADICTION = -60.0
_FITS = 5.0


# --- the parts of the evidence ----------------------------------------------------------------------------


def _title_evidence(candidate: Candidate) -> Evidence:
    score = 100.0 - _PER_POINT_OF_TITLE * (100.0 - candidate.similarity)
    return Evidence("title", round(score, 1), f"{candidate.how}: {candidate.name.text!r} ({candidate.similarity:.0f})")


def _season_evidence(stated: int | None, candidate: Candidate) -> Evidence:
    entry = candidate.entry
    if stated is None:
        return Evidence("season", 0.0, "no season stated")
    if candidate.name.title.season == stated or (stated in entry.seasons and not entry.is_final):
        return Evidence("season", 10.0 if stated > 1 else 2.0, f"season {stated} agrees")
    if stated > 1 and entry.is_final and not entry.seasons:
        return Evidence("season", 0.0, f"season {stated} may be the final one")
    known = ", ".join(map(str, sorted(entry.seasons))) or "unknown"
    return Evidence("season", _CONTRADICTION, f"season {stated} is stated, the show's is {known}")


def _part_evidence(stated: int | None, entry: Entry) -> Evidence:
    if stated is None or (stated == 1 and not entry.parts):
        return Evidence("part", 0.0, "no part stated")
    if stated in entry.parts:
        return Evidence("part", 10.0, f"part {stated} agrees")
    return Evidence("part", _CONTRADICTION, f"part {stated} is stated, the show has {sorted(entry.parts) or 'none'}")


_PROMPT = Evidence("date", 15.0, "published within two weeks of its broadcast")
_LATE = Evidence("date", 5.0, "published within two months of its broadcast")
_LONG_AFTER = Evidence("date", 0.0, "published long after its broadcast")
_UNDATED = Evidence("date", 0.0, "no publication or no broadcast to compare")
_EARLY = Evidence("date", -15.0, "published more than two days before its broadcast")
_FAR_EARLY = Evidence("date", -50.0, "published more than two weeks before its broadcast")
_UNSUPPORTED = Evidence("sequel", -40.0, "a sequel that the name does not state, and neither date nor number says so")
_RUN_ON = Evidence("run-on", -_CONTRADICTION, "numbered on from the season that is stated, as its number shows")
_MOST_FROM_NUMBER_AND_DATE = _FITS + _PROMPT.score
_DOUBTFUL_ZERO = Evidence("number", -40.0, "an episode 0 far from the first broadcast")


def _date_evidence(delay: float | None) -> Evidence:
    if delay is None:
        return _UNDATED
    if delay < -EARLY:
        return _EARLY if delay >= -_FAR_TOO_EARLY else _FAR_EARLY
    if delay <= PROMPT:
        return _PROMPT
    return _LATE if delay <= LATE else _LONG_AFTER


def _range(last: int | None) -> str:
    return f"1–{last}" if last else "the show"


@lru_cache(maxsize=1 << 14)
def _outside(number: int, last: int | None) -> Evidence:
    return Evidence("number", -40.0, f"number {number} is outside {_range(last)}")


@lru_cache(maxsize=1 << 14)
def _within(number: int, episode: int, offset: Offset | None, last: int | None) -> Evidence:
    if offset is None:
        return Evidence("number", _FITS, f"number {number} is within {_range(last)}")
    source = "the prequels' episodes" if offset.source == "chain" else "the schedule"
    return Evidence("number", _FITS, f"number {number} less {offset.value} by {source} is episode {episode}")


def _run_on(claim: Claim) -> float:
    """What a number that runs on can take back."""
    return _RUN_ON.score if claim.is_earlier else 0.0


def _is_stated(stated: int | None, part: int | None, candidate: Candidate) -> bool:
    """Whether the name itself says which of a show's seasons and parts it means."""
    entry, own = candidate.entry, candidate.name.title
    if entry.first_season:
        return True
    if candidate.how == "exact" and own.season is None and own.part is None and not own.is_final:
        return compact(own.key) not in entry.base_keys
    has_season = stated in entry.seasons if any(season > 1 for season in entry.seasons) else True
    has_part = part in entry.parts if any(other > 1 for other in entry.parts) else True
    return has_season and has_part and (candidate.reading.is_final or not entry.is_final or stated is not None)


# --- one candidate -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Claim:
    """A show that a release may be, before its number and date are looked at."""

    candidate: Candidate
    is_stated: bool
    is_earlier: bool
    """Whether it contradicts the show's season by stating an earlier one."""
    score: float
    evidence: tuple[Evidence, ...]

    @property
    def show(self) -> Show:
        """The show claimed."""
        return self.candidate.entry.show


@dataclass(frozen=True, slots=True)
class Weighed:
    """A show with all the evidence for and against it."""

    claim: Claim
    placement: Placement | None
    score: float
    evidence: tuple[Evidence, ...]

    @property
    def episode(self) -> int | None:
        """The episode within the show, if it has a place there."""
        return self.placement.episode if self.placement else None


class _Words(NamedTuple):
    """All of a release that tells shows apart before its number and date do."""

    titles: tuple[str, ...]
    season: int | None
    part: int | None
    is_movie: bool


def _words(release: Release) -> _Words:
    return _Words(release.titles, release.season, release.part, release.kind is Kind.MOVIE)


def _claim(words: _Words, candidate: Candidate) -> Claim:
    stated = words.season if words.season is not None else candidate.reading.season
    part = words.part if words.part is not None else candidate.reading.part
    evidence = (
        _title_evidence(candidate),
        _season_evidence(stated, candidate),
        _part_evidence(part, candidate.entry),
    )
    seasons = candidate.entry.seasons
    is_earlier = evidence[1].score < 0 and bool(seasons) and stated is not None and stated < min(seasons)
    score = sum(part.score for part in evidence)
    return Claim(candidate, _is_stated(stated, part, candidate), is_earlier, score, evidence)


def _weigh(claim: Claim, number: int, published: Seconds | None, offsets: Sequence[Offset]) -> Weighed:
    entry = claim.candidate.entry
    placement = place(entry, number, published, offsets)
    if placement is None:
        outside = _outside(number, entry.last)
        return Weighed(claim, None, claim.score + outside.score, (*claim.evidence, outside))
    parts = [_within(number, placement.episode, placement.offset, entry.last), _date_evidence(placement.delay)]
    if not claim.is_stated and placement.offset is None and not is_prompt(placement.delay):
        parts.append(_UNSUPPORTED)
    if placement.offset is not None and claim.is_earlier:
        parts.append(_RUN_ON)
    if placement.episode == 0 and not _is_by_premiere(entry, published):
        parts.append(_DOUBTFUL_ZERO)
    return Weighed(claim, placement, claim.score + sum([part.score for part in parts]), (*claim.evidence, *parts))


def _is_open(claim: Claim, number: int) -> bool:
    """Whether a number does not speak for itself; 0 and 1 tell whether the schedule's first is an episode 0."""
    last = claim.candidate.entry.last
    is_beyond = last is not None and number > last
    return is_beyond or (not claim.is_earlier and (not claim.is_stated or number in {0, 1}))


def _is_by_premiere(entry: Entry, published: Seconds | None) -> bool:
    """Whether it came out around the show's first broadcast, as a prologue does."""
    first = min(entry.air_times.values(), default=None)
    return first is not None and published is not None and -_FAR_TOO_EARLY <= published - first <= PROMPT


# --- the decision ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Why there is no answer."""

    why: str


@dataclass(frozen=True, slots=True)
class Identified:
    """A torrent, what its name says, and the show and episode it is, or why it is none."""

    torrent: Torrent
    release: Release
    decision: Match | NoMatch

    @property
    def match(self) -> Match | None:
        """The match, if there is one."""
        return self.decision if isinstance(self.decision, Match) else None

    @property
    def why(self) -> str:
        """Why there is no match; empty when there is one."""
        return self.decision.why if isinstance(self.decision, NoMatch) else ""


class Matcher:
    """A catalogue of shows, ready to identify releases."""

    def __init__(
        self, shows: Iterable[Show], overrides: Iterable[Override] = (), thresholds: Thresholds | None = None
    ) -> None:
        self._thresholds = thresholds or Thresholds()
        self._entries = {entry.show.id: entry for entry in prepare(shows)}
        self._candidates = Candidates(tuple(self._entries.values()))
        self._overrides = {(normalise(one.title), one.season): one for one in overrides}
        self._claims: dict[_Words, tuple[Claim, ...]] = {}
        self._living: dict[_Words, list[Claim]] = {}
        self.offsets: Offsets = {id_: found for id_, entry in self._entries.items() if (found := chain_offsets(entry))}

    def learn(self, torrents: Sequence[tuple[Release, Seconds | None]]) -> None:
        """Score all titles at once, and infer the offsets that the releases agree on."""
        self._candidates.learn(title for release, _ in torrents for title in release.titles)
        self.offsets = {**self.offsets, **infer_offsets(self._sightings(torrents))}

    def _sightings(self, torrents: Iterable[tuple[Release, Seconds | None]]) -> Iterator[tuple[Entry, Sighting]]:
        """The numbers that releases of each show bore; what the words say is asked once for all that share them."""
        by_words: defaultdict[_Words, list[tuple[int, Seconds]]] = defaultdict(list)
        for release, published in torrents:
            if release.kind is Kind.EPISODE and release.number is not None and published is not None:
                by_words[_words(release)].append((release.number, published))
        for words, numbers in by_words.items():
            for claim in self._claims_of(words)[:1]:
                yield from self._sighted(claim, numbers)

    def _sighted(self, claim: Claim, numbers: Iterable[tuple[int, Seconds]]) -> Iterator[tuple[Entry, Sighting]]:
        is_meant = claim.score >= self._thresholds.score
        for number, published in numbers:
            is_open = _is_open(claim, number)
            if is_meant or (claim.is_earlier and is_open):
                yield claim.candidate.entry, Sighting(number, published, is_open)

    def claims(self, release: Release) -> tuple[Claim, ...]:
        """The shows that the name's words may mean, the likeliest first."""
        return self._claims_of(_words(release))

    def _claims_of(self, words: _Words) -> tuple[Claim, ...]:
        if words not in self._claims:
            self._claims[words] = self._claim_all(words)
        return self._claims[words]

    def _claim_all(self, words: _Words) -> tuple[Claim, ...]:
        best: dict[AniListId, Claim] = {}
        for candidate in chain.from_iterable(map(self._candidates.of, words.titles)):
            if words.is_movie and not of_movies(candidate.entry):
                continue
            claim = _claim(words, candidate)
            if claim.show.id not in best or best[claim.show.id].score < claim.score:
                best[claim.show.id] = claim
        return tuple(sorted(best.values(), key=lambda claim: (-claim.score, claim.show.id)))

    def weigh(self, release: Release, published: Seconds | None) -> list[Weighed]:
        """Every show it may be, with the evidence, the likeliest first."""
        return self._weigh_all(self.claims(release), release, published)

    def _weigh_all(self, claims: Sequence[Claim], release: Release, published: Seconds | None) -> list[Weighed]:
        weighed = [self._weigh(claim, release, published) for claim in claims]
        if len(weighed) > 1:
            weighed.sort(key=lambda one: (-one.score, one.claim.show.id))
        return weighed

    def _contenders(self, release: Release) -> Sequence[Claim]:
        """The claims that number and date can still make a match, or a rival of one."""
        words = _words(release)
        if words not in self._living:
            least = self._thresholds.score - self._thresholds.margin - _MOST_FROM_NUMBER_AND_DATE
            claims = self._claims_of(words)
            self._living[words] = [claim for claim in claims if claim.score + _run_on(claim) > least]
        return self._living[words]

    def _hopeless(self, release: Release) -> NoMatch:
        if claims := self.claims(release):
            return NoMatch(f"nothing can make {claims[0].show.title!r} of it: it starts from {claims[0].score:.0f}")
        return NoMatch("no show has a title like it")

    def _weigh(self, claim: Claim, release: Release, published: Seconds | None) -> Weighed:
        if release.kind is not Kind.EPISODE or release.number is None:
            return Weighed(claim, None, claim.score, claim.evidence)
        offsets = self.offsets.get(claim.show.id, ())
        return _weigh(claim, release.number, published, offsets)

    def decide(self, release: Release, published: Seconds | None) -> Match | NoMatch:
        """The show and episode of a release, or why there is none."""
        if override := self._override(release):
            return self._overridden(override, release, published)
        ranked = self._weigh_all(self._contenders(release), release, published)
        if not ranked:
            return self._hopeless(release)
        best = ranked[0]
        margin = best.score - ranked[1].score if len(ranked) > 1 else best.score
        if best.score < self._thresholds.score:
            return NoMatch(f"{best.claim.show.title!r} scores {best.score:.0f}, less than {self._thresholds.score:.0f}")
        if margin < self._thresholds.margin:
            rivals = f"{best.claim.show.title!r} and {ranked[1].claim.show.title!r}"
            return NoMatch(f"{rivals} are {margin:.0f} points apart, less than {self._thresholds.margin:.0f}")
        method = Method.EXACT if best.claim.candidate.how == "exact" else Method.FUZZY
        return Match(best.claim.show.id, _episode(best, release), method, best.score, margin, best.evidence)

    def _override(self, release: Release) -> Override | None:
        if not self._overrides:
            return None
        whole = (normalise(title) for title in release.titles)
        keys = (reading.key for title in release.titles for reading in readings(title)[:1])
        places = ((title, season) for title in chain(whole, keys) for season in (release.season, None))
        return next((self._overrides[place] for place in places if place in self._overrides), None)

    def _overridden(self, override: Override, release: Release, published: Seconds | None) -> Match | NoMatch:
        entry = self._entries.get(override.anilist_id)
        if entry is None:
            return NoMatch(f"the override's show {override.anilist_id} is not in the catalogue")
        why = Evidence("override", 100.0, override.why)
        offsets = self.offsets.get(entry.show.id, ())
        placement = place(entry, release.number, published, offsets) if release.number is not None else None
        if release.kind is Kind.EPISODE and placement is None:
            return NoMatch(f"the override's show has no episode {release.number}")
        episode = placement.episode if placement else None
        return Match(entry.show.id, episode, Method.MANUAL_OVERRIDE, 100.0, 100.0, (why,))


def _episode(best: Weighed, release: Release) -> int | None:
    """A film that AniList keeps as a series of one episode is that episode."""
    if release.kind is Kind.MOVIE and best.claim.candidate.entry.is_series:
        return 1
    return best.episode


def seconds(torrent: Torrent) -> Seconds | None:
    """When it was published, in seconds since 1970."""
    return Seconds(torrent.published.timestamp()) if torrent.published else None


@dataclass(frozen=True, slots=True)
class Identification:
    """A run's torrents, in their order, and the offsets that were inferred from them."""

    identified: list[Identified]
    offsets: Offsets


def read_release(torrent: Torrent) -> Release:
    """What the torrent's name says, and its stored guess where the name is silent."""
    return complete(read(torrent.name), torrent.guess, torrent.name)


def identify(
    torrents: Sequence[Torrent],
    shows: Iterable[Show],
    overrides: Iterable[Override] = (),
    thresholds: Thresholds | None = None,
) -> Identification:
    """Each torrent's show and episode, all as one run, so that offsets agree."""
    matcher = Matcher(shows, overrides, thresholds)
    releases = [(read_release(torrent), seconds(torrent)) for torrent in torrents]
    matcher.learn(releases)
    identified = [
        Identified(torrent, release, matcher.decide(release, published))
        for torrent, (release, published) in zip(torrents, releases, strict=True)
    ]
    return Identification(identified, matcher.offsets)
