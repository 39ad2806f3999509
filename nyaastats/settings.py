"""Settings: nyaastats.toml in the working folder, then NYAASTATS_* of the environment, then arguments."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from nyaastats.collect.anilist.endpoint import AniListEndpoint
from nyaastats.domain.matches import Override
from nyaastats.domain.shows import AniListId
from nyaastats.domain.text import shorten_text
from nyaastats.errors import SettingsError
from nyaastats.regular_files import check_replaceable, read_text
from nyaastats.toml_text import describe_toml_fault, parse_toml

FILE = "nyaastats.toml"
DEBUG = "NYAASTATS_DEBUG"
"""The variable that is no setting: internal errors are printed whole."""
_PREFIX = "NYAASTATS_"
DEFAULT_OUTPUT = Path("website/src/data")
"""Where the website reads: that of a checkout, which a wheel does not bring."""

_WEB_ADDRESS = r"^https?://\S+$"
_TRACKER_ADDRESS = r"^(https?|udp)://\S+$"
_ENDPOINT = AniListEndpoint()
_SECRETS = frozenset({"ping_url"})
"""Settings whose value is never printed."""


def _check_ping_address(address: SecretStr) -> SecretStr:
    """The address as it is; raise ValueError for one that cannot be called."""
    text = address.get_secret_value()
    parts = urlsplit(text) if re.fullmatch(r"https?://[!-~]+", text) else None
    if parts is None or not parts.hostname or parts.port == 0:  # `port` raises ValueError for what is none
        raise ValueError("not an address that begins with https:// or http:// and names a host")
    return address


class Settings(BaseSettings):
    """What a user may want to change, with defaults that fit most."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, toml_file=FILE, extra="forbid", frozen=True)

    season: str | None = None
    """The only season of `nyaastats etl`, as winter-2026 is written; None: all that the scrapes touch."""
    output: Path = DEFAULT_OUTPUT
    """The folder that a run's files are published to."""
    archive: str | None = None
    """The folder of the archive, or its URI; by default `nyaastats.archive` beside `nyaastats.db`."""
    engine: str | None = Field(default=None, pattern=r"^sc://\S+$")
    """A Spark Connect server that measures, as sc://host:15002; by default DuckDB does, on this machine."""
    scratch: str | None = None
    """Where that server may write tables while it measures: a folder that it shares with this machine, or a URI."""
    mirror: str | None = None
    """The archive's copy that the server reads, as s3a://bucket/nyaastats.archive; by default the archive itself."""
    cache: Path = Path.home() / ".cache" / "nyaastats"
    """The folder in which AniList's last valid answers are cached."""
    anilist_url: str = Field(default=_ENDPOINT.url, pattern=_WEB_ADDRESS)
    """The address of AniList's GraphQL API."""
    project_url: str = Field(default=_ENDPOINT.project_url, pattern=_WEB_ADDRESS)
    """Sent as Referer and in the User-Agent: AniList refuses requests without one. A fork sets its own page."""
    feed_url: str = Field(default="https://nyaa.si/?page=rss&c=1_2&f=0", pattern=_WEB_ADDRESS)
    """The RSS feed of `nyaastats scrape`: nyaa's English-translated anime."""
    listing_url: str = Field(default="https://nyaa.si/?c=1_2&f=0", pattern=_WEB_ADDRESS)
    """The first page of the listing that `nyaastats backfill --pages` reads: the same category."""
    tracker_url: str = Field(default="http://nyaa.tracker.wf:7777/announce", pattern=_TRACKER_ADDRESS)
    """The announce or scrape address (http, https or udp) of the one tracker whose counts a database holds.

    The default is nyaa's own tracker, whose counts the pages of nyaa show as well.
    """
    feed_minutes: int = Field(default=60, ge=10)
    """The least time between two requests for the feed, in minutes."""
    tracker_requests: int = Field(default=4, ge=1, le=16)
    """Concurrent requests to the tracker, at most."""
    tracker_requests_per_second: float = Field(default=2.0, ge=0.1, le=1000, allow_inf_nan=False)
    """Requests to the tracker a second, at most, all of a run together.

    A request asks for 40 torrents (74 over UDP): by the default, the 20,000 that are due on a Monday take five minutes.
    """
    ping_url: Annotated[SecretStr, AfterValidator(_check_ping_address)] | None = None
    """An address that good runs of `nyaastats scrape` and `etl` call, and with `/fail` behind it those that failed.

    As healthchecks.io has them. `{command}` in it is the command's name, so that each can have a check of its own.
    """
    site_url: str | None = Field(default=None, pattern=_WEB_ADDRESS)
    """The website's public address, for the absolute links in its feed and share tags; the ETL does not use it."""
    overrides: Path | None = None
    """A file of the user's own overrides, which take precedence over the shipped ones."""
    events: Path | None = None
    """A file of the user's own events, which are published beside those that are read from the data."""
    post_airing_weeks: int = Field(default=4, ge=0, le=26)
    """Weeks that a show stays in the ranking after its last broadcast."""
    match_threshold: float = Field(default=80.0, ge=0, allow_inf_nan=False)
    """The score that a match needs, at least."""
    match_margin: float = Field(default=8.0, ge=0, allow_inf_nan=False)
    """The margin by which a match must beat the runner-up, in points of score."""
    memory_mib: int | None = Field(default=None, ge=128, le=1 << 24)
    """Memory that DuckDB may use before it spills to disk, in MiB; to measure, by default what so many scrapes need."""

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
        # A .env in the working folder usually belongs to another program.
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def describe_fault(error: ValidationError) -> str:
    """The first fault of a file, and where it is, on one line."""
    fault = error.errors()[0]
    place = ".".join(map(str, fault["loc"])) or "the file"
    value = "" if place in _SECRETS else f" (got {shorten_text(repr(fault['input']))})"
    return f"{shorten_text(place)}: {shorten_text(fault['msg'])}{value}"


def read_settings() -> Settings:
    """Read the settings; raise SettingsError, which names the first invalid entry and what is wrong with it."""
    _refuse_unknown(os.environ)
    try:
        check_replaceable(Path(FILE))  # pydantic would pass over a folder, or a pipe, as if there were no file
        return Settings()
    except ValidationError as error:
        raise SettingsError(f"a setting of {FILE} or NYAASTATS_* is wrong: {describe_fault(error)}") from error
    except RecursionError as error:
        raise SettingsError(f"{FILE} is not a file of settings: its lists are nested too deeply") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{FILE} cannot be read: {error}") from error
    except ValueError as error:
        raise SettingsError(f"{FILE} is not TOML: {describe_toml_fault(error)}") from error


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    """Raise SettingsError for a variable that is no setting: a misspelt one would change nothing, in silence."""
    ours = [f"{_PREFIX}{name.upper()}" for name in Settings.model_fields] + [DEBUG]
    for name in sorted(environment):
        if name.upper().startswith(_PREFIX) and name.upper() not in ours:
            nearest = get_close_matches(name.upper(), ours, n=1)
            raise SettingsError(
                f"the variable {name!r} is no setting: {f'write {nearest[0]}' if nearest else 'unset it'}"
            )


NO_SHOW = "none"
"""In place of an AniList id: the title is not a show."""


def _parse_no_show(value: object) -> object:
    """Read `none` as None. A missing id is still an error, because an override must be explicit about its show."""
    return None if value == NO_SHOW else value


class _Override(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str = Field(min_length=1)
    anilist_id: Annotated[Annotated[int, Field(gt=0)] | None, BeforeValidator(_parse_no_show)]
    why: str = Field(min_length=1)
    season: int | Literal["none"] | None = None


class _Overrides(BaseModel):
    model_config = ConfigDict(extra="forbid")
    override: list[_Override] = []


def parse_overrides(text: str, source: str) -> list[Override]:
    """Parse an overrides file; raise SettingsError that names `source` and the first entry that is wrong."""
    try:
        rows = _Overrides.model_validate(parse_toml(text, f"the overrides {source!r}")).override
    except ValidationError as error:
        raise SettingsError(f"the overrides {source!r} cannot be used: {describe_fault(error)}") from error
    return [_build_override(row) for row in rows]


def _build_override(row: _Override) -> Override:
    show = None if row.anilist_id is None else AniListId(row.anilist_id)
    return Override(row.title, show, row.why, row.season)


def read_overrides(path: Path | None) -> list[Override]:
    """The shipped overrides, then the user's own, which take precedence; raise SettingsError for an invalid file."""
    shipped = files("nyaastats.identify").joinpath("overrides.toml").read_text(encoding="utf-8")
    own = []
    if path is not None:
        try:
            own = parse_overrides(read_text(path), str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"the overrides file {str(path)!r} cannot be read: {error}") from error
    return [*parse_overrides(shipped, "overrides.toml"), *own]
