"""The sample of an audit: which matches a person judges, and what they see of each.

A match is drawn with a chance in proportion to its downloads, with replacement ("probability proportional to size").
Then the plain share of right ones in the sample estimates the share of all matches weighted by downloads, without bias:
it is the estimator of Hansen and Hurwitz ("On the Theory of Sampling from Finite Populations", Annals of Mathematical
Statistics 14, 1943, pp. 333-362), whose weights cancel out here.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf, log

from nyaastats.domain.matches import Match, MatchResult, MeasuredTorrent, Method
from nyaastats.domain.shows import AniListId, Show
from nyaastats.domain.torrents import Torrent
from nyaastats.identify.explanation import MAX_SHOWS, Explanation, explain
from nyaastats.identify.matcher import MatchContext

SAMPLE_SIZE = 50
"""How many draws a sample has: where 49 are right the interval is 89 to 100 %; four times as many would halve it."""


@dataclass(frozen=True, slots=True)
class SampledMatch:
    """A match of the sample; torrents of the same name and with the same match are judged once."""

    result: MatchResult
    match: Match
    episode: int
    draws: tuple[int, ...]
    """The draws in which it came up, at least one, counted from 1."""

    @property
    def torrent(self) -> Torrent:
        """The torrent that stands for those of its name."""
        return self.result.torrent


def draw_sample(torrents: Iterable[MeasuredTorrent], seed: str, size: int = SAMPLE_SIZE) -> list[SampledMatch]:
    """Draw `size` of the matches that count and that no person decided; the same seed gives the same sample.

    In the order of their first draw. Empty when there is no such match that was downloaded.
    """
    winners = _draw([torrent for torrent in torrents if _is_drawn_from(torrent)], seed, size)
    groups: defaultdict[tuple[str, AniListId, int], list[int]] = defaultdict(list)
    examples: dict[tuple[str, AniListId, int], tuple[MatchResult, Match]] = {}
    for draw, torrent in enumerate(winners, start=1):
        match = torrent.counted_match
        if match and match.episode is not None:
            key = (torrent.torrent.name, match.show, match.episode)
            examples.setdefault(key, (torrent, match))
            groups[key].append(draw)
    return [SampledMatch(*examples[key], key[2], tuple(draws)) for key, draws in groups.items()]


def _is_drawn_from(torrent: MeasuredTorrent) -> bool:
    match = torrent.counted_match
    is_automatic = match is not None and match.episode is not None and match.method is not Method.MANUAL_OVERRIDE
    return is_automatic and torrent.downloads > 0


def _draw(torrents: Iterable[MeasuredTorrent], seed: str, size: int) -> list[MeasuredTorrent]:
    """The torrent that wins each draw.

    A race of exponential clocks: the torrent whose clock rings first wins, and it does so with a probability in
    proportion to its rate, its downloads. Each torrent has clocks of its own, made from its infohash, so that a match
    that comes or goes, as by an override between two sittings, changes only the draws that it wins.
    """
    best = [inf] * size
    winners: list[MeasuredTorrent | None] = [None] * size
    for torrent in torrents:
        clock = random.Random(f"{seed} {torrent.torrent.infohash}")  # noqa: S311 - a sample, no secret
        for draw in range(size):
            rings_at = -log(1.0 - clock.random()) / torrent.downloads
            if rings_at < best[draw]:
                best[draw], winners[draw] = rings_at, torrent
    return [winner for winner in winners if winner]


@dataclass(frozen=True, slots=True)
class AuditItem:
    """A match of the sample at the moment it is judged."""

    number: int
    """From 1, of all in the sample."""
    total: int
    sampled: SampledMatch
    choices: tuple[Show, ...]
    """The shows to choose from, the matcher's among them, by title: the order betrays nothing."""
    explanation: Explanation
    """The evidence, to be shown only once the person has judged."""


def build_item(number: int, total: int, sampled: SampledMatch, context: MatchContext) -> AuditItem:
    """What a person needs to judge a match that `context` made."""
    explanation = explain(sampled.result, context)
    choices = _build_choices([candidate.show for candidate in explanation.shows], context.get_show(sampled.match.show))
    return AuditItem(number, total, sampled, choices, explanation)


def _build_choices(likely: Sequence[Show], matched: Show) -> tuple[Show, ...]:
    choices = likely if matched in likely else [*likely[: MAX_SHOWS - 1], matched]
    return tuple(sorted(choices, key=lambda show: (show.title.casefold(), show.id)))
