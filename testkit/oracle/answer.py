"""Histories → series → days, weeks and ranks: the whole answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain

from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash
from testkit.oracle.days import Series, build_episode_days, count_left_out, group_episodes
from testkit.oracle.decay import DecayCurve, measure_decay, select_watched
from testkit.oracle.falls import find_restarts
from testkit.oracle.history import History, build_history, remove_zero_dropouts, sort_scrapes
from testkit.oracle.records import (
    MILLION,
    Answer,
    DayCount,
    Facts,
    OracleTorrent,
    TailCount,
    TorrentCount,
    round_downloads,
    to_seconds,
)
from testkit.oracle.spans import Span, list_interval_spans, list_observed_spans, sum_millionths
from testkit.oracle.tails import estimate_tails, is_overdue, list_hours, list_uncounted
from testkit.oracle.weeks import build_show_weeks, describe_weeks, list_begun_weeks, rank_shows


@dataclass(frozen=True, slots=True)
class Tails:
    """The tails by torrent, and how many torrents have none because they are overdue."""

    spans: dict[InfoHash, Span]
    overdue: int = 0

    def count(self, decay_torrents: int) -> TailCount:
        """What they come to."""
        downloads = round_downloads(sum_millionths(list(self.spans.values())))
        return TailCount(len(self.spans), downloads, self.overdue, decay_torrents)


Pairs = Sequence[tuple[OracleTorrent, History]]


def list_restarts(facts: Facts) -> Sequence[datetime]:
    """All torrents, also those that do not count, say when the tracker began anew."""
    return find_restarts(
        {infohash: remove_zero_dropouts(sort_scrapes(rows)) for infohash, rows in facts.scrapes.items()}
    )


def build_pairs(facts: Facts, restarts: Sequence[datetime]) -> Pairs:
    """Each torrent that counts, with its history."""
    return [
        (torrent, build_history(torrent.published, facts.scrapes.get(torrent.infohash, ()), restarts))
        for torrent in facts.torrents
    ]


def build_tails(pairs: Pairs, facts: Facts, curve: DecayCurve) -> Tails:
    """The tail of each torrent that something is expected of."""
    now = to_seconds(facts.now)
    hours = list_hours(chain.from_iterable(facts.scrapes.values()))
    uncounted = list(list_uncounted(pairs, facts.last_days, now))
    followed = [each for each in uncounted if not is_overdue(each.history, hours)]
    spans = estimate_tails(followed, curve, now)
    by_torrent = {each.torrent.infohash: span for each, span in zip(followed, spans, strict=True)}
    return Tails(by_torrent, len(uncounted) - len(followed))


def build_series(pairs: Pairs, facts: Facts, tails: Tails) -> Iterator[Series]:
    """Each torrent's downloads as they lie in time."""
    list_spans = list_interval_spans if facts.attribution == "interval" else list_observed_spans
    for torrent, history in pairs:
        yield Series(torrent, history, tuple(list_spans(history)), tails.spans.get(torrent.infohash))


def count_torrent(series: Series) -> TorrentCount:
    """A torrent's line of the answer; its faults do not depend on the attribution."""
    history = series.history
    return TorrentCount(
        sum_millionths(series.spans) // MILLION,
        history.count_drops,
        history.resets,
        history.zero_dropouts,
        history.spikes,
        history.in_doubt,
        series.tail.millionths if series.tail else None,
    )


def find_tail_starts(all_series: Sequence[Series]) -> dict[AniListId, datetime]:
    """The earliest beginning of a show's tails."""
    starts = sorted(
        ((series.tail.start, series.torrent.anilist_id) for series in all_series if series.tail), reverse=True
    )
    return {show: datetime.fromtimestamp(start, UTC) for start, show in starts}


@dataclass(frozen=True, slots=True)
class Measured:
    """What the rest of the oracle goes on from."""

    series: Sequence[Series]
    restarts: Sequence[datetime]
    curve: DecayCurve
    tails: Tails
    decay_torrents: int
    episode_days: dict[tuple[AniListId, int, date], DayCount]


def measure(facts: Facts) -> Measured:
    """The downloads of all torrents and episodes."""
    restarts = list_restarts(facts)
    pairs = build_pairs(facts, restarts)
    watched = [torrent for _, history in pairs if (torrent := select_watched(history))]
    return spread(facts, pairs, restarts, measure_decay(watched), len(watched))


def measure_beside(facts: Facts, measured: Measured) -> Measured:
    """The same of torrents that have no say in the curve: it is that of what was measured before."""
    pairs = build_pairs(facts, measured.restarts)
    return spread(facts, pairs, measured.restarts, measured.curve, measured.decay_torrents)


def spread(
    facts: Facts, pairs: Pairs, restarts: Sequence[datetime], curve: DecayCurve, decay_torrents: int
) -> Measured:
    """Histories, as they lie in time along a curve."""
    tails = build_tails(pairs, facts, curve) if facts.attribution == "interval" else Tails({})
    series = list(build_series(pairs, facts, tails))
    days = build_episode_days(group_episodes(series), facts, curve)
    return Measured(series, restarts, curve, tails, decay_torrents, days)


def compute_answer(facts: Facts) -> Answer:
    """Work out section 5."""
    return answer(facts, measure(facts))


def answer(facts: Facts, measured: Measured) -> Answer:
    """What was measured, as weeks, ranks and sums."""
    show_weeks = build_show_weeks(measured.episode_days, list_begun_weeks(facts))
    is_spread = facts.attribution == "interval"
    return Answer(
        episode_days=measured.episode_days,
        show_weeks=show_weeks,
        ranks=rank_shows(show_weeks),
        weeks=describe_weeks(facts, measured.series),
        torrents={series.torrent.infohash: count_torrent(series) for series in measured.series},
        tails=measured.tails.count(measured.decay_torrents) if is_spread else TailCount(0, 0, 0, 0),
        tail_from=find_tail_starts(measured.series),
        left_out=count_left_out(group_episodes(measured.series), measured.episode_days, facts),
    )
