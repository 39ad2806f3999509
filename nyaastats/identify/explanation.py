"""Why a name was matched with a show and episode, or with none."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from nyaastats.domain.matches import Match, MatchResult, Method, NoMatch
from nyaastats.domain.releases import Release
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.identify.matcher import MatchContext, Matcher, match_torrents
from nyaastats.identify.numbering import get_published_seconds
from nyaastats.identify.scoring import ScoredCandidate

MAX_SHOWS = 5


@dataclass(frozen=True, slots=True)
class Explanation:
    """A name, its parsed release, the likeliest shows with their evidence, and the decision."""

    name: str
    published: datetime | None
    release: Release
    shows: tuple[ScoredCandidate, ...]
    """The likeliest first, at most `MAX_SHOWS`: after the candidates the most similar other shows."""
    decision: Match | NoMatch
    verdict: str
    """The decision in words."""


def explain_name(name: str, published: datetime | None, matcher: Matcher) -> Explanation:
    """Match one name and explain the result, as in a run in which it is the only torrent."""
    # So an offset is inferred from this number alone, where a run infers it from all releases of the show.
    [result], context = match_torrents([Torrent(InfoHash(""), name, published)], matcher)
    return explain(result, context)


def explain(result: MatchResult, context: MatchContext) -> Explanation:
    """The evidence for and against each show, for a torrent that was matched by `context`."""
    torrent = result.torrent
    shows = tuple(context.score_nearest(result.release, get_published_seconds(torrent), MAX_SHOWS))
    verdict = _describe_verdict(result, context)
    return Explanation(torrent.name, torrent.published, result.release, shows, result.decision, verdict)


def _describe_verdict(result: MatchResult, context: MatchContext) -> str:
    match = result.match
    if match is None:
        return f"No match: {result.why}."
    episode = f"episode {match.episode}" if match.episode is not None else f"a {result.release.kind}"
    return f"{context.get_show(match.show).title!r}, {episode}, {_describe_ground(match, context)}."


def _describe_ground(match: Match, context: MatchContext) -> str:
    if match.method is Method.MANUAL_OVERRIDE:
        return f"by an override ({match.evidence[0].why})"
    if match.runner_up is None:
        return f"by {match.method} title (score {match.score:.0f}, no other show is near)"
    ahead = f"{match.margin:.0f} ahead of {context.get_show(match.runner_up).title!r}"
    return f"by {match.method} title (score {match.score:.0f}, {ahead})"


def build_document(explanation: Explanation) -> dict[str, Any]:
    """The same as JSON values."""
    decision = explanation.decision
    return {
        "name": explanation.name,
        "published": explanation.published.isoformat() if explanation.published else None,
        "release": explanation.release._asdict(),
        "shows": [_build_show(candidate) for candidate in explanation.shows],
        "match": asdict(decision) if isinstance(decision, Match) else None,
        "verdict": explanation.verdict,
    }


def _build_show(candidate: ScoredCandidate) -> dict[str, Any]:
    return {
        "anilist_id": candidate.show.id,
        "title": candidate.show.title,
        "episode": candidate.episode,
        "score": candidate.score,
        "evidence": [asdict(part) for part in candidate.evidence],
    }
