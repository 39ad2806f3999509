"""Builds the documents of a run from the measured tables and the shows' facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from nyaastats.domain.calendar import SeasonSpan
from nyaastats.domain.editions import Editions
from nyaastats.domain.eligibility import CountedShow
from nyaastats.domain.events import Chronicle, Event, Note, build_chronicle
from nyaastats.domain.films import CountedFilm
from nyaastats.domain.matches import ExclusionReason, MeasuredTorrent
from nyaastats.domain.measures import Measures
from nyaastats.domain.projections import ProjectionRuns
from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.corrections import build_corrections
from nyaastats.publish.build.counts import tally_torrents
from nyaastats.publish.build.episode_rows import PageParts, build_pages, sum_episodes
from nyaastats.publish.build.events import build_general_events, build_show_events
from nyaastats.publish.build.evidence import build_evidence
from nyaastats.publish.build.films import build_films, map_film_torrents
from nyaastats.publish.build.first_days import FirstDays, build_first_days, read_first_days
from nyaastats.publish.build.groups import GroupFigures, build_season_groups, build_show_groups, collect_groups
from nyaastats.publish.build.projections import build_projections
from nyaastats.publish.build.season_documents import ShowFigures, build_seasons
from nyaastats.publish.build.show_index import build_seasons_index, build_show_index
from nyaastats.publish.build.week_charts import build_show_weeks, build_week_charts
from nyaastats.publish.build.week_news import add_news
from nyaastats.publish.contracts.data_package import encode_data_package
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
    EVENTS_FILE,
    FILMS_FILE,
    GROUPS_FILE,
    PROJECTIONS_FILE,
    RANKINGS_FILE,
    RECORDS_FILE,
    SEASONS_FILE,
    SHOWS_FILE,
    page_file,
    season_file,
    week_file,
)
from nyaastats.publish.encoding import OutputFile, encode_episodes, encode_json, encode_show_weeks


@dataclass(frozen=True, slots=True)
class Notices:
    """What is published of a run beside its numbers."""

    editions: Editions
    """Its weeks as first published."""
    projection_runs: ProjectionRuns
    """The projections of earlier runs."""
    general_events: Sequence[Event] = ()
    """The scraper's and the tracker's."""
    notes: Sequence[Note] = ()
    """A person's."""


def build_publication(  # noqa: PLR0913 - all that is published is made here
    measures: Measures,
    counted: Sequence[CountedShow],
    torrents: Sequence[MeasuredTorrent],
    films: Sequence[CountedFilm],
    *,
    span: SeasonSpan,
    data_until: datetime,
    notices: Notices,
) -> Publication:
    """All that a run publishes, except its report and manifest."""
    episodes = measures.episode_days.select(EPISODES.names).cast(EPISODES)
    figures = ShowFigures(sum_episodes(episodes), _tally_excluded(torrents, measures))
    charts = build_week_charts(measures, span)
    weeks, records = add_news(charts, measures.episode_firsts, measures.best_days, (item.show for item in counted))
    seasons = build_seasons(measures, figures, counted, span, data_until)
    first_days = read_first_days(measures)
    groups = collect_groups(measures, torrents, map_film_torrents(films))
    chronicle = _build_chronicle(counted, figures, torrents, span, notices)
    titles = {item.show.id: item.show.title for item in counted}
    return Publication(
        episodes=episodes,
        show_weeks=build_show_weeks(weeks),
        weeks=weeks,
        seasons=seasons,
        seasons_index=build_seasons_index(seasons, span, data_until),
        index=build_show_index(counted, figures.totals, weeks, seasons, data_until),
        pages=build_pages(episodes, _build_page_parts(measures, torrents, first_days, chronicle, groups)),
        corrections=build_corrections(weeks, data_until, notices.editions, titles),
        records=records,
        events=build_general_events(chronicle),
        groups=build_season_groups(groups, seasons, span),
        films=build_films(measures, films, groups, weeks, data_until),
        projections=build_projections(measures, first_days, titles, data_until, notices.projection_runs),
    )


def _build_page_parts(
    measures: Measures,
    torrents: Iterable[MeasuredTorrent],
    first_days: Sequence[FirstDays],
    chronicle: Chronicle,
    groups: GroupFigures,
) -> PageParts:
    return PageParts(
        provisional_days=_find_provisional_days(measures),
        first_days=build_first_days(first_days),
        events=build_show_events(chronicle),
        groups=build_show_groups(groups),
        evidence=build_evidence(torrents),
    )


def _build_chronicle(
    counted: Iterable[CountedShow],
    figures: ShowFigures,
    torrents: Iterable[MeasuredTorrent],
    span: SeasonSpan,
    notices: Notices,
) -> Chronicle:
    """The events of the shows that are published, and of all."""
    return build_chronicle(
        [item.show for item in counted if item.show.id in figures.totals],
        torrents,
        notices.notes,
        notices.general_events,
        considered_from=span.considered_from,
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
        *(
            encode_json(season_file(groups.slug, GROUPS_FILE), groups, rows=len(groups.groups))
            for groups in publication.groups
        ),
        encode_json(FILMS_FILE, publication.films, rows=len(publication.films.films)),
        *(encode_json(page_file(page.anilist_id), page, rows=len(page.episodes)) for page in publication.pages),
        encode_json(EVENTS_FILE, publication.events, rows=len(publication.events.events)),
        encode_json(CORRECTIONS_FILE, publication.corrections, rows=len(publication.corrections.corrections)),
        encode_json(RECORDS_FILE, publication.records, rows=len(publication.records.records)),
        encode_json(PROJECTIONS_FILE, publication.projections, rows=len(publication.projections.projections)),
        encode_schema(),
        encode_data_package(publication.data_until),
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
