"""Synthetic seasons, read back."""

from itertools import product

import pytest

from nyaastats.synthetic import Process, Schedule, Summary, generate
from testkit.generated_season import GeneratedSeason, Scrapes, read_scrapes, read_season


@pytest.fixture(scope="session")
def season(season: Summary) -> GeneratedSeason:
    """The season of the default seed at scale 1, with hostile titles."""
    return read_season(season)


@pytest.fixture(scope="session")
def scrapes(season: GeneratedSeason) -> Scrapes:
    return read_scrapes(season)


@pytest.fixture(scope="session", params=product(Schedule, Process), ids=" ".join)
def small_season(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> GeneratedSeason:
    """A small season by each schedule and process."""
    schedule, process = request.param
    folder = tmp_path_factory.mktemp(f"{schedule}-{process}")
    return read_season(generate(folder / "n.db", scale=0.1, schedule=schedule, process=process))
