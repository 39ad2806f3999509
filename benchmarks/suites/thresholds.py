"""How often identification is right by its two thresholds: the minimum score and the minimum margin.

Every name is decided once, by a matcher that always answers, with the offsets that the shipped thresholds infer; each
pair of thresholds then keeps the answers that reach both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmarks.suites.outcomes import Tally, is_right, to_torrent, unlisted_names
from nyaastats.domain.matches import Match, NoMatch, Thresholds
from nyaastats.domain.shows import Show
from nyaastats.domain.torrents import Torrent
from nyaastats.identify.evaluation import LabelledName
from nyaastats.identify.fitting import DatedRelease
from nyaastats.identify.matcher import Matcher
from nyaastats.identify.names.parser import parse_torrent
from nyaastats.identify.numbering import get_published_seconds

SCORES = (50, 60, 70, 80, 90, 100, 110)
MARGINS = (0, 4, 8, 12, 20, 30)
SHIPPED = Thresholds()
# Below any score and margin that evidence can add up to.
_ALWAYS = Thresholds(score=-1e9, margin=-1e6)


@dataclass(frozen=True, slots=True)
class LabelledRun:
    """Labelled names and the catalogue; `beside` are torrents of the same run that are not counted."""

    names: Sequence[LabelledName]
    shows: Sequence[Show]
    beside: Sequence[Torrent] = ()


@dataclass(frozen=True, slots=True)
class ScoredAnswer:
    """The answer for a name when the best candidate always wins."""

    score: float
    margin: float
    is_right: bool

    def reaches(self, score: float, margin: float) -> bool:
        """Whether the answer is given at these thresholds."""
        return self.score >= score and self.margin >= margin


@dataclass(frozen=True, slots=True)
class ThresholdGrid:
    """Answers from which precision and recall follow for any pair of thresholds."""

    names: int
    singles: int
    answers: Sequence[ScoredAnswer]
    unlisted: int
    """Names that were decided once more without their show in the catalogue."""
    unlisted_answers: Sequence[ScoredAnswer]

    def at(self, score: float, margin: float) -> Tally:
        """The tally at a pair of thresholds."""
        kept = [answer.is_right for answer in self.answers if answer.reaches(score, margin)]
        return Tally(self.singles, kept.count(True), kept.count(False))

    def false_match_share(self, score: float, margin: float) -> float | None:
        """The part of the unlisted names that is given to some episode; None without unlisted names."""
        kept = sum(answer.reaches(score, margin) for answer in self.unlisted_answers)
        return kept / self.unlisted if self.unlisted else None


def build_grid(runs: Sequence[LabelledRun], *, hold_back: bool) -> ThresholdGrid:
    """Decide all names; with `hold_back` once more, each name with only the half of the catalogue without its show."""
    halves = [half for run in runs for half in _halves(run)] if hold_back else []
    return ThresholdGrid(
        names=sum(len(run.names) for run in runs),
        singles=sum(labelled.is_single for run in runs for labelled in run.names),
        answers=[answer for run in runs for answer in _answers(run)],
        unlisted=sum(len(run.names) for run in halves),
        unlisted_answers=[answer for run in halves for answer in _answers(run)],
    )


def _halves(run: LabelledRun) -> list[LabelledRun]:
    """Each half of the catalogue, with the names of the other half: their right answer is none."""
    shows = sorted(run.shows, key=lambda show: show.id)
    own = [labelled for labelled in run.names if labelled.anilist_id is not None]
    halves = [shows[::2], shows[1::2]]
    return [LabelledRun(unlisted_names(own, frozenset(show.id for show in half)), half) for half in halves]


def _answers(run: LabelledRun) -> list[ScoredAnswer]:
    decided = zip(run.names, decide_names(run, _ALWAYS), strict=True)
    outcomes = ((decision, is_right(labelled, decision)) for labelled, decision in decided)
    return [
        ScoredAnswer(match.score, match.margin, outcome)
        for match, outcome in outcomes
        if isinstance(match, Match) and outcome is not None
    ]


def decide_names(run: LabelledRun, thresholds: Thresholds) -> list[Match | NoMatch]:
    """Decide the names of a run with the offsets that the shipped thresholds infer.

    A matcher that always answers would infer other offsets, and the thresholds could not be compared.
    """
    torrents = [*map(to_torrent, run.names), *run.beside]
    releases = [DatedRelease(parse_torrent(torrent), get_published_seconds(torrent)) for torrent in torrents]
    shipped = Matcher(run.shows).fit(releases)
    context = replace(Matcher(run.shows, (), thresholds).fit(releases), offsets=shipped.offsets)
    return [context.decide(dated.release, dated.published) for dated in releases[: len(run.names)]]
