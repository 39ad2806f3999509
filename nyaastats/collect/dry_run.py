"""What a run would ask for and store, found out from the database alone: nobody is asked and nothing is written."""

from __future__ import annotations

from datetime import datetime

from nyaastats.collect.events import RunPlan
from nyaastats.collect.http import site_address
from nyaastats.collect.policy import current_limit, is_paused, may_fetch
from nyaastats.collect.run import CollectConfig, check_clock, check_tracker
from nyaastats.collect.schedule import due_groups
from nyaastats.collect.tracker.client import protocol_limit
from nyaastats.store.ledger import Ledger


def plan_run(config: CollectConfig, ledger: Ledger | None) -> RunPlan:
    """The plan of a run that would begin now; `ledger` is None where a run would make or convert the database first.

    Raises ClockError and TrackerError where the run would.
    """
    size = protocol_limit(config.tracker_url)
    if ledger is None:
        return RunPlan(config.feed_url, config.tracker_url, is_new=True)
    check_clock(config.clock, ledger)
    check_tracker(config, ledger)
    now, groups = config.clock(), due_groups(config.clock())
    state = ledger.tracker_state(config.tracker_url)
    due = ledger.count_due((*groups.fresh, *groups.older))
    requests = -(-due // min(size, current_limit(state, now) or size))
    return RunPlan(
        config.feed_url,
        config.tracker_url,
        feed_until=_find_feed_pause(config, ledger, now),
        due=due,
        requests=requests,
        seconds=round(requests / config.requests_per_second),
        tracker_until=state.not_before if state and is_paused(state.not_before, now) else None,
    )


def _find_feed_pause(config: CollectConfig, ledger: Ledger, now: datetime) -> datetime | None:
    entries = (ledger.http_cache_entry(url) for url in (config.feed_url, site_address(config.feed_url)))
    return max((entry.not_before for entry in entries if entry and not may_fetch(entry, now)), default=None)
