"""The shows of a season, as every command reads them: of snapshots that are given, else kept or asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from nyaastats.domain.calendar import Season, SeasonSpan
    from nyaastats.domain.shows import Catalogue
    from nyaastats.settings import Settings

Snapshots = Annotated[
    list[Path] | None,
    typer.Option("--anilist", metavar="FILE", help="Read this AniList snapshot; AniList is not queried."),
]


RefreshShows = Annotated[
    bool, typer.Option("--refresh-shows", help="Ask AniList again, however new the answer that is kept.")
]


def load_catalogue(  # noqa: PLR0913 - most are options
    seasons: Sequence[Season],
    settings: Settings,
    snapshots: list[Path] | None,
    *,
    archive: Path | None = None,
    is_refresh: bool = False,
    upcoming: Season | None = None,
    sleep: Callable[[float], None] | None = None,
) -> Catalogue:
    """The shows of `snapshots`, without asking AniList; without any, those of `seasons` and, if it can be, `upcoming`.

    Those are the archive's or the cache's while they will do, else AniList's; an archive keeps them. A longer wait for
    AniList is printed, unless `sleep` waits otherwise.
    """
    if snapshots:
        from nyaastats.collect.anilist.snapshots import read_snapshots

        return read_snapshots(snapshots)
    from nyaastats.collect.anilist.endpoint import AniListEndpoint
    from nyaastats.pipeline.shows import ShowsConfig, fetch_shows

    endpoint = AniListEndpoint(url=settings.anilist_url, project_url=settings.project_url, sleep=sleep or _wait)
    now = datetime.now(UTC)
    return fetch_shows(ShowsConfig(tuple(seasons), settings.cache, endpoint, now, archive, is_refresh, upcoming))


def load_run_catalogue(
    span: SeasonSpan,
    settings: Settings,
    snapshots: list[Path] | None,
    *,
    archive: Path | None,
    is_refresh: bool = False,
) -> Catalogue:
    """The same for the seasons of a run, and for the upcoming one where it can be had."""
    return load_catalogue(
        span.seasons, settings, snapshots, archive=archive, is_refresh=is_refresh, upcoming=span.upcoming
    )


def _wait(seconds: float) -> None:
    """Wait as long as AniList asks for, and say so, so that nobody takes the run for hung."""
    import time

    from nyaastats.cli.console import make_console

    if seconds >= _LONG_SECONDS:
        make_console().print(f"waiting {seconds:g} s, as AniList asks for", soft_wrap=True)
    time.sleep(seconds)


_LONG_SECONDS = 5


def parse_season(text: str | None, settings: Settings) -> Season | None:
    """The season that an option or the settings name; None where neither does."""
    from nyaastats.domain.calendar import Season

    return Season.parse(chosen) if (chosen := text or settings.season) else None
