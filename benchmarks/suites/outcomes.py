"""Compares decisions with right answers, by the rules of `nyaastats.identify.evaluation`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nyaastats.domain.matches import Match, NoMatch
from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.identify.evaluation import LabelledName


@dataclass(frozen=True, slots=True)
class Tally:
    """How many names are of one episode, and how many answers for all names are right and wrong."""

    singles: int
    right: int
    wrong: int
    """Answers that give a wrong show or episode, or an episode where there is none."""

    @property
    def precision(self) -> float | None:
        """The part of all answers that is right, right / (right + wrong); None without answers."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """The part of all singles that is right, right / singles; None without singles."""
        return self.right / self.singles if self.singles else None


def is_right(labelled: LabelledName, decision: Match | NoMatch) -> bool | None:
    """Whether the answer is right; None for no answer.

    A film that is given to its own show has no episode, counts nowhere, and so is no answer either.
    """
    if isinstance(decision, NoMatch):
        return None
    if labelled.is_single:
        answer, expected = (decision.show, str(decision.episode)), (labelled.anilist_id, str(int(labelled.episode)))
        return None if decision.episode is None else answer == expected
    is_film = labelled.episode == "movie"
    is_attributed = decision.show != labelled.anilist_id if is_film else decision.episode is not None
    return False if is_attributed else None


def tally_outcomes(names: Sequence[LabelledName], outcomes: Iterable[bool | None]) -> Tally:
    """Count the outcomes of `is_right` for all names."""
    counted = Counter(outcomes)
    return Tally(sum(labelled.is_single for labelled in names), counted[True], counted[False])


def to_torrent(labelled: LabelledName) -> Torrent:
    """The name as a torrent without infohash or stored guess."""
    return Torrent(InfoHash(""), labelled.name, labelled.published)


def unlisted_names(names: Iterable[LabelledName], listed: frozenset[AniListId]) -> list[LabelledName]:
    """The names whose show is not `listed`, relabelled: any answer is wrong."""
    return [
        LabelledName(labelled.name, labelled.published, None, "-")
        for labelled in names
        if labelled.anilist_id not in listed
    ]
