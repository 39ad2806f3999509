"""Weigh the evidence for each show that a release may be, and decide, or do not.

    title     similarity of the nearest name           100 for equal, less two points for each point below
    season    what the name states against the show    agrees +10, unstated 0, contradicts −60
    part      likewise for parts and cours             agrees +10, unstated 0, contradicts −60
    year      the year beside the title                on the air then, or in a name 0, else −60
    run-on    numbered on from the stated season       takes back what an earlier season cost
    number    the episode within the show              fits +5, fits nowhere −40
    date      publication against the broadcast        prompt +15, late +5, long after 0, before it −15 to −50
    sequel    a sequel that the name does not state    needs the date or the number to say so, else −40

The best show wins if its score is over the threshold and the second show is a margin behind. When in
doubt there is no match: a false positive is worse than a miss.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from nyaastats.domain.matches import (
    Evidence,
    Identification,
    Match,
    MatchResult,
    Method,
    NoMatch,
    Offset,
    Offsets,
    Override,
    Thresholds,
)
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.shows import AniListId, Show
from nyaastats.domain.torrents import Torrent
from nyaastats.identify.candidates import Candidate, Candidates, Entry, of_movies, prepare
from nyaastats.identify.names.guessit_fallback import complete
from nyaastats.identify.names.parser import is_late, read
from nyaastats.identify.names.titles import compact
from nyaastats.identify.numbering import (
    DAY,
    EARLY,
    LATE,
    PROMPT,
    Placement,
    Seconds,
    Sighting,
    agreed_seasons,
    chain_offsets,
    infer_offsets,
    is_prompt,
    place,
)
from nyaastats.identify.overrides import Overrides

_FAR_TOO_EARLY = 14 * DAY
_PER_POINT_OF_TITLE = 2.0
_CONTRADICTION = -60.0
_FITS = 5.0
_HARDLY_LESS = 30.0
"""What a name costs at most that begins with all words of the title and goes on."""


# --- the parts of the evidence ----------------------------------------------------------------------------


def _title_evidence(candidate: Candidate) -> Evidence:
    score = 100.0 - _PER_POINT_OF_TITLE * (100.0 - candidate.similarity)
    return Evidence("title", round(score, 1), f"{candidate.how}: {candidate.name.text!r} ({candidate.similarity:.0f})")


def _season_evidence(stated: int | None, candidate: Candidate) -> Evidence:
    entry = candidate.entry
    if stated is None:
        return Evidence("season", 0.0, "no season stated")
    if candidate.name.title.season == stated or stated in entry.seasons:
        return Evidence("season", 10.0 if stated > 1 else 2.0, f"season {stated} agrees")
    if stated > 1 and entry.is_final and not entry.seasons and not entry.is_unnumbered:
        return Evidence("season", 0.0, f"season {stated} may be the final one")
    if _is_named_in_full(candidate) and (stated == 1 or entry.is_unnumbered):
        return Evidence("season", 0.0, "the title itself tells the sequel")
    known = ", ".join(map(str, sorted(entry.seasons))) or "unknown"
    return Evidence("season", _CONTRADICTION, f"season {stated} is stated, the show's is {known}")


def _is_named_in_full(candidate: Candidate) -> bool:
    """A sequel's whole name, whatever season stands behind it: `Kaijuu 8-gou 2nd Season S01E03`."""
    said, own = candidate.reading, candidate.name.title
    is_sequel = (own.season or 1) > 1 or (own.part or 1) > 1 or own.is_final
    return candidate.how == "exact" and is_sequel and said == own


def _part_evidence(stated: int | None, entry: Entry) -> Evidence:
    if stated is None or (stated == 1 and not entry.parts):
        return Evidence("part", 0.0, "no part stated")
    if stated in entry.parts:
        return Evidence("part", 10.0, f"part {stated} agrees")
    return Evidence("part", _CONTRADICTION, f"part {stated} is stated, the show has {sorted(entry.parts) or 'none'}")


def _year_evidence(year: int, entry: Entry) -> Evidence:
    """Of a remake and its original the name tells which is meant."""
    is_near = not entry.years or any(abs(year - aired) <= 1 for aired in entry.years)
    if is_near or any(str(year) in name.text for name in entry.names):
        return Evidence("year", 0.0, f"{year} may be its year")
    return Evidence("year", _CONTRADICTION, f"{year} is stated, the show's is {min(entry.years)}")


_PROMPT = Evidence("date", 15.0, "published within two weeks of its broadcast")
_LATE = Evidence("date", 5.0, "published within two months of its broadcast")
_LONG_AFTER = Evidence("date", 0.0, "published long after its broadcast")
_UNDATED = Evidence("date", 0.0, "no publication or no broadcast to compare")
_EARLY = Evidence("date", -15.0, "published more than two days before its broadcast")
_FAR_EARLY = Evidence("date", -50.0, "published more than two weeks before its broadcast")
_UNSUPPORTED = Evidence("sequel", -40.0, "a sequel that the name does not state, and neither date nor number says so")
_RUN_ON = Evidence("run-on", -_CONTRADICTION, "numbered on from the season that is stated, as its number shows")
_AGREED = Evidence("season", -_CONTRADICTION, "it is a sequel, and its prompt releases state that season")
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
    """What number and date can take back of what the season cost."""
    return _RUN_ON.score if claim.is_earlier or claim.is_assumed else 0.0


def _is_stated(stated: int | None, part: int | None, candidate: Candidate) -> bool:
    """Whether the name itself says which of a show's seasons and parts it means."""
    entry, own = candidate.entry, candidate.name.title
    if candidate.how == "sequel":
        return False
    if entry.first_season or _is_named_in_full(candidate):
        return True
    if candidate.how == "exact" and own.season is None and own.part is None and not own.is_final:
        return compact(own.key) not in entry.base_keys
    if part is None and candidate.how == "exact" and _is_named_by_season(stated, entry):
        return True
    has_season = stated in entry.seasons if any(season > 1 for season in entry.seasons) else True
    has_part = part in entry.parts if any(other > 1 for other in entry.parts) else True
    return has_season and has_part and (candidate.reading.is_final or not entry.is_final or stated is not None)


def _is_named_by_season(stated: int | None, entry: Entry) -> bool:
    """Whether AniList itself calls the show by that season and by no part."""
    official = (name.title for name in entry.names if name.is_official)
    return stated is not None and any(title.season == stated and title.part is None for title in official)


# --- one candidate -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Claim:
    """A show that a release may be, before its number and date are looked at."""

    candidate: Candidate
    is_stated: bool
    is_earlier: bool
    """Whether it contradicts the show's season by stating an earlier one."""
    is_assumed: bool
    """Whether it states a season of a sequel whose own season nothing tells."""
    stated: int | None
    """The season that the release states."""
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
    year: int | None


_Numbers = Mapping[_Words, Sequence[tuple[int, Seconds]]]
"""The number and time of each dated episode, by what its name says beside them."""


def _numbers_by_words(torrents: Iterable[tuple[Release, Seconds | None]]) -> _Numbers:
    by_words: defaultdict[_Words, list[tuple[int, Seconds]]] = defaultdict(list)
    for release, published in torrents:
        if release.kind is Kind.EPISODE and release.number is not None and published is not None:
            by_words[_words(release)].append((release.number, published))
    return by_words


def _words(release: Release) -> _Words:
    return _Words(release.titles, release.season, release.part, release.kind is Kind.MOVIE, release.year)


def _claim(words: _Words, candidate: Candidate) -> Claim:
    stated = words.season if words.season is not None else candidate.reading.season
    part = words.part if words.part is not None else candidate.reading.part
    entry = candidate.entry
    title, season = _title_evidence(candidate), _season_evidence(stated, candidate)
    year = () if words.year is None else (_year_evidence(words.year, entry),)
    evidence = (title, season, _part_evidence(part, entry), *year)
    against = stated if season.score < 0 and stated is not None else 0
    is_assumed = against > 1 and entry.is_unnumbered
    return Claim(
        candidate,
        is_stated=is_assumed or _is_stated(stated, part, candidate),
        is_earlier=0 < against < min(entry.seasons, default=0),
        is_assumed=is_assumed,
        stated=stated,
        score=sum(part.score for part in evidence),
        evidence=evidence,
    )


def _may_mean(words: _Words, candidate: Candidate) -> bool:
    """A name without an episode is no series."""
    return not words.is_movie or of_movies(candidate.entry)


def _best_claims(words: _Words, candidates: Iterable[Candidate]) -> tuple[Claim, ...]:
    """The best claim of each show, the likeliest first."""
    best: dict[AniListId, Claim] = {}
    for candidate in candidates:
        if not _may_mean(words, candidate):
            continue
        claim = _claim(words, candidate)
        if claim.show.id not in best or best[claim.show.id].score < claim.score:
            best[claim.show.id] = claim
    return tuple(sorted(best.values(), key=lambda claim: (-claim.score, claim.show.id)))


def _weigh(
    claim: Claim, number: int, published: Seconds | None, offsets: Sequence[Offset], season: int | None
) -> Weighed:
    """`season` is the one that the show's prompt releases state, where nothing else tells it."""
    entry = claim.candidate.entry
    placement = place(entry, number, published, offsets)
    if placement is None:
        outside = _outside(number, entry.last)
        return Weighed(claim, None, claim.score + outside.score, (*claim.evidence, outside))
    parts = [_within(number, placement.episode, placement.offset, entry.last), _date_evidence(placement.delay)]
    is_told = is_prompt(placement.delay) and claim.candidate.how != "sequel"
    if not claim.is_stated and placement.offset is None and not is_told:
        parts.append(_UNSUPPORTED)
    if placement.offset is not None and claim.is_earlier:
        parts.append(_RUN_ON)
    if claim.is_assumed and (is_prompt(placement.delay) if season is None else claim.stated == season):
        parts.append(_AGREED)
    if placement.episode == 0 and not _is_by_premiere(entry, published):
        parts.append(_DOUBTFUL_ZERO)
    return Weighed(claim, placement, claim.score + sum([part.score for part in parts]), (*claim.evidence, *parts))


def _is_open(claim: Claim, number: int) -> bool:
    """Whether a number does not speak for itself; 0 and 1 tell whether the schedule's first is an episode 0."""
    return _is_beyond(claim, number) or (not claim.is_earlier and (not claim.is_stated or number in {0, 1}))


def _is_beyond(claim: Claim, number: int) -> bool:
    last = claim.candidate.entry.last
    return last is not None and number > last


def _is_by_premiere(entry: Entry, published: Seconds | None) -> bool:
    """Whether it came out around the show's first broadcast, as a prologue does."""
    first = min(entry.air_times.values(), default=None)
    return first is not None and published is not None and -_FAR_TOO_EARLY <= published - first <= PROMPT


# --- the decision ------------------------------------------------------------------------------------------


class Matcher:
    """A catalogue of shows, ready to identify releases."""

    def __init__(
        self, shows: Iterable[Show], overrides: Iterable[Override] = (), thresholds: Thresholds | None = None
    ) -> None:
        self.thresholds = thresholds or Thresholds()
        self._entries = {entry.show.id: entry for entry in prepare(shows)}
        self._candidates = Candidates(tuple(self._entries.values()))
        self._overrides = Overrides(overrides)
        self._claims: dict[_Words, tuple[Claim, ...]] = {}
        self._living: dict[tuple[_Words, bool], list[Claim]] = {}
        self._seasons: dict[AniListId, int] = {}
        self.offsets: Offsets = {id_: found for id_, entry in self._entries.items() if (found := chain_offsets(entry))}

    def learn(self, torrents: Sequence[tuple[Release, Seconds | None]]) -> None:
        """Score all titles at once, and infer the offsets that the releases agree on."""
        self._candidates.learn(title for release, _ in torrents for title in release.titles)
        by_words = _numbers_by_words(torrents)
        self._seasons |= agreed_seasons(self._statements(by_words))
        self.offsets = {**self.offsets, **infer_offsets(self._sightings(by_words))}

    def _statements(self, by_words: _Numbers) -> Iterator[tuple[Entry, int, int, Seconds]]:
        """The season, number and time of what may be a sequel whose own season nothing tells."""
        for words, numbers in by_words.items():
            for claim in self._claims_of(words)[:1]:
                if claim.is_assumed and claim.stated is not None:
                    yield from ((claim.candidate.entry, claim.stated, *numbered) for numbered in numbers)

    def _sightings(self, by_words: _Numbers) -> Iterator[tuple[Entry, Sighting]]:
        """The numbers that releases of each show bore; what the words say is asked once for all that share them."""
        for words, numbers in by_words.items():
            for claim in self._claims_of(words)[:1]:
                yield from self._sighted(claim, numbers)
                yield from self._sighted_beyond(words, claim, numbers)

    def _sighted(self, claim: Claim, numbers: Iterable[tuple[int, Seconds]]) -> Iterator[tuple[Entry, Sighting]]:
        is_meant = claim.score >= self.thresholds.score
        for number, published in numbers:
            is_open = _is_open(claim, number)
            if is_meant or (_run_on(claim) and is_open):
                yield claim.candidate.entry, Sighting(number, published, is_open)

    def _sighted_beyond(
        self, words: _Words, best: Claim, numbers: Iterable[tuple[int, Seconds]]
    ) -> Iterator[tuple[Entry, Sighting]]:
        """A number beyond the last episode of the likeliest show may be its sequel's, which is hardly less likely."""
        beyond = [numbered for numbered in numbers if _is_beyond(best, numbered[0])]
        for claim in self._claims_beyond(words)[1:] if beyond else ():
            if claim.score >= best.score - _HARDLY_LESS:
                follows = best.candidate.entry.last
                yield from ((claim.candidate.entry, Sighting(*one, follows=follows)) for one in beyond)

    def claims(self, release: Release) -> tuple[Claim, ...]:
        """The shows that the name's words may mean, the likeliest first."""
        words = _words(release)
        return self._claims_beyond(words) if self._is_beyond(words, release.number) else self._claims_of(words)

    def _is_beyond(self, words: _Words, number: int | None) -> bool:
        """Whether the likeliest show has no episode of that number."""
        claims = self._claims_of(words)
        return number is not None and bool(claims) and _is_beyond(claims[0], number)

    def _claims_of(self, words: _Words) -> tuple[Claim, ...]:
        if words not in self._claims:
            self._claims[words] = self._claim_all(words)
        return self._claims[words]

    def _claim_all(self, words: _Words) -> tuple[Claim, ...]:
        return _best_claims(words, chain.from_iterable(map(self._candidates.of, words.titles)))

    def _claims_beyond(self, words: _Words) -> tuple[Claim, ...]:
        """The claims, and behind them the shows whose names go on from a title that is exactly another's."""
        claims = self._claims_of(words)
        known = {claim.show.id for claim in claims}
        sequels = _best_claims(words, chain.from_iterable(map(self._candidates.sequels, words.titles)))
        return (*claims, *(claim for claim in sequels if claim.show.id not in known))

    def weigh(self, release: Release, published: Seconds | None) -> list[Weighed]:
        """Every show it may be, with the evidence, the likeliest first."""
        return self._weigh_all(self.claims(release), release, published)

    def nearest(self, release: Release, published: Seconds | None, most: int) -> list[Weighed]:
        """The likeliest `most` shows; where fewer are like it, behind them those that are the least unlike."""
        likely, words = self.weigh(release, published)[:most], _words(release)
        known = {one.claim.show.id for one in likely}

        def is_further(candidate: Candidate) -> bool:
            return candidate.entry.show.id not in known and _may_mean(words, candidate)

        further = (islice(filter(is_further, self._candidates.nearest(title)), most) for title in words.titles)
        claims = _best_claims(words, chain.from_iterable(further))
        return [*likely, *self._weigh_all(claims, release, published)][:most]

    def show(self, show: AniListId) -> Show:
        """A show of the catalogue; KeyError for any other."""
        return self._entries[show].show

    def __contains__(self, show: AniListId) -> bool:
        return show in self._entries

    def identify(self, torrents: Sequence[Torrent]) -> list[MatchResult]:
        """Each torrent's show and episode, all as one run, so that offsets agree."""
        releases = [(read_release(torrent), seconds(torrent)) for torrent in torrents]
        self.learn(
            [
                (release, None if is_late(torrent.name) else published)
                for torrent, (release, published) in zip(torrents, releases, strict=True)
            ]
        )
        return [
            MatchResult(torrent, release, self.decide(release, published))
            for torrent, (release, published) in zip(torrents, releases, strict=True)
        ]

    def _weigh_all(self, claims: Sequence[Claim], release: Release, published: Seconds | None) -> list[Weighed]:
        weighed = [self._weigh(claim, release, published) for claim in claims]
        if len(weighed) > 1:
            weighed.sort(key=lambda one: (-one.score, one.claim.show.id))
        return weighed

    def _contenders(self, release: Release) -> Sequence[Claim]:
        """The claims that number and date can still make a match, or a runner_up of one near enough for doubt."""
        words = _words(release)
        key = words, self._is_beyond(words, release.number)
        if key not in self._living:
            least = self.thresholds.score - self.thresholds.clear_margin - _MOST_FROM_NUMBER_AND_DATE
            claims = self.claims(release)
            self._living[key] = [claim for claim in claims if claim.score + _run_on(claim) > least]
        return self._living[key]

    def _hopeless(self, release: Release) -> NoMatch:
        if claims := self.claims(release):
            return NoMatch(f"nothing can make {claims[0].show.title!r} of it: it starts from {claims[0].score:.0f}")
        return NoMatch("no show has a title like it")

    def _weigh(self, claim: Claim, release: Release, published: Seconds | None) -> Weighed:
        if release.kind is not Kind.EPISODE or release.number is None:
            return Weighed(claim, None, claim.score, claim.evidence)
        offsets = self.offsets.get(claim.show.id, ())
        return _weigh(claim, release.number, published, offsets, self._seasons.get(claim.show.id))

    def decide(self, release: Release, published: Seconds | None) -> Match | NoMatch:
        """The show and episode of a release, or why there is none."""
        if override := self._overrides.of(release):
            return self._overridden(override, release, published)
        ranked = self._weigh_all(self._contenders(release), release, published)
        if not ranked:
            return self._hopeless(release)
        best, runner_up = ranked[0], ranked[1] if len(ranked) > 1 else None
        margin = best.score - runner_up.score if runner_up else best.score
        if best.score < self.thresholds.score:
            return NoMatch(f"{best.claim.show.title!r} scores {best.score:.0f}, less than {self.thresholds.score:.0f}")
        if runner_up and margin < self.thresholds.margin:
            rivals = f"{best.claim.show.title!r} and {runner_up.claim.show.title!r}"
            return NoMatch(f"{rivals} are {margin:.0f} points apart, less than {self.thresholds.margin:.0f}")
        method = Method.EXACT if best.claim.candidate.how == "exact" else Method.FUZZY
        second = runner_up.claim.show.id if runner_up else None
        return Match(best.claim.show.id, _episode(best, release), method, best.score, margin, best.evidence, second)

    def _overridden(self, override: Override, release: Release, published: Seconds | None) -> Match | NoMatch:
        if override.anilist_id is None:
            return NoMatch(f"an override says that it is no show: {override.why}")
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
    return Identification(matcher.identify(torrents), matcher.offsets, matcher.thresholds)
