from __future__ import annotations

import errno
import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from nyaastats.errors import ContractError, OutputError
from nyaastats.publish import atomic_output
from nyaastats.publish.atomic_output import build_manifest, publish_files, read_manifest, recover_output, verify_output
from nyaastats.publish.checks.publication import read_publication
from nyaastats.publish.encoding import OutputFile
from testkit.crash_injection import (
    fork_action,
    kill_process,
    list_steps,
    make_failure,
    run_with_fault,
    wait_for_exit,
)
from testkit.file_sizes import limit_file_size
from testkit.small_season import DATA_UNTIL, encode_contents, encode_files, make_publication

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

EARLIER = datetime(2025, 10, 8, tzinfo=UTC)
OLD = (
    OutputFile("episodes.parquet", b"old" * 3000, 3),
    OutputFile("shows/1.json", b"{}", 1),
    OutputFile("shows/2.json", b"{}", 1),
    OutputFile("unchanged.json", b"[1]", 1),
)
FIRST_LOCK = 2
"""The step that opens the folder around the output; the one before makes it if need be."""
NEW = (
    OutputFile("episodes.parquet", b"new" * 4000, 4),
    OutputFile("shows/2.json", b'{"a":1}', 1),
    OutputFile("shows/3.json", b"{}", 1),
    OutputFile("report.json", b"[]", 1),
    OutputFile("unchanged.json", b"[1]", 1),
)


def _publish_old(output: Path) -> None:
    publish_files(OLD, output, data_until=EARLIER)


def _publish_new(output: Path) -> None:
    publish_files(NEW, output, data_until=DATA_UNTIL)


def _held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _is_whole(output: Path) -> str:
    """Which of the two the folder holds; fails when it is neither."""
    manifest = verify_output(output)
    held = {name: content for name, content in _held(output).items() if name != "manifest.json"}
    wholes = {"old": (OLD, EARLIER), "new": (NEW, DATA_UNTIL)}
    (state,) = (
        name
        for name, (files, until) in wholes.items()
        if held == {file.name: file.content for file in files} and manifest == build_manifest(files, until)
    )
    return state


def _stands_alone(output: Path) -> bool:
    return os.listdir(output.parent) == [output.name]  # noqa: PTH208  # hidden names too


# --- a run that goes well ---------------------------------------------------------------------------------------------


def test_the_folder_holds_the_files_and_their_manifest(tmp_path: Path) -> None:
    files, output = encode_files(make_publication()), tmp_path / "made" / "on the way" / "data"
    publish_files(files, output, data_until=DATA_UNTIL)
    assert verify_output(output) == read_manifest(output) == build_manifest(files, DATA_UNTIL)
    held = _held(output)
    assert held.pop("manifest.json").decode().startswith('{\n"data_until":"2025-10-15T12:00:00Z",\n"files":[\n')
    assert held == encode_contents(make_publication())
    assert read_publication(held) == make_publication()
    assert _stands_alone(output)


def test_the_manifest_is_in_the_order_of_names() -> None:
    manifest = build_manifest(NEW, DATA_UNTIL)
    assert [entry.name for entry in manifest.files] == [
        "episodes.parquet",
        "report.json",
        "shows/2.json",
        "shows/3.json",
        "unchanged.json",
    ]
    assert (manifest.files[1].size, manifest.files[1].rows) == (2, 1)
    assert manifest.files[1].sha256 == "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"


def test_two_runs_leave_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        publish_files(encode_files(make_publication()), tmp_path / name, data_until=DATA_UNTIL)
    publish_files(encode_files(make_publication()), tmp_path / "b", data_until=DATA_UNTIL)
    assert _held(tmp_path / "a") == _held(tmp_path / "b")


def test_a_new_output_leaves_nothing_of_the_old(tmp_path: Path) -> None:
    _publish_old(tmp_path / "data")
    _publish_new(tmp_path / "data")
    assert _is_whole(tmp_path / "data") == "new"
    assert _stands_alone(tmp_path / "data")


def test_only_what_has_changed_is_written(tmp_path: Path) -> None:
    output = tmp_path / "data"
    _publish_old(output)
    before = _list_inodes(output)
    _publish_new(output)
    assert {name for name, inode in _list_inodes(output).items() if before.get(name) == inode} == {"unchanged.json"}


def test_a_file_that_somebody_changed_is_written_again(tmp_path: Path) -> None:
    output = tmp_path / "data"
    _publish_old(output)
    (output / "unchanged.json").write_bytes(b"[2]")
    _publish_new(output)
    assert _is_whole(output) == "new"


def test_every_written_file_is_on_the_disk_before_the_swap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: set[int] = set()
    swap = atomic_output._swap
    before_swap: set[int] = set()

    def record(descriptor: int) -> None:
        synced.add(os.fstat(descriptor).st_ino)

    def swap_then(paths: atomic_output._OutputPaths) -> None:
        before_swap.update(synced)
        swap(paths)

    _publish_old(tmp_path / "data")
    monkeypatch.setattr(os, "fsync", record)
    monkeypatch.setattr(atomic_output, "_swap", swap_then)
    _publish_new(tmp_path / "data")
    written = {name: inode for name, inode in _list_inodes(tmp_path / "data").items() if name != "unchanged.json"}
    assert set(written.values()) <= before_swap


def test_what_the_disk_has_lost_takes_no_ones_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = atomic_output._write

    def lose_end(path: Path, content: bytes) -> None:
        write(path, content[:-1] if path.name == "report.json" else content)

    _publish_old(tmp_path / "data")
    monkeypatch.setattr(atomic_output, "_write", lose_end)
    with pytest.raises(OutputError, match="is not what its manifest says"):
        _publish_new(tmp_path / "data")
    assert _is_whole(tmp_path / "data") == "old"


def _list_inodes(output: Path) -> dict[str, int]:
    return {path.relative_to(output).as_posix(): path.stat().st_ino for path in output.rglob("*") if path.is_file()}


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    _publish_new(tmp_path / "data")
    assert _is_whole(tmp_path / "data") == "new"


def test_behind_a_link_the_folder_changes_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "data").symlink_to(tmp_path / "elsewhere")
    _publish_old(tmp_path / "site" / "data")
    _publish_new(tmp_path / "site" / "data")
    assert (tmp_path / "site" / "data").is_symlink()
    assert _is_whole(tmp_path / "elsewhere") == "new"


def _again_and_again(run: Callable[[Path], None], output: Path) -> None:
    for _ in range(8):
        run(output)


def test_runs_on_one_folder_take_turns(tmp_path: Path) -> None:
    output = tmp_path / "data"
    children = [
        fork_action(partial(_again_and_again, run, output)) for run in (_publish_old, _publish_new, recover_output)
    ]
    assert [wait_for_exit(child) for child in children] == [0, 0, 0]
    assert _is_whole(output) in {"old", "new"}
    assert _stands_alone(output)


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["notes.txt", ".gitkeep", "shows/mine.txt", "old/1/2/x"])
@pytest.mark.parametrize("published", ["with our files", "without"])
def test_a_folder_with_foreign_files_is_refused(tmp_path: Path, name: str, published: str) -> None:
    output = tmp_path / "data"
    if published == "with our files":
        _publish_old(output)
    (output / name).parent.mkdir(parents=True, exist_ok=True)
    (output / name).write_text("mine")
    before = _held(tmp_path)
    for run in (_publish_new, recover_output):
        with pytest.raises(OutputError, match=f"holds files that are not ours, such as '{name}': move them away"):
            run(output)
    assert _held(tmp_path) == before
    assert _stands_alone(output)


def test_a_link_among_our_files_is_foreign(tmp_path: Path) -> None:
    _publish_old(tmp_path / "data")
    (tmp_path / "data" / "link").symlink_to(tmp_path)
    with pytest.raises(OutputError, match="such as 'link'"):
        _publish_new(tmp_path / "data")


@pytest.mark.parametrize("text", ["", "{}", '{"name": "a web app", "icons": []}', "\x00"])
def test_a_manifest_of_somebody_else_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "manifest.json").write_text(text)
    with pytest.raises(OutputError, match=r"holds a 'manifest\.json' that is not ours: move it away"):
        _publish_new(tmp_path / "data")
    assert (tmp_path / "data" / "manifest.json").read_text() == text


def test_a_file_is_not_a_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine")
    with pytest.raises(OutputError, match="is a file: choose a folder with --output"):
        _publish_new(tmp_path / "data")
    assert (tmp_path / "data").read_text() == "mine"
    assert _stands_alone(tmp_path / "data")


@pytest.mark.parametrize("below", ["file/data", "file/more/data", "loop/data"])
def test_where_no_folder_can_be_made_is_said(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for run in (_publish_new, recover_output):
        with pytest.raises(OutputError, match=f"{below}' cannot be written: .*: choose another folder with --output"):
            run(tmp_path / below)


@pytest.mark.parametrize(
    "name", ["../x.json", "/x.json", "a//b.json", "a/../../b.json", "", "A.json", "x", "a\\b.json"]
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ContractError, match=r"'manifest\.json': files\.0\.name"):
        publish_files([OutputFile(name, b"", 0)], tmp_path / "data", data_until=DATA_UNTIL)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("names", [("a.json", "a.json"), ("manifest.json",)])
def test_a_name_is_used_once_and_the_manifest_is_ours(tmp_path: Path, names: tuple[str, ...]) -> None:
    with pytest.raises(ContractError, match="cannot be listed, or not twice"):
        publish_files([OutputFile(name, b"", 0) for name in names], tmp_path / "data", data_until=DATA_UNTIL)


@pytest.mark.parametrize("moment", [datetime(2025, 10, 8), datetime.fromisoformat("2025-10-08T00:00+09:00")])  # noqa: DTZ001  # the case
def test_data_until_is_in_utc(tmp_path: Path, moment: datetime) -> None:
    with pytest.raises(ContractError, match=r"data_until: .* is not a UTC time"):
        publish_files(OLD, tmp_path / "data", data_until=moment)


# --- what a reader notices --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("shows/2.json", b"[]", r"'shows/2\.json' in .* is not what its manifest says"),
        ("shows/2.json", b"", r"'shows/2\.json' in .* is not what its manifest says"),
        ("shows/9.json", b"{}", r"'shows/9\.json' is in only one of"),
        ("manifest.json", b"{", r"holds a 'manifest\.json' that is not ours"),
    ],
)
def test_a_changed_output_is_noticed(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    _publish_old(tmp_path / "data")
    (tmp_path / "data" / name).write_bytes(content)
    with pytest.raises(OutputError, match=message):
        verify_output(tmp_path / "data")


@pytest.mark.parametrize("name", ["manifest.json", "shows/1.json"])
def test_a_lost_file_is_noticed(tmp_path: Path, name: str) -> None:
    _publish_old(tmp_path / "data")
    (tmp_path / "data" / name).unlink()
    with pytest.raises(OutputError, match=f"'{name}' (in .* cannot be read|is in only one)"):
        verify_output(tmp_path / "data")


# --- a run that goes badly --------------------------------------------------------------------------------------------


def _after_death(output: Path) -> str:
    """What a reader finds, before and after recovery, and whether the next run goes well."""
    at_once = _is_whole(output) if output.exists() else None
    moved_out = output.with_name(".data.nyaastats-old")
    assert not moved_out.exists() or _is_whole(moved_out) == "old"  # so that any reader may move it back
    recover_output(output)
    state = _is_whole(output)
    assert at_once in {state, None}
    assert _stands_alone(output)
    _publish_new(output)
    assert _is_whole(output) == "new"
    assert _stands_alone(output)
    return state


def _fresh(parent: Path, number: int) -> Path:
    """A published old output in a folder of its own."""
    output = parent / str(number) / "data"
    _publish_old(output)
    return output


def _between_the_renames(output: Path) -> Path:
    """The one moment when there is no output: the old one has moved out, the new one not yet in."""
    output.rename(output.with_name(".data.nyaastats-old"))
    _publish_new(output.with_name("new"))
    output.with_name("new").rename(output.with_name(".data.nyaastats-staging"))
    return output


def test_killed_at_every_step(tmp_path: Path) -> None:
    states: list[str] = []
    for step in list_steps(partial(_publish_new, _fresh(tmp_path, 0))):
        output = _fresh(tmp_path, step)
        assert run_with_fault(kill_process, step, partial(_publish_new, output)) == -signal.SIGKILL
        states.append(_after_death(output))
    assert len(states) >= 40
    assert states == sorted(states, reverse=True)  # old up to one step, new from there on
    assert set(states) == {"old", "new"}


def test_killed_at_every_step_of_the_first_run(tmp_path: Path) -> None:
    for step in list_steps(partial(_publish_new, tmp_path / "0" / "data")):
        output = tmp_path / str(step) / "data"
        assert run_with_fault(kill_process, step, partial(_publish_new, output)) == -signal.SIGKILL
        assert not output.exists() or _is_whole(output) == "new"
        _publish_new(output)
        assert _is_whole(output) == "new"
        assert _stands_alone(output)


def test_killed_during_recovery(tmp_path: Path) -> None:
    for step in list_steps(partial(recover_output, _between_the_renames(_fresh(tmp_path, 0)))):
        output = _between_the_renames(_fresh(tmp_path, step))
        assert run_with_fault(kill_process, step, partial(recover_output, output)) == -signal.SIGKILL
        assert _after_death(output) == "old"


def test_killed_at_any_moment(tmp_path: Path) -> None:
    output, chance = tmp_path / "data", random.Random(25)  # noqa: S311  # delays, not secrets
    for _ in range(40):
        _publish_old(output)
        child = fork_action(partial(_publish_new, output))
        time.sleep(chance.uniform(0, 0.02))
        os.kill(child, signal.SIGKILL)
        wait_for_exit(child)
        assert _after_death(output) in {"old", "new"}


def _publish_or_be_refused(output: Path) -> None:
    with suppress(OutputError):
        _publish_new(output)


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EACCES])
def test_failing_at_every_step(tmp_path: Path, error: int) -> None:
    """A run that fails before the new output is in place cleans up itself; later, the next one does."""
    for step in list_steps(partial(_publish_new, _fresh(tmp_path, 0))):
        output = _fresh(tmp_path, step)
        assert run_with_fault(make_failure(error), step, partial(_publish_or_be_refused, output)) == 0
        assert _is_whole(output) == "new" or _stands_alone(output)
        _after_death(output)


def test_a_write_that_fails_leaves_the_output_as_it_was(tmp_path: Path) -> None:
    """A real write that the system cuts off, as on a full disk: the limit is on the size of a file."""

    def run() -> None:
        refused = pytest.raises(OutputError, match="cannot be written: File too large: raise the limit on file sizes")
        with limit_file_size(10_000), refused:
            _publish_new(tmp_path / "data")

    _publish_old(tmp_path / "data")
    assert wait_for_exit(fork_action(run)) == 0
    assert _is_whole(tmp_path / "data") == "old"
    assert _stands_alone(tmp_path / "data")


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (errno.ENOSPC, "No space left on device: make room on that disk"),
        (errno.EROFS, "Read-only file system: choose a folder that can be written"),
        (errno.EACCES, "Permission denied: make the folder around it writable"),
        (errno.EIO, "Input/output error: choose another folder"),
    ],
)
def test_the_message_says_what_to_do(tmp_path: Path, error: int, message: str) -> None:
    output = _fresh(tmp_path, 0)

    def refused() -> None:
        with pytest.raises(OutputError, match=f"'{output}' cannot be written: {message}"):
            _publish_new(output)

    assert run_with_fault(make_failure(error), FIRST_LOCK, refused) == 0
