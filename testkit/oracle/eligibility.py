"""Which series a season ranks, and until when: its own, and earlier ones that are still on the air in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from nyaastats.domain.calendar import Season
from nyaastats.domain.shows import AniListId, Show
from testkit.oracle.calendar import find_last_day_of_season
from testkit.oracle.database import find_last_day, find_sunday
from testkit.oracle.records import OracleTorrent

SERIES = ("TV", "TV_SHORT", "ONA")


def is_continuing(show: Show, season: Season) -> bool:
    """Whether it began before the season and has a broadcast in it."""
    is_earlier = show.season is None or show.season.start < season.start
    return is_earlier and any(season.start <= airing.at < season.end for airing in show.airings)


def is_ranked(show: Show, season: Season) -> bool:
    """Whether a season ranks a show."""
    return show.format in SERIES and (show.season == season or is_continuing(show, season))


def find_last_days(
    shows: Iterable[Show], seasons: Sequence[Season], torrents: Iterable[OracleTorrent]
) -> dict[AniListId, date | None]:
    """The last day of each show that any season ranks; None where nothing says it."""
    published: dict[AniListId, list[OracleTorrent]] = {}
    for torrent in torrents:
        published.setdefault(torrent.anilist_id, []).append(torrent)
    return {
        show.id: find_last_day(
            [airing.at for airing in show.airings],
            ended=show.end,
            last_torrent=max((torrent.published for torrent in published.get(show.id, ())), default=None),
            is_releasing=show.status == "RELEASING",
        )
        for show in shows
        if any(is_ranked(show, season) for season in seasons)
    }


def find_season_days(
    shows: Mapping[AniListId, Show], last_days: Mapping[AniListId, date | None], season: Season
) -> dict[AniListId, date | None]:
    """The last day on which the season ranks each of its shows: a continuing one not beyond the season's last week."""
    last_week = find_sunday(find_last_day_of_season(season))
    ranked = {id_: last for id_, last in last_days.items() if is_ranked(shows[id_], season)}
    return {
        id_: min(last, last_week) if last and is_continuing(shows[id_], season) else last
        for id_, last in ranked.items()
    }
