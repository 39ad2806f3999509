"""What each group and resolution has: exact shares of a show's week, as whole downloads by largest remainder."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from nyaastats.domain.calendar import Season
from nyaastats.domain.shows import AniListId
from testkit.oracle.calendar import WEEK, label_week
from testkit.oracle.films import list_film_days, list_film_mondays
from testkit.oracle.groups import compute_measured_shares
from testkit.oracle.history import build_history
from testkit.oracle.season_charts import select_table
from testkit.oracle.year import NamedTorrent, Year

Label = tuple[str, str]
"""A group in plain letters and a resolution; what a name does not state stands after all others."""
NONE = "\U0010ffff"
MOST_SERIES = 12


@dataclass(frozen=True, slots=True)
class Part:
    """The downloads of one group in one resolution in one week."""

    monday: date
    group: str
    resolution: str
    downloads: int


def simplify(group: str | None) -> str:
    """A group without what its spellings differ in: case, spaces, punctuation."""
    if group is None or not group.strip():
        return NONE
    plain = unicodedata.normalize("NFKC", group).casefold()
    return "".join(letter for letter in plain if letter.isalnum()) or plain.strip()


def label(torrent: NamedTorrent) -> Label:
    return simplify(torrent.group), torrent.resolution or NONE


@cache
def choose_names(year: Year) -> dict[str, str | None]:
    """The spelling of each group with the most downloads of all torrents; of equals the first by letters."""
    downloads: defaultdict[str, Counter[str]] = defaultdict(Counter)
    content = year.inputs.content
    for torrent in year.inputs.torrents:
        if torrent.group and torrent.group.strip():
            scrapes = content.scrapes.get(torrent.infohash, ())
            total = build_history(content.published[torrent.infohash], scrapes, year.measured.restarts).total
            downloads[simplify(torrent.group)][torrent.group.strip()] += total
    names: dict[str, str | None] = {
        key: min(own, key=lambda name: (-own[name], name)) for key, own in downloads.items()
    }
    return {**names, NONE: None}


def apportion(shares: Mapping[Label, Fraction]) -> dict[Label, int]:
    """The whole part of each share; what is left, one each, to the largest fractions, then the larger share."""
    whole = {key: share // 1 for key, share in shares.items()}
    left = int(sum(shares.values())) - sum(whole.values())
    order = sorted(shares, key=lambda key: (-(shares[key] % 1), -shares[key], key))
    return {key: int(number) + (key in order[:left]) for key, number in whole.items()}


@cache
def list_parts(year: Year) -> dict[AniListId, list[Part]]:
    """Of every show and film."""
    labels = {torrent.infohash: label(torrent) for torrent in year.inputs.torrents}
    parts: defaultdict[AniListId, list[Part]] = defaultdict(list)
    for measured in (year.measured, year.films):
        for (show, monday), shares in compute_measured_shares(measured, labels).items():
            for (group, resolution), downloads in apportion(shares).items():
                parts[show] += [Part(monday, group, resolution, downloads)] if downloads else []
    return parts


def sort_totals(totals: Mapping[str, int]) -> list[tuple[str, int]]:
    """The most downloads first, of equals by name, what is not stated last."""
    return sorted(totals.items(), key=lambda item: (-item[1], item[0]))


def sum_parts(parts: Iterable[Part], field: str) -> Counter[str]:
    """The downloads by group, or by resolution."""
    totals: Counter[str] = Counter()
    for part in parts:
        totals[getattr(part, field)] += part.downloads
    return totals


def name_label(year: Year, field: str, key: str) -> dict[str, str | None]:
    """The first field of each row."""
    if field == "group":
        return {"name": choose_names(year)[key]}
    return {"resolution": None if key == NONE else key}


def list_rows(year: Year, field: str, parts: Iterable[Part]) -> list[dict[str, Any]]:
    """Each group, or resolution, with its downloads."""
    totals = sort_totals(sum_parts(parts, field))
    return [{**name_label(year, field, key), "downloads": total} for key, total in totals]


# --- of a show or film ------------------------------------------------------------------------------------------------


def list_torrents(year: Year, show: AniListId) -> list[NamedTorrent]:
    """Those that count for a show or film."""
    return [each for each in year.inputs.torrents if each.show == show and (not each.reason or each.is_of_film)]


def build_release_groups(year: Year, show: AniListId, parts: Sequence[Part]) -> list[dict[str, Any]]:
    """The groups, also those without a download."""
    torrents = Counter(label(each)[0] for each in list_torrents(year, show))
    totals = sum_parts(parts, "group")
    return [
        {
            "name": choose_names(year)[group],
            "torrents": torrents[group],
            "downloads": total,
            "resolutions": list_rows(year, "resolution", [part for part in parts if part.group == group]),
        }
        for group, total in sort_totals({group: totals[group] for group in {*totals, *torrents}})
    ]


def build_show_groups(year: Year, show: AniListId) -> list[dict[str, Any]]:
    """On all days of a show."""
    return build_release_groups(year, show, list_parts(year)[show])


def build_film_groups(year: Year) -> dict[AniListId, list[dict[str, Any]]]:
    """In the weeks of each film."""
    groups = {}
    for show, days in list_film_days(year).items():
        mondays = list_film_mondays(year, days)
        groups[show] = build_release_groups(
            year, show, [part for part in list_parts(year)[show] if part.monday in mondays]
        )
    return groups


# --- of a season ------------------------------------------------------------------------------------------------------


@cache
def list_season_parts(year: Year, season: Season) -> dict[AniListId, list[Part]]:
    """Of each show in the weeks in which the season ranks it."""
    table = select_table(year, season)
    shows = sorted({show for counts in table.values() for show in counts})
    return {show: [part for part in list_parts(year)[show] if show in table.get(part.monday, {})] for show in shows}


def count_torrents(year: Year, season: Season, shows: Iterable[AniListId]) -> Counter[tuple[str, str]]:
    """The shows' torrents from two weeks before the season to its last week, by field and key."""
    begin, end = season.start - 2 * WEEK, year.list_season_mondays(season)[-1] + WEEK
    counts: Counter[tuple[str, str]] = Counter()
    ranked = set(shows)
    for each in year.inputs.torrents:
        published = year.inputs.content.published[each.infohash]
        if each.show in ranked and not each.reason and begin <= published and published.date() < end:
            group, resolution = label(each)
            counts["group", group] += 1
            counts["resolution", resolution] += 1
    return counts


def build_totals(year: Year, season: Season, field: str) -> list[dict[str, Any]]:
    """The season's groups, or resolutions."""
    by_show = list_season_parts(year, season)
    parts = [part for own in by_show.values() for part in own]
    torrents = count_torrents(year, season, by_show)
    whole = sum(part.downloads for part in parts)
    return [
        {
            **name_label(year, field, key),
            "downloads": total,
            "share": round(total / whole, 6),
            "shows": sum(any(getattr(part, field) == key for part in own) for own in by_show.values()),
            "torrents": torrents[field, key],
        }
        for key, total in sort_totals(sum_parts(parts, field))
    ]


def build_weeks(year: Year, season: Season, field: str) -> tuple[list[dict[str, Any]], list[int]]:
    """The first 12 by week, and all others together."""
    parts = [part for own in list_season_parts(year, season).values() for part in own]
    keys = [key for key, _ in sort_totals(sum_parts(parts, field))]
    by_week = {
        monday: sum_parts([part for part in parts if part.monday == monday], field)
        for monday in year.list_season_mondays(season)
    }
    series = [
        {**name_label(year, field, key), "downloads": [totals[key] for totals in by_week.values()]}
        for key in keys[:MOST_SERIES]
    ]
    return series, [sum(totals[key] for key in keys[MOST_SERIES:]) for totals in by_week.values()]


def build_season_groups(year: Year, season: Season) -> dict[str, Any]:
    """A season's groups.json."""
    by_show = list_season_parts(year, season)
    group_weeks, other_groups = build_weeks(year, season, "group")
    resolution_weeks, other_resolutions = build_weeks(year, season, "resolution")
    return {
        "slug": season.slug,
        "weeks": [label_week(monday) for monday in year.list_season_mondays(season)],
        "downloads": sum(part.downloads for own in by_show.values() for part in own),
        "groups": build_totals(year, season, "group"),
        "resolutions": build_totals(year, season, "resolution"),
        "group_weeks": group_weeks,
        "other_group_weeks": other_groups,
        "resolution_weeks": resolution_weeks,
        "other_resolution_weeks": other_resolutions,
        "shows": [
            {
                "anilist_id": show,
                "downloads": sum(part.downloads for part in own),
                "groups": list_rows(year, "group", own),
                "resolutions": list_rows(year, "resolution", own),
            }
            for show, own in by_show.items()
        ],
    }
