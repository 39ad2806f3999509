"""Why a name is the show and episode it is said to be, or none."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from nyaastats.identify.matching import Matcher, NoMatch, Weighed, read_release, seconds
from nyaastats.types import InfoHash, Match, Release, Torrent

_MOST_SHOWS = 5


@dataclass(frozen=True, slots=True)
class Explained:
    """A name, what it says, the likeliest shows with their evidence, and the decision."""

    name: str
    published: datetime | None
    release: Release
    shows: tuple[Weighed, ...]
    decision: Match | NoMatch

    @property
    def verdict(self) -> str:
        """The decision in words."""
        if isinstance(self.decision, NoMatch):
            return f"No match: {self.decision.why}."
        title = next(
            (one.claim.show.title for one in self.shows if one.claim.show.id == self.decision.show), "the show"
        )
        what = f"episode {self.decision.episode}" if self.decision.episode is not None else f"a {self.release.kind}"
        ahead = f"score {self.decision.score:.0f}, {self.decision.margin:.0f} ahead of the next show"
        return f"{title!r}, {what}, by {self.decision.method} title ({ahead})."


def explained(name: str, published: datetime | None, matcher: Matcher) -> Explained:
    """Identify one name, keeping all that spoke for and against; its number alone infers the offset."""
    torrent = Torrent(InfoHash(""), name, published)
    release = read_release(torrent)
    matcher.learn([(release, seconds(torrent))])
    shows = tuple(matcher.weigh(release, seconds(torrent))[:_MOST_SHOWS])
    return Explained(name, published, release, shows, matcher.decide(release, seconds(torrent)))


def as_document(explanation: Explained) -> dict[str, Any]:
    """The same for machines."""
    decision = explanation.decision
    return {
        "name": explanation.name,
        "published": explanation.published.isoformat() if explanation.published else None,
        "release": asdict(explanation.release),
        "shows": [_show(weighed) for weighed in explanation.shows],
        "match": asdict(decision) if isinstance(decision, Match) else None,
        "verdict": explanation.verdict,
    }


def _show(weighed: Weighed) -> dict[str, Any]:
    return {
        "anilist_id": weighed.claim.show.id,
        "title": weighed.claim.show.title,
        "episode": weighed.episode,
        "score": weighed.score,
        "evidence": [asdict(part) for part in weighed.evidence],
    }
