"""The facts of each season: the shows that air in it, and how release groups write them.

They are in `shows/`, a file for each season, most downloaded first; the order is the synthetic popularity.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from nyaastats.domain.calendar import Quarter, Season
from nyaastats.domain.shows import Airing, AniListId, Format, Prequel
from nyaastats.errors import InputError

SEASON = Season(2025, Quarter.FALL)
DATA_UNTIL = datetime(2026, 1, 20, 12, tzinfo=UTC)
"""When the scraper of the one season stops; no scrape is later."""
FIRST_PUBLISHED = datetime(2025, 8, 27, tzinfo=UTC)
"""Three weeks before that season's window: torrents from before the window are excluded as too early."""

_WEEK = timedelta(weeks=1)
_FIRST_HOSTILE_ID = 900_001


class ShowFacts(BaseModel):
    """One AniList entry, and how release groups write its title, season and numbers.

    `name` and `english_name` are the titles without season words. `episode_offset` counts the episodes before this
    entry, for groups that number continuously. `airing_count` is the number of known broadcasts where `episodes`, the
    number of all, is unknown. `breaks` are the weeks without a broadcast by the episode before them; `doubles` the
    episodes that air together with the one before.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: AniListId
    romaji: str
    english: str | None = None
    native: str | None = None
    synonyms: tuple[str, ...] = ()
    format: Format
    episodes: int | None = None
    first_airing_at: datetime
    first_episode: int = 1
    airing_count: int | None = None
    breaks: Mapping[int, int] = {}
    doubles: tuple[int, ...] = ()
    season: str = SEASON.slug
    start_date: date | None = None
    duration_minutes: int
    prequels: tuple[Prequel, ...] = ()
    genres: tuple[str, ...] = ()
    studio: str | None = None
    producers: tuple[str, ...] = ()

    name: str = ""
    english_name: str = ""
    short: str | None = None
    season_number: int = 1
    part: int | None = None
    suffix: str | None = None
    episode_offset: int = 0

    @model_validator(mode="after")
    def _has_air_times(self) -> Self:
        if self.episodes is None and self.airing_count is None:
            msg = f"{self.romaji!r} has no number of broadcasts: give episodes or airing_count"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _has_episodes_of_its_schedule(self) -> Self:
        later = set(self._list_episodes()[1:])
        unknown = ({episode + 1 for episode in self.breaks} | set(self.doubles)) - later
        if unknown or any(episode - 1 in self.breaks for episode in self.doubles):
            msg = f"{self.romaji!r} has no such schedule: give breaks and doubles of its own episodes, not both of one"
            raise ValueError(msg)
        return self

    @property
    def release_name(self) -> str:
        """The romaji title as groups write it."""
        return self.name or self.romaji

    @property
    def release_english(self) -> str:
        """The English title as groups write it; the romaji one where there is none."""
        return self.english_name or self.english or self.release_name

    @property
    def airings(self) -> tuple[Airing, ...]:
        """Every known broadcast: a week apart, but for `breaks` and `doubles`."""
        episodes = self._list_episodes()
        weeks = accumulate((self._count_weeks_before(episode) for episode in episodes[1:]), initial=0)
        airings = zip(episodes, weeks, strict=True)
        return tuple(Airing(episode, self.first_airing_at + week * _WEEK) for episode, week in airings)

    def _list_episodes(self) -> range:
        # AniList does not count episode 0.
        count = self.airing_count or (self.episodes or 0) + (self.first_episode == 0)
        return range(self.first_episode, self.first_episode + count)

    def _count_weeks_before(self, episode: int) -> int:
        """Weeks from the broadcast before to this one."""
        return 0 if episode in self.doubles else 1 + self.breaks.get(episode - 1, 0)

    @property
    def is_hostile(self) -> bool:
        """Whether the show is made up and its title is markup or code."""
        return self.id >= _FIRST_HOSTILE_ID

    def has_ended(self, at: datetime) -> bool:
        """Whether the number of its episodes is known, and the last of them was broadcast before this moment."""
        return self.airing_count is None and self.airings[-1].at < at


@cache
def read_facts(season: Season) -> tuple[ShowFacts, ...]:
    """Every entry of the season's file, the hostile ones included, in its order; raise InputError if it has none."""
    file = files(__package__) / "shows" / f"{season.slug}.toml"
    if not file.is_file():
        choices = ", ".join(choice.slug for choice in list_seasons_with_facts())
        raise InputError(f"{season.slug!r} is a season without facts: choose from {choices}")
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["show"]
    return tuple(ShowFacts.model_validate({"season": season.slug, **entry}) for entry in entries)


@cache
def list_seasons_with_facts() -> tuple[Season, ...]:
    """The seasons that have facts, the earliest first."""
    names = (file.name for file in (files(__package__) / "shows").iterdir())
    seasons = (Season.parse(name.removesuffix(".toml")) for name in names if name.endswith(".toml"))
    return tuple(sorted(seasons, key=lambda season: season.start))


def season_facts() -> tuple[ShowFacts, ...]:
    """Every entry of Fall 2025, the hostile ones included, in its order."""
    return read_facts(SEASON)
