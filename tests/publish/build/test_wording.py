"""Every kind of fact and record in words that were written by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.wording import describe_fact, describe_record, describe_week_record
from nyaastats.publish.contracts.records import (
    UNITS,
    Fact,
    FactKind,
    FactShow,
    Record,
    RecordChange,
    RecordEntry,
    RecordHolder,
    RecordKind,
    RecordUnit,
    WeekRecord,
)
from testkit.bidi import ARABIC_TITLE, find_loose

# --- facts ------------------------------------------------------------------------------------------------------------

ALPHA = FactShow(AniListId(1), "[b]Alpha {0}", 3, 9, 900)
BETA = FactShow(AniListId(2), "Beta", 2, 1, 800)


def make_fact(kind: FactKind, value: int, *shows: FactShow, episode: int | None = None) -> Fact:
    return Fact(kind, None, RecordUnit.RANKS, value, shows, episode, weeks_as_strong=0, weeks_before=5, text="")


FACTS = [
    (make_fact(FactKind.NEW_FIRST, 1, ALPHA, BETA), "[b]Alpha {0} is #1 for the first time, in place of Beta"),
    (
        make_fact(FactKind.NEW_FIRST, 12, ALPHA, BETA),
        "[b]Alpha {0} is back at #1, for the 12th week in all, in place of Beta",
    ),
    (make_fact(FactKind.DEBUT, 3, ALPHA), "[b]Alpha {0} enters the chart at #3"),
    (make_fact(FactKind.FINALE, 3, ALPHA, episode=13), "[b]Alpha {0} ends with episode 13, at #3"),
    (make_fact(FactKind.CLIMB, 6, ALPHA), "[b]Alpha {0} climbs 6 ranks to #3"),
    (make_fact(FactKind.CLOSEST_RACE, 252, ALPHA, BETA), "[b]Alpha {0} is #1 with a lead of 2.5% over Beta"),
    (make_fact(FactKind.CLOSEST_RACE, 0, ALPHA, BETA), "[b]Alpha {0} is #1 with a lead of less than 0.1% over Beta"),
    (make_fact(FactKind.REIGN, 16, ALPHA), "[b]Alpha {0} is #1 for the 16th week in a row"),
]


@pytest.mark.parametrize(("fact", "sentence"), FACTS)
def test_a_fact_is_a_sentence(fact: Fact, sentence: str) -> None:
    assert describe_fact(fact) == sentence


def make_record_fact(kind: RecordKind, value: int, *shows: FactShow) -> Fact:
    return replace(make_fact(FactKind.RECORD, value, *shows, episode=4), record=kind, unit=UNITS[kind])


RECORD_FACTS = {
    RecordKind.BEST_WEEK: (900, "Beta sets a record, the best week of a show, with 900 downloads"),
    RecordKind.BEST_PREMIERE: (900, "Beta sets a record, the best premiere, with 900 downloads in 7 days"),
    RecordKind.BEST_DAY: (900, "Beta sets a record, the best day of an episode, with 900 downloads of episode 4"),
    RecordKind.BIGGEST_CLIMB: (9, "Beta sets a record, the biggest climb, up 9 ranks"),
    RecordKind.BIGGEST_FALL: (9, "Beta sets a record, the biggest fall, down 9 ranks"),
    RecordKind.BEST_HOLD: (9_050, "Beta sets a record, the best hold of a second episode, with 90.5% of episode 1"),
    RecordKind.LONGEST_REIGN: (11, "Beta sets a record, the longest reign at #1, with 11 weeks"),
    RecordKind.MOST_WEEKS_AT_FIRST: (11, "Beta sets a record, the most weeks at #1, with 11 weeks"),
    RecordKind.MOST_WEEKS_IN_TOP_10: (11, "Beta sets a record, the most weeks in the top 10, with 11 weeks"),
    RecordKind.CLOSEST_FIRST: (252, "Beta sets a record, the closest #1, with a lead of 2.5%"),
    RecordKind.HIGHEST_DEBUT: (2, "Beta sets a record, the highest debut, at #2 with 800 downloads"),
    RecordKind.LATEST_PEAK: (14, "Beta sets a record, the latest peak, in week 14 on the chart"),
    RecordKind.MOST_WEEKS_SECOND: (3, "Beta sets a record, the most weeks at #2 without ever being #1, with 3 weeks"),
    RecordKind.BIGGEST_WEEK: (900, "Beta sets a record, the biggest week of all shows, 900 downloads"),
}


@pytest.mark.parametrize("kind", RecordKind)
def test_a_record_is_a_fact(kind: RecordKind) -> None:
    value, sentence = RECORD_FACTS[kind]
    assert describe_fact(make_record_fact(kind, value, BETA)) == sentence


def test_all_shows_together_have_no_title() -> None:
    sentence = "All shows together set a record, the biggest week so far, with 5,000 downloads"
    assert describe_fact(make_record_fact(RecordKind.BIGGEST_WEEK, 5_000)) == sentence


def test_shows_that_share_a_record_set_it_together() -> None:
    fact = make_record_fact(RecordKind.MOST_WEEKS_AT_FIRST, 1, *[replace(BETA, title=title) for title in "ABCDE"])
    sentence = "A, B, C and 2 more set a record, the most weeks at #1, each with 1 week"
    assert describe_fact(fact) == sentence


# --- records ----------------------------------------------------------------------------------------------------------


def make_holder(id_: int, week: str = "2026-W03", **fields: Any) -> RecordHolder:
    holder = RecordHolder(
        anilist_id=AniListId(id_),
        title="ABCDEFGHI"[id_ - 1],
        week=week,
        episode=None,
        day=None,
        rank=2,
        previous_rank=25,
        downloads=900,
        rival_id=None,
        rival_title=None,
    )
    return replace(holder, **fields)


def make_entry(value: int, *holders: RecordHolder) -> RecordEntry:
    return RecordEntry(value, holders)


OF_EPISODE: dict[str, Any] = {"episode": 2, "day": date(2025, 9, 29)}
RIVAL: dict[str, Any] = {"rival_title": "Rival"}
ALL: dict[str, Any] = {"anilist_id": None, "title": None}
EARLIER = "2025-W40"

RECORDS: dict[RecordKind, tuple[RecordEntry, RecordEntry, str]] = {
    RecordKind.BEST_WEEK: (
        make_entry(84_833, make_holder(1)),
        make_entry(83_460, make_holder(2, EARLIER)),
        (
            "Best week of a show: A with 84,833 downloads (12–18 January 2026), "
            "next: B with 83,460 (29 September – 5 October 2025)"
        ),
    ),
    RecordKind.BEST_PREMIERE: (
        make_entry(90_543, make_holder(1, **OF_EPISODE)),
        make_entry(1, make_holder(2, **OF_EPISODE)),
        (
            "Best premiere: A with 90,543 downloads in 7 days (29 September – 5 October 2025), "
            "next: B with 1 (29 September – 5 October 2025)"
        ),
    ),
    RecordKind.BEST_DAY: (
        make_entry(48_820, make_holder(1, **OF_EPISODE)),
        make_entry(44_083, make_holder(2, **OF_EPISODE)),
        (
            "Best day of an episode: A with 48,820 downloads of episode 2 (29 September 2025), "
            "next: B with 44,083 (29 September 2025)"
        ),
    ),
    RecordKind.BIGGEST_CLIMB: (
        make_entry(23, make_holder(1)),
        make_entry(1, make_holder(2)),
        "Biggest climb: A up 23 ranks, from #25 to #2 (12–18 January 2026), next: B up 1 (12–18 January 2026)",
    ),
    RecordKind.BIGGEST_FALL: (
        make_entry(30, make_holder(1, rank=54, previous_rank=24)),
        make_entry(28, make_holder(2)),
        "Biggest fall: A down 30 ranks, from #24 to #54 (12–18 January 2026), next: B down 28 (12–18 January 2026)",
    ),
    RecordKind.BEST_HOLD: (
        make_entry(17_910, make_holder(1, **OF_EPISODE)),
        make_entry(8_600, make_holder(2, **OF_EPISODE)),
        (
            "Best hold of a second episode: A with 179.1% of episode 1 (29 September – 5 October 2025), "
            "next: B with 86% (29 September – 5 October 2025)"
        ),
    ),
    RecordKind.LONGEST_REIGN: (
        make_entry(13, make_holder(1, "2025-W52")),
        make_entry(1, make_holder(2)),
        "Longest reign at #1: A with 13 weeks (29 September – 28 December 2025), next: B with 1 (12–18 January 2026)",
    ),
    RecordKind.MOST_WEEKS_AT_FIRST: (
        make_entry(13, make_holder(1, "2025-W52")),
        make_entry(1, make_holder(2)),
        "Most weeks at #1: A with 13 weeks (by 28 December 2025), next: B with 1 (by 18 January 2026)",
    ),
    RecordKind.MOST_WEEKS_IN_TOP_10: (
        make_entry(30, make_holder(1)),
        make_entry(18, make_holder(2)),
        "Most weeks in the top 10: A with 30 weeks (by 18 January 2026), next: B with 18 (by 18 January 2026)",
    ),
    RecordKind.CLOSEST_FIRST: (
        make_entry(252, make_holder(1, **RIVAL)),
        make_entry(2_254, make_holder(2, **RIVAL)),
        "Closest #1: A with a lead of 2.5% over Rival (12–18 January 2026), next: B with 22.5% (12–18 January 2026)",
    ),
    RecordKind.HIGHEST_DEBUT: (
        make_entry(1, make_holder(1)),
        make_entry(1, make_holder(2, downloads=800)),
        "Highest debut: A at #1 with 900 downloads (12–18 January 2026), next: B at #1 with 800 (12–18 January 2026)",
    ),
    RecordKind.LATEST_PEAK: (
        make_entry(14, make_holder(1)),
        make_entry(13, make_holder(2)),
        "Latest peak: A in week 14 on the chart, at #2 (12–18 January 2026), next: B in week 13 (12–18 January 2026)",
    ),
    RecordKind.MOST_WEEKS_SECOND: (
        make_entry(7, make_holder(1)),
        make_entry(1, make_holder(2)),
        (
            "Most weeks at #2 without ever being #1: A with 7 weeks (by 18 January 2026), "
            "next: B with 1 (by 18 January 2026)"
        ),
    ),
    RecordKind.BIGGEST_WEEK: (
        make_entry(535_938, make_holder(1, **ALL)),
        make_entry(535_124, make_holder(1, EARLIER, **ALL)),
        (
            "Biggest week of all shows: 535,938 downloads (12–18 January 2026), "
            "next: 535,124 (29 September – 5 October 2025)"
        ),
    ),
}


def make_record(kind: RecordKind, entry: RecordEntry, runner_up: RecordEntry | None) -> Record:
    return Record(
        kind=kind,
        unit=UNITS[kind],
        value=entry.value,
        holders=entry.holders,
        since_week="2026-W03",
        baseline=False,
        former=None,
        runner_up=runner_up,
        text="",
    )


@pytest.mark.parametrize("kind", RecordKind)
def test_a_record_and_its_runner_up_are_a_sentence(kind: RecordKind) -> None:
    entry, runner_up, sentence = RECORDS[kind]
    assert describe_record(make_record(kind, entry, runner_up)) == sentence


ELDER, OTHER = make_holder(1, EARLIER), make_holder(2)
MANY = [make_holder(number) for number in range(1, 10)]


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        (
            make_record(RecordKind.BEST_WEEK, make_entry(1, OTHER), None),
            "Best week of a show: B with 1 download (12–18 January 2026)",
        ),
        (
            replace(make_record(RecordKind.BEST_WEEK, make_entry(9, ELDER), None), baseline=True),
            "Best week of a show: A with 9 downloads (29 September – 5 October 2025, when counting began)",
        ),
        (
            make_record(RecordKind.LATEST_PEAK, make_entry(14, OTHER, make_holder(3)), None),
            "Latest peak: B and C, each in week 14 on the chart (12–18 January 2026)",
        ),
        (
            make_record(RecordKind.BIGGEST_CLIMB, make_entry(9, ELDER, OTHER), make_entry(8, *MANY)),
            (
                "Biggest climb: A and B, each up 9 ranks (first 29 September – 5 October 2025), "
                "next: A, B, C and 6 more, each up 8 (12–18 January 2026)"
            ),
        ),
        (
            make_record(RecordKind.MOST_WEEKS_IN_TOP_10, make_entry(9, ELDER, OTHER), None),
            "Most weeks in the top 10: A and B, each with 9 weeks (first by 5 October 2025)",
        ),
    ],
)
def test_a_record_that_is_shared_or_stands_since_the_first_week(record: Record, sentence: str) -> None:
    assert describe_record(record) == sentence


SET, EXTENDED, EQUALLED = RecordChange.SET, RecordChange.EXTENDED, RecordChange.EQUALLED
REIGN = RecordKind.LONGEST_REIGN


@pytest.mark.parametrize(
    ("kind", "change", "entry", "former", "sentence"),
    [
        (
            RecordKind.BEST_WEEK,
            SET,
            make_entry(84_833, OTHER),
            make_entry(83_460, ELDER),
            "Best week of a show: B with 84,833 downloads, before: A with 83,460 (29 September – 5 October 2025)",
        ),
        (
            RecordKind.BEST_WEEK,
            SET,
            make_entry(84_833, make_holder(1)),
            make_entry(83_460, ELDER),
            (
                "Best week of a show: A with 84,833 downloads, "
                "before: the same show with 83,460 (29 September – 5 October 2025)"
            ),
        ),
        (RecordKind.BIGGEST_CLIMB, SET, make_entry(1, OTHER), None, "Biggest climb: B up 1 rank, from #25 to #2"),
        (
            RecordKind.BIGGEST_WEEK,
            SET,
            make_entry(900, make_holder(1, **ALL)),
            make_entry(800, make_holder(1, EARLIER, **ALL)),
            "Biggest week of all shows: 900 downloads, before: 800 (29 September – 5 October 2025)",
        ),
        (
            RecordKind.BIGGEST_WEEK,
            EQUALLED,
            make_entry(900, make_holder(1, **ALL)),
            make_entry(900, make_holder(1, EARLIER, **ALL)),
            (
                "Biggest week of all shows, equalled: 900 downloads, "
                "level with an earlier week (29 September – 5 October 2025)"
            ),
        ),
        (
            REIGN,
            EXTENDED,
            make_entry(12, OTHER),
            make_entry(1, ELDER),
            "Longest reign at #1, extended: B with 12 weeks, before: A with 1 (29 September – 5 October 2025)",
        ),
        (REIGN, EXTENDED, make_entry(2, OTHER), None, "Longest reign at #1, extended: B with 2 weeks"),
        (
            RecordKind.BIGGEST_FALL,
            EQUALLED,
            make_entry(24, make_holder(2, rank=46, previous_rank=22)),
            make_entry(24, ELDER),
            "Biggest fall, equalled: B down 24 ranks, from #22 to #46, level with A (29 September – 5 October 2025)",
        ),
        (
            RecordKind.MOST_WEEKS_IN_TOP_10,
            SET,
            make_entry(2, *MANY),
            make_entry(1, ELDER, OTHER),
            (
                "Most weeks in the top 10: A, B, C and 6 more, each with 2 weeks, "
                "before: A and B, each with 1 (first by 5 October 2025)"
            ),
        ),
        (
            RecordKind.HIGHEST_DEBUT,
            SET,
            make_entry(2, make_holder(1, previous_rank=None)),
            make_entry(6, make_holder(2, EARLIER, rank=6, downloads=700)),
            "Highest debut: A at #2 with 900 downloads, before: B at #6 with 700 (29 September – 5 October 2025)",
        ),
    ],
)
def test_what_a_week_did_to_a_record_is_a_sentence(
    kind: RecordKind, change: RecordChange, entry: RecordEntry, former: RecordEntry | None, sentence: str
) -> None:
    record = WeekRecord(kind, UNITS[kind], change, entry.value, entry.holders, former, text="")
    assert describe_week_record(record) == sentence


@pytest.mark.parametrize("kind", RecordKind)
def test_every_kind_has_words_in_a_week(kind: RecordKind) -> None:
    entry, former, _ = RECORDS[kind]
    record = WeekRecord(kind, UNITS[kind], SET, entry.value, entry.holders, former, text="")
    current, past = describe_record(make_record(kind, entry, former)).split(", next: ")
    assert describe_week_record(record) == f"{current.rpartition(' (')[0]}, before: {past}"


# --- titles from the right --------------------------------------------------------------------------------------------

ARABIC = FactShow(AniListId(3), ARABIC_TITLE, 3, 9, 900)
ISOLATED = f"\u2068{ARABIC_TITLE}\u2069"


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [*FACTS, *[(make_record_fact(kind, value, BETA), words) for kind, (value, words) in RECORD_FACTS.items()]],
)
def test_a_title_from_the_right_leaves_a_fact_in_order(fact: Fact, sentence: str) -> None:
    shows = [replace(ARABIC, rank=show.rank, downloads=show.downloads) for show in fact.shows]
    words = sentence.replace(ALPHA.title, ISOLATED).replace(BETA.title, ISOLATED)
    assert describe_fact(replace(fact, shows=tuple(shows))) == words


def rename(entry: RecordEntry) -> RecordEntry:
    """All titles from the right, of which there are."""
    titles = [
        replace(
            holder,
            title=holder.title and f"{ARABIC_TITLE}{holder.title}",
            rival_title=holder.rival_title and ARABIC_TITLE,
        )
        for holder in entry.holders
    ]
    return replace(entry, holders=tuple(titles))


@pytest.mark.parametrize("kind", RecordKind)
def test_a_title_from_the_right_leaves_a_record_in_order(kind: RecordKind) -> None:
    entry, runner_up, sentence = RECORDS[kind]
    record = make_record(kind, rename(entry), rename(runner_up))
    text = describe_record(record)
    assert find_loose(text) == []
    plain = text.replace(f"\u2068{ARABIC_TITLE}\u2069", "Rival").replace(f"\u2068{ARABIC_TITLE}", "")
    assert plain.replace("\u2069", "") == sentence
    week = WeekRecord(
        kind=kind,
        unit=record.unit,
        change=EQUALLED,
        value=record.value,
        holders=record.holders,
        former=rename(runner_up),
        text="",
    )
    assert find_loose(describe_week_record(week)) == []
