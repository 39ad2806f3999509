"""What was measured, as it passes from `measure` to `publish`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from nyaastats.domain.scrapes import ScrapeRejection

if TYPE_CHECKING:  # the collector imports this module, too, and stays small without Arrow
    import pyarrow as pa


class Attribution(StrEnum):
    """When the downloads between two scrapes happened."""

    INTERVAL = "interval"
    """Over the interval between them; the first count, since publication."""
    OBSERVED = "observed"
    """At the later scrape; the first count is ignored."""


@dataclass(frozen=True, slots=True)
class FaultExample:
    """One scrape with a fault, so that somebody can look at it."""

    torrent_id: int
    scraped_at: datetime


@dataclass(frozen=True, slots=True)
class CountFaults:
    """What was wrong with counts; `domain.scrapes.Verdict` says what each is."""

    count_drops: int
    """Scrapes with a count below one before: left out, so that they add nothing."""
    resets: int
    """Falls from which on the tracker counts anew."""
    spikes: int
    """Scrapes with a count far above what follows: left out."""
    in_doubt: int
    """Torrents whose last counts are not counted until they are confirmed."""
    tracker_restarts: int
    """Moments at which many torrents began anew; their resets are among `resets`."""
    examples: Mapping[str, FaultExample]
    """By the name of the field, its first scrape; nothing for a field that is 0."""


@dataclass(frozen=True, slots=True)
class ScraperHour:
    """An hour in which torrents were scraped."""

    first_scrape: datetime
    last_scrape: datetime


@dataclass(frozen=True, slots=True)
class ScrapeCounts:
    """When there were scrapes, and what of the table `stats` cannot be used."""

    hours: Sequence[ScraperHour]
    """When the scraper was up, in order: at least one."""
    rejected: Mapping[ScrapeRejection, int]
    """Rows left out, by reason; a reason without rows is not there."""


@dataclass(frozen=True, slots=True)
class LoadedScrapes:
    """What was found in the table `stats`."""

    data_until: datetime
    """The newest usable scrape, UTC, to the second: the run's "now"."""
    rejected: Mapping[ScrapeRejection, int]
    """Rows left out, by reason; a reason without rows is not there."""
    zero_dropouts: int
    """Scrapes in which everything was 0 after a larger count: left out as no evidence."""
    faults: CountFaults
    hours: Sequence[ScraperHour] = ()
    """When the scraper was up, in order."""
    restarts: Sequence[datetime] = ()
    """When the tracker forgot many torrents, in order: as many as `faults.tracker_restarts`."""


@dataclass(frozen=True, slots=True)
class SampleTrace:
    """One torrent on its way through the tables, which the About page shows as an example."""

    torrent_id: int
    scrapes: Mapping[datetime, int]
    """Its first counts, up to six, by their time in UTC; zero dropouts are not among them, other drops are."""
    days: Mapping[date, int]
    """Its downloads on the first days of its episode since it is there: up to seven, at least one."""


@dataclass(frozen=True, slots=True)
class TailSummary:
    """What came in since the torrents' last scrapes, as far as it can be expected."""

    torrents: int
    """Torrents with a tail estimate: the newest scrape of all is later than their last."""
    downloads: int
    """What is expected of them together, to the nearest download; no scrape has counted it yet."""
    overdue: int
    """Torrents without one, because the scraper has passed them over."""
    decay_torrents: int
    """Torrents watched from the start, on which the decay curve is measured; 0: there is none, so no tail either."""


@dataclass(frozen=True, slots=True)
class ChartMeasures:
    """The chart alone; the columns of each table are in the header of the SQL file of its name."""

    chart_weeks: pa.Table
    """The chart's weeks that have begun: week, start_date, is_complete, is_settled."""
    rankings: pa.Table


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured; the columns of each table are in the header of the SQL file of its name."""

    episode_days: pa.Table
    chart_weeks: pa.Table
    """The chart's weeks that have begun: week, start_date, is_complete, is_settled; also those with nothing ranked."""
    rankings: pa.Table
    season_rankings: pa.Table
    episode_firsts: pa.Table
    projections: pa.Table
    """The columns are `measure.projections.PROJECTIONS`."""
    projection_scores: pa.Table
    """The columns are `measure.projections.SCORES`."""
    torrent_totals: pa.Table
    season_torrents: pa.Table
    show_tails: pa.Table
    left_out: pa.Table
    best_days: pa.Table
    film_weeks: pa.Table
    """With the `week` in the place of its number."""
    film_tails: pa.Table
    """By `anilist_id`, from when on a film's numbers hold tail estimates: `tail_from`, epoch seconds UTC."""
    group_weeks: pa.Table
    tails: TailSummary
    sample: SampleTrace | None
    """Of the torrent that `sample_candidates.sql` and `sample_torrent.sql` choose; None when nothing was downloaded."""
    unscraped: int = 0
    """Torrents that count for an episode and have no usable scrape: nothing is known of their downloads."""
