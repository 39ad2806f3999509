"""What must hold within corrections.json, and between it and the weeks' charts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby, pairwise

from nyaastats.domain.editions import EditionEntry
from nyaastats.publish.build.corrections import is_notable
from nyaastats.publish.contracts.public import Correction, Corrections, WeekChart
from nyaastats.publish.contracts.values import CORRECTIONS_FILE, SHOWS_FILE, contract_error, week_file


def check_corrections(corrections: Corrections, charts: Iterable[WeekChart], data_until: datetime) -> None:
    """Raise ContractError unless each says what stands in its week's chart now, and that this is worth listing."""
    if corrections.data_until != data_until:
        raise contract_error(CORRECTIONS_FILE, "data_until", f"is not that of {SHOWS_FILE!r}")
    weeks = {week.week: week for week in charts if week.complete}
    for correction in corrections.corrections:
        if correction.week not in weeks:
            raise contract_error(CORRECTIONS_FILE, "week", f"{correction.week} is no complete week")
        _check_now(correction, weeks[correction.week])
        _check_notable(correction, corrections)
    for label, group in groupby(corrections.corrections, key=lambda correction: correction.week):
        shows = [correction.anilist_id for correction in group]
        if len(set(shows)) != len(shows):
            raise contract_error(CORRECTIONS_FILE, "anilist_id", f"a show is there twice in {label}")
    for earlier, later in pairwise(corrections.corrections):
        if earlier.week > later.week:
            raise contract_error(CORRECTIONS_FILE, "week", f"{later.week} comes after {earlier.week}")


def _check_now(correction: Correction, week: WeekChart) -> None:
    now = next(((row.rank, row.downloads) for row in week.rows if row.anilist_id == correction.anilist_id), (None, 0))
    if (correction.rank, correction.downloads) != now:
        what = f"of show {correction.anilist_id} in {week.week} are not those of {week_file(week.week)!r}"
        raise contract_error(CORRECTIONS_FILE, "rank, downloads", what)


def _check_notable(correction: Correction, corrections: Corrections) -> None:
    before = _make_entry(correction.published_rank, correction.published_downloads)
    if not is_notable(before, _make_entry(correction.rank, correction.downloads)):
        what = f"of show {correction.anilist_id} in {correction.week} have not changed enough to be listed"
        raise contract_error(CORRECTIONS_FILE, "rank, downloads", what)
    if correction.published_until > corrections.data_until:
        what = f"{correction.published_until} is after data_until, {corrections.data_until}"
        raise contract_error(CORRECTIONS_FILE, "published_until", what)


def _make_entry(rank: int | None, downloads: int) -> EditionEntry | None:
    return EditionEntry(rank, downloads) if rank else None
