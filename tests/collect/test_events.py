"""What makes a run a failure, in numbers of torrents."""

from __future__ import annotations

import pytest

from nyaastats.collect.events import FeedOutcome, FeedSummary, RunSummary, ScrapeSummary

READ = FeedSummary(FeedOutcome.READ)
WHY = "no answer"


@pytest.mark.parametrize(
    "scrape",
    [
        ScrapeSummary(due=0),
        ScrapeSummary(due=4, counted=4),
        ScrapeSummary(due=4, counted=2, failed=2, reason=WHY),
        ScrapeSummary(due=4, postponed=4),
    ],
)
def test_an_answer_for_half_of_what_was_due_is_a_success(scrape: ScrapeSummary) -> None:
    assert RunSummary(READ, scrape).failure is None


@pytest.mark.parametrize(
    "scrape",
    [
        ScrapeSummary(due=4, counted=1, failed=3, reason=WHY),
        ScrapeSummary(due=1, failed=1, reason=WHY),
        ScrapeSummary(due=4, omitted=4, reason=WHY, is_doubtful=True),
    ],
)
def test_less_is_a_failure_and_so_are_answers_that_nobody_believes(scrape: ScrapeSummary) -> None:
    assert RunSummary(READ, scrape).failure == WHY


def test_a_feed_that_failed_is_one_too() -> None:
    feed = FeedSummary(FeedOutcome.FAILED, reason="no feed")
    assert RunSummary(feed, ScrapeSummary(due=4, failed=4, reason=WHY)).failure == "no feed; no answer"
