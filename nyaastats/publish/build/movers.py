"""Builds a week's movers: who gained most, who lost most, and the best of the new."""

from __future__ import annotations

from nyaastats.domain.ranking import NOTABLE_RANKS
from nyaastats.publish.contracts.public import ChartRow, WeekChart
from nyaastats.publish.contracts.records import Mover, Movers


def build_movers(chart: WeekChart) -> Movers:
    """The movers of a complete week after the first that was watched; of equals the better rank."""
    movers = [_build_mover(row) for row in chart.rows if is_notable(row)]
    changed = [mover for mover in movers if mover.rank_change is not None]
    riser = max(changed, key=lambda mover: mover.downloads_change, default=None)
    faller = min(changed, key=lambda mover: mover.downloads_change, default=None)
    return Movers(
        riser=riser if riser and riser.downloads_change > 0 else None,
        faller=faller if faller and faller.downloads_change < 0 else None,
        # The rows stand in the order of their downloads.
        new=next((_build_mover(row) for row in chart.rows[:NOTABLE_RANKS] if row.weeks_on_chart == 1), None),
    )


def is_notable(row: ChartRow) -> bool:
    """Whether a show is, or was in the week before, among the first 25."""
    return min(row.rank, row.previous_rank or row.rank) <= NOTABLE_RANKS


def _build_mover(row: ChartRow) -> Mover:
    return Mover(
        anilist_id=row.anilist_id,
        title=row.title,
        rank=row.rank,
        rank_change=row.previous_rank - row.rank if row.previous_rank else None,
        downloads=row.downloads,
        downloads_change=row.downloads - (row.previous_downloads or 0),
    )
