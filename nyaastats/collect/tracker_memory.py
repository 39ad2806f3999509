"""What a run learns of a tracker for the next ones: the pause that it asks for, and its limit of torrents a request."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from nyaastats.collect.policy import current_limit, next_fetch_at
from nyaastats.collect.tracker.protocol import RequestLimit, ScrapeAnswer, ScrapeOutcome, TrackerGivenUp
from nyaastats.store.ledger import Ledger
from nyaastats.store.records import TrackerState


class TrackerMemory:
    """What this run learns of the tracker for the next ones, stored as soon as it is learnt."""

    def __init__(self, ledger: Ledger, state: TrackerState, started_at: datetime) -> None:
        self._ledger, self._started_at = ledger, started_at
        self.max_infohashes = current_limit(state, started_at)
        """The limit of torrents a request, as far as it is known."""
        self._state = replace(state, not_before=started_at)

    def keep(self, outcome: ScrapeOutcome, now: datetime) -> None:
        """Store what the outcome shows, if anything."""
        state = _update_state(self._state, outcome, self._started_at, now)
        if state != self._state:
            self._state = state
            self._ledger.store_tracker_state(state)
        if isinstance(outcome, RequestLimit):
            self.max_infohashes = outcome.max_infohashes


def _update_state(state: TrackerState, outcome: ScrapeOutcome, started_at: datetime, now: datetime) -> TrackerState:
    match outcome:
        # An interval is from run to run, as the feed's is; a run's requests ask for different torrents (BEP 48).
        case ScrapeAnswer(min_interval=seconds) if seconds:
            pause_end = next_fetch_at(started_at, timedelta(seconds=seconds))
            return replace(state, not_before=max(state.not_before, pause_end))
        case TrackerGivenUp(pause=seconds) if seconds:
            return replace(state, not_before=max(state.not_before, now + timedelta(seconds=seconds)))
        case RequestLimit(max_infohashes):
            return replace(state, max_infohashes=max_infohashes, limit_seen_at=now)
    return state
