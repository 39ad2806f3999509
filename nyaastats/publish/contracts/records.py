"""The contract of records.json, and of the news in a week's file: its records, movers, headline and recap.

Everything is as of one week: what a later week brings changes nothing in it. The sentences have each title as it stands
in its field, word for word, so that a page can find it there and link it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from nyaastats.publish.contracts.values import (
    AnyCount,
    ContractModel,
    Count,
    Id,
    Number,
    Place,
    PlaceChange,
    PositiveCount,
    RecordValue,
    Text,
    UtcDay,
    WeekCount,
    WeekLabel,
)

# --- records ----------------------------------------------------------------------------------------------------------


class RecordKind(StrEnum):
    """What a record is of; each value is a number of the week in which it was reached."""

    BEST_WEEK = "best_week"
    """The most downloads of a show in a week."""
    BEST_PREMIERE = "best_premiere"
    """The most downloads of an episode 1 in its first 7 days; its week is that of the last of them."""
    BEST_DAY = "best_day"
    """The most downloads of an episode on a day."""
    BIGGEST_CLIMB = "biggest_climb"
    """The most ranks that a show climbed from one week to the next, to rank 25 or better."""
    BIGGEST_FALL = "biggest_fall"
    """The most ranks that a show fell from one week to the next, from rank 25 or better."""
    BEST_HOLD = "best_hold"
    """Episode 2 in its first 7 days, as a part of episode 1 in its own: where episode 1 had 100 downloads or more and
    episode 2 came on a later day. Its week is that of the last of episode 2's days."""
    LONGEST_REIGN = "longest_reign"
    """The most weeks at rank 1 in a row."""
    MOST_WEEKS_AT_FIRST = "most_weeks_at_first"
    """The most weeks at rank 1 in all."""
    MOST_WEEKS_IN_TOP_10 = "most_weeks_in_top_10"
    """The most weeks at rank 10 or better."""
    CLOSEST_FIRST = "closest_first"
    """The smallest lead of rank 1 over rank 2, as a part of the downloads of rank 1."""
    HIGHEST_DEBUT = "highest_debut"
    """The best rank of a show in its first week on the chart; of equal ranks, the one with more downloads."""
    LATEST_PEAK = "latest_peak"
    """The most weeks on the chart at which a show reached a rank better than any before, 25 or better."""
    MOST_WEEKS_SECOND = "most_weeks_second"
    """The most weeks at rank 2 of a show that has never been first; who becomes first loses it."""
    BIGGEST_WEEK = "biggest_week"
    """The most downloads of all series together in a week."""


class RecordUnit(StrEnum):
    """What a number counts."""

    DOWNLOADS = "downloads"
    """Downloads."""
    RANK = "rank"
    """A rank: 1 is the best."""
    RANKS = "ranks"
    """Ranks between two."""
    WEEKS = "weeks"
    """Weeks."""
    BASIS_POINTS = "basis_points"
    """Hundredths of a percent, rounded down."""


UNITS = {
    RecordKind.BEST_WEEK: RecordUnit.DOWNLOADS,
    RecordKind.BEST_PREMIERE: RecordUnit.DOWNLOADS,
    RecordKind.BEST_DAY: RecordUnit.DOWNLOADS,
    RecordKind.BIGGEST_CLIMB: RecordUnit.RANKS,
    RecordKind.BIGGEST_FALL: RecordUnit.RANKS,
    RecordKind.BEST_HOLD: RecordUnit.BASIS_POINTS,
    RecordKind.LONGEST_REIGN: RecordUnit.WEEKS,
    RecordKind.MOST_WEEKS_AT_FIRST: RecordUnit.WEEKS,
    RecordKind.MOST_WEEKS_IN_TOP_10: RecordUnit.WEEKS,
    RecordKind.CLOSEST_FIRST: RecordUnit.BASIS_POINTS,
    RecordKind.HIGHEST_DEBUT: RecordUnit.RANK,
    RecordKind.LATEST_PEAK: RecordUnit.WEEKS,
    RecordKind.MOST_WEEKS_SECOND: RecordUnit.WEEKS,
    RecordKind.BIGGEST_WEEK: RecordUnit.DOWNLOADS,
}
"""What the value of each kind counts."""


@dataclass(frozen=True, slots=True)
class RecordHolder(ContractModel):
    """Who reached a value, and where it stands."""

    anilist_id: Id | None
    """AniList's id of the show; null for a record of all shows together."""
    title: Text | None
    """What fans call the show; null for a record of all shows together."""
    week: WeekLabel
    """The week whose file holds the number; of an episode's first 7 days, the week of the last."""
    episode: Number | None
    """The episode; null where the record is not an episode's."""
    day: UtcDay | None
    """The day of the downloads, or the first of an episode's 7; null where the record is not an episode's."""
    rank: Place | None
    """The show's rank in that week; null for an episode's record, and for one of all shows."""
    previous_rank: Place | None
    """Its rank in the week before; null likewise, and when it was not ranked then."""
    downloads: PositiveCount | None
    """The show's downloads in that week; null likewise."""
    rival_id: Id | None
    """AniList's id of the show at rank 2, for the smallest lead; null otherwise."""
    rival_title: Text | None
    """What fans call that show; null otherwise."""


@dataclass(frozen=True, slots=True)
class RecordEntry(ContractModel):
    """A value, and who reached it."""

    value: RecordValue
    """The value, in the unit of its kind."""
    holders: tuple[RecordHolder, ...]
    """Those with just this value, in the order in which they reached it; at least one."""


@dataclass(frozen=True, slots=True)
class Record(ContractModel):
    """One kind of record as of the newest complete week."""

    kind: RecordKind
    """What it is of."""
    unit: RecordUnit
    """What the values count."""
    value: RecordValue
    """The best value of all complete weeks."""
    holders: tuple[RecordHolder, ...]
    """Those with just this value, in the order in which they reached it; at least one."""
    since_week: WeekLabel
    """The week in which the first of them took the record; a count that grows keeps it."""
    baseline: bool
    """Whether it stands since the first week that was watched, which sets no record: a value to beat."""
    former: RecordEntry | None
    """What it broke; null for a baseline, for the first of its kind, and where the holder before it lost it."""
    runner_up: RecordEntry | None
    """The best value of any other show, or for all shows of another week; null when there is none."""
    text: Text
    """The same as a sentence without a full stop: who holds the record, with what, since when, and the runner-up; a
    title that is written from the right stands between U+2068 and U+2069 in it."""


@dataclass(frozen=True, slots=True)
class Records(ContractModel):
    """The records of all complete weeks; a number of which more than 20 % is estimated sets none."""

    # No `data_until`: within a week nothing new is known of complete ones, and the file stays as it is.
    as_of_week: WeekLabel | None
    """The newest complete week; null when none that was watched is complete yet."""
    records: tuple[Record, ...]
    """A record of each kind that occurred, in the order of the kinds."""


class RecordChange(StrEnum):
    """What a week did to a record."""

    SET = "set"
    """A better value than any before."""
    EXTENDED = "extended"
    """Those who held it alone count more weeks now."""
    EQUALLED = "equalled"
    """The same value, by somebody else."""


@dataclass(frozen=True, slots=True)
class WeekRecord(ContractModel):
    """A record that was set, extended or equalled in this week."""

    kind: RecordKind
    """What it is of."""
    unit: RecordUnit
    """What the value counts."""
    change: RecordChange
    """What happened to it."""
    value: RecordValue
    """The value that was reached."""
    holders: tuple[RecordHolder, ...]
    """Who reached it in this week; at least one."""
    former: RecordEntry | None
    """The record that it broke or equalled, or of an extended one the record broken when it began; null when there was
    none."""
    text: Text
    """The same as a sentence without a full stop: who reached what, and what was the record before; a title that is
    written from the right stands between U+2068 and U+2069 in it."""


# --- movers -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mover(ContractModel):
    """A show that moved."""

    anilist_id: Id
    """AniList's id of the show."""
    title: Text
    """What fans call the show: the English title, else the romaji one."""
    rank: Place
    """Its rank in this week."""
    rank_change: PlaceChange | None
    """How many ranks better than in the week before, below 0 worse; null for a new show."""
    downloads: PositiveCount
    """Its downloads in this week."""
    downloads_change: AnyCount
    """How many more than in the week before, below 0 fewer; of a new show, all of them."""


@dataclass(frozen=True, slots=True)
class Movers(ContractModel):
    """Who moved most in downloads, of the shows that are among the first 25 in this week or were in the one before."""

    riser: Mover | None
    """The show that gained most, of those ranked in both weeks; null when none gained."""
    faller: Mover | None
    """The show that lost most, of those ranked in both weeks; null when none lost."""
    new: Mover | None
    """The show with the most downloads of those that are on the chart for the first time; null when none is."""


# --- headline ---------------------------------------------------------------------------------------------------------


class FactKind(StrEnum):
    """What a fact is about. Of equally surprising facts the kind that stands first here comes first."""

    NEW_FIRST = "new_first"
    """Another show than in the week before is first; the value is in how many weeks it has been, and fewer is stronger.
    The second show is the one before."""
    DEBUT = "debut"
    """The best debut, among the first 25; the value is its rank, and of equal ranks more downloads are stronger."""
    RECORD = "record"
    """A record was broken, one that no other kind tells; the value is the new one."""
    FINALE = "finale"
    """The last episode of a show came out; the value is the show's rank, from 1 to 10, the best of several."""
    CLIMB = "climb"
    """The biggest climb to rank 10 or better, of 2 ranks or more; the value is in ranks."""
    CLOSEST_RACE = "closest_race"
    """The lead of rank 1 over rank 2, at most 20 %, as a part of the downloads of rank 1; the second show is rank 2."""
    REIGN = "reign"
    """The same show as in the week before is first; the value is for how many weeks in a row. Only each fifth week
    makes it stronger."""


@dataclass(frozen=True, slots=True)
class FactShow(ContractModel):
    """A show that a fact is about, as it stands in the week's chart."""

    anilist_id: Id
    """AniList's id of the show."""
    title: Text
    """What fans call the show: the English title, else the romaji one."""
    rank: Place | None
    """Its rank in this week; null when it is not ranked."""
    previous_rank: Place | None
    """Its rank in the week before; null when it was not ranked then."""
    downloads: Count
    """Its downloads in this week; 0 when it is not ranked."""


@dataclass(frozen=True, slots=True)
class Fact(ContractModel):
    """What a week's headline may tell. The fewer weeks so far had as strong a fact, the more surprising it is."""

    kind: FactKind
    """What it is about."""
    record: RecordKind | None
    """Which record was set; null when the fact is no record."""
    unit: RecordUnit
    """What the value counts."""
    value: RecordValue
    """The number that the fact tells."""
    shows: tuple[FactShow, ...]
    """Who it is about, the main show first; none for a record of all shows together."""
    episode: Number | None
    """The episode of a finale or an episode's record; null otherwise."""
    weeks_as_strong: WeekCount
    """In how many of the weeks before there was a fact of this kind at least as strong."""
    weeks_before: WeekCount
    """How many weeks there were before, without the first that was watched."""
    text: Text
    """The same as a sentence without a full stop; a title that is written from the right stands between U+2068 and
    U+2069 in it."""


# --- recap ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RecapShow(ContractModel):
    """A show that a sentence names."""

    anilist_id: Id
    """AniList's id of the show."""
    title: Text
    """What fans call the show: the English title, else the romaji one; just so it stands in the sentence."""


@dataclass(frozen=True, slots=True)
class RecapSentence(ContractModel):
    """A sentence about a week."""

    text: Text
    """The sentence, with its full stop; titles as in `facts.text`."""
    shows: tuple[RecapShow, ...]
    """The shows that it names, in the order in which it does."""
