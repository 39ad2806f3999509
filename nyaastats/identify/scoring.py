"""The score of one show for one release, in two steps: a partial score of the words, then number and date are added.

The words (`MatchKey`) are shared by all releases of a group and show: their part of the score is computed once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nyaastats.domain.matches import Evidence, Offset
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.shows import AniListId, Show
from nyaastats.identify.candidates import Candidate
from nyaastats.identify.evidence import (
    AGREED_SEASON,
    CONTINUOUS_NUMBERING,
    DOUBTFUL_ZERO,
    FAR_TOO_EARLY,
    UNSUPPORTED_SEQUEL,
    is_explicit,
    score_date,
    score_number_outside,
    score_number_within,
    score_part,
    score_season,
    score_title,
    score_year,
)
from nyaastats.identify.numbering import PROMPT, EpisodeAssignment, Seconds, assign_episode, is_prompt
from nyaastats.identify.show_index import IndexedShow


class MatchKey(NamedTuple):
    """The parts of a release that tell shows apart without its number and date."""

    titles: tuple[str, ...]
    season: int | None
    part: int | None
    is_movie: bool
    year: int | None


def make_match_key(release: Release) -> MatchKey:
    """The key that releases share which differ in number, date, group, version and resolution only."""
    return MatchKey(release.titles, release.season, release.part, release.kind is Kind.MOVIE, release.year)


# --- what the words say --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PartialScore:
    """A show that a release may be, scored before its number and date are looked at."""

    candidate: Candidate
    is_explicit: bool
    """Whether the name itself says which season and part it means."""
    is_earlier: bool
    """Whether the release states an earlier season than the show's, which is a contradiction."""
    is_assumed: bool
    """Whether the release states a season, and the show is a sequel whose season AniList does not tell."""
    season: int | None
    """The season that the release states."""
    score: float
    evidence: tuple[Evidence, ...]

    @property
    def show(self) -> Show:
        """The show that is scored."""
        return self.candidate.entry.show

    @property
    def max_recovery(self) -> float:
        """How many points of the season's penalty number and date can still take back."""
        return CONTINUOUS_NUMBERING.score if self.is_earlier or self.is_assumed else 0.0


def score_words(key: MatchKey, candidates: Iterable[Candidate]) -> tuple[PartialScore, ...]:
    """The best partial score of each show, the likeliest first."""
    best: dict[AniListId, PartialScore] = {}
    for candidate in candidates:
        if not can_mean(key, candidate):
            continue
        partial = score_candidate_words(key, candidate)
        show = partial.show.id
        if show not in best or best[show].score < partial.score:
            best[show] = partial
    return tuple(sorted(best.values(), key=lambda partial: (-partial.score, partial.show.id)))


def can_mean(key: MatchKey, candidate: Candidate) -> bool:
    """Whether the release may be the candidate.

    A name without an episode number can only mean a single work; and without a season it does not mean a sequel whose
    head is the franchise's name: `[Group] Record of Ragnarok [BD 1080p]` is not its third part. A head that shows share
    means one of them only with its season: `Dr. Stone S4 - 05`.
    """
    alias, reading = candidate.alias, candidate.reading
    season = key.season if key.season is not None else reading.season
    is_shared = alias.is_shared and candidate.match_type != "sequel"
    if is_shared and season not in candidate.entry.seasons:
        return False
    if not key.is_movie:
        return True
    is_sequel = candidate.match_type != "far" and ((alias.title.season or 1) > 1 or (alias.title.part or 1) > 1)
    return candidate.entry.is_single_work and not (is_sequel and season is None and key.part is None)


def score_candidate_words(key: MatchKey, candidate: Candidate) -> PartialScore:
    """The partial score of one candidate, whether the release can mean it or not."""
    # The whole name may state a season that this title does not: `[EP08] [Season 2]`.
    season = key.season if key.season is not None else candidate.reading.season
    part = key.part if key.part is not None else candidate.reading.part
    entry = candidate.entry
    # Only where a year is stated, which is rare: season and part are listed always, so that explanations look alike.
    season_evidence = score_season(season, candidate)
    year_evidence = () if key.year is None else (score_year(key.year, entry),)
    evidence = (score_title(candidate), season_evidence, score_part(part, entry), *year_evidence)
    # The contradiction may be resolved later: by a number that goes on from an earlier season (`S01E39`), or because
    # the season is that of a final season to which AniList gives no number.
    contradicting_season = season if season_evidence.score < 0 and season is not None else 0
    is_assumed = contradicting_season > 1 and entry.is_unnumbered
    return PartialScore(
        candidate,
        is_explicit=is_assumed or is_explicit(season, part, candidate),
        is_earlier=0 < contradicting_season < min(entry.seasons, default=0),
        is_assumed=is_assumed,
        season=season,
        score=sum(item.score for item in evidence),
        evidence=evidence,
    )


# --- what number and date add --------------------------------------------------------------------------------


class ScoredCandidate(NamedTuple):
    """A show with all the evidence for and against it; a tuple, because every candidate of every name makes one."""

    partial: PartialScore
    assignment: EpisodeAssignment | None
    score: float
    evidence: tuple[Evidence, ...]

    @property
    def show(self) -> Show:
        """The show that is scored."""
        return self.partial.candidate.entry.show

    @property
    def episode(self) -> int | None:
        """The episode within the show, if the number fits."""
        return self.assignment.episode if self.assignment else None


def score_episode(
    partial: PartialScore,
    number: int,
    published: Seconds | None,
    offsets: Sequence[Offset],
    agreed_season: int | None,
) -> ScoredCandidate:
    """Add the evidence of number and date.

    `agreed_season` is the one that the show's prompt releases state, where nothing else shows it.
    """
    entry = partial.candidate.entry
    assignment = assign_episode(entry, number, published, offsets)
    if assignment is None:
        outside = score_number_outside(number, entry.last_episode)
        return ScoredCandidate(partial, None, partial.score + outside.score, (*partial.evidence, outside))
    within = score_number_within(number, assignment.episode, assignment.offset, entry.last_episode)
    parts = [within, score_date(assignment.delay)]
    # A sequel that is a candidate only because the number is beyond another show needs the number to fit by an offset:
    # of the shows whose titles go on so, a date may fit several.
    has_date_support = is_prompt(assignment.delay) and partial.candidate.match_type != "sequel"
    if not partial.is_explicit and assignment.offset is None and not has_date_support:
        parts.append(UNSUPPORTED_SEQUEL)
    # `Kanojo S01E39` of season 4: the group states the first season, and its number goes on from there.
    if assignment.offset is not None and partial.is_earlier:
        parts.append(CONTINUOUS_NUMBERING)
    if partial.is_assumed and _agrees_with_season(partial, assignment, agreed_season):
        parts.append(AGREED_SEASON)
    if assignment.episode == 0 and not _is_by_premiere(entry, published):
        parts.append(DOUBTFUL_ZERO)
    # A list, not a generator: this runs for every candidate of every name, and is faster so.
    score = partial.score + sum([part.score for part in parts])
    return ScoredCandidate(partial, assignment, score, (*partial.evidence, *parts))


def _agrees_with_season(partial: PartialScore, assignment: EpisodeAssignment, agreed_season: int | None) -> bool:
    """Whether the stated season is the one that prompt releases agree on; without these, whether this one is prompt."""
    return is_prompt(assignment.delay) if agreed_season is None else partial.season == agreed_season


def _is_by_premiere(entry: IndexedShow, published: Seconds | None) -> bool:
    """Whether it came out around the show's first broadcast, as a prologue does."""
    first = min(entry.air_times.values(), default=None)
    return first is not None and published is not None and -FAR_TOO_EARLY <= published - first <= PROMPT


def is_beyond_last(partial: PartialScore, number: int) -> bool:
    """Whether the show has no episode of that number, as far as AniList knows."""
    last = partial.candidate.entry.last_episode
    return last is not None and number > last


def may_need_offset(partial: PartialScore, number: int) -> bool:
    """Whether a number may be shifted: beyond the last episode, of a sequel that the name does not state, or 0 or 1.

    Numbers 0 and 1 show whether the group's episode 0 is the first of the schedule.
    """
    is_first = number in {0, 1}
    return is_beyond_last(partial, number) or (not partial.is_earlier and (not partial.is_explicit or is_first))
