"""`films.json` and `groups.json` of a whole run keep their contracts, and what does not is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from nyaastats.collect.anilist.snapshots import read_snapshots
from nyaastats.domain.matches import Thresholds
from nyaastats.domain.measures import Attribution
from nyaastats.domain.shows import Format
from nyaastats.errors import ContractError
from nyaastats.pipeline.archiving import ArchiveConfig
from nyaastats.pipeline.etl import EtlConfig, run_etl
from nyaastats.publish.checks.films import check_films
from nyaastats.publish.checks.groups import check_groups
from nyaastats.publish.checks.publication import read_publication
from nyaastats.publish.contracts.public import Publication
from nyaastats.synthetic import Summary
from nyaastats.synthetic.facts import DATA_UNTIL


@pytest.fixture(scope="module")
def publication(season: Summary, tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """As read from the files."""
    folder = tmp_path_factory.mktemp("films")
    config = EtlConfig(
        source=ArchiveConfig(folder / "archive", season.database, 512),
        output=folder / "data",
        season=None,
        attribution=Attribution.INTERVAL,
        overrides=(),
        thresholds=Thresholds(),
        post_airing_weeks=4,
        now=DATA_UNTIL,
    )
    run_etl(config, lambda _: read_snapshots([season.anilist]))
    return read_publication(read_files(folder / "data"))


def read_files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}


def test_every_film_is_there_and_in_no_chart(publication: Publication) -> None:
    films = {film.anilist_id: film for film in publication.films.films}
    assert {film.format for film in films.values()} == {Format.MOVIE, Format.OVA, Format.SPECIAL}
    charted = {row.anilist_id for week in publication.weeks for row in week.rows}
    assert charted.isdisjoint(films)
    assert charted <= {show.anilist_id for show in publication.index.shows}
    assert all(film.downloads > 0 for film in films.values())


def test_an_ova_is_all_its_episodes(publication: Publication) -> None:
    (ova,) = (film for film in publication.films.films if film.format is Format.OVA)
    assert ova.torrents == ova.episodes == 4


Breach = Callable[[Any], Any]


def change_film(**facts: object) -> Breach:
    """With the first film changed."""
    return lambda films: replace(films, films=(replace(films.films[0], **facts), *films.films[1:]))


@pytest.mark.parametrize(
    ("breach", "field"),
    [
        (lambda films: replace(films, data_until=films.data_until + timedelta(1)), "data_until"),
        (lambda films: replace(films, last_week="2025-W40"), "last_week"),
        (lambda films: replace(films, complete=not films.complete), "complete"),
        (lambda films: replace(films, films=films.films[::-1]), "in the order"),
        (change_film(first_week="2024-W01"), "first_week"),
        (change_film(first_week="2026-W20"), "first_week"),
        (change_film(downloads_weekly=(1,)), "downloads_weekly"),
        (change_film(downloads_estimated_weekly=()), "downloads_estimated_weekly"),
        (change_film(provisional_from=(DATA_UNTIL + timedelta(2)).date()), "provisional_from"),
        (change_film(downloads=1), "not the sums"),
        (change_film(downloads_estimated=1), "not the sums"),
        (change_film(torrents=77), "torrents"),
        (change_film(groups=()), "torrents"),
    ],
)
def test_a_breach_of_the_films_is_refused(publication: Publication, breach: Breach, field: str) -> None:
    check_films(publication)
    with pytest.raises(ContractError, match=field):
        check_films(replace(publication, films=breach(publication.films)))


def test_a_film_that_is_a_show_is_refused(publication: Publication) -> None:
    show = publication.index.shows[0].anilist_id
    with pytest.raises(ContractError, match="too"):
        check_films(replace(publication, films=change_film(anilist_id=show)(publication.films)))


def move(name: str, **facts: object) -> Breach:
    """With the first part of a field changed."""
    return lambda groups: replace(
        groups, **{name: (replace(getattr(groups, name)[0], **facts), *getattr(groups, name)[1:])}
    )


@pytest.mark.parametrize(
    ("breach", "field"),
    [
        (lambda groups: replace(groups, slug="fall-1999"), "slug"),
        (lambda groups: replace(groups, season="Fall 1999"), "season"),
        (lambda groups: replace(groups, weeks=groups.weeks[1:]), "weeks"),
        (lambda groups: replace(groups, shows=groups.shows[1:]), "shows"),
        (move("shows", downloads=1), "shows"),
        (move("shows", groups=()), "groups: of show"),
        (move("shows", resolutions=()), "resolutions: of show"),
        (lambda groups: replace(groups, groups=groups.groups[::-1]), "groups: are not the sums"),
        (move("groups", downloads=1), "groups: are not the sums"),
        (move("resolutions", downloads=1), "resolutions: are not the sums"),
        (lambda groups: replace(groups, downloads=groups.downloads + 1), "downloads"),
        (move("groups", share=0.5), "share"),
        (lambda groups: replace(groups, group_weeks=groups.group_weeks[1:]), "group_weeks"),
        (lambda groups: replace(groups, resolution_weeks=()), "resolution_weeks"),
        (lambda groups: replace(groups, other_group_weeks=(1,) * len(groups.weeks)), "group_weeks"),
        (lambda groups: replace(groups, other_resolution_weeks=()), "resolution_weeks"),
    ],
)
def test_a_breach_of_a_season_s_groups_is_refused(publication: Publication, breach: Breach, field: str) -> None:
    check_groups(publication)
    groups = (*publication.groups[:-1], breach(publication.groups[-1]))
    with pytest.raises(ContractError, match=field):
        check_groups(replace(publication, groups=groups))


@pytest.mark.parametrize(
    ("breach", "what"),
    [
        (lambda group: replace(group, downloads=group.downloads + 1), "resolutions"),
        (lambda group: replace(group, resolutions=()), "resolutions"),
        (lambda group: replace(group, downloads=0, resolutions=()), "not in the order"),
    ],
)
def test_a_page_s_groups_that_do_not_sum_up_are_refused(publication: Publication, breach: Breach, what: str) -> None:
    page = publication.pages[0]
    broken = replace(page, groups=(breach(page.groups[0]), *page.groups[1:]))
    with pytest.raises(ContractError, match=what):
        check_groups(replace(publication, pages=(broken, *publication.pages[1:])))


def test_a_page_without_groups_is_refused(publication: Publication) -> None:
    page = replace(publication.pages[0], groups=())
    with pytest.raises(ContractError, match="do not sum"):
        check_groups(replace(publication, pages=(page, *publication.pages[1:])))
