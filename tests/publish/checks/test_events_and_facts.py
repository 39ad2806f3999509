"""Events that are incomplete, out of place or twice, and facts of which two files differ, are not published."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from nyaastats.domain.events import Chronicle, Event, EventKind, EventRejection, Note
from nyaastats.domain.shows import Airing, AniListId, Format, Show
from nyaastats.errors import ContractError
from nyaastats.publish.build.episode_rows import NO_FIRST_DAYS
from nyaastats.publish.build.events import build_general_events, build_show_events
from nyaastats.publish.build.evidence import NO_EVIDENCE
from nyaastats.publish.build.show_facts import build_facts
from nyaastats.publish.checks.events import check_events
from nyaastats.publish.checks.show_facts import check_show_facts
from nyaastats.publish.contracts.events import GeneralEvent, GeneralEvents, ShowEvent
from nyaastats.publish.contracts.films import Films
from nyaastats.publish.contracts.projections import Projections
from nyaastats.publish.contracts.public import (
    EPISODES,
    SHOW_WEEKS,
    Corrections,
    Publication,
    Rankings,
    SeasonDocuments,
    Seasons,
    ShowEntry,
    ShowIndex,
    ShowPage,
    Shows,
    ShowSummary,
)
from nyaastats.publish.contracts.records import Records
from nyaastats.publish.encoding import decode_json, encode_json

NOW = datetime(2025, 11, 30, tzinfo=UTC)
AT = datetime(2025, 11, 8, 15, tzinfo=UTC)
DAY = timedelta(days=1)
HOSTILE = "<script>alert('x')</script> ${x}"


def make_event(
    kind: EventKind,
    *,
    episode: int | None = None,
    days: int | None = None,
    title: str | None = None,
    reason: str | None = None,
) -> ShowEvent:
    return ShowEvent(kind, AT, episode, None, days, None, None, title, reason, None)


BROADCAST = make_event(EventKind.BROADCAST, episode=1)
DELAY = make_event(EventKind.DELAY, episode=1, days=2)
NOTE = make_event(EventKind.NOTE, title=HOSTILE, reason="y")
GAP = GeneralEvent(EventKind.SCRAPER_GAP, AT, AT + DAY, None, None, None)
RESTART = GeneralEvent(EventKind.TRACKER_RESTART, AT, None, None, None, None)


def make_publication(
    events: tuple[ShowEvent, ...] = (),
    general: GeneralEvents | None = None,
    *,
    entries: tuple[ShowEntry, ...] = (),
    summaries: tuple[ShowSummary, ...] = (),
) -> Publication:
    season = SeasonDocuments("fall-2025", Rankings("Fall 2025", NOW, ()), Shows("Fall 2025", NOW, summaries))
    return Publication(
        episodes=EPISODES.empty_table(),
        show_weeks=SHOW_WEEKS.empty_table(),
        weeks=(),
        seasons=(season,),
        seasons_index=Seasons("fall-2025", NOW, ()),
        index=ShowIndex(NOW, entries),
        pages=(ShowPage(AniListId(7), None, (), NO_FIRST_DAYS, events, (), NO_EVIDENCE),),
        corrections=Corrections(NOW, ()),
        records=Records(None, ()),
        events=general or GeneralEvents((), {}),
        groups=(),
        films=Films(NOW, "2025-W41", complete=True, films=()),
        projections=Projections(NOW, (), (), ()),
    )


@pytest.mark.parametrize(
    ("events", "what"),
    [
        ((replace(BROADCAST, kind=EventKind.SCRAPER_GAP),), "does not belong here"),
        ((replace(BROADCAST, at=datetime(2100, 1, 1, tzinfo=UTC)),), "is out of bounds"),
        ((replace(BROADCAST, episode=None),), "has \\[\\], not \\['episode'\\]"),
        ((replace(BROADCAST, days=2),), "'broadcast' at .* has"),
        ((replace(DELAY, days=None),), "'delay' at .* has"),
        ((replace(BROADCAST, title="x"),), "'broadcast' at .* has"),
        ((replace(NOTE, reason=None),), "'note' at .* has"),
        ((BROADCAST, replace(BROADCAST, at=AT - DAY)), "not in the order"),
        ((BROADCAST, DELAY, BROADCAST), "has an event twice"),
    ],
)
def test_wrong_events_of_a_show_are_not_published(events: tuple[ShowEvent, ...], what: str) -> None:
    with pytest.raises(ContractError, match=f"'shows/7.json': events: .*{what}"):
        check_events(make_publication(events))


@pytest.mark.parametrize(
    ("general", "what"),
    [
        (GeneralEvents((replace(RESTART, kind=EventKind.BROADCAST),), {}), "does not belong here"),
        (GeneralEvents((replace(GAP, until=None),), {}), "has"),
        (GeneralEvents((replace(GAP, until=AT),), {}), "is not between"),
        (GeneralEvents((replace(GAP, until=NOW + DAY),), {}), "is not between"),
        (GeneralEvents((RESTART, RESTART), {}), "has an event twice"),
        (GeneralEvents((RESTART, replace(RESTART, at=AT - DAY)), {}), "not in the order"),
        (GeneralEvents((), {EventRejection.BEFORE_DATA: 0}), "without events"),
    ],
)
def test_wrong_events_of_all_shows_are_not_published(general: GeneralEvents, what: str) -> None:
    with pytest.raises(ContractError, match=f"'events.json': .*{what}"):
        check_events(make_publication(general=general))


def test_what_is_built_is_right_and_a_text_stays_as_it_is() -> None:
    note = Note(AniListId(7), AT, HOSTILE, "a & b", "https://a.example")
    chronicle = Chronicle(
        {
            AniListId(7): (
                Event(EventKind.BROADCAST, AT, 1),
                Event(EventKind.DOUBLE_EPISODE, AT, 1, episodes=2),
                Event(EventKind.DELAY, AT, 1, days=2),
                Event(EventKind.SKIPPED_WEEK, AT, 2),
                Event(EventKind.BREAK, AT, 2, days=28),
                Event(EventKind.FINALE, AT, 2),
                Event(EventKind.BATCH, AT, group=HOSTILE),
                Event(EventKind.VERSION, AT, 2, version=2),
                Event(EventKind.NOTE, AT, note=note),
            )
        },
        (Event(EventKind.NOTE, AT, note=note), Event(EventKind.SCRAPER_GAP, AT, until=AT + DAY)),
        {EventRejection.BEFORE_DATA: 3},
    )
    events, general = build_show_events(chronicle)[AniListId(7)], build_general_events(chronicle)
    publication = make_publication(events, general)
    check_events(publication)
    page = encode_json("shows/7.json", publication.pages[0])
    assert decode_json("shows/7.json", page.content, ShowPage) == publication.pages[0]
    assert decode_json("events.json", encode_json("events.json", general).content, GeneralEvents) == general
    assert (events[-1].title, events[-1].reason, events[-1].link) == (HOSTILE, "a & b", "https://a.example")


@pytest.mark.parametrize(
    "field", [{"link": "http://a.example"}, {"link": "javascript:x"}, {"title": " "}, {"version": 1}, {"days": 0}]
)
def test_a_value_that_is_no_such_value_cannot_be_read(field: dict[str, object]) -> None:
    event = replace(NOTE, **field)  # type: ignore[arg-type]  # wrong on purpose
    content = encode_json(
        "shows/7.json", ShowPage(AniListId(7), None, (), NO_FIRST_DAYS, (event,), (), NO_EVIDENCE)
    ).content
    with pytest.raises(ContractError, match=f"events.0.{next(iter(field))}"):
        decode_json("shows/7.json", content, ShowPage)


# --- facts ------------------------------------------------------------------------------------------------------------

SHOW = Show(
    AniListId(7),
    "Show",
    None,
    None,
    (),
    Format.TV,
    "RELEASING",
    12,
    None,
    date(2025, 10, 4),
    None,
    score=77,
    genres=("Drama",),
    studios=("Bones",),
    next_airing=Airing(6, AT),
)


def make_entry(show: Show) -> ShowEntry:
    return ShowEntry(
        **build_facts(show),
        synonyms=(),
        trending=show.trending,
        last_day=None,
        downloads=0,
        downloads_estimated=0,
        peak_rank=None,
        weeks_on_chart=0,
        weeks_at_first=0,
        seasons=(),
    )


def make_summary(show: Show) -> ShowSummary:
    return ShowSummary(
        **build_facts(show),
        continuing=False,
        last_day=None,
        downloads=0,
        downloads_estimated=0,
        season_downloads=0,
        season_downloads_estimated=0,
        daily_average=0.0,
        weekly_average=0.0,
        seasonal_rank=None,
        rank_is_final=False,
        episode_totals=(),
        excluded=(),
    )


def test_facts_that_agree_are_published() -> None:
    check_show_facts(make_publication(entries=(make_entry(SHOW),), summaries=(make_summary(SHOW),)))


@pytest.mark.parametrize(
    ("field", "show"),
    [
        ("score", replace(SHOW, score=78)),
        ("popularity", replace(SHOW, popularity=0)),
        ("genres", replace(SHOW, genres=())),
        ("next_airing", replace(SHOW, next_airing=None)),
        ("status", replace(SHOW, status="FINISHED")),
    ],
)
def test_facts_of_which_two_files_differ_are_not_published(field: str, show: Show) -> None:
    publication = make_publication(entries=(make_entry(SHOW),), summaries=(make_summary(show),))
    with pytest.raises(ContractError, match=f"'seasons/fall-2025/shows.json': {field}: of show 7"):
        check_show_facts(publication)


def test_a_genre_that_is_there_twice_is_not_published() -> None:
    with pytest.raises(ContractError, match="genres: of show 7"):
        check_show_facts(make_publication(entries=(make_entry(replace(SHOW, genres=("Drama", "Drama"))),)))


@pytest.mark.parametrize("score", [0, 101])
def test_a_score_is_of_100(score: int) -> None:
    index = encode_json("shows.json", ShowIndex(NOW, (make_entry(replace(SHOW, score=score)),)))
    with pytest.raises(ContractError, match=r"shows.0.score"):
        decode_json("shows.json", index.content, ShowIndex)
