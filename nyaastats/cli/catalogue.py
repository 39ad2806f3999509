"""The shows of a season, as every command reads them: from snapshots that are given, else from AniList."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from nyaastats.domain.calendar import Season
    from nyaastats.domain.shows import Catalogue
    from nyaastats.settings import Settings

Snapshots = Annotated[
    list[Path] | None,
    typer.Option("--anilist", metavar="FILE", help="Read this AniList snapshot; AniList is not queried."),
]


def load_catalogue(seasons: Sequence[Season], settings: Settings, snapshots: list[Path] | None) -> Catalogue:
    """The shows of `snapshots`, without asking AniList; without any, those of `seasons` from AniList or its cache."""
    if snapshots:
        from nyaastats.collect.anilist.snapshots import read_snapshots

        return read_snapshots(snapshots)
    from nyaastats.collect.anilist.cache import fetch_catalogue
    from nyaastats.collect.anilist.endpoint import AniListEndpoint
    from nyaastats.domain.shows import merge_catalogues

    endpoint = AniListEndpoint(url=settings.anilist_url, project_url=settings.project_url)
    now = datetime.now(UTC)
    return merge_catalogues(
        fetch_catalogue(season, cache_dir=settings.cache, now=now, endpoint=endpoint) for season in seasons
    )


def parse_season(text: str | None, settings: Settings) -> Season | None:
    """The season that an option or the settings name; None where neither does."""
    from nyaastats.domain.calendar import Season

    return Season.parse(chosen) if (chosen := text or settings.season) else None
