"""The published files as the oracle has them: by name, in the fields that it works out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any

from testkit.oracle.calendar import DAY, find_current, label_week
from testkit.oracle.charts import build_charts, build_table
from testkit.oracle.corrections import FirstChart, build_corrections, build_revision
from testkit.oracle.evidence import build_evidence
from testkit.oracle.films import build_films
from testkit.oracle.first_days import build_show_lines, list_days
from testkit.oracle.group_tables import build_film_groups, build_season_groups, build_show_groups
from testkit.oracle.kept_projections import Kept, build_kept_scores
from testkit.oracle.news import build_news
from testkit.oracle.projections import SCORED, build_projections, build_score, collect_library
from testkit.oracle.record_book import build_changes, build_records
from testkit.oracle.records import DayCount
from testkit.oracle.season_charts import build_season_line, build_season_weeks, find_chart_end
from testkit.oracle.totals import build_index, build_season_shows
from testkit.oracle.year import Year

Documents = Mapping[str, Any]


def to_json(value: object) -> Any:
    """A value as a file writes it."""
    if value is None or isinstance(value, str | int | float):  # nearly all are, and to ask for the others takes longer
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat() + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: to_json(item) for key, item in value.items()}
    assert isinstance(value, Sequence)
    return [to_json(item) for item in value]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What earlier runs published."""

    charts: Sequence[FirstChart] = ()
    projections: Sequence[Kept] = ()


def build_documents(year: Year, earlier: Earlier) -> Documents:
    """All of them."""
    parts = (
        list_tables(year),
        list_weeks(year),
        list_seasons(year),
        list_pages(year),
        list_records(year),
        list_films(year),
        list_projections(year, earlier),
        list_corrections(year, earlier),
    )
    return {name: to_json(document) for part in parts for name, document in part}


Part = Iterator[tuple[str, Any]]


def list_tables(year: Year) -> Part:
    """The tables, a row each as a list."""
    days = sorted(year.answer.episode_days.items())
    yield (
        "episodes.parquet",
        [
            [
                *key,
                count.downloads,
                count.cumulative,
                count.days_since_first_torrent,
                year.get_title(key[0]),
                count.estimated,
            ]
            for key, count in days
        ],
    )
    table = build_table(year)
    rows = [
        [show, label_week(monday), monday, count.downloads, count.estimated, rank, status.is_complete,
         status.is_settled, year.get_title(show)]
        for monday, status in year.answer.weeks.items()
        for rank, (show, count) in enumerate(table[monday].items(), start=1)
    ]  # fmt: skip
    yield "show_weeks.parquet", sorted(rows)


def list_weeks(year: Year) -> Part:
    """The chart of all series."""
    changes, news = build_changes(year), build_news(year)
    for chart in build_charts(year):
        records = {"records": changes.get(chart.start_date, [])}
        yield f"weeks/{chart.week}.json", {**to_json(chart), **records, **to_json(news[chart.week])}


def list_seasons(year: Year) -> Part:
    """The seasons, and the shows of all."""
    seasons = year.inputs.seasons
    yield "shows.json", {"data_until": year.facts.now, "shows": build_index(year)}
    yield (
        "seasons.json",
        {
            "current": find_current(seasons, year.list_complete()),
            "data_until": year.facts.now,
            "seasons": [build_season_line(year, season) for season in seasons],
        },
    )
    for season in seasons:
        weeks = {"data_until": find_chart_end(year, season), "weeks": build_season_weeks(year, season)}
        yield f"seasons/{season.slug}/rankings.json", weeks
        yield f"seasons/{season.slug}/shows.json", {"shows": build_season_shows(year, season)}
        yield f"seasons/{season.slug}/groups.json", build_season_groups(year, season)
    yield "rankings.json", weeks


def list_pages(year: Year) -> Part:
    """Each show's days."""
    first_days = build_show_lines(year)
    for show in year.shown:
        start = year.answer.tail_from.get(show)
        own = {episode: days for (other, episode), days in list_days(year).items() if other == show}
        yield (
            f"shows/{show}.json",
            {
                "anilist_id": show,
                "provisional_from": start.date() if start else None,
                "episodes": [build_episode(episode, days) for episode, days in own.items()],
                "first_days": first_days[show],
                "groups": build_show_groups(year, show),
                "evidence": build_evidence(year, show),
            },
        )


def build_episode(episode: int, days: Mapping[date, DayCount]) -> Mapping[str, Any]:
    """One episode's days, which are one after the other."""
    assert max(days) == min(days) + (len(days) - 1) * DAY
    return {
        "episode": episode,
        "first_date": min(days),
        "downloads_daily": [count.downloads for count in days.values()],
        "downloads_estimated": [count.estimated for count in days.values()],
    }


def list_records(year: Year) -> Part:
    """The records of all complete weeks."""
    yield "records.json", {"as_of_week": label_week(year.list_complete()[-1]), "records": build_records(year)}


def list_films(year: Year) -> Part:
    """The films, with their groups."""
    newest, groups = year.mondays[-1], build_film_groups(year)
    yield (
        "films.json",
        {
            "data_until": year.facts.now,
            "last_week": label_week(newest),
            "complete": year.is_complete(newest),
            "films": [{**to_json(film), "groups": groups[film.anilist_id]} for film in build_films(year)],
        },
    )


def list_projections(year: Year, earlier: Earlier) -> Part:
    """The young episodes, and the score of all finished ones."""
    library = collect_library(year)
    yield (
        "projections.json",
        {
            "data_until": year.facts.now,
            "projections": build_projections(year, library),
            "replayed": [build_score(library, hours) for hours in SCORED],
            "kept": build_kept_scores(year, earlier.projections),
        },
    )


def list_corrections(year: Year, earlier: Earlier) -> Part:
    """What has changed since the charts were first published."""
    corrections = build_corrections(year, earlier.charts)
    yield "corrections.json", {"data_until": year.facts.now, "corrections": corrections}
    yield "report.json", {"revision": build_revision(year, earlier.charts)}
