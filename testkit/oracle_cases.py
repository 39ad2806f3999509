"""The oracle's cases as its tests write them: hours after a Monday, one show, one or two torrents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash
from testkit.oracle.answer import compute_answer
from testkit.oracle.records import Answer, Attribution, Facts, OracleTorrent, Scrape

MONDAY = date(2025, 10, 6)
START = datetime(2025, 10, 6, tzinfo=UTC)
SHOW = AniListId(7)
TORRENT = InfoHash("a" * 40)
LATE = InfoHash("b" * 40)
FAR_AWAY = date(2027, 12, 26)
"""The last day of a show that does not end here."""


def at(hours: float) -> datetime:
    """So many hours after the Monday's midnight."""
    return START + timedelta(hours=hours)


def scrape(hours: float, downloads: int, seeders: int | None = 1) -> Scrape:
    return Scrape(at(hours), seeders, 0, downloads)


def daily(days: float, downloads: int) -> Scrape:
    """A scrape so many days after the Monday's midnight."""
    return scrape(24 * days, downloads)


def dropout(hours: float) -> Scrape:
    return Scrape(at(hours), 0, 0, 0)


def make_facts(
    torrents: Sequence[OracleTorrent],
    scrapes: Mapping[InfoHash, Sequence[Scrape]],
    *,
    last_day: date = FAR_AWAY,
    weeks: int = 1,
    attribution: Attribution = "interval",
) -> Facts:
    """Now is the newest scrape; every show has the same last day."""
    return Facts(
        torrents=torrents,
        scrapes=scrapes,
        last_days={torrent.anilist_id: last_day for torrent in torrents},
        weeks=[MONDAY + timedelta(weeks=number) for number in range(weeks)],
        now=max((scrape.at for rows in scrapes.values() for scrape in rows), default=START),
        attribution=attribution,
    )


def answer_alone(scrapes: Sequence[Scrape], attribution: Attribution = "interval", published: float = 0) -> Answer:
    """One show with one torrent."""
    torrent = OracleTorrent(TORRENT, SHOW, 1, at(published))
    return compute_answer(make_facts([torrent], {TORRENT: scrapes}, attribution=attribution))


def list_downloads(result: Answer, episode: int = 1) -> list[int]:
    """The episode's days in order."""
    return [count.downloads for (_, number, _), count in sorted(result.episode_days.items()) if number == episode]


def list_estimated(result: Answer, episode: int = 1) -> list[int]:
    return [count.estimated for (_, number, _), count in sorted(result.episode_days.items()) if number == episode]


def answer_late_and_early(watched: Sequence[Scrape], published: float, late: Sequence[Scrape]) -> Answer:
    """Episode 1 is watched from Monday's midnight; episode 2 is another torrent."""
    torrents = [OracleTorrent(TORRENT, SHOW, 1, at(0)), OracleTorrent(LATE, SHOW, 2, at(published))]
    return compute_answer(make_facts(torrents, {TORRENT: watched, LATE: late}))
