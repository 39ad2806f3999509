"""Builds the input tables of the measure plan from the records of `domain`: torrents, matches, groups, weeks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa

from nyaastats.domain.calendar import SeasonSpan, Week
from nyaastats.domain.eligibility import CountedShow, select_ranked_shows
from nyaastats.domain.films import CountedFilm
from nyaastats.domain.groups import make_group_key
from nyaastats.domain.matches import ClassifiedTorrent
from nyaastats.domain.torrents import Torrent
from nyaastats.engines.base import Engine


def build_torrents_table(torrents: Sequence[Torrent]) -> pa.Table:
    """`torrents(torrent_id, infohash, published, is_dead)`.

    The id is the position in `torrents`, the time in epoch seconds.
    """
    published = [int(torrent.published.timestamp()) if torrent.published else None for torrent in torrents]
    # Types are given, because a column of nothing but None, or an empty one, would be of Arrow's type null.
    return pa.table(
        {
            "torrent_id": pa.array(range(len(torrents)), pa.int32()),
            "infohash": pa.array([torrent.infohash for torrent in torrents], pa.string()),
            "published": pa.array(published, pa.int64()),
            "is_dead": pa.array([torrent.status == "dead" for torrent in torrents], pa.bool_()),
        }
    )


def build_matches_table(torrents: Sequence[ClassifiedTorrent]) -> pa.Table:
    """`matches(torrent_id, anilist_id, episode, number)`: the torrents that count, with the number in their names.

    Ids are positions as in `build_torrents_table`.
    """
    counted = [
        (position, match, torrent.release)
        for position, torrent in enumerate(torrents)
        if (match := torrent.counted_match)
    ]
    return pa.table(
        {
            "torrent_id": pa.array([position for position, _, _ in counted], pa.int32()),
            "anilist_id": pa.array([match.show for _, match, _ in counted], pa.int64()),
            "episode": pa.array([match.episode for _, match, _ in counted], pa.int32()),
            "number": pa.array([release.number for _, _, release in counted], pa.int32()),
        }
    )


def build_film_matches_table(films: Sequence[CountedFilm]) -> pa.Table:
    """`film_matches(torrent_id, anilist_id)`: the torrents that count for a film."""
    rows = [(torrent_id, film.show.id) for film in films for torrent_id in film.torrent_ids]
    return pa.table(
        {
            "torrent_id": pa.array([torrent_id for torrent_id, _ in rows], pa.int32()),
            "anilist_id": pa.array([show for _, show in rows], pa.int64()),
        }
    )


def build_torrent_groups_table(torrents: Sequence[ClassifiedTorrent]) -> pa.Table:
    """`torrent_groups(torrent_id, group_name, resolution)`: what each name says of its release, None where nothing.

    The group is without what its spellings differ in (`domain.groups`).
    """
    releases = [torrent.release for torrent in torrents]
    return pa.table(
        {
            "torrent_id": pa.array(range(len(releases)), pa.int32()),
            "group_name": pa.array([make_group_key(release.group) for release in releases], pa.string()),
            "resolution": pa.array([release.resolution for release in releases], pa.string()),
        }
    )


def build_shows_table(counted: Sequence[CountedShow]) -> pa.Table:
    """`shows(anilist_id, title, title_romaji, last_day)`: the shows that are counted."""
    return pa.table(
        {
            "anilist_id": pa.array([item.show.id for item in counted], pa.int64()),
            "title": pa.array([item.show.title for item in counted], pa.string()),
            "title_romaji": pa.array([item.show.romaji for item in counted], pa.string()),
            "last_day": pa.array([item.last_day for item in counted], pa.date32()),
        }
    )


def build_weeks_table(weeks: Iterable[Week]) -> pa.Table:
    """`weeks(week, start_date)`: the chart's weeks."""
    all_weeks = list(weeks)
    return pa.table(
        {
            "week": pa.array([str(week) for week in all_weeks], pa.string()),
            "start_date": pa.array([week.start for week in all_weeks], pa.date32()),
        }
    )


def build_season_weeks_table(span: SeasonSpan) -> pa.Table:
    """`season_weeks(season, week)`: the weeks of each season's chart; a week may be in two."""
    rows = [(season, week) for season in span.seasons for week in season.list_chart_weeks(span.post_airing_weeks)]
    return pa.table(
        {
            "season": pa.array([season.slug for season, _ in rows], pa.string()),
            "week": pa.array([str(week) for _, week in rows], pa.string()),
        }
    )


def build_season_shows_table(counted: Sequence[CountedShow], span: SeasonSpan) -> pa.Table:
    """`season_shows(season, anilist_id, last_day)`: the shows that are ranked in each season, and until which day."""
    rows = [(season, item) for season in span.seasons for item in select_ranked_shows(counted, season)]
    return pa.table(
        {
            "season": pa.array([season.slug for season, _ in rows], pa.string()),
            "anilist_id": pa.array([item.show.id for _, item in rows], pa.int64()),
            "last_day": pa.array([item.last_day for _, item in rows], pa.date32()),
        }
    )


def register_matched(
    engine: Engine,
    torrents: Sequence[ClassifiedTorrent],
    counted: Sequence[CountedShow],
    span: SeasonSpan,
    films: Sequence[CountedFilm] = (),
) -> None:
    """Make the tables that depend on the matches readable on `engine`: `MATCHED_INPUTS` of the plan.

    The chart does not depend on `films`.
    """
    engine.register("matches", build_matches_table(torrents))
    engine.register("film_matches", build_film_matches_table(films))
    engine.register("torrent_groups", build_torrent_groups_table(torrents))
    register_shows(engine, counted, span)


def register_shows(engine: Engine, counted: Sequence[CountedShow], span: SeasonSpan) -> None:
    """Make those of them readable that the shows decide."""
    engine.register("shows", build_shows_table(counted))
    engine.register("weeks", build_weeks_table(span.list_weeks()))
    engine.register("season_shows", build_season_shows_table(counted, span))
    engine.register("season_weeks", build_season_weeks_table(span))
