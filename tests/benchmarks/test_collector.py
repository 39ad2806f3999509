"""The collector's suite at the smallest size, so that a change of its tables or of its log is noticed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.fixtures.collector_databases import make_due, postpone_publication
from benchmarks.suites import collector
from nyaastats.store.ledger import open_ledger
from testkit.ledger_fixtures import due_now
from testkit.nyaa_server import PER_PAGE


def test_runs_over_nyaas_pages_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collector, "COLLECTOR", tmp_path)
    monkeypatch.setattr(collector, "BACKFILL_PAGES", 1)
    monkeypatch.setattr(collector, "RUNS", 1)
    costs = collector._measure_pages()
    assert costs.backfill.names == PER_PAGE
    assert all("outcome=done" in cost.printed for cost in (costs.new_feed, costs.idle, costs.unchanged))
    assert "outcome=read" in costs.new_feed.printed
    assert "not yet" in costs.idle.printed
    assert "outcome=unchanged" in costs.unchanged.printed


def test_postponed_torrents_are_due_in_every_run_of_a_watch(tmp_path: Path) -> None:
    make_due(tmp_path / "due.db", 5)
    postpone_publication(tmp_path / "due.db", timedelta(days=180))
    with open_ledger(tmp_path / "due.db") as ledger:
        assert len(due_now(ledger, datetime.now(UTC) + timedelta(hours=1))) == 5
