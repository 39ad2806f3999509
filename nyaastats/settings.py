"""Settings: nyaastats.toml in the working folder, then NYAASTATS_* of the environment, then arguments."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from nyaastats.collect.anilist.endpoint import AniListEndpoint
from nyaastats.domain.matches import Override
from nyaastats.domain.shows import AniListId
from nyaastats.errors import SettingsError

FILE = "nyaastats.toml"

_WEB_ADDRESS = r"^https?://\S+$"
_TRACKER_ADDRESS = r"^(https?|udp)://\S+$"
_SERVICE = AniListEndpoint()


class Settings(BaseSettings):
    """What a user may want to change, with the values that fit most."""

    model_config = SettingsConfigDict(env_prefix="NYAASTATS_", toml_file=FILE, extra="forbid", frozen=True)

    season: str = "fall-2025"
    """The season of `nyaastats etl`, as winter-2026 is written."""
    output: Path = Path("website/src/data")
    """Where the files of a run go."""
    cache: Path = Path.home() / ".cache" / "nyaastats"
    """Where AniList's last good answer is kept."""
    anilist_url: str = Field(default=_SERVICE.url, pattern=_WEB_ADDRESS)
    """Where AniList's GraphQL is asked."""
    project_url: str = Field(default=_SERVICE.project_url, pattern=_WEB_ADDRESS)
    """Who asks: AniList refuses those who do not say. A fork gives its own page."""
    feed_url: str = Field(default="https://nyaa.si/?page=rss&c=1_2&f=0", pattern=_WEB_ADDRESS)
    """The RSS feed of `nyaastats scrape`: nyaa's English-translated anime."""
    listing_url: str = Field(default="https://nyaa.si/?c=1_2&f=0", pattern=_WEB_ADDRESS)
    """The first page of the listing that `nyaastats backfill --pages` walks: the same category."""
    tracker_url: str = Field(default="http://nyaa.tracker.wf:7777/announce", pattern=_TRACKER_ADDRESS)
    """The one tracker whose counts a database holds: nyaa's own, whose counts the pages of nyaa show as well.

    http, https or udp; its announce or scrape address.
    """
    feed_minutes: int = Field(default=60, ge=10)
    """The least time between two looks at the feed, in minutes."""
    tracker_requests: int = Field(default=4, ge=1, le=16)
    """How many requests the tracker has at once, at most."""
    site_url: str | None = Field(default=None, pattern=_WEB_ADDRESS)
    """Where the website will stand, for the absolute addresses that it shares; the ETL itself has no use for it."""
    overrides: Path | None = None
    """The user's own overrides, merged over the shipped ones."""
    post_airing_weeks: int = Field(default=4, ge=0, le=26)
    """How many weeks a show stays in the ranking after its last broadcast."""
    match_threshold: float = Field(default=80.0, ge=0)
    """The least score of a match."""
    match_margin: float = Field(default=8.0, ge=0)
    """The least distance of a match to the second show, in points of score."""
    memory_mib: int = Field(default=1024, ge=128)
    """How much memory the measuring engine may use before it spills to disk, in MiB."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments over environment over file; no `.env`, no secrets."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def _first_fault(error: ValidationError) -> str:
    fault = error.errors()[0]
    place = ".".join(map(str, fault["loc"])) or "the file"
    return f"{place}: {fault['msg']} (got {fault['input']!r})"


def read_settings() -> Settings:
    """The settings in force; raise SettingsError that names the entry and what is wrong with it."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError(f"a setting of {FILE} or NYAASTATS_* is wrong: {_first_fault(error)}") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{FILE} is not TOML: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{FILE} cannot be read: {error}") from error


NO_SHOW = "none"
"""In the place of an AniList id: the title is no show."""


def _no_show(value: object) -> object:
    """A person writes `none`; a missing id stays the mistake that it is."""
    return None if value == NO_SHOW else value


class _Override(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str = Field(min_length=1)
    anilist_id: Annotated[Annotated[int, Field(gt=0)] | None, BeforeValidator(_no_show)]
    why: str = Field(min_length=1)
    season: int | Literal["none"] | None = None


class _Overrides(BaseModel):
    model_config = ConfigDict(extra="forbid")
    override: list[_Override] = []


def parse_overrides(text: str, source: str) -> list[Override]:
    """The decisions that `text` holds; raise SettingsError that names `source` and the first entry that is wrong."""
    try:
        rows = _Overrides.model_validate(tomllib.loads(text)).override
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"the overrides {source!r} are not TOML: {error}") from error
    except ValidationError as error:
        raise SettingsError(f"the overrides {source!r} cannot be used: {_first_fault(error)}") from error
    return [_override(row) for row in rows]


def _override(row: _Override) -> Override:
    show = None if row.anilist_id is None else AniListId(row.anilist_id)
    return Override(row.title, show, row.why, row.season)


def read_overrides(path: Path | None) -> list[Override]:
    """The shipped overrides and then the user's own, which win; raise SettingsError for a file that is not one."""
    shipped = files("nyaastats.identify").joinpath("overrides.toml").read_text(encoding="utf-8")
    own = []
    if path is not None:
        try:
            own = parse_overrides(path.read_text(encoding="utf-8"), str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"the overrides file {str(path)!r} cannot be read: {error}") from error
    return [*parse_overrides(shipped, "overrides.toml"), *own]
