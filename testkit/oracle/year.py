"""A database of several seasons, measured: what every published table is worked out from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nyaastats.domain.calendar import Season
from nyaastats.domain.shows import AniListId, Show
from nyaastats.domain.torrents import InfoHash
from testkit.oracle.answer import Measured, answer, measure, measure_beside
from testkit.oracle.calendar import list_all_mondays, list_season_mondays
from testkit.oracle.database import DatabaseContent
from testkit.oracle.eligibility import find_last_days, find_season_days
from testkit.oracle.records import Answer, Facts, OracleTorrent

FAR_AWAY = date(2100, 1, 3)
"""The last day of what has none: a film is counted for ever."""


@dataclass(frozen=True, slots=True)
class NamedTorrent:
    """A torrent and what its name was taken for."""

    infohash: InfoHash
    show: AniListId | None
    episode: int | None
    reason: str
    """Why it counts for no episode; empty: it counts."""
    group: str | None
    resolution: str | None
    is_of_film: bool = False
    """Whether it counts for a film."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run is given."""

    content: DatabaseContent
    shows: Mapping[AniListId, Show]
    seasons: tuple[Season, ...]
    torrents: Sequence[NamedTorrent]


@dataclass(frozen=True, slots=True, eq=False)
class Year:
    """What the inputs come to; one is equal to itself alone, so that what follows from it can be kept."""

    inputs: Inputs
    facts: Facts
    last_days: Mapping[AniListId, date | None]
    """Of the shows that any season ranks."""
    measured: Measured
    answer: Answer
    films: Measured
    """The films, each as one episode 1."""

    @property
    def mondays(self) -> list[date]:
        """The weeks of the chart that have begun."""
        return list(self.answer.weeks)

    @property
    def shown(self) -> set[AniListId]:
        """The shows that have a day."""
        return {show for show, _, _ in self.answer.episode_days}

    def get_title(self, show: AniListId) -> str:
        """What fans call it."""
        facts = self.inputs.shows[show]
        return facts.english or facts.romaji

    def list_season_mondays(self, season: Season) -> list[date]:
        """The weeks of a season's chart that have begun."""
        return [monday for monday in list_season_mondays(season) if monday in self.answer.weeks]

    def find_season_days(self, season: Season) -> dict[AniListId, date | None]:
        """The shows of a season, and until when it ranks each."""
        return find_season_days(self.inputs.shows, self.last_days, season)

    def is_complete(self, monday: date) -> bool:
        """Whether a week is over."""
        return self.answer.weeks[monday].is_complete

    def list_complete(self) -> list[date]:
        """The weeks that are over."""
        return [monday for monday in self.mondays if self.is_complete(monday)]


def build_torrent(inputs: Inputs, torrent: NamedTorrent, episode: int) -> OracleTorrent:
    """A torrent that counts."""
    assert torrent.show is not None
    published = inputs.content.published[torrent.infohash]
    return OracleTorrent(torrent.infohash, torrent.show, episode, published, torrent.infohash in inputs.content.dead)


def measure_year(inputs: Inputs) -> Year:
    """Measure everything once."""
    content = inputs.content
    counted = [build_torrent(inputs, each, each.episode or 0) for each in inputs.torrents if not each.reason]
    last_days = find_last_days(inputs.shows.values(), inputs.seasons, counted)
    own_days = {show: last or FAR_AWAY for show, last in last_days.items()}
    facts = Facts(counted, content.scrapes, own_days, list_all_mondays(inputs.seasons), content.now)
    measured = measure(facts)
    film_torrents = [build_torrent(inputs, each, 1) for each in inputs.torrents if each.is_of_film]
    film_days = {torrent.anilist_id: FAR_AWAY for torrent in film_torrents}
    film_facts = Facts(film_torrents, content.scrapes, film_days, facts.weeks, content.now)
    films = measure_beside(film_facts, measured)
    return Year(inputs, facts, last_days, measured, answer(facts, measured), films)
