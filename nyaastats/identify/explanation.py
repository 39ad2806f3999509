"""Why a name is the show and episode it is said to be, or none."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from nyaastats.domain.matches import Match, MatchResult, Method, NoMatch
from nyaastats.domain.releases import Release
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.identify.matcher import Matcher, Weighed, read_release, seconds

MOST_SHOWS = 5


@dataclass(frozen=True, slots=True)
class Explained:
    """A name, what it says, the likeliest shows with their evidence, and the decision."""

    name: str
    published: datetime | None
    release: Release
    shows: tuple[Weighed, ...]
    """The likeliest first; what is behind those that the title may mean is only the least unlike."""
    decision: Match | NoMatch
    verdict: str
    """The decision in words."""


def explained(name: str, published: datetime | None, matcher: Matcher) -> Explained:
    """Identify one name, keeping all that spoke for and against; its number alone infers the offset."""
    torrent = Torrent(InfoHash(""), name, published)
    release = read_release(torrent)
    matcher.learn([(release, seconds(torrent))])
    return explain(MatchResult(torrent, release, matcher.decide(release, seconds(torrent))), matcher)


def explain(one: MatchResult, matcher: Matcher) -> Explained:
    """What spoke for and against, for a torrent that `matcher` identified."""
    shows = tuple(matcher.nearest(one.release, seconds(one.torrent), MOST_SHOWS))
    verdict = _verdict(one, matcher)
    return Explained(one.torrent.name, one.torrent.published, one.release, shows, one.decision, verdict)


def _verdict(one: MatchResult, matcher: Matcher) -> str:
    if one.match is None:
        return f"No match: {one.why}."
    match = one.match
    what = f"episode {match.episode}" if match.episode is not None else f"a {one.release.kind}"
    return f"{matcher.show(match.show).title!r}, {what}, {_ground(match, matcher)}."


def _ground(match: Match, matcher: Matcher) -> str:
    if match.method is Method.MANUAL_OVERRIDE:
        return f"by an override ({match.evidence[0].why})"
    if match.runner_up is None:
        return f"by {match.method} title (score {match.score:.0f}, no other show is near)"
    ahead = f"{match.margin:.0f} ahead of {matcher.show(match.runner_up).title!r}"
    return f"by {match.method} title (score {match.score:.0f}, {ahead})"


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
