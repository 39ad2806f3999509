"""Builds the documents of a run from the measured tables and the shows' facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from types import MappingProxyType

from nyaastats.domain.calendar import SeasonSpan
from nyaastats.domain.editions import Editions
from nyaastats.domain.eligibility import CountedShow
from nyaastats.domain.matches import ExclusionReason, MeasuredTorrent
from nyaastats.domain.measures import Measures
from nyaastats.domain.projections import ProjectionRuns
from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.corrections import build_corrections
from nyaastats.publish.build.counts import tally_torrents
from nyaastats.publish.build.episode_rows import build_pages, sum_episodes
from nyaastats.publish.build.first_days import build_first_days, read_first_days
from nyaastats.publish.build.projections import build_projections
from nyaastats.publish.build.season_documents import ShowFigures, build_seasons
from nyaastats.publish.build.show_index import build_seasons_index, build_show_index
from nyaastats.publish.build.week_charts import build_show_weeks, build_week_charts
from nyaastats.publish.contracts.dictionary import encode_schema
from nyaastats.publish.contracts.public import (
    EPISODES,
    ExcludedTorrents,
    Publication,
    SeasonDocuments,
)
from nyaastats.publish.contracts.report import Tally
from nyaastats.publish.contracts.values import (
    CORRECTIONS_FILE,
    PROJECTIONS_FILE,
    RANKINGS_FILE,
    SEASONS_FILE,
    SHOWS_FILE,
    page_file,
    season_file,
    week_file,
)
from nyaastats.publish.encoding import OutputFile, encode_episodes, encode_json, encode_show_weeks


def build_publication(  # noqa: PLR0913 - all that is published is made here
    measures: Measures,
    counted: Sequence[CountedShow],
    torrents: Iterable[MeasuredTorrent],
    *,
    span: SeasonSpan,
    data_until: datetime,
    editions: Editions,
    projection_runs: ProjectionRuns = MappingProxyType({}),
) -> Publication:
    """All that a run publishes, except its report and manifest; `editions` are its weeks as first published.

    `projection_runs` are the projections of earlier runs.
    """
    episodes = measures.episode_days.select(EPISODES.names).cast(EPISODES)
    figures = ShowFigures(sum_episodes(episodes), _tally_excluded(torrents, measures))
    weeks = build_week_charts(measures, span)
    seasons = build_seasons(measures, figures, counted, span, data_until)
    first_days = read_first_days(measures)
    titles = {item.show.id: item.show.title for item in counted}
    return Publication(
        episodes=episodes,
        show_weeks=build_show_weeks(weeks),
        weeks=weeks,
        seasons=seasons,
        seasons_index=build_seasons_index(seasons, span, data_until),
        index=build_show_index(counted, figures.totals, weeks, seasons, data_until),
        pages=build_pages(episodes, _find_provisional_days(measures), build_first_days(first_days)),
        corrections=build_corrections(weeks, data_until, editions, titles),
        projections=build_projections(measures, first_days, titles, data_until, projection_runs),
    )


def encode_publication(publication: Publication) -> list[OutputFile]:
    """The publication as files, ready to be written, and the description of all files."""
    return [
        encode_episodes(publication.episodes),
        encode_show_weeks(publication.show_weeks),
        encode_json(RANKINGS_FILE, publication.current.rankings, rows=len(publication.current.rankings.weeks)),
        encode_json(SEASONS_FILE, publication.seasons_index, rows=len(publication.seasons)),
        encode_json(SHOWS_FILE, publication.index, rows=len(publication.index.shows)),
        *(encode_json(week_file(week.week), week, rows=len(week.rows)) for week in publication.weeks),
        *(file for season in publication.seasons for file in _encode_season(season)),
        *(encode_json(page_file(page.anilist_id), page, rows=len(page.episodes)) for page in publication.pages),
        encode_json(CORRECTIONS_FILE, publication.corrections, rows=len(publication.corrections.corrections)),
        encode_json(PROJECTIONS_FILE, publication.projections, rows=len(publication.projections.projections)),
        encode_schema(),
    ]


def _encode_season(season: SeasonDocuments) -> list[OutputFile]:
    return [
        encode_json(season_file(season.slug, RANKINGS_FILE), season.rankings, rows=len(season.rankings.weeks)),
        encode_json(season_file(season.slug, SHOWS_FILE), season.shows, rows=len(season.shows.shows)),
    ]


def _tally_excluded(
    torrents: Iterable[MeasuredTorrent], measures: Measures
) -> Mapping[AniListId, tuple[ExcludedTorrents, ...]]:
    """By show, its torrents that count for no episode, counted by reason, and its downloads after its last day."""
    groups: defaultdict[tuple[AniListId, ExclusionReason], list[MeasuredTorrent]] = defaultdict(list)
    for torrent in torrents:
        if torrent.exclusion and (match := torrent.match):
            groups[match.show, torrent.exclusion].append(torrent)
    tallies = {key: tally_torrents(group) for key, group in groups.items()}
    for row in measures.left_out.to_pylist():
        if row["after_last_day"]:
            key = AniListId(row["anilist_id"]), ExclusionReason.AFTER_LAST_DAY
            late = tallies.get(key, Tally(0, 0))
            tallies[key] = Tally(late.torrents, late.downloads + row["after_last_day"])
    by_show: defaultdict[AniListId, tuple[ExcludedTorrents, ...]] = defaultdict(tuple)
    # Sorted by the reason's spelling, not by its place in ExclusionReason, which a new reason would change.
    for show, reason in sorted(tallies):
        tally = tallies[show, reason]
        by_show[show] += (ExcludedTorrents(reason, tally.torrents, tally.downloads),)
    return by_show


def _find_provisional_days(measures: Measures) -> Mapping[AniListId, date]:
    """By show, the first day into which a tail estimate reaches."""
    return {
        AniListId(row["anilist_id"]): datetime.fromtimestamp(row["tail_from"], UTC).date()
        for row in measures.show_tails.to_pylist()
    }
