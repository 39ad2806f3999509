"""What must hold within a season's rankings.json and shows.json, over and above the types in `contracts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import pairwise

from nyaastats.domain.calendar import MIN_BEGUN, Week
from nyaastats.domain.shows import AniListId
from nyaastats.publish.contracts.public import ChartRow, ChartWeek, Ranking, Rankings, SeasonDocuments, WeekChart
from nyaastats.publish.contracts.values import RANKINGS_FILE, SHOWS_FILE, contract_error, season_file

# --- rankings.json ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _History:
    """What one show's weeks so far add up to."""

    last_week: Week
    last_rank: int
    peak_rank: int
    weeks: int


def check_rankings(season: SeasonDocuments) -> None:
    """Raise ContractError unless the weeks follow each other and each show's history is what they add up to."""
    rankings, name = season.rankings, season_file(season.slug, RANKINGS_FILE)
    check_weeks(name, rankings.weeks, rankings.data_until)
    for week in rankings.weeks:
        check_ranks(name, week.week, week.rankings)
    _check_histories(name, rankings)


def check_weeks(name: str, weeks: Sequence[ChartWeek | WeekChart], data_until: datetime) -> None:
    """Raise ContractError unless there are weeks in the file `name`, one after the other, each as far as data go."""
    if not weeks:
        raise contract_error(name, "weeks", "is empty")
    for week in weeks:
        _check_dates(name, week, data_until)
    for earlier, later in pairwise(weeks):
        if Week(earlier.start_date).later(1) != Week(later.start_date):
            raise contract_error(name, "weeks", f"{later.week} does not follow {earlier.week}")


def check_ranks(name: str, label: str, rows: Sequence[Ranking | ChartRow]) -> None:
    """Raise ContractError unless the rows of a week are in the order of their downloads, each show once."""
    if [row.rank for row in rows] != list(range(1, len(rows) + 1)):
        raise contract_error(name, "rank", f"the ranks of {label} are not 1 to {len(rows)} in order")
    # The key orders equal counts by id, so that equal keys are one show twice.
    for better, worse in pairwise(rows):
        if _rank_key(better) >= _rank_key(worse):
            what = f"rank {worse.rank} of {label} belongs before the rank above it (or is the same show)"
            raise contract_error(name, "downloads", what)
    if len({row.anilist_id for row in rows}) != len(rows):
        raise contract_error(name, "anilist_id", f"a show is there twice in {label}")


def _check_dates(name: str, week: ChartWeek | WeekChart, data_until: datetime) -> None:
    if week.start_date.isoweekday() != 1 or week.week != str(Week(week.start_date)):
        raise contract_error(name, "start_date", f"{week.start_date} is not the Monday of {week.week!r}")
    if datetime.combine(week.start_date, time(), UTC) + MIN_BEGUN > data_until:
        raise contract_error(name, "weeks", f"{week.week} has not begun at data_until, {data_until}")
    # A scrape at Monday 00:00:00 completes the week before: nothing of it is unseen.
    if week.complete != (datetime.combine(Week(week.start_date).end, time(), UTC) <= data_until):
        what = f"is {week.complete} in {week.week} though data ends {data_until}"
        raise contract_error(name, "complete", what)
    if week.settled and not week.complete:
        raise contract_error(name, "settled", f"is true in {week.week}, which is not complete")


def _rank_key(row: Ranking | ChartRow) -> tuple[int, AniListId]:
    return -row.downloads, row.anilist_id


def _check_histories(name: str, rankings: Rankings) -> None:
    histories: dict[AniListId, _History] = {}
    for week in rankings.weeks:
        for ranking in week.rankings:
            past = histories.get(ranking.anilist_id)
            history = _extend_history(past, Week(week.start_date), ranking.rank)
            # The week before, not the last week on the chart: a show that was away has no previous rank.
            previous = past.last_rank if past and past.last_week.later(1) == history.last_week else None
            published = (ranking.previous_rank, ranking.peak_rank, ranking.weeks_on_chart)
            expected = (previous, history.peak_rank, history.weeks)
            if published != expected:
                what = f"say {published} of show {ranking.anilist_id} in {week.week}, its weeks say {expected}"
                raise contract_error(name, "previous_rank, peak_rank, weeks_on_chart", what)
            histories[ranking.anilist_id] = history


def _extend_history(past: _History | None, week: Week, rank: int) -> _History:
    if past is None:
        return _History(week, rank, rank, 1)
    return _History(week, rank, min(rank, past.peak_rank), past.weeks + 1)


# --- shows.json -------------------------------------------------------------------------------------------------------


def check_shows(season: SeasonDocuments) -> None:
    """Raise ContractError unless the shows are in the order of their ids and seasonal ranks follow the totals."""
    shows, name = season.shows, season_file(season.slug, SHOWS_FILE)
    ids = [show.anilist_id for show in shows.shows]
    if ids != sorted(set(ids)):
        raise contract_error(name, "shows", "are not in the order of anilist_id, or one is there twice")
    for show in shows.shows:
        reasons = [excluded.reason for excluded in show.excluded]
        if reasons != sorted(set(reasons)):
            what = f"of show {show.anilist_id} is not in order, or a reason is there twice"
            raise contract_error(name, "excluded", what)
    # A show without downloads has no rank: the last rank would suggest that it was measured as the least watched.
    by_downloads = sorted(shows.shows, key=lambda show: (-show.season_downloads, show.anilist_id))
    for rank, show in enumerate(by_downloads, start=1):
        expected = rank if show.season_downloads else None
        if show.seasonal_rank != expected:
            what = f"is {show.seasonal_rank} for show {show.anilist_id}, by season_downloads it is {expected}"
            raise contract_error(name, "seasonal_rank", what)
