"""The first days and projections of a real run keep their contract, and what is not so is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from nyaastats.collect.anilist.snapshots import read_snapshots
from nyaastats.domain.matches import Thresholds
from nyaastats.domain.measures import Attribution
from nyaastats.domain.projections import SCORED_HOURS
from nyaastats.errors import ContractError
from nyaastats.pipeline.archiving import ArchiveConfig
from nyaastats.pipeline.etl import EtlConfig, EtlResult, run_etl
from nyaastats.publish.checks.first_days import check_first_days
from nyaastats.publish.checks.projections import check_projections
from nyaastats.publish.contracts.projections import Projection, Projections
from nyaastats.publish.contracts.public import Publication
from nyaastats.settings import Settings, read_overrides
from nyaastats.synthetic import Summary, generate
from nyaastats.synthetic.facts import DATA_UNTIL


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    return generate(tmp_path_factory.mktemp("season") / "nyaastats.db", scale=0.02)


def run(season: Summary, folder: Path) -> EtlResult:
    settings = Settings.model_construct()
    config = EtlConfig(
        source=ArchiveConfig(folder / "archive", season.database, settings.memory_mib),
        output=folder / "data",
        season=None,
        attribution=Attribution.INTERVAL,
        overrides=read_overrides(None),
        thresholds=Thresholds(settings.match_threshold, settings.match_margin),
        post_airing_weeks=settings.post_airing_weeks,
        now=DATA_UNTIL,
    )
    return run_etl(config, lambda _: read_snapshots([season.anilist]))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run")


@pytest.fixture(scope="module")
def publication(season: Summary, folder: Path) -> Publication:
    return run(season, folder).publication


def test_a_real_run_projects_and_is_scored(publication: Publication) -> None:
    document = publication.projections
    assert document.projections
    assert tuple(score.hours for score in document.replayed) == SCORED_HOURS
    assert all(score.projections > 0 and score.intervals > 0 for score in document.replayed)
    assert document.kept == ()
    assert any(page.first_days.hold for page in publication.pages)


Change = Callable[[Projection], Projection]


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("made_at", lambda item: replace(item, made_at=item.made_at - timedelta(seconds=1))),
        ("hours", lambda item: replace(item, hours=5.0)),
        ("hours", lambda item: replace(item, hours=168.0)),
        ("downloads", lambda item: replace(item, downloads=item.downloads - 1)),
        ("projected", lambda item: replace(item, projected=item.downloads - 1)),
        ("episodes", lambda item: replace(item, episodes=3)),
        ("low, high, ratios", lambda item: replace(item, low=None)),
        ("low, high, ratios", lambda item: replace(item, ratios=19)),
        ("low, high", lambda item: replace(item, high=(item.low or 0) - 1)),
        ("title", lambda item: replace(item, title="Another")),
        ("projections", lambda item: replace(item, anilist_id=10**9)),
    ],
)
def test_a_projection_that_is_not_right_is_named(publication: Publication, field: str, change: Change) -> None:
    first, *others = publication.projections.projections
    with pytest.raises(ContractError, match=f"'projections.json': {field}: "):
        check_projections(put(publication, replace(publication.projections, projections=(change(first), *others))))


def test_a_score_that_is_not_right_is_named(publication: Publication) -> None:
    first, *others = publication.projections.replayed
    for score in (replace(first, coverage=1.5), replace(first, median_error=None), replace(first, intervals=10**6)):
        document = replace(publication.projections, replayed=(score, *others))
        with pytest.raises(ContractError, match=r"'projections\.json': replayed: at 12"):
            check_projections(put(publication, document))
    with pytest.raises(ContractError, match="replayed: is not of the ages"):
        check_projections(put(publication, replace(publication.projections, replayed=tuple(others))))
    with pytest.raises(ContractError, match="kept: is not of some of the ages"):
        check_projections(put(publication, replace(publication.projections, kept=(first, first))))


def put(publication: Publication, document: Projections) -> Publication:
    return replace(publication, projections=document)


def test_first_days_that_are_not_those_of_the_days_are_named(publication: Publication) -> None:
    place, page = next((i, page) for i, page in enumerate(publication.pages) if page.first_days.hold)
    changed = replace(page, first_days=replace(page.first_days, hold=9.0))
    pages = (*publication.pages[:place], changed, *publication.pages[place + 1 :])
    with pytest.raises(ContractError, match=rf"'shows/{page.anilist_id}\.json': first_days"):
        check_first_days(replace(publication, pages=pages))


def test_what_a_run_projected_is_kept_and_scored_by_later_runs(
    season: Summary, folder: Path, publication: Publication
) -> None:
    (path,) = (folder / "archive/projections").iterdir()
    document = json.loads(path.read_text())
    assert len(document["runs"][0]["projections"]) == len(publication.projections.projections)
    # As if a run of five weeks before had projected an episode that is over by now.
    page = next(page for page in publication.pages if page.first_days.hold)
    total = page.first_days.episodes[0].downloads_7
    assert total
    kept: dict[str, object] = {
        "anilist_id": page.anilist_id,
        "episode": page.first_days.episodes[0].episode,
        "hours": 25.0,
    }
    kept |= {"projected": 2 * total, "low": total, "high": total, "last": None}
    week = {"week": "2025-W50", "runs": [{"known_until": "2025-12-08T06:00:00Z", "projections": [kept]}]}
    path.with_name("2025-W50.json").write_text(json.dumps(week))
    before = path.read_bytes()
    (score,) = run(season, folder).publication.projections.kept
    assert (score.hours, score.projections, score.median_error, score.coverage) == (24.0, 1, 1.0, 1.0)
    assert path.read_bytes() == before
