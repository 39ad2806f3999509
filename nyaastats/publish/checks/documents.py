"""What must hold within rankings.json and within shows.json, over and above the types in `contracts`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import pairwise

from nyaastats.domain.calendar import MIN_BEGUN, Week
from nyaastats.domain.shows import AniListId
from nyaastats.publish.contracts.public import ChartWeek, Ranking, Rankings, Shows
from nyaastats.publish.contracts.values import RANKINGS_FILE, SHOWS_FILE, contract_error

# --- rankings.json ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _History:
    """What one show's weeks so far add up to."""

    last_week: Week
    last_rank: int
    peak_rank: int
    weeks: int


def check_rankings(rankings: Rankings) -> None:
    """Raise ContractError unless the weeks follow each other and each show's history is what they add up to."""
    if not rankings.weeks:
        raise contract_error(RANKINGS_FILE, "weeks", "is empty")
    for week in rankings.weeks:
        _check_week(week, rankings.data_until)
    for earlier, later in pairwise(rankings.weeks):
        if Week(earlier.start_date).later(1) != Week(later.start_date):
            raise contract_error(RANKINGS_FILE, "weeks", f"{later.week} does not follow {earlier.week}")
    _check_histories(rankings)


def _check_week(week: ChartWeek, data_until: datetime) -> None:
    _check_dates(week, data_until)
    if [ranking.rank for ranking in week.rankings] != list(range(1, len(week.rankings) + 1)):
        what = f"the ranks of {week.week} are not 1 to {len(week.rankings)} in order"
        raise contract_error(RANKINGS_FILE, "rank", what)
    # The key orders equal counts by id, so that equal keys are one show twice.
    for better, worse in pairwise(week.rankings):
        if _rank_key(better) >= _rank_key(worse):
            what = f"rank {worse.rank} of {week.week} belongs before the rank above it (or is the same show)"
            raise contract_error(RANKINGS_FILE, "downloads", what)
    if len({ranking.anilist_id for ranking in week.rankings}) != len(week.rankings):
        raise contract_error(RANKINGS_FILE, "anilist_id", f"a show is there twice in {week.week}")


def _check_dates(week: ChartWeek, data_until: datetime) -> None:
    if week.start_date.isoweekday() != 1 or week.week != str(Week(week.start_date)):
        raise contract_error(RANKINGS_FILE, "start_date", f"{week.start_date} is not the Monday of {week.week!r}")
    if datetime.combine(week.start_date, time(), UTC) + MIN_BEGUN > data_until:
        raise contract_error(RANKINGS_FILE, "weeks", f"{week.week} has not begun at data_until, {data_until}")
    # A scrape at Monday 00:00:00 completes the week before: nothing of it is unseen.
    if week.complete != (datetime.combine(Week(week.start_date).end, time(), UTC) <= data_until):
        what = f"is {week.complete} in {week.week} though data ends {data_until}"
        raise contract_error(RANKINGS_FILE, "complete", what)
    if week.settled and not week.complete:
        raise contract_error(RANKINGS_FILE, "settled", f"is true in {week.week}, which is not complete")


def _rank_key(ranking: Ranking) -> tuple[int, AniListId]:
    return -ranking.downloads, ranking.anilist_id


def _check_histories(rankings: Rankings) -> None:
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
                raise contract_error(RANKINGS_FILE, "previous_rank, peak_rank, weeks_on_chart", what)
            histories[ranking.anilist_id] = history


def _extend_history(past: _History | None, week: Week, rank: int) -> _History:
    if past is None:
        return _History(week, rank, rank, 1)
    return _History(week, rank, min(rank, past.peak_rank), past.weeks + 1)


# --- shows.json -------------------------------------------------------------------------------------------------------


def check_shows(shows: Shows) -> None:
    """Raise ContractError unless the shows are in the order of their ids and seasonal ranks follow the totals."""
    ids = [show.anilist_id for show in shows.shows]
    if ids != sorted(set(ids)):
        raise contract_error(SHOWS_FILE, "shows", "are not in the order of anilist_id, or one is there twice")
    for show in shows.shows:
        reasons = [excluded.reason for excluded in show.excluded]
        if reasons != sorted(set(reasons)):
            what = f"of show {show.anilist_id} is not in order, or a reason is there twice"
            raise contract_error(SHOWS_FILE, "excluded", what)
    # A show without downloads has no rank: the last rank would suggest that it was measured as the least watched.
    by_downloads = sorted(shows.shows, key=lambda show: (-show.season_downloads, show.anilist_id))
    for rank, show in enumerate(by_downloads, start=1):
        expected = rank if show.season_downloads else None
        if show.seasonal_rank != expected:
            what = f"is {show.seasonal_rank} for show {show.anilist_id}, by season_downloads it is {expected}"
            raise contract_error(SHOWS_FILE, "seasonal_rank", what)
