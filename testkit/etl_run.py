"""One synthetic season that tests share, and the whole ETL over it."""

from __future__ import annotations

from pathlib import Path

from nyaastats.collect.anilist.snapshots import read_snapshots
from nyaastats.domain.eligibility import RankedShow, select_ranked_shows
from nyaastats.domain.matches import Thresholds
from nyaastats.domain.measures import Attribution
from nyaastats.domain.shows import Catalogue
from nyaastats.pipeline.etl import EtlConfig, EtlResult, run_etl
from nyaastats.settings import Settings, read_overrides
from nyaastats.synthetic import Summary
from nyaastats.synthetic.facts import SEASON


def shipped() -> Settings:
    """The defaults alone: neither nyaastats.toml nor the environment of whoever runs the tests."""
    return Settings.model_construct()


def catalogue(season: Summary) -> Catalogue:
    return read_snapshots([season.anilist])


def ranked(season: Summary) -> tuple[RankedShow, ...]:
    return select_ranked_shows(catalogue(season).shows, SEASON, post_airing_weeks=shipped().post_airing_weeks)


def etl(
    season: Summary,
    output: Path,
    *,
    attribution: Attribution = Attribution.INTERVAL,
    database: Path | None = None,
) -> EtlResult:
    """Run with the shipped settings, over the season's own database or over another copy of it."""
    settings = shipped()
    job = EtlConfig(
        database=database or season.database,
        output=output,
        season=SEASON,
        attribution=attribution,
        overrides=read_overrides(None),
        thresholds=Thresholds(settings.match_threshold, settings.match_margin),
        post_airing_weeks=shipped().post_airing_weeks,
        memory_mib=settings.memory_mib,
    )
    return run_etl(job, lambda: catalogue(season))
