"""What was known of an episode's downloads at an age: what the scrapes until then had counted, and their tails."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from testkit.oracle.days import Series, group_episodes
from testkit.oracle.decay import DecayCurve
from testkit.oracle.first_days import Episode, list_days
from testkit.oracle.records import HOUR, MILLION, round_half_up, to_seconds
from testkit.oracle.year import Year

STEP = 6
LAST_STEP = 28
"""The ages are 6, 12 … 168 hours."""


def know_torrent(series: Series, moment: datetime, curve: DecayCurve) -> int:
    """Millionths of one torrent: its count, and at the level of its whole life what has come since its last scrape."""
    published = to_seconds(series.torrent.published)
    counted = MILLION * sum(each.downloads for each in series.history.intervals if each.end <= moment)
    looks = [scrape.at for scrape in series.history.clean if scrape.at <= moment]
    if not counted or not looks:
        return counted
    seen = curve.measure_until(to_seconds(max(looks)) - published)
    now = curve.measure_until(to_seconds(moment) - published)
    return counted + (round_half_up(counted * ((now - seen) / seen)) if 0 < seen < now else 0)


def know_episode(members: Iterable[Series], now: datetime, curve: DecayCurve) -> dict[int, float]:
    """By age in hours, the downloads known then; no age at which nothing was."""
    own = list(members)
    first = min(each.torrent.published for each in own)
    counts = {}
    for hours in (STEP * step for step in range(1, LAST_STEP + 1)):
        moment = first + hours * HOUR
        millionths = sum(know_torrent(each, moment, curve) for each in own) if moment <= now else 0
        if millionths:
            counts[hours] = millionths / MILLION
    return counts


def list_known_ages(year: Year) -> dict[Episode, dict[int, float]]:
    """Of every episode with a day."""
    episodes = group_episodes(year.measured.series)
    return {key: know_episode(episodes[key], year.facts.now, year.measured.curve) for key in list_days(year)}
