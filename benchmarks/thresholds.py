"""How often identification is right by the two numbers of its decision: the least score, and the least margin.

Every name is decided once, by a matcher that always answers, with the offsets that the shipped numbers infer; each pair
of numbers then keeps the answers that reach both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.verdicts import Tally, is_right, torrent, without
from nyaastats.domain.matches import Match, NoMatch, Thresholds
from nyaastats.domain.shows import Show
from nyaastats.domain.torrents import Torrent
from nyaastats.identify.evaluation import Labelled
from nyaastats.identify.matcher import Matcher, read_release, seconds

SCORES = (50, 60, 70, 80, 90, 100, 110)
MARGINS = (0, 4, 8, 12, 20, 30)
CHOSEN = Thresholds()
_ALWAYS = Thresholds(score=-1e9, margin=-1e6)


@dataclass(frozen=True, slots=True)
class Run:
    """Labelled names, those that come in the same run without being asked for, and the catalogue."""

    names: Sequence[Labelled]
    shows: Sequence[Show]
    beside: Sequence[Torrent] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a name is given to when the best show always wins."""

    score: float
    margin: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a grid needs to know of some names."""

    names: int
    singles: int
    answers: Sequence[Answer]
    strangers: int
    """The names again that have a show, while the catalogue does not hold it."""
    to_strangers: Sequence[Answer]

    def at(self, score: float, margin: float) -> Tally:
        """The tally of one pair of numbers."""
        kept = [one.is_right for one in self.answers if one.score >= score and one.margin >= margin]
        return Tally(self.singles, kept.count(True), kept.count(False))

    def mistaken(self, score: float, margin: float) -> float | None:
        """The part of the strangers that is given to some episode; None without strangers."""
        kept = sum(one.score >= score and one.margin >= margin for one in self.to_strangers)
        return kept / self.strangers if self.strangers else None


def asked(runs: Sequence[Run], *, held_back: bool) -> Asked:
    """Decide all names; with `held_back` also those of every second show again, without these in the catalogue."""
    rest = [half for run in runs for half in _halves(run)] if held_back else []
    return Asked(
        names=sum(len(run.names) for run in runs),
        singles=sum(one.is_single for run in runs for one in run.names),
        answers=[answer for run in runs for answer in _answers(run)],
        strangers=sum(len(run.names) for run in rest),
        to_strangers=[answer for run in rest for answer in _answers(run)],
    )


def _halves(run: Run) -> list[Run]:
    """Each half of the catalogue, with the names of the other half."""
    shows = sorted(run.shows, key=lambda show: show.id)
    own = [one for one in run.names if one.anilist_id is not None]
    halves = [shows[::2], shows[1::2]]
    return [Run(without(own, frozenset(show.id for show in half)), half) for half in halves]


def _answers(run: Run) -> list[Answer]:
    told = ((one, is_right(labelled, one)) for labelled, one in zip(run.names, decisions(run, _ALWAYS), strict=True))
    return [Answer(one.score, one.margin, right) for one, right in told if isinstance(one, Match) and right is not None]


def decisions(run: Run, thresholds: Thresholds) -> list[Match | NoMatch]:
    """Decide the names of a run, by the offsets that the shipped numbers infer."""
    torrents = [*map(torrent, run.names), *run.beside]
    releases = [(read_release(one), seconds(one)) for one in torrents]
    matcher, shipped = Matcher(run.shows, (), thresholds), Matcher(run.shows)
    matcher.learn(releases)
    shipped.learn(releases)
    matcher.offsets = shipped.offsets
    return [matcher.decide(release, moment) for release, moment in releases[: len(run.names)]]
