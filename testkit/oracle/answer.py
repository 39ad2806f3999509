"""Days → episodes → weeks → ranks: the whole answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash
from testkit.oracle.days import (
    Series,
    build_interval_series,
    build_observed_series,
    find_midnight,
    list_days,
)
from testkit.oracle.decay import measure_decay
from testkit.oracle.falls import find_restarts
from testkit.oracle.history import (
    History,
    build_history,
    remove_zero_dropouts,
    sort_scrapes,
)
from testkit.oracle.records import (
    DAY,
    Answer,
    Attribution,
    DayCount,
    OracleTorrent,
    Scrape,
    TorrentCount,
)


def list_episode_days(members: Sequence[Series], last_day: date | None) -> Iterator[date]:
    """From the first publication, or an earlier scrape, to the last scrape, but not after the show's last day."""
    scraped_days = [day for series in members for day in series.scraped_days]
    if not scraped_days:
        return iter(())
    published = [series.torrent.published.date() for series in members]
    return list_days(min(published + scraped_days), min(max(scraped_days), last_day or date.max))


def count_episode_days(members: Sequence[Series], last_day: date | None) -> Iterator[tuple[date, DayCount]]:
    """The rows of one episode: every day, zeros included."""
    first_published = min(series.torrent.published for series in members)
    cumulative = 0
    for day in list_episode_days(members, last_day):
        downloads = sum(series.downloads.get(day, 0) for series in members)
        cumulative += downloads
        age = max((find_midnight(day + DAY) - first_published) / DAY, 0.0)
        estimated = sum(series.estimated.get(day, 0) for series in members)
        yield day, DayCount(downloads, cumulative, age, estimated)


def build_episode_days(
    all_series: Iterable[Series], last_days: Mapping[AniListId, date | None]
) -> dict[tuple[AniListId, int, date], DayCount]:
    """Every episode's days."""
    episodes: defaultdict[tuple[AniListId, int], list[Series]] = defaultdict(list)
    for series in all_series:
        episodes[series.torrent.anilist_id, series.torrent.episode].append(series)
    return {
        (show, episode, day): count
        for (show, episode), members in episodes.items()
        for day, count in count_episode_days(members, last_days[show])
    }


def build_show_weeks(
    episode_days: Mapping[tuple[AniListId, int, date], DayCount], mondays: Iterable[date]
) -> dict[tuple[date, AniListId], int]:
    """Downloads a show and chart week; nothing for nothing."""
    chart = set(mondays)
    show_weeks: Counter[tuple[date, AniListId]] = Counter()
    for (show, _, day), count in episode_days.items():
        monday = day - timedelta(days=day.weekday())
        if monday in chart:
            show_weeks[monday, show] += count.downloads
    return {key: downloads for key, downloads in show_weeks.items() if downloads > 0}


def rank_shows(show_weeks: Mapping[tuple[date, AniListId], int]) -> dict[tuple[date, AniListId], int]:
    """Rank 1 has the most downloads of its week; ties go to the lower id."""
    ranks: dict[tuple[date, AniListId], int] = {}
    last: Counter[date] = Counter()
    for (monday, show), _ in sorted(show_weeks.items(), key=lambda item: (-item[1], item[0])):
        last[monday] += 1
        ranks[monday, show] = last[monday]
    return ranks


def count_torrent(series: Series, history: History) -> TorrentCount:
    """A torrent's line of the answer; its faults do not depend on the attribution."""
    return TorrentCount(
        sum(series.downloads.values()),
        history.count_drops,
        history.resets,
        history.zero_dropouts,
        history.spikes,
        history.in_doubt,
    )


def compute_answer(
    torrents: Sequence[OracleTorrent],
    scrapes: Mapping[InfoHash, Sequence[Scrape]],
    last_days: Mapping[AniListId, date | None],
    weeks: Sequence[date],
    attribution: Attribution = "interval",
) -> Answer:
    """Work out section 6.

    `scrapes` holds good rows in any order, and may hold other torrents' too; `last_days` names every show (None: no
    cut-off); `weeks` are the Mondays of the chart.
    """
    restarts = find_restarts({infohash: remove_zero_dropouts(sort_scrapes(rows)) for infohash, rows in scrapes.items()})
    histories = [build_history(torrent.published, scrapes.get(torrent.infohash, ()), restarts) for torrent in torrents]
    pairs = list(zip(torrents, histories, strict=True))
    if attribution == "interval":
        decay = measure_decay(histories)
        all_series = [build_interval_series(torrent, history, decay) for torrent, history in pairs]
    else:
        all_series = [build_observed_series(torrent, history) for torrent, history in pairs]
    episode_days = build_episode_days(all_series, last_days)
    show_weeks = build_show_weeks(episode_days, weeks)
    counts = {
        series.torrent.infohash: count_torrent(series, history)
        for series, history in zip(all_series, histories, strict=True)
    }
    return Answer(episode_days, show_weeks, rank_shows(show_weeks), counts)
