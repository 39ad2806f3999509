"""The contract of `report.json`: what became of every torrent and every scrape of a run.

The docstring under a field is its description in `schema.json`, where `null` is what Python calls None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nyaastats.domain.matches import ExclusionReason, Method
from nyaastats.domain.measures import Attribution
from nyaastats.domain.scrapes import ScrapeRejection
from nyaastats.domain.torrents import Rejection
from nyaastats.publish.contracts.example import Example
from nyaastats.publish.contracts.values import (
    ContractModel,
    Count,
    Entries,
    Events,
    Id,
    Margins,
    Matches,
    Number,
    Offset,
    Places,
    Points,
    Scrapes,
    Share,
    ShowCount,
    Slug,
    SomeMatches,
    SomeTorrents,
    Text,
    Torrents,
    UtcTime,
    Weeks,
)

MAX_TITLES = 30
"""How many unmatched titles are listed, and how many of low confidence."""


@dataclass(frozen=True, slots=True)
class Tally(ContractModel):
    """How many torrents, and how many downloads they had."""

    torrents: Torrents
    """How many torrents."""
    downloads: Count
    """How many downloads they had."""


@dataclass(frozen=True, slots=True)
class Rate(ContractModel):
    """How much of what could be matched was matched."""

    matched: Tally
    """The torrents that were matched with a show."""
    to_be_matched: Tally
    """All torrents that are named like an episode and were published in the season's time."""
    # null and not 0: of nothing to match, nothing was missed.
    by_torrents: Share | None
    """The matched share of the torrents; null when there was nothing to match."""
    by_downloads: Share | None
    """The matched share of the downloads; null when there were none."""


@dataclass(frozen=True, slots=True)
class UnmatchedTitle(ContractModel):
    """A title that was matched with no show."""

    # May be empty, unlike other texts: names such as "[1080p].mkv" hold no title.
    title: str
    """The title as the names have it."""
    torrents: SomeTorrents
    """How many torrents have it."""
    downloads: Count
    """How many downloads they had."""
    example: str
    """The name of its most downloaded torrent."""
    why: str
    """What spoke against a match."""


@dataclass(frozen=True, slots=True)
class LowConfidenceMatch(ContractModel):
    """A title that only just was matched with a show: its score is low, or another show is nearly as likely."""

    title: str
    """The title as the names have it."""
    anilist_id: Id
    """AniList's id of the show that it was matched with."""
    show: Text
    """What fans call that show: the English title, else the romaji one."""
    torrents: Torrents
    """How many torrents were matched with the show by it."""
    downloads: Count
    """How many downloads they had."""
    example: str
    """The name of its most downloaded torrent, which the rest is about."""
    episode: Number | None
    """The episode within the show's own AniList entry; null for a batch, a film and a special."""
    score: Points
    """How much spoke for the show."""
    margin: Points
    """How far the second show is behind; the score itself where there is none."""
    runner_up: Text | None
    """What fans call the second show; null when no other was near."""
    why: str
    """What spoke for the match."""


@dataclass(frozen=True, slots=True)
class InferredOffset(ContractModel):
    """A difference between the numbers that groups give a show's episodes and its own, as after earlier seasons."""

    anilist_id: Id
    """AniList's id of the show."""
    title: Text
    """What fans call the show: the English title, else the romaji one."""
    # May be negative: a group may count from 0 where AniList counts from 1.
    offset: Offset
    """What is taken from the group's number to get the episode."""
    source: Text
    """How it was inferred: `chain`, from the episodes of its prequels, or `schedule`, from the dates of broadcasts."""
    torrents: Torrents
    """How many torrents count for an episode by this offset."""
    downloads: Count
    """How many downloads they had."""


@dataclass(frozen=True, slots=True)
class UnrankedShow(ContractModel):
    """A show that was recognised and is not ranked: a film, an OVA, a show of another season."""

    anilist_id: Id
    """AniList's id of the show."""
    title: Text
    """What fans call the show: the English title, else the romaji one."""
    reason: ExclusionReason
    """Why its torrents count for no episode."""
    torrents: SomeTorrents
    """How many torrents were recognised as its."""
    downloads: Count
    """How many downloads they had."""


@dataclass(frozen=True, slots=True)
class MissingShow(ContractModel):
    """A show of the season with many downloads that is in no week's ranking."""

    anilist_id: Id
    """AniList's id of the show."""
    title: Text
    """What fans call the show: the English title, else the romaji one."""
    downloads: Count
    """How many downloads its torrents had."""


@dataclass(frozen=True, slots=True)
class MarginBin(ContractModel):
    """The counted torrents whose second show is behind by `min_margins` minimum margins or more, up to the next bin."""

    min_margins: Margins | None
    """The bin's lower bound, in multiples of the margin that a match needs; null: without a second show.

    Below 2 a match is contested. There is no second show where none is near, and where a person decided.
    """
    torrents: Torrents
    """How many torrents."""
    downloads: Count
    """How many downloads they had."""


@dataclass(frozen=True, slots=True)
class Audit(ContractModel):
    """What a person found when they judged a sample of the counted matches without seeing the matcher's choice.

    The sample is drawn at random with replacement, each match with a chance in proportion to its downloads, so that the
    plain share of right ones in it estimates the share of all matches, weighted by downloads.
    """

    judged_at: UtcTime
    """When the person judged."""
    data_until: UtcTime
    """The newest scrape of the database that the sample was drawn from."""
    judged: SomeMatches
    """How many matches of the sample were judged; one that was drawn twice is two of them."""
    right: Matches
    """How many of these have the right show and the right episode."""
    unsure: Matches
    """How many of these the person could not tell; they are neither right nor wrong."""
    precision: Share
    """The share of the right ones among those that are not unsure."""
    low: Share
    """The lower bound of the precision's 95 % interval (Wilson's score interval)."""
    high: Share
    """Its upper bound."""


@dataclass(frozen=True, slots=True)
class Revision(ContractModel):
    """How right the charts were when they were first published, over the weeks that are settled now.

    Of each week, the first 25 shows of the chart as first published are compared.
    """

    weeks: Weeks
    """How many weeks are compared."""
    places: Places
    """How many shows of them: one in two weeks is two."""
    mean_revision: Share
    """By how much downloads changed since, as a share of those first published: the mean over these shows."""
    ranks_moved: Places
    """How many of them have another rank now, or none."""


@dataclass(frozen=True, slots=True)
class Report(ContractModel):
    """The run in figures; every torrent of the database is in `counted` or in one of `excluded`.

    So is every download, but for those `not_begun`.
    """

    season: Text
    """The season: `Fall 2025`."""
    data_until: UtcTime
    """The newest scrape in the database; nothing after it is known."""
    synthetic: bool
    """Whether the database says of itself that its numbers are synthetic."""
    attribution: Attribution
    """When the downloads between two scrapes are taken to have happened."""
    shows: ShowCount
    """How many shows are ranked and have torrents."""
    all: Tally
    """Every torrent of the database, and all downloads, counted by scrapes or expected."""
    counted: Tally
    """The torrents that count for an episode, and their downloads: the sum of `episodes.parquet`."""
    excluded: Mapping[ExclusionReason, Tally]
    """The other torrents, by the reason; `after_last_day` also has what counted torrents had after their last day."""
    not_begun: Count
    """Downloads on the day of `data_until`, when less than an hour of it has passed: that day is not published yet."""
    unscraped_torrents: Torrents
    """Torrents that count and were never scraped: nothing is known of their downloads."""
    tail_torrents: Torrents
    """Torrents that count and were last scraped before `data_until`: what came in since is estimated."""
    tail_downloads: Count
    """The downloads to expect of them since then, which no scrape has counted yet; most are in `counted`."""
    overdue_torrents: Torrents
    """Torrents that the scraper has passed over three times, so that nothing more is expected of them."""
    decay_torrents: Torrents
    """Torrents watched from the start, on which the decay curve is measured; 0: nothing could be estimated by it."""
    match_rate: Rate
    """How much of what could be matched was matched."""
    # The sum of the downloads is not that of `counted`, which has tail estimates, and ends with each show's last day.
    match_methods: Mapping[Method, Tally]
    """The counted torrents by the method that recognised them, with all downloads that scrapes have counted of them."""
    match_margins: tuple[MarginBin, ...]
    """The same torrents by their margin, the thinnest first: how far the second show is behind."""
    revision: Revision | None
    """How right the charts were when first published; null where no settled week was published before."""
    audit: Audit | None
    """How right a person found a sample of the matches of this season; null when nobody has judged any."""
    unmatched_titles: tuple[UnmatchedTitle, ...]
    """The titles that were matched with no show, the most downloaded first, at most 30."""
    low_confidence: tuple[LowConfidenceMatch, ...]
    """The titles that only just were matched with a show, the most downloaded first, at most 30."""
    offsets: tuple[InferredOffset, ...]
    """The offsets that were inferred, the most downloaded first."""
    unranked: tuple[UnrankedShow, ...]
    """The shows that were recognised and are not ranked, the most downloaded first: films, OVA, other seasons."""
    missing_shows: tuple[MissingShow, ...]
    """The shows of the season with more than 1,000 downloads in no week's ranking; should be empty."""
    # Rows that could not be read are in no other figure: not in `all`, not in `excluded`.
    rejected_torrents: Mapping[Rejection, Torrents]
    """The rows of `torrents` that could not be read, by the reason."""
    rejected_scrapes: Mapping[ScrapeRejection, Scrapes]
    """The rows of `stats` that could not be used, by the reason."""
    zero_dropouts: Scrapes
    """Scrapes in which everything was 0 after a larger count: left out as no evidence."""
    count_drops: Scrapes
    """Scrapes with a count below one before, by an error of the tracker: left out, so that they add nothing."""
    resets: Scrapes
    """Scrapes from which on the tracker counts anew: counted on from there, a torrent's second one too."""
    spikes: Scrapes
    """Scrapes with a count that is too high, as those after it say: left out."""
    in_doubt: Torrents
    """Torrents whose count rose beyond belief at the end: not counted from there until more scrapes confirm it."""
    tracker_restarts: Events
    """Moments at which the tracker forgot many torrents at once; their resets are in `resets`."""
    skipped_shows: Entries
    """Entries of AniList's answer that could not be read."""
    anilist_stale_since: UtcTime | None
    """When AniList was last asked, if it could not be asked now; null otherwise."""
    example: Example | None
    """One torrent followed through all steps; null when nothing was downloaded."""


@dataclass(frozen=True, slots=True)
class SeasonReport(ContractModel):
    """One season in figures: its shows, and the torrents published from two weeks before its start to its end.

    Torrents of the last two weeks of a season are in the next one's figures, too. Downloads of torrents are those that
    scrapes have counted until the season's chart ended.
    """

    # No `data_until`: the file of a season that is settled must not change any more.
    season: Text
    """The season: `Fall 2025`."""
    slug: Slug
    """As addresses write it: `fall-2025`."""
    shows: ShowCount
    """How many shows are ranked in it."""
    counted: Tally
    """The torrents that count for these shows, and what the shows have in the weeks of the season's chart."""
    match_rate: Rate
    """How much of what could be matched was matched."""
    revision: Revision | None
    """How right its charts were when first published; null where no settled week was published before."""
    audit: Audit | None
    """How right a person found a sample of the matches of this season; null when nobody has judged any."""
    unmatched_titles: tuple[UnmatchedTitle, ...]
    """The titles that were matched with no show, the most downloaded first, at most 30."""
    low_confidence: tuple[LowConfidenceMatch, ...]
    """The titles that only just were matched with a show, the most downloaded first, at most 30."""
    unranked: tuple[UnrankedShow, ...]
    """The shows that were recognised and are ranked in no season, the most downloaded first."""
    missing_shows: tuple[MissingShow, ...]
    """The shows of the season with more than 1,000 downloads in no week of its chart; should be empty."""
