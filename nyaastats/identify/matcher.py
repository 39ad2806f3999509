"""Decide which show and episode each release is, or that it is none.

    Matcher(shows, overrides) ─ fit(releases) ─► MatchContext ─ decide(release, published) ─► Match | NoMatch

The best show wins if its score is over the threshold and the second show is a margin behind (`Thresholds`). When in
doubt there is no match: a false positive is worse than a miss. `evidence` lists what a score is made of.

Fitting compares all titles with all shows in one matrix, and infers what only many releases together show: the offsets
of continuous numbering, and the seasons of sequels that AniList does not number. Neither a matcher nor a context
changes once it is made: a long-lived context gives the same answers whatever else it is used for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from types import MappingProxyType

from nyaastats.domain.matches import (
    Evidence,
    Identification,
    Match,
    MatchResult,
    Method,
    NoMatch,
    Offsets,
    Override,
    Thresholds,
)
from nyaastats.domain.releases import Kind, NameKey, NameReading, NameReadings, Release
from nyaastats.domain.shows import AniListId, Show
from nyaastats.domain.torrents import Torrent
from nyaastats.identify.candidates import Candidate, CandidateFinder
from nyaastats.identify.evidence import MAX_NUMBER_AND_DATE_SCORE
from nyaastats.identify.fitting import (
    DatedRelease,
    ReleasesByKey,
    WordScores,
    group_releases,
    infer_numbering,
    score_keys,
)
from nyaastats.identify.names.parser import is_dub_or_disc, parse_torrent
from nyaastats.identify.numbering import Seconds, assign_episode, get_published_seconds
from nyaastats.identify.offsets import infer_chain_offsets
from nyaastats.identify.overrides import Overrides
from nyaastats.identify.scoring import (
    MatchKey,
    PartialScore,
    ScoredCandidate,
    can_mean,
    make_match_key,
    score_candidate_words,
    score_episode,
    score_words,
)
from nyaastats.identify.show_index import IndexedShow, build_index
from nyaastats.identify.show_search import search_shows


class Matcher:
    """A catalogue of shows, the decisions of a person, and how sure a match must be."""

    def __init__(
        self, shows: Iterable[Show], overrides: Iterable[Override] = (), thresholds: Thresholds | None = None
    ) -> None:
        self._entries = MappingProxyType({entry.show.id: entry for entry in build_index(shows)})
        self._finder = CandidateFinder(tuple(self._entries.values()))
        self._overrides = Overrides(overrides)
        self._thresholds = thresholds or Thresholds()

    def fit(self, releases: Sequence[DatedRelease] = ()) -> MatchContext:
        """Infer offsets and seasons from `releases` (those of a whole run) and score their titles.

        The context decides any release, also one that is not among `releases`. The matcher itself is not changed.
        """
        releases_by_key = group_releases(releases)
        words = score_keys(self._finder, releases_by_key.keys())
        chain_offsets = ((show, infer_chain_offsets(entry)) for show, entry in self._entries.items())
        agreed_offsets, agreed_seasons = infer_numbering(words, releases_by_key, min_score=self._thresholds.score)
        # What the releases agree on includes the chain's offsets; shows without releases have only those of the chain.
        offsets = {show: offsets for show, offsets in chain_offsets if offsets}
        return MatchContext(
            thresholds=self._thresholds,
            offsets=MappingProxyType({**offsets, **agreed_offsets}),
            agreed_seasons=MappingProxyType(agreed_seasons),
            _entries=self._entries,
            _overrides=self._overrides,
            _words=words,
            _viable_cache=MappingProxyType(_find_all_viable(words, releases_by_key, self._thresholds)),
        )


@dataclass(frozen=True, slots=True, eq=False)
class MatchContext:
    """A fitted matcher: decides which show and episode a release is. Frozen, so that no decision affects another."""

    thresholds: Thresholds
    offsets: Offsets
    """What each show's numbers may be shifted by: those of its prequel chain, and those the releases agree on."""
    agreed_seasons: Mapping[AniListId, int]
    """By show, where AniList does not tell the season of a sequel: the one that most of its prompt releases state."""
    _entries: Mapping[AniListId, IndexedShow]
    _overrides: Overrides
    _words: WordScores
    _viable_cache: _ViableByKey
    """The viable candidates of the releases that were fitted; those of any other are computed when it is decided."""

    def get_show(self, show: AniListId) -> Show:
        """A show of the catalogue; KeyError for any other."""
        return self._entries[show].show

    def __contains__(self, show: AniListId) -> bool:
        return show in self._entries

    def with_overrides(self, overrides: Iterable[Override]) -> MatchContext:
        """The same context with other decisions of a person; what was fitted does not depend on them."""
        return replace(self, _overrides=Overrides(overrides))

    def redecide(self, results: Iterable[MatchResult], overrides: Sequence[Override]) -> list[MatchResult]:
        """The results, which were decided without overrides, as these change them; the others are left as they are."""
        context, lookup = self.with_overrides(overrides), Overrides(overrides)
        return [
            replace(result, decision=context.decide(result.release, get_published_seconds(result.torrent)))
            if lookup.find(result.release)
            else result
            for result in results
        ]

    def decide(self, release: Release, published: Seconds | None) -> Match | NoMatch:
        """The show and episode of a release, or why there is none."""
        # A person's decision comes first, and is not scored: not even a contradiction outweighs it.
        if override := self._overrides.find(release):
            return self._apply_override(override, release, published)
        candidates = self._score_all(self._viable(release), release, published)
        if not candidates:
            return self._no_viable_candidate(release)
        best, runner_up = candidates[0], candidates[1] if len(candidates) > 1 else None
        # A single candidate is ahead by its whole score, and needs no margin.
        margin = best.score - runner_up.score if runner_up else best.score
        if best.score < self.thresholds.score:
            return NoMatch(f"{best.show.title!r} scores {best.score:.0f}, less than {self.thresholds.score:.0f}")
        if runner_up and margin < self.thresholds.margin:
            both = f"{best.show.title!r} and {runner_up.show.title!r}"
            return NoMatch(f"{both} are {margin:.0f} points apart, less than {self.thresholds.margin:.0f}")
        method = Method.EXACT if best.partial.candidate.match_type == "exact" else Method.FUZZY
        second = runner_up.show.id if runner_up else None
        return Match(best.show.id, _choose_episode(best, release), method, best.score, margin, best.evidence, second)

    def score(self, release: Release, published: Seconds | None) -> list[ScoredCandidate]:
        """Every candidate show with its evidence, the likeliest first."""
        return self._score_all(self._words.find_for(release), release, published)

    def score_nearest(self, release: Release, published: Seconds | None, count: int) -> list[ScoredCandidate]:
        """The likeliest `count` shows for a person to choose from; after the candidates the most similar others."""
        likely, key = self.score(release, published)[:count], make_match_key(release)
        listed_ids = {candidate.show.id for candidate in likely}

        def is_further(candidate: Candidate) -> bool:
            return candidate.entry.show.id not in listed_ids and can_mean(key, candidate)

        all_shows = map(self._words.finder.rank_all_shows, key.titles)
        further = (islice(filter(is_further, shows), count) for shows in all_shows)
        partials = score_words(key, chain.from_iterable(further))
        return [*likely, *self._score_all(partials, release, published)][:count]

    def score_show(self, show: AniListId, release: Release, published: Seconds | None) -> ScoredCandidate | None:
        """A show that a person chose, with its evidence; None where the release's title has no words to compare."""
        listed = [candidate for candidate in self.score(release, published) if candidate.show.id == show]
        if listed:
            return listed[0]
        all_shows = chain.from_iterable(map(self._words.finder.rank_all_shows, release.titles))
        chosen = (candidate for candidate in all_shows if candidate.entry.show.id == show)
        partials = [score_candidate_words(make_match_key(release), candidate) for candidate in chosen]
        return next(iter(self._score_all(partials, release, published)), None)

    def search_shows(self, text: str, count: int) -> list[Show]:
        """The shows that a person may mean by `text`, the likeliest first: an AniList id, or a part of any title."""
        return search_shows(self._entries.values(), self._words.finder, text)[:count]

    def _viable(self, release: Release) -> Sequence[PartialScore]:
        key = make_match_key(release)
        is_beyond = self._words.is_beyond(key, release.number)
        viable = self._viable_cache.get((key, is_beyond))
        return viable if viable is not None else _find_viable(self._words, key, self.thresholds, is_beyond=is_beyond)

    def _no_viable_candidate(self, release: Release) -> NoMatch:
        partials = self._words.find_for(release)
        if not partials:
            return NoMatch("no show has a title like it")
        best = partials[0]
        return NoMatch(f"nothing can make {best.show.title!r} of it: it starts from {best.score:.0f}")

    def _score_all(
        self, partials: Sequence[PartialScore], release: Release, published: Seconds | None
    ) -> list[ScoredCandidate]:
        candidates = [self._score_one(partial, release, published) for partial in partials]
        if len(candidates) > 1:  # most releases have a single viable candidate: not worth a sort
            candidates.sort(key=lambda candidate: (-candidate.score, candidate.show.id))
        return candidates

    def _score_one(self, partial: PartialScore, release: Release, published: Seconds | None) -> ScoredCandidate:
        if release.kind is not Kind.EPISODE or release.number is None:
            return ScoredCandidate(partial, None, partial.score, partial.evidence)
        show = partial.show.id
        offsets, agreed_season = self.offsets.get(show, ()), self.agreed_seasons.get(show)
        return score_episode(partial, release.number, published, offsets, agreed_season)

    def _apply_override(self, override: Override, release: Release, published: Seconds | None) -> Match | NoMatch:
        if override.anilist_id is None:
            return NoMatch(f"an override says that it is no show: {override.why}", is_decided=True)
        entry = self._entries.get(override.anilist_id)
        if entry is None:
            return NoMatch(f"the override's show {override.anilist_id} is not in the catalogue")
        assignment = None
        if release.number is not None:
            assignment = assign_episode(entry, release.number, published, self.offsets.get(entry.show.id, ()))
        if release.kind is Kind.EPISODE and assignment is None:
            return NoMatch(f"the override's show has no episode {release.number}")
        evidence = (Evidence("override", 100.0, override.why),)
        episode = assignment.episode if assignment else None
        return Match(entry.show.id, episode, Method.MANUAL_OVERRIDE, 100.0, 100.0, evidence)


_ViableByKey = Mapping[tuple[MatchKey, bool], Sequence[PartialScore]]
"""The viable candidates, by match key and whether the number is beyond the last episode of the likeliest show."""


def _find_all_viable(words: WordScores, releases_by_key: ReleasesByKey, thresholds: Thresholds) -> _ViableByKey:
    viable: dict[tuple[MatchKey, bool], Sequence[PartialScore]] = {}
    for key, releases in releases_by_key.items():
        numbers = {dated_release.release.number for dated_release in releases}
        for is_beyond in {words.is_beyond(key, number) for number in numbers}:
            viable[key, is_beyond] = _find_viable(words, key, thresholds, is_beyond=is_beyond)
    return viable


def _find_viable(
    words: WordScores, key: MatchKey, thresholds: Thresholds, *, is_beyond: bool
) -> tuple[PartialScore, ...]:
    """The candidates that number and date can still make a match, or a runner-up close enough to put one in doubt.

    The others are not scored any further: of 8 candidates usually one is left.
    """
    # The clear margin below the threshold: a second show within it makes a match uncertain without winning.
    min_score = thresholds.score - thresholds.clear_margin - MAX_NUMBER_AND_DATE_SCORE
    partials = words.find_with_sequels(key) if is_beyond else words.find(key)
    return tuple(partial for partial in partials if partial.score + partial.max_recovery > min_score)


def _choose_episode(best: ScoredCandidate, release: Release) -> int | None:
    """A film that AniList keeps as a series of one episode is that episode."""
    # A film of a streaming service may be an ONA of one episode on AniList, and release names give films no number.
    if release.kind is Kind.MOVIE and best.partial.candidate.entry.is_series:
        return 1
    return best.episode


def read_names(torrents: Mapping[NameKey, Torrent]) -> NameReadings:
    """What names say, each given with a torrent that has it."""
    return {key: _read_name(torrent) for key, torrent in torrents.items()}


def _read_name(torrent: Torrent) -> NameReading:
    return NameReading(parse_torrent(torrent), is_dub_or_disc(torrent.name))


def read_releases(torrents: Sequence[Torrent], readings: Iterable[NameReading] | None = None) -> list[DatedRelease]:
    """The torrents' names as they were read, or are read now, with their publication times, in the same order."""
    read = map(_read_name, torrents) if readings is None else readings
    return [
        DatedRelease(reading.release, get_published_seconds(torrent), reading.is_late)
        for torrent, reading in zip(torrents, read, strict=True)
    ]


def match_torrents(
    torrents: Sequence[Torrent], matcher: Matcher, readings: Sequence[NameReading] | None = None
) -> tuple[list[MatchResult], MatchContext]:
    """Each torrent's show and episode, all as one run, so that offsets agree; and the context they were fitted to.

    `readings` are what their names say, in the same order, where they were read before.
    """
    releases = read_releases(torrents, readings)
    context = matcher.fit(releases)
    results = [
        MatchResult(torrent, dated_release.release, context.decide(dated_release.release, dated_release.published))
        for torrent, dated_release in zip(torrents, releases, strict=True)
    ]
    return results, context


def identify(
    torrents: Sequence[Torrent],
    shows: Iterable[Show],
    overrides: Iterable[Override] = (),
    thresholds: Thresholds | None = None,
    readings: Sequence[NameReading] | None = None,
) -> Identification:
    """Each torrent's show and episode, all as one run, so that offsets agree; `readings` as of `match_torrents`."""
    results, context = match_torrents(torrents, Matcher(shows, overrides, thresholds), readings)
    return Identification(results, context.offsets, context.thresholds)
