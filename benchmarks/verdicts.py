"""A decision held against the right answer, as `nyaastats.identify.evaluation` does it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nyaastats.domain.matches import Match, NoMatch
from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.identify.evaluation import Labelled


@dataclass(frozen=True, slots=True)
class Tally:
    """Names of one episode, and what all names were answered with."""

    singles: int
    right: int
    wrong: int
    """Answers that name a wrong show or episode, or an episode where there is none."""

    @property
    def precision(self) -> float | None:
        """The part of all answers that is right; None without answers."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """The part of all singles that is right; None without singles."""
        return self.right / self.singles if self.singles else None


def is_right(labelled: Labelled, decision: Match | NoMatch) -> bool | None:
    """Whether the answer is right; None for no answer, which a film with its own show is too."""
    if isinstance(decision, NoMatch):
        return None
    if labelled.is_single:
        found = (decision.show, str(decision.episode))
        return None if decision.episode is None else found == (labelled.anilist_id, str(int(labelled.episode)))
    is_film = labelled.episode == "movie"
    is_given = decision.show != labelled.anilist_id if is_film else decision.episode is not None
    return False if is_given else None


def tally(names: Sequence[Labelled], verdicts: Iterable[bool | None]) -> Tally:
    """The verdicts on all names, counted."""
    told = list(verdicts)
    return Tally(sum(one.is_single for one in names), told.count(True), told.count(False))


def torrent(labelled: Labelled) -> Torrent:
    """The name as a torrent; nothing is stored with it."""
    return Torrent(InfoHash(""), labelled.name, labelled.published)


def without(names: Iterable[Labelled], kept: frozenset[AniListId]) -> list[Labelled]:
    """Those of the names whose show is not `kept`, which then have no right answer."""
    return [Labelled(one.name, one.published, None, "-") for one in names if one.anilist_id not in kept]
