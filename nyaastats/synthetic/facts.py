"""The facts of the season: the shows that air in Fall 2025, and how release groups write them.

They are in `shows.toml`, most downloaded first; the order is the synthetic season's popularity.
"""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from nyaastats.domain.calendar import Quarter, Season
from nyaastats.domain.shows import Airing, AniListId, Format, Prequel

SEASON = Season(2025, Quarter.FALL)
DATA_UNTIL = datetime(2026, 1, 20, 12, tzinfo=UTC)
"""When the synthetic scraper stops; no scrape is later."""

_WEEK = timedelta(weeks=1)
_FIRST_HOSTILE_ID = 900_001


class ShowFacts(BaseModel):
    """One AniList entry, and how release groups write its title, season and numbers.

    `name` and `english_name` are the titles without season words. `episode_offset` counts the episodes before this
    entry, for groups that number continuously. `airing_count` is the number of known broadcasts where `episodes`, the
    number of all, is unknown.
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
    season: str = SEASON.slug
    start_date: date | None = None
    duration_minutes: int
    prequels: tuple[Prequel, ...] = ()

    name: str = ""
    english_name: str = ""
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
        """Every known broadcast, a week apart."""
        count = self.airing_count or (self.episodes or 0) + (
            self.first_episode == 0
        )  # AniList does not count episode 0
        return tuple(Airing(self.first_episode + week, self.first_airing_at + week * _WEEK) for week in range(count))

    @property
    def is_hostile(self) -> bool:
        """Whether the show is made up and its title is markup or code."""
        return self.id >= _FIRST_HOSTILE_ID

    @property
    def is_finished(self) -> bool:
        """Whether the last known broadcast is over when the data end."""
        return self.airings[-1].at < DATA_UNTIL


@cache
def season_facts() -> tuple[ShowFacts, ...]:
    """Every entry of `shows.toml`, the hostile ones included, in its order."""
    text = files("nyaastats.synthetic").joinpath("shows.toml").read_text(encoding="utf-8")
    return tuple(ShowFacts.model_validate(entry) for entry in tomllib.loads(text)["show"])


def clean_facts() -> tuple[ShowFacts, ...]:
    """The shows that really aired: `season_facts` without the hostile titles."""
    return tuple(fact for fact in season_facts() if not fact.is_hostile)
