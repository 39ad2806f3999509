"""What must hold within `films.json`, over and above the types in `contracts`."""

from __future__ import annotations

from nyaastats.domain.calendar import Week
from nyaastats.publish.checks.groups import check_release_groups
from nyaastats.publish.contracts.films import Film, Films
from nyaastats.publish.contracts.public import Publication
from nyaastats.publish.contracts.values import FILMS_FILE, SHOWS_FILE, contract_error


def check_films(publication: Publication) -> None:
    """Raise ContractError unless each film's weeks go to the chart's last, and its sums are those of its weeks."""
    films = publication.films
    if films.data_until != publication.data_until:
        raise contract_error(FILMS_FILE, "data_until", f"is not that of {SHOWS_FILE!r}")
    last = publication.weeks[-1]
    if (films.last_week, films.complete) != (last.week, last.complete):
        raise contract_error(FILMS_FILE, "last_week, complete", f"are not those of {last.week}, the chart's last week")
    ids = [film.anilist_id for film in films.films]
    if ids != sorted(set(ids)):
        raise contract_error(FILMS_FILE, "films", "are not in the order of anilist_id, or one is there twice")
    shows = {show.anilist_id for show in publication.index.shows}
    for film in films.films:
        if film.anilist_id in shows:
            raise contract_error(FILMS_FILE, "anilist_id", f"{film.anilist_id} is in {SHOWS_FILE!r} too")
        _check_weeks(film, films, publication.weeks[0].week)
        _check_sums(film)
        check_release_groups(FILMS_FILE, film.anilist_id, film.groups, film.downloads)


def _check_weeks(film: Film, films: Films, first: str) -> None:
    days = (Week.parse(films.last_week).start - Week.parse(film.first_week).start).days
    if film.first_week < first or days < 0:
        raise contract_error(FILMS_FILE, "first_week", f"of {film.anilist_id} is no week of the chart")
    for name in ("downloads_weekly", "downloads_estimated_weekly"):
        if len(getattr(film, name)) != days // 7 + 1:
            raise contract_error(FILMS_FILE, name, f"of {film.anilist_id} does not end with {films.last_week}")
    if film.provisional_from and film.provisional_from > films.data_until.date():
        raise contract_error(FILMS_FILE, "provisional_from", f"of {film.anilist_id} is after data_until")


def _check_sums(film: Film) -> None:
    sums = sum(film.downloads_weekly), sum(film.downloads_estimated_weekly)
    if (film.downloads, film.downloads_estimated) != sums:
        what = f"of {film.anilist_id} are not the sums of its weeks"
        raise contract_error(FILMS_FILE, "downloads, downloads_estimated", what)
    if sum(group.torrents for group in film.groups) != film.torrents:
        raise contract_error(FILMS_FILE, "torrents", f"of {film.anilist_id} is not the sum over its groups")
