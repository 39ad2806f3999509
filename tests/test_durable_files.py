"""What a power cut may take: content and names are on the disk before anything counts on them.

No test can cut the power. What the system promises is that of fsync (man 2 fsync): so it is recorded what is synced, in
which order, and when it gets its name.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from nyaastats.durable_files import replace_file, sync_folder, write_file
from nyaastats.publish.atomic_output import publish_files
from nyaastats.publish.encoding import OutputFile
from nyaastats.store.archive.files import replace_manifest, write_table
from nyaastats.store.archive.manifest import MANIFEST, ArchiveManifest
from testkit.small_season import DATA_UNTIL

CONTENT = b"x" * 100_000


class DiskRecorder:
    """Does what is asked of the disk, and writes it down; by inode, because names change."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._root, self._steps = root, list[tuple[str, int, int]]()
        self._fsync = os.fsync
        monkeypatch.setattr(os, "fsync", self._record_sync)
        monkeypatch.setattr(Path, "rename", self._watch(Path.rename))
        monkeypatch.setattr(Path, "replace", self._watch(Path.replace))

    def _record_sync(self, descriptor: int) -> None:
        status = os.fstat(descriptor)
        self._steps.append(("sync", status.st_ino, status.st_size))
        self._fsync(descriptor)

    def _watch(self, rename: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
        def record_rename(path: Path, target: Path) -> Path:
            self._steps.append(("rename", path.stat().st_ino, path.stat().st_size))
            return rename(path, target)

        return record_rename

    def list_steps(self) -> list[str]:
        """`sync a/b`, `rename a/b`, by the names in the end; of a file that was not whole by then, with `part of`."""
        paths = {path.stat().st_ino: path for path in (self._root, *self._root.rglob("*"))}
        return [f"{step} {self._describe(paths[inode], size)}" for step, inode, size in self._steps if inode in paths]

    def _describe(self, path: Path, size: int) -> str:
        is_part = path.is_file() and path.stat().st_size != size
        return ("part of " if is_part else "") + path.relative_to(self._root).as_posix()


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DiskRecorder:
    return DiskRecorder(tmp_path, monkeypatch)


def test_a_file_is_on_the_disk_when_it_is_written(tmp_path: Path, disk: DiskRecorder) -> None:
    write_file(tmp_path / "a", CONTENT)
    assert disk.list_steps() == ["sync a"]


def test_a_folder_is_on_the_disk_when_it_is_synced(tmp_path: Path, disk: DiskRecorder) -> None:
    sync_folder(tmp_path)
    assert disk.list_steps() == ["sync ."]


def test_a_file_is_on_the_disk_before_it_takes_the_place_of_another(tmp_path: Path, disk: DiskRecorder) -> None:
    (tmp_path / "a").write_text("old", encoding="utf-8")
    replace_file(tmp_path / "a", CONTENT.decode())
    assert disk.list_steps() == ["sync a", "rename a"]


def test_a_file_of_the_archive_and_all_folders_around_it_are_on_the_disk(tmp_path: Path, disk: DiskRecorder) -> None:
    file = write_table(tmp_path, "scrapes/month=2025-10", pa.table({"torrent_id": [1]}))
    folders = ["sync scrapes/month=2025-10", "sync scrapes", "sync ."]
    assert disk.list_steps() == [f"sync {file.name}", f"rename {file.name}", *folders]


def test_the_manifest_is_on_the_disk_before_its_name_and_its_name_in_the_end(
    tmp_path: Path, disk: DiskRecorder
) -> None:
    replace_manifest(tmp_path, ArchiveManifest())
    assert disk.list_steps() == [f"sync {MANIFEST}", f"rename {MANIFEST}", "sync ."]


def test_the_whole_output_is_on_the_disk_before_its_name_and_its_name_in_the_end(
    tmp_path: Path, disk: DiskRecorder
) -> None:
    files = [OutputFile(name, CONTENT, 1) for name in ("a.json", "seasons/fall-2025/report.json")]
    publish_files(files, tmp_path / "data", data_until=DATA_UNTIL)
    steps = disk.list_steps()
    rename = steps.index("rename data")
    names = ("data", "data/manifest.json", "data/a.json", "data/seasons")
    deep_names = ("data/seasons/fall-2025", "data/seasons/fall-2025/report.json")
    assert set(steps[:rename]) == {f"sync {name}" for name in (*names, *deep_names)}
    assert steps[rename + 1 :] == ["sync ."]
