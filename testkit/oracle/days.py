"""Spans → days: an episode's downloads by day, rounded by the episode's sum at each midnight."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import accumulate

from nyaastats.domain.shows import AniListId
from testkit.oracle.decay import DecayCurve
from testkit.oracle.history import History
from testkit.oracle.records import (
    DAY,
    HOUR,
    DayCount,
    Facts,
    LeftOut,
    OracleTorrent,
    round_downloads,
)
from testkit.oracle.spans import Span, split_at_midnights, sum_millionths


@dataclass(frozen=True, slots=True)
class Series:
    """One torrent's downloads, as they lie in time."""

    torrent: OracleTorrent
    history: History
    spans: tuple[Span, ...]
    tail: Span | None

    def list_spans(self) -> list[Span]:
        """What is counted, and the tail."""
        return [*self.spans, *([self.tail] if self.tail else [])]


Episode = tuple[AniListId, int]
FIRST_DAY = date(1970, 1, 1)


def group_episodes(all_series: Iterable[Series]) -> dict[Episode, list[Series]]:
    """The torrents of each episode."""
    episodes: defaultdict[Episode, list[Series]] = defaultdict(list)
    for series in all_series:
        episodes[series.torrent.anilist_id, series.torrent.episode].append(series)
    return dict(episodes)


def find_midnight(day: date) -> datetime:
    """The first moment of a UTC day."""
    return datetime.combine(day, time(), UTC)


def list_days(first: date, last: date) -> list[date]:
    """Every day from `first` to `last`, both included."""
    return [first + number * DAY for number in range((last - first).days + 1)]


def list_episode_days(members: Sequence[Series], facts: Facts) -> list[date]:
    """From the first publication, or an earlier scrape, on.

    To the last scrape, or to now where a tail reaches there; not after the show's last day, and no day of which now is
    not an hour in.
    """
    scraped = [scrape.at for series in members for scrape in series.history.clean]
    if not scraped:
        return []
    first = min([*scraped, *(series.torrent.published for series in members)])
    last = facts.now if any(series.tail for series in members) else max(scraped)
    last_day = facts.last_days[members[0].torrent.anilist_id]
    return list_days(first.date(), min(last.date(), last_day, (facts.now - HOUR).date()))


def round_days(spans: Iterable[Span], curve: DecayCurve, days: Sequence[date]) -> list[int]:
    """The running downloads at the end of each day."""
    millionths: Counter[int] = Counter()
    for span in spans:
        for number, part in split_at_midnights(span, curve):
            millionths[number] += part
    return [round_downloads(running) for running in accumulate(millionths[(day - FIRST_DAY).days] for day in days)]


def count_episode_days(members: Sequence[Series], facts: Facts, curve: DecayCurve) -> Iterator[tuple[date, DayCount]]:
    """The rows of one episode: every day, zeros included."""
    days = list_episode_days(members, facts)
    spans = [span for series in members for span in series.list_spans()]
    first_published = min(series.torrent.published for series in members)
    downloads_before = estimated_before = 0
    running = round_days(spans, curve, days)
    running_estimated = round_days((span for span in spans if span.is_estimate), curve, days)
    for day, downloads, estimated in zip(days, running, running_estimated, strict=True):
        daily = downloads - downloads_before
        age = max((find_midnight(day + DAY) - first_published) / DAY, 0.0)
        yield day, DayCount(daily, downloads, age, min(estimated - estimated_before, daily))
        downloads_before, estimated_before = downloads, estimated


def build_episode_days(
    episodes: Mapping[Episode, Sequence[Series]], facts: Facts, curve: DecayCurve
) -> dict[tuple[AniListId, int, date], DayCount]:
    """Every episode's days."""
    return {
        (show, episode, day): count
        for (show, episode), members in episodes.items()
        for day, count in count_episode_days(members, facts, curve)
    }


def count_left_out(
    episodes: Mapping[Episode, Sequence[Series]],
    episode_days: Mapping[tuple[AniListId, int, date], DayCount],
    facts: Facts,
) -> dict[AniListId, LeftOut]:
    """What stands in no day: after the show's last day, else on the day that has hardly begun."""
    in_days: Counter[Episode] = Counter()
    for (show, episode, _), count in episode_days.items():
        in_days[show, episode] += count.downloads
    rests: Counter[AniListId] = Counter()
    for (show, episode), members in episodes.items():
        whole = sum(sum_millionths(series.list_spans()) for series in members)
        rests[show] += round_downloads(whole) - in_days[show, episode]
    is_over = {show: facts.last_days[show] < facts.now.date() for show in rests}
    return {show: LeftOut(rest, 0) if is_over[show] else LeftOut(0, rest) for show, rest in rests.items()}
