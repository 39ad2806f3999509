"""What makes a run a failure, in numbers of torrents."""

from __future__ import annotations

import pytest

from nyaastats.collect.events import FeedOutcome, FeedSummary, RunSummary, ScrapeSummary


@pytest.mark.parametrize(
    ("due", "failed", "is_doubtful", "expected"),
    [
        (0, 0, False, None),
        (4, 0, False, None),
        (4, 2, False, None),
        (4, 3, False, "no answer"),
        (1, 1, False, "no answer"),
        (4, 0, True, "no answer"),
    ],
)
def test_no_answer_for_more_than_half_of_what_was_due_is_a_failure(
    due: int,
    failed: int,
    is_doubtful: bool,
    expected: str | None,  # noqa: FBT001 - a case
) -> None:
    scrape = ScrapeSummary(due, failed=failed, is_doubtful=is_doubtful, reason="no answer")
    assert RunSummary(FeedSummary(FeedOutcome.READ), scrape).failure == expected


def test_a_feed_that_failed_is_one_too() -> None:
    feed = FeedSummary(FeedOutcome.FAILED, reason="no feed")
    assert RunSummary(feed, ScrapeSummary(4, failed=4, reason="no answer")).failure == "no feed; no answer"
