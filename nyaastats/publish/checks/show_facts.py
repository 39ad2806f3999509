"""What AniList says of a show is the same in every file that states it."""

from __future__ import annotations

from nyaastats.publish.build.show_facts import ShowFacts
from nyaastats.publish.contracts.public import Publication, ShowEntry, ShowSummary
from nyaastats.publish.contracts.values import SHOWS_FILE, contract_error, season_file


def check_show_facts(publication: Publication) -> None:
    """Raise ContractError where two files state a show's facts differently, or a list repeats a name."""
    entries = {entry.anilist_id: entry for entry in publication.index.shows}
    for entry in publication.index.shows:
        for field in ("genres", "studios"):
            names = getattr(entry, field)
            if len(set(names)) != len(names):
                raise contract_error(SHOWS_FILE, field, f"of show {entry.anilist_id} have a name twice")
    for season in publication.seasons:
        for show in season.shows.shows:
            if fact := _find_difference(show, entries.get(show.anilist_id)):
                what = f"of show {show.anilist_id} is not that of {SHOWS_FILE!r}"
                raise contract_error(season_file(season.slug, SHOWS_FILE), fact, what)


def _find_difference(show: ShowSummary, entry: ShowEntry | None) -> str | None:
    """The first fact that differs."""
    return next((fact for fact in ShowFacts.__annotations__ if getattr(show, fact) != getattr(entry, fact, None)), None)
