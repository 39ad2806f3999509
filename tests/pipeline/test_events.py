"""Events of a whole run: what is published of them, and that it stays as it is while nothing happens."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nyaastats.domain.events import EventKind, EventRejection, Note
from nyaastats.domain.matches import Thresholds
from nyaastats.domain.measures import Attribution
from nyaastats.domain.shows import AniListId
from nyaastats.pipeline.etl import EtlConfig, EtlResult, run_etl
from nyaastats.publish.checks.publication import read_publication
from nyaastats.publish.contracts.public import Publication
from nyaastats.settings import read_overrides
from nyaastats.synthetic import Summary
from nyaastats.synthetic.facts import DATA_UNTIL, SEASON
from nyaastats.synthetic.scrape_times import OUTAGE
from testkit.etl_run import make_source, read_catalogue

HOUR = timedelta(hours=1)
AT = datetime(2025, 11, 8, tzinfo=UTC)
GENERAL = Note(None, AT, "nyaa was down", "<maintenance>", "https://a.example")


def run(season: Summary, database: Path, output: Path, notes: Sequence[Note]) -> EtlResult:
    config = EtlConfig(
        source=make_source(database, output),
        output=output,
        season=SEASON,
        attribution=Attribution.INTERVAL,
        overrides=read_overrides(None),
        thresholds=Thresholds(),
        post_airing_weeks=4,
        now=DATA_UNTIL,
        notes=notes,
    )
    return run_etl(config, lambda _: read_catalogue(season))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("events")


@pytest.fixture(scope="module")
def publications(season: Summary, folder: Path) -> tuple[Publication, Publication]:
    """Of the season until the end of November, and of the whole season, with the same torrents, shows and notes."""
    shorter = folder / "shorter.db"
    shutil.copyfile(season.database, shorter)
    with closing(sqlite3.connect(shorter)) as database, database:
        database.execute("DELETE FROM stats WHERE timestamp >= '2025-12'")
    shows = read_catalogue(season).shows
    notes = [GENERAL, Note(shows[0].id, AT, "Recap", "the site"), Note(AniListId(2**31 - 1), AT, "Whose?", "a slip")]
    earlier = run(season, shorter, folder / "earlier", notes)
    later = run(season, season.database, folder / "later", notes)
    return earlier.publication, later.publication


def test_events_do_not_depend_on_the_newest_scrape(publications: tuple[Publication, Publication]) -> None:
    earlier, later = ({page.anilist_id: page.events for page in each.pages} for each in publications)
    assert publications[0].data_until < publications[1].data_until
    both = earlier.keys() & later.keys()
    assert len(both) > 20
    assert {show: earlier[show] for show in both} == {show: later[show] for show in both}


def test_what_is_written_is_what_is_read(publications: tuple[Publication, Publication], folder: Path) -> None:
    output = folder / "later"
    files = {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}
    read = read_publication(files)
    assert (read.events, read.pages, read.index) == (
        publications[1].events,
        publications[1].pages,
        publications[1].index,
    )


def test_every_kind_that_the_season_has_is_published(publications: tuple[Publication, Publication]) -> None:
    kinds = {event.kind for page in publications[1].pages for event in page.events}
    assert kinds >= {EventKind.BROADCAST, EventKind.FINALE, EventKind.BATCH, EventKind.VERSION}


def test_gaps_and_notes_about_all_shows_are_in_one_file(publications: tuple[Publication, Publication]) -> None:
    events = publications[1].events
    notes = [event for event in events.events if event.kind is EventKind.NOTE]
    assert [(note.title, note.reason, note.link) for note in notes] == [(GENERAL.title, GENERAL.reason, GENERAL.link)]
    gaps = [event for event in events.events if event.kind is EventKind.SCRAPER_GAP]
    # The last run before the outage begins with its hour, and takes some minutes.
    assert [gap.until for gap in gaps if gap.until and OUTAGE[1] <= gap.until < OUTAGE[1] + HOUR] != []
    assert [OUTAGE[0] - HOUR < gap.at < OUTAGE[0] for gap in gaps] == [True]
    assert events.left_out[EventRejection.UNPUBLISHED_SHOW] == 1
