"""Another server gives what DuckDB gives; where it cannot, one line says so. The server is Sail: it needs no Java."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from nyaastats.domain.measures import Attribution
from nyaastats.engines import spark
from nyaastats.engines.base import EngineServer
from nyaastats.engines.dialect import translate_to_spark
from nyaastats.engines.spark import open_spark_engine
from nyaastats.errors import EngineError
from nyaastats.measure.plan import BEFORE_MATCHING, list_after_cleaning
from nyaastats.synthetic import Summary
from testkit.command_line import SNAPSHOT, Workspace, contents, etl, make_database
from testkit.engine_runs import assert_runs_equal, make_faulty_season, named_main, run_on, start_sail
from testkit.object_storage import serve_storage


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with named_main(), start_sail() as address:
        yield address


@pytest.fixture(scope="module")
def faulty_season(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    return make_faulty_season(tmp_path_factory)


@pytest.fixture
def server(address: str, tmp_path: Path) -> EngineServer:
    (tmp_path / "scratch").mkdir()
    return EngineServer(address, str(tmp_path / "scratch"))


@pytest.mark.parametrize("attribution", Attribution)
def test_every_table_and_every_file_is_equal(
    attribution: Attribution, faulty_season: Summary, server: EngineServer, tmp_path: Path
) -> None:
    expected = run_on(None, faulty_season, tmp_path / "duck", attribution)
    measured = run_on(server, faulty_season, tmp_path / "sail", attribution)
    # Or there would be little to be equal in.
    report = expected.report
    assert min(report.count_drops, report.resets, report.spikes, report.tracker_restarts, report.zero_dropouts) > 0
    assert expected.tables.keys() >= {table.name for table in (*BEFORE_MATCHING, *list_after_cleaning(attribution))}
    assert_runs_equal(measured, expected)
    assert list((tmp_path / "scratch").iterdir()) == []


NUMBERS = pa.table({"n": pa.array(range(25), pa.int32()), "text": pa.array([f"t{n}" for n in range(25)])})


def test_a_large_table_is_sent_in_parts(server: EngineServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark, "MAX_SENT_ROWS", 10)
    with open_spark_engine(server) as engine:
        engine.register("numbers", NUMBERS)
        (stored,) = Path(engine.paths["numbers"]).parent.iterdir()
        assert len(list(stored.glob("*.parquet"))) >= 3
        assert engine.fetch("SELECT n, text FROM numbers ORDER BY n").equals(NUMBERS)


def test_a_table_without_rows_is_read_back(server: EngineServer) -> None:
    with open_spark_engine(server) as engine:
        engine.register("numbers", NUMBERS)
        engine.create("none", "SELECT n, text FROM numbers WHERE n > 99")
        assert engine.fetch("SELECT n, text FROM none").equals(NUMBERS.slice(25))


def test_a_dropped_table_is_deleted_and_the_folder_with_the_run(server: EngineServer) -> None:
    scratch = Path(server.scratch)
    with open_spark_engine(server) as engine:
        engine.register("numbers", NUMBERS)
        engine.create("few", "SELECT n FROM numbers WHERE n < 3")
        (folder,) = scratch.iterdir()
        assert len(list(folder.iterdir())) == 1
        engine.drop("few")
        assert list(folder.iterdir()) == []
        with pytest.raises(EngineError, match="few"):
            engine.fetch("SELECT n FROM few")
    assert list(scratch.iterdir()) == []


def test_a_table_may_be_made_again_from_itself(server: EngineServer) -> None:
    with open_spark_engine(server) as engine:
        engine.register("numbers", NUMBERS)
        engine.create("numbers", "SELECT n FROM numbers WHERE n < 3")
        engine.create("numbers", "SELECT n FROM numbers WHERE n < 2")
        assert engine.fetch("SELECT n FROM numbers ORDER BY n")["n"].to_pylist() == [0, 1]


def test_null_comes_last_as_in_duckdb(server: EngineServer) -> None:
    with open_spark_engine(server) as engine:
        engine.register("numbers", pa.table({"n": pa.array([2, None, 1], pa.int32())}))
        assert engine.fetch("SELECT n FROM numbers ORDER BY n")["n"].to_pylist() == [1, 2, None]


def test_a_translation_is_made_once() -> None:
    assert translate_to_spark("SELECT 7 // 2 AS n") is translate_to_spark("SELECT 7 // 2 AS n")


# --- the command line -------------------------------------------------------------------------------------------------


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    make_database(tmp_path / "nyaastats.db")
    return Workspace(tmp_path)


def measure_archive(*arguments: object, output: str = "data") -> tuple[object, ...]:
    return "etl", "--archive", "nyaastats.archive", "--anilist", SNAPSHOT, "--output", output, *arguments


def test_an_archive_is_measured_on_the_server(workspace: Workspace, server: EngineServer) -> None:
    assert workspace.call(*etl(output="duck")).returncode == 0
    done = workspace.call(*measure_archive("--engine", server.address, "--scratch", "scratch", output="sail"))
    assert (done.returncode, done.stderr) == (0, "")
    assert contents(workspace.folder / "sail") == contents(workspace.folder / "duck")


def test_the_server_reads_a_copy_of_the_archive(workspace: Workspace, server: EngineServer) -> None:
    assert workspace.call(*etl(output="duck")).returncode == 0
    options = ("--engine", server.address, "--scratch", "scratch", "--mirror", f"file://{workspace.folder}/copy/")
    done = workspace.call(*measure_archive(*options, output="sail"))
    assert done.returncode == 1
    assert "copy" in done.stderr
    shutil.copytree(workspace.folder / "nyaastats.archive", workspace.folder / "copy")
    assert workspace.call(*measure_archive(*options, output="sail")).returncode == 0
    assert contents(workspace.folder / "sail") == contents(workspace.folder / "duck")


SAIL_READS_STORAGE = {
    "ACCESS_KEY_ID": "key",
    "SECRET_ACCESS_KEY": "secret",
    "REGION": "eu-west-7",
    "ALLOW_HTTP": "true",
    "EC2_METADATA_DISABLED": "true",
}


def test_the_server_reads_an_archive_on_object_storage(
    workspace: Workspace, server: EngineServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert workspace.call(*etl(output="duck")).returncode == 0
    with serve_storage(workspace.folder / "storage") as storage:
        shutil.copytree(workspace.folder / "nyaastats.archive", storage.root / "bucket" / "archive")
        # For the server too, which has keys of its own: it runs in this process.
        for name, value in SAIL_READS_STORAGE.items():
            monkeypatch.setenv(f"AWS_{name}", value)
        monkeypatch.setenv("AWS_ENDPOINT_URL", storage.url)
        monkeypatch.setenv("AWS_ENDPOINT", storage.url)
        options = ("--archive", "s3://bucket/archive", "--engine", server.address, "--scratch", "scratch")
        done = workspace.call("etl", "--anilist", SNAPSHOT, "--output", "sail", *options)
    assert (done.returncode, done.stderr) == (0, "")
    assert contents(workspace.folder / "sail") == contents(workspace.folder / "duck")


def test_the_settings_name_a_server_too(workspace: Workspace, server: EngineServer) -> None:
    lines = f'engine = "{server.address}"\nscratch = "missing"\n'
    (workspace.folder / "nyaastats.toml").write_text(lines, encoding="utf-8")
    done = workspace.call(*etl())
    assert done.returncode == 1
    assert "the scratch folder 'missing' is not there" in done.stderr


def test_a_server_that_is_not_there_is_one_line_and_changes_nothing(workspace: Workspace) -> None:
    assert workspace.call(*etl()).returncode == 0
    before = contents(workspace.folder)
    done = workspace.call(*measure_archive("--engine", "sc://127.0.0.1:9/;token=secret", "--scratch", "."))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("nyaastats: the engine sc://127.0.0.1:9 cannot be reached (")
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr
    assert contents(workspace.folder) == before


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--engine", "sc://127.0.0.1"), "--engine needs --scratch"),
        (("--scratch", "."), "--scratch and --mirror are for a"),
        (("--mirror", "s3a://bucket"), "--scratch and --mirror are for a"),
    ],
)
def test_one_option_without_the_other_is_wrong_usage(
    workspace: Workspace, arguments: tuple[str, ...], reason: str
) -> None:
    done = workspace.call(*etl(*arguments))
    assert done.returncode == 2
    assert reason in done.stderr
    assert not (workspace.folder / "data").exists()


@pytest.mark.parametrize("address", ["spark://127.0.0.1:7077", "127.0.0.1:15002", "sc://", "sc://127.0.0.1:port"])
def test_another_address_is_refused(address: str, tmp_path: Path) -> None:
    with (
        pytest.raises(EngineError, match=r"write it as sc://host:15002"),
        open_spark_engine(EngineServer(address, str(tmp_path))),
    ):
        pass


def test_without_the_client_the_error_says_what_to_install(
    server: EngineServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql.connect.session", None)
    with pytest.raises(EngineError, match=r"pip install 'nyaastats\[spark\]'"), open_spark_engine(server):
        pass


def test_a_run_of_duckdb_loads_nothing_of_the_other_engine(workspace: Workspace) -> None:
    code = (
        "import sys, atexit, nyaastats.__main__ as program\n"
        "clients = {'pyspark', 'grpc', 'sqlglot', 'pandas'}\n"
        "atexit.register(lambda: print('loaded:', sorted(clients & set(sys.modules))))\n"
        "program.main()"
    )
    done = workspace.run(*etl(), program=(sys.executable, "-c", code))
    assert done.returncode == 0
    assert "loaded: []" in done.stdout
