"""What must hold between the published files, over and above the types in `contracts`.

Every check raises ContractError with the file, the column or field, and the first place where it does not hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time

from nyaastats.domain.calendar import Week
from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.episode_rows import WeekSum, build_series, find_titles, sum_episodes, sum_show_weeks
from nyaastats.publish.build.week_charts import build_show_weeks
from nyaastats.publish.checks.corrections import check_corrections
from nyaastats.publish.checks.documents import check_rankings, check_shows
from nyaastats.publish.checks.events import check_events, check_restarts
from nyaastats.publish.checks.films import check_films
from nyaastats.publish.checks.first_days import check_first_days
from nyaastats.publish.checks.groups import check_groups
from nyaastats.publish.checks.projections import check_projections
from nyaastats.publish.checks.records import check_records
from nyaastats.publish.checks.report import check_report
from nyaastats.publish.checks.row_constraints import check_episodes
from nyaastats.publish.checks.season_reports import check_season_reports
from nyaastats.publish.checks.show_facts import check_show_facts
from nyaastats.publish.checks.week_charts import check_week_charts
from nyaastats.publish.checks.week_news import check_week_news
from nyaastats.publish.contracts.data_package import encode_data_package
from nyaastats.publish.contracts.dictionary import encode_schema
from nyaastats.publish.contracts.events import GeneralEvents
from nyaastats.publish.contracts.films import Films
from nyaastats.publish.contracts.groups import SeasonGroups
from nyaastats.publish.contracts.projections import Projections
from nyaastats.publish.contracts.public import (
    Corrections,
    EpisodeTotal,
    Publication,
    Rankings,
    SeasonDocuments,
    SeasonPlace,
    Seasons,
    ShowEntry,
    ShowIndex,
    ShowPage,
    Shows,
    ShowSummary,
    WeekChart,
)
from nyaastats.publish.contracts.records import Records
from nyaastats.publish.contracts.report import Report, SeasonReport
from nyaastats.publish.contracts.values import (
    CORRECTIONS_FILE,
    EPISODES_FILE,
    EVENTS_FILE,
    FILMS_FILE,
    GROUPS_FILE,
    MANIFEST_FILE,
    PACKAGE_FILE,
    PROJECTIONS_FILE,
    RANKINGS_FILE,
    RECORDS_FILE,
    REPORT_FILE,
    SCHEMA_FILE,
    SEASONS_FILE,
    SHOW_WEEKS_FILE,
    SHOWS_FILE,
    contract_error,
    page_file,
    season_file,
    week_file,
)
from nyaastats.publish.encoding import decode_episodes, decode_json, decode_show_weeks


def read_publication(files: Mapping[str, bytes]) -> Publication:
    """Read and check all that one run publishes, from name to content; the manifest need not be among it.

    Raises ContractError when a file is missing, superfluous, not as its contract says, or at odds with another.
    """
    report = decode_json(REPORT_FILE, _read_content(files, REPORT_FILE), Report)
    index = decode_json(SHOWS_FILE, _read_content(files, SHOWS_FILE), ShowIndex)
    seasons_index = decode_json(SEASONS_FILE, _read_content(files, SEASONS_FILE), Seasons)
    show_weeks = decode_show_weeks(_read_content(files, SHOW_WEEKS_FILE))
    seasons = tuple(_read_season(files, entry.slug) for entry in seasons_index.seasons)
    publication = Publication(
        episodes=decode_episodes(_read_content(files, EPISODES_FILE)),
        show_weeks=show_weeks,
        weeks=tuple(_read_week(files, week) for week in _list_week_labels(seasons)),
        seasons=seasons,
        seasons_index=seasons_index,
        index=index,
        pages=tuple(_read_page(files, show.anilist_id) for show in index.shows),
        corrections=decode_json(CORRECTIONS_FILE, _read_content(files, CORRECTIONS_FILE), Corrections),
        records=decode_json(RECORDS_FILE, _read_content(files, RECORDS_FILE), Records),
        events=decode_json(EVENTS_FILE, _read_content(files, EVENTS_FILE), GeneralEvents),
        groups=tuple(_read_groups(files, season.slug) for season in seasons),
        films=decode_json(FILMS_FILE, _read_content(files, FILMS_FILE), Films),
        projections=decode_json(PROJECTIONS_FILE, _read_content(files, PROJECTIONS_FILE), Projections),
    )
    check_publication(publication)
    check_report(report, publication)
    check_restarts(report, publication)
    check_season_reports([_read_season_report(files, season.slug) for season in seasons], report, publication)
    if _read_content(files, RANKINGS_FILE) != _read_content(files, season_file(seasons_index.current, RANKINGS_FILE)):
        raise contract_error(RANKINGS_FILE, "the document", "is not that of the current season")
    if _read_content(files, SCHEMA_FILE) != encode_schema().content:
        raise contract_error(SCHEMA_FILE, "the document", "does not describe these files: another version wrote it")
    if _read_content(files, PACKAGE_FILE) != encode_data_package(publication.data_until).content:
        raise contract_error(PACKAGE_FILE, "the document", "does not describe these files: another version wrote it")
    for name in sorted(files.keys() - _list_names(publication)):
        raise contract_error(name, "the file", f"belongs to nothing in {SHOWS_FILE!r} or {SEASONS_FILE!r}")
    return publication


def _read_content(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise contract_error(name, "the file", "is missing")
    return files[name]


def _read_season(files: Mapping[str, bytes], slug: str) -> SeasonDocuments:
    rankings, shows = season_file(slug, RANKINGS_FILE), season_file(slug, SHOWS_FILE)
    return SeasonDocuments(
        slug,
        decode_json(rankings, _read_content(files, rankings), Rankings),
        decode_json(shows, _read_content(files, shows), Shows),
    )


def _read_groups(files: Mapping[str, bytes], slug: str) -> SeasonGroups:
    name = season_file(slug, GROUPS_FILE)
    return decode_json(name, _read_content(files, name), SeasonGroups)


def _read_season_report(files: Mapping[str, bytes], slug: str) -> SeasonReport:
    name = season_file(slug, REPORT_FILE)
    return decode_json(name, _read_content(files, name), SeasonReport)


def _list_week_labels(seasons: Iterable[SeasonDocuments]) -> list[str]:
    """Each week of any season once, in order; labels sort as their weeks do."""
    return sorted({week.week for season in seasons for week in season.rankings.weeks})


def _read_week(files: Mapping[str, bytes], label: str) -> WeekChart:
    chart = decode_json(week_file(label), _read_content(files, week_file(label)), WeekChart)
    if chart.week != label:
        raise contract_error(week_file(label), "week", f"is {chart.week}")
    return chart


def _read_page(files: Mapping[str, bytes], show: AniListId) -> ShowPage:
    page = decode_json(page_file(show), _read_content(files, page_file(show)), ShowPage)
    if page.anilist_id != show:
        raise contract_error(page_file(show), "anilist_id", f"is {page.anilist_id}")
    return page


def _list_names(publication: Publication) -> set[str]:
    tables = {EPISODES_FILE, SHOW_WEEKS_FILE}
    whole = tables | {RANKINGS_FILE, SEASONS_FILE, SHOWS_FILE, CORRECTIONS_FILE, RECORDS_FILE, EVENTS_FILE, REPORT_FILE}
    season_names = (RANKINGS_FILE, SHOWS_FILE, GROUPS_FILE, REPORT_FILE)
    seasons = {season_file(season.slug, name) for season in publication.seasons for name in season_names}
    pages = {page_file(page.anilist_id) for page in publication.pages}
    weeks = {week_file(week.week) for week in publication.weeks}
    return whole | seasons | pages | weeks | {FILMS_FILE, PROJECTIONS_FILE, SCHEMA_FILE, PACKAGE_FILE, MANIFEST_FILE}


def check_publication(publication: Publication) -> None:
    """Raise ContractError unless every file keeps its contract and all of them agree with each other."""
    # The table first: all else is compared with sums over it, which mean nothing if it is not sorted.
    check_episodes(publication.episodes)
    for season in publication.seasons:
        check_rankings(season)
        check_shows(season)
    check_week_charts(publication.weeks, publication.data_until)
    for season in publication.seasons:
        _check_season(season, publication)
    _check_seasons_index(publication)
    check_corrections(publication.corrections, publication.weeks, publication.data_until)
    check_show_facts(publication)
    check_events(publication)
    _check_titles(publication)
    _check_totals(publication)
    _check_pages(publication)
    check_first_days(publication)
    check_projections(publication)
    _check_weeks(publication)
    check_records(publication.records, publication.weeks, publication.episodes)
    check_week_news(publication.weeks)
    check_groups(publication)
    check_films(publication)


def _check_season(season: SeasonDocuments, publication: Publication) -> None:
    """Check that a season's files agree with each other, and its show-weeks and places with the files of all."""
    rankings, shows = season_file(season.slug, RANKINGS_FILE), season_file(season.slug, SHOWS_FILE)
    if season.shows.season != season.rankings.season:
        what = f"is {season.shows.season!r}, that of {rankings!r} is {season.rankings.season!r}"
        raise contract_error(shows, "season", what)
    if season.shows.data_until != publication.data_until:
        raise contract_error(shows, "data_until", f"is {season.shows.data_until}, that of {SHOWS_FILE!r} is not")
    if season.rankings.data_until != (data_until := _find_data_until(season, publication)):
        raise contract_error(rankings, "data_until", f"is {season.rankings.data_until}, not {data_until}")
    _check_show_weeks(season, publication)
    _check_season_totals(season)
    _check_places(season, publication)


def _find_data_until(season: SeasonDocuments, publication: Publication) -> datetime:
    """Until when a season's chart has data, as the index of all seasons says."""
    settled = {entry.slug for entry in publication.seasons_index.seasons if entry.settled}
    if season is publication.current or season.slug not in settled:
        return publication.data_until
    return datetime.combine(Week(season.rankings.weeks[-1].start_date).end, time(), UTC)


def _check_show_weeks(season: SeasonDocuments, publication: Publication) -> None:
    """Check that a show-week is the same number in the season's chart and in the week's."""
    name = season_file(season.slug, RANKINGS_FILE)
    shows = {show.anilist_id: show for show in season.shows.shows}
    charts = {week.week: {row.anilist_id: row for row in week.rows} for week in publication.weeks}
    for week in season.rankings.weeks:
        for ranking in week.rankings:
            row = charts.get(week.week, {}).get(ranking.anilist_id)
            numbers = (ranking.downloads, ranking.downloads_estimated)
            if row is None or (row.downloads, row.downloads_estimated) != numbers:
                what = f"of show {ranking.anilist_id} in {week.week} are not those of {week_file(week.week)!r}"
                raise contract_error(name, "downloads", what)
            if (show := shows.get(ranking.anilist_id)) is None:
                what = f"lacks show {ranking.anilist_id} of {name!r}"
                raise contract_error(season_file(season.slug, SHOWS_FILE), "anilist_id", what)
            if (show.title, show.title_romaji) != (ranking.title, ranking.title_romaji):
                raise contract_error(name, "title", f"of show {show.anilist_id} is not that of {SHOWS_FILE!r}")


def _check_season_totals(season: SeasonDocuments) -> None:
    downloads: Counter[AniListId] = Counter()
    estimated: Counter[AniListId] = Counter()
    for ranking in (ranking for week in season.rankings.weeks for ranking in week.rankings):
        downloads[ranking.anilist_id] += ranking.downloads
        estimated[ranking.anilist_id] += ranking.downloads_estimated
    for show in season.shows.shows:
        weeks = downloads[show.anilist_id], estimated[show.anilist_id]
        if (show.season_downloads, show.season_downloads_estimated) != weeks:
            what = f"of show {show.anilist_id} is not the sum of its weeks in {RANKINGS_FILE!r}"
            raise contract_error(season_file(season.slug, SHOWS_FILE), "season_downloads", what)


def _check_places(season: SeasonDocuments, publication: Publication) -> None:
    places = {
        show.anilist_id: place
        for show in publication.index.shows
        for place in show.seasons
        if place.slug == season.slug
    }
    expected = {
        show.anilist_id: SeasonPlace(
            season.slug,
            season.shows.season,
            show.continuing,
            show.season_downloads,
            show.seasonal_rank,
            show.rank_is_final,
        )
        for show in season.shows.shows
    }
    if places != expected:
        what = f"are not those of {season_file(season.slug, SHOWS_FILE)!r}"
        raise contract_error(SHOWS_FILE, "seasons", what)


def _check_seasons_index(publication: Publication) -> None:
    index = publication.seasons_index
    if index.data_until != publication.data_until:
        raise contract_error(SEASONS_FILE, "data_until", f"is not that of {SHOWS_FILE!r}")
    if [entry.slug for entry in index.seasons] != [season.slug for season in publication.seasons]:
        raise contract_error(SEASONS_FILE, "seasons", "are not those that have files")
    if index.current != publication.current.slug:
        raise contract_error(SEASONS_FILE, "current", "is not the last of the seasons")
    for entry, season in zip(index.seasons, publication.seasons, strict=True):
        downloads = sum(show.season_downloads for show in season.shows.shows)
        champion = next((show.anilist_id for show in season.shows.shows if show.seasonal_rank == 1), None)
        if (entry.downloads, entry.champion_id) != (downloads, champion):
            raise contract_error(SEASONS_FILE, "downloads, champion_id", f"of {entry.slug} are not those of its shows")


def _check_titles(publication: Publication) -> None:
    shows = {show.anilist_id: show for show in publication.index.shows}
    ids = [show.anilist_id for show in publication.index.shows]
    if ids != sorted(set(ids)):
        raise contract_error(SHOWS_FILE, "shows", "are not in the order of anilist_id, or one is there twice")
    for show_id, title in find_titles(publication.episodes).items():
        if (show := shows.get(show_id)) is None:
            raise contract_error(SHOWS_FILE, "anilist_id", f"lacks show {show_id} of {EPISODES_FILE!r}")
        if show.title != title:
            raise contract_error(EPISODES_FILE, "title", f"is {title!r} for show {show_id}, not {show.title!r}")
    for week in publication.weeks:
        for row in week.rows:
            if (show := shows.get(row.anilist_id)) is None:
                what = f"lacks show {row.anilist_id} of {week_file(week.week)!r}"
                raise contract_error(SHOWS_FILE, "anilist_id", what)
            if (show.title, show.title_romaji) != (row.title, row.title_romaji):
                what = f"of show {show.anilist_id} is not that of {SHOWS_FILE!r}"
                raise contract_error(week_file(week.week), "title", what)


def _check_totals(publication: Publication) -> None:
    totals = sum_episodes(publication.episodes)
    for season in publication.seasons:
        for show in season.shows.shows:
            if show.episode_totals != totals.get(show.anilist_id, ()):
                what = f"of show {show.anilist_id} are not those of {EPISODES_FILE!r}"
                raise contract_error(season_file(season.slug, SHOWS_FILE), "episode_totals", what)
            _check_total(season_file(season.slug, SHOWS_FILE), show, totals)
    for entry in publication.index.shows:
        _check_total(SHOWS_FILE, entry, totals)


def _check_total(name: str, show: ShowSummary | ShowEntry, totals: Mapping[AniListId, Sequence[EpisodeTotal]]) -> None:
    episodes = totals.get(show.anilist_id, ())
    if show.downloads != sum(episode.downloads for episode in episodes):
        raise contract_error(name, "downloads", f"of show {show.anilist_id} is not the sum over its episodes")
    if show.downloads_estimated != sum(episode.downloads_estimated for episode in episodes):
        raise contract_error(name, "downloads_estimated", f"of show {show.anilist_id} is not the sum")


def _check_pages(publication: Publication) -> None:
    pages = {page.anilist_id: page for page in publication.pages}
    # Built a second time, from the table that is published, so that the pages are compared with the file itself.
    expected = build_series(publication.episodes)
    for show in publication.index.shows:
        name = page_file(show.anilist_id)
        if show.anilist_id not in pages:
            raise contract_error(name, "the file", "is missing")
        page = pages[show.anilist_id]
        if page.episodes != expected.get(show.anilist_id):
            raise contract_error(name, "episodes", f"are not the slice of {EPISODES_FILE!r}")
        if page.provisional_from and page.provisional_from > publication.data_until.date():
            raise contract_error(name, "provisional_from", "is after data_until")


def _check_weeks(publication: Publication) -> None:
    # Equal, not close: a week is the sum of whole days, and both sides add integers.
    expected = sum_show_weeks(publication.episodes)
    for week in publication.weeks:
        charted = {row.anilist_id: WeekSum(row.downloads, row.downloads_estimated) for row in week.rows}
        if charted != expected.get(Week(week.start_date), {}):
            show = _find_first_difference(charted, expected.get(Week(week.start_date), {}))
            what = f"of show {show} in {week.week} are not the sum of its days in {EPISODES_FILE!r}"
            raise contract_error(week_file(week.week), "downloads", what)
    if not publication.show_weeks.equals(build_show_weeks(publication.weeks)):
        raise contract_error(SHOW_WEEKS_FILE, "the rows", "are not those of the weeks' charts")


def _find_first_difference(charted: Mapping[AniListId, WeekSum], summed: Mapping[AniListId, WeekSum]) -> AniListId:
    return min(show for show in {*charted, *summed} if charted.get(show) != summed.get(show))
