"""Apache Spark gives what DuckDB gives, also when a worker dies at work. `make spark-test` starts the cluster."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nyaastats.domain.measures import Attribution
from nyaastats.engines.base import EngineServer
from nyaastats.synthetic import Summary
from testkit.engine_runs import assert_runs_equal, make_faulty_season, run_on
from testkit.spark_cluster import Cluster, losing_a_worker

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def faulty_season(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    return make_faulty_season(tmp_path_factory)


@pytest.fixture
def server() -> EngineServer:
    return EngineServer(os.environ["NYAASTATS_ENGINE"], os.environ["NYAASTATS_SCRATCH"])


@pytest.fixture
def cluster() -> Cluster:
    return Cluster(os.environ["SPARK_UI"])


@pytest.mark.parametrize("attribution", Attribution)
def test_every_table_and_every_file_is_equal(
    attribution: Attribution, faulty_season: Summary, server: EngineServer, cluster: Cluster, tmp_path: Path
) -> None:
    expected = run_on(None, faulty_season, tmp_path / "duck", attribution)
    measured = run_on(server, faulty_season, tmp_path / "spark", attribution)
    assert cluster.count_workers() == 2
    assert_runs_equal(measured, expected)


def test_a_worker_may_die_at_work(
    faulty_season: Summary, server: EngineServer, cluster: Cluster, tmp_path: Path
) -> None:
    expected = run_on(None, faulty_season, tmp_path / "duck", Attribution.INTERVAL)
    with losing_a_worker(cluster):
        measured = run_on(server, faulty_season, tmp_path / "spark", Attribution.INTERVAL)
    assert cluster.killed_workers
    assert cluster.list_retried_tasks()
    assert cluster.count_workers() == 1
    assert_runs_equal(measured, expected)
    assert list(Path(server.scratch).iterdir()) == []
