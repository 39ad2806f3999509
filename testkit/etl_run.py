"""One synthetic season that tests share, and the whole ETL over it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from nyaastats.collect.anilist.snapshots import read_snapshots
from nyaastats.domain.calendar import Season, SeasonSpan
from nyaastats.domain.eligibility import CountedShow, select_counted_shows
from nyaastats.domain.matches import Thresholds
from nyaastats.domain.measures import Attribution
from nyaastats.domain.shows import AniListId, Catalogue
from nyaastats.engines.base import EngineServer
from nyaastats.pipeline.archiving import ArchiveConfig
from nyaastats.pipeline.etl import EtlConfig, EtlResult, run_etl
from nyaastats.settings import Settings, read_overrides
from nyaastats.synthetic import Summary
from nyaastats.synthetic.facts import DATA_UNTIL, SEASON


class SeasonInputs(Protocol):
    """What is read of a season on disk."""

    @property
    def database(self) -> Path: ...

    @property
    def anilist(self) -> Path: ...


def load_default_settings() -> Settings:
    """The defaults alone: neither nyaastats.toml nor the environment of whoever runs the tests."""
    return Settings.model_construct()


def read_catalogue(season: SeasonInputs) -> Catalogue:
    return read_snapshots([season.anilist])


def make_span() -> SeasonSpan:
    return SeasonSpan((SEASON,), load_default_settings().post_airing_weeks)


def select_shows(season: Summary, last_published: Mapping[AniListId, date]) -> tuple[CountedShow, ...]:
    """The shows that are counted; `last_published` is the day of each show's last torrent that counts."""
    return select_counted_shows(read_catalogue(season).shows, make_span(), last_published=last_published)


def find_archive(output: Path) -> Path:
    """The archive of the runs that write to a folder."""
    return output.with_suffix(".archive")


def make_source(database: Path, output: Path) -> ArchiveConfig:
    """The database with an archive beside the output: the season itself is shared, and not written to."""
    return ArchiveConfig(find_archive(output), database)


def run_season(  # noqa: PLR0913 - each is an option of the run
    season: SeasonInputs,
    output: Path,
    *,
    attribution: Attribution = Attribution.INTERVAL,
    database: Path | None = None,
    now: datetime = DATA_UNTIL,
    server: EngineServer | None = None,
) -> EtlResult:
    """Run with the shipped settings, over the season's own database or over another copy of it."""
    config = _make_config(database or season.database, output, SEASON, now, attribution, server)
    return run_etl(config, lambda _: read_catalogue(season))


def run_all_seasons(season: SeasonInputs, output: Path, *, now: datetime) -> EtlResult:
    """The same of all seasons that the scrapes touch."""
    config = _make_config(season.database, output, None, now)
    return run_etl(config, lambda _: read_catalogue(season))


def _make_config(  # noqa: PLR0913, PLR0917 - each is an option of the run
    database: Path,
    output: Path,
    season: Season | None,
    now: datetime,
    attribution: Attribution = Attribution.INTERVAL,
    server: EngineServer | None = None,
) -> EtlConfig:
    settings = load_default_settings()
    return EtlConfig(
        source=make_source(database, output),
        output=output,
        season=season,
        attribution=attribution,
        overrides=read_overrides(None),
        thresholds=Thresholds(settings.match_threshold, settings.match_margin),
        post_airing_weeks=settings.post_airing_weeks,
        now=now,
        server=server,
    )
