"""The output folder is replaced atomically: a reader finds the whole old output or the whole new one.

Beside the output `data` there may be two folders (`_OutputPaths`):

    .data.nyaastats-staging    anything; it can always be deleted
    .data.nyaastats-old        the whole output of the run before, while the new one takes its place

A run fills the staging folder (a file that has not changed is linked from the output), reads it back, renames the
output to old and staging to output. A run may be killed at any point: `recover_output` repairs what it left, and so can
any reader with one rule: *where the output is missing or empty and old is there, rename old to the output*. Old is
renamed to staging before it is deleted, so that it is whole as long as it has its name. Two runs on one folder are
exclusive: the second waits.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nyaastats.durable_files import sync_folder
from nyaastats.errors import ContractError, OutputError
from nyaastats.publish.contracts.public import Manifest, ManifestEntry
from nyaastats.publish.contracts.values import MANIFEST_FILE, contract_error
from nyaastats.publish.encoding import OutputFile, decode_json, encode_json
from nyaastats.regular_files import read_file

_ADVICE = {
    errno.ENOSPC: "make room on that disk",
    errno.EDQUOT: "make room within your quota",
    errno.EFBIG: "raise the limit on file sizes",
    errno.EACCES: "make the folder around it writable, or choose another with --output",
    errno.EROFS: "choose a folder that can be written with --output",
    errno.EBUSY: "it is a mount point: choose a folder inside it with --output",
}


def publish_files(files: Sequence[OutputFile], output: Path, *, data_until: datetime) -> Manifest:
    """Make `files` and their manifest the whole content of the folder `output`, which is made if need be.

    Raises OutputError when the folder holds files that are not ours or cannot be written, ContractError when a name or
    `data_until` cannot stand in a manifest. After either the folder is as it was.
    """
    manifest = build_manifest(files, data_until)
    manifest_file = encode_json(MANIFEST_FILE, manifest)
    paths = _OutputPaths.of(output)
    with _translate_os_errors(paths.output), _lock_parent(paths) as folder:
        try:
            _recover(paths)
            _refuse_foreign(paths.output)
            _stage([*files, manifest_file], paths)
            # Read back before the swap: a full disk or a failing one may have taken a write and lost it.
            verify_output(paths.staging)
            _swap(paths)
            # A rename is on disk only after fsync of the folder that holds the names (man 2 fsync).
            os.fsync(folder)
        finally:
            _recover(paths)
    return manifest


def recover_output(output: Path) -> None:
    """Repair what a killed run left behind, and refuse a folder that is not ours before any work is done.

    Raises OutputError when the folder holds files that are not ours, or cannot be repaired.
    """
    paths = _OutputPaths.of(output)
    with _translate_os_errors(paths.output), _lock_parent(paths):
        _recover(paths)
        _refuse_foreign(paths.output)


def verify_output(output: Path) -> Manifest:
    """Read every published file and compare it with the manifest, which is handed back.

    Raises OutputError when there is no manifest, a file is missing or superfluous, or its size or SHA-256 differs.
    """
    manifest = read_manifest(output)
    listed = {entry.name: entry for entry in manifest.files}
    if different := sorted(listed.keys() ^ (_list_files(output) - {MANIFEST_FILE})):
        raise OutputError(f"{different[0]!r} is in only one of {str(output)!r} and its manifest: run the ETL again")
    for name, entry in listed.items():
        if _describe_file(OutputFile(name, _read(output, name), entry.rows)) != entry:
            raise OutputError(f"{name!r} in {str(output)!r} is not what its manifest says: run the ETL again")
    return manifest


def read_manifest(output: Path) -> Manifest:
    """The manifest of the folder `output`; raises OutputError when there is none or it is not one."""
    try:
        return decode_json(MANIFEST_FILE, _read(output, MANIFEST_FILE), Manifest)
    except ContractError as error:
        message = f"{str(output)!r} holds a {MANIFEST_FILE!r} that is not ours: move it away or choose another folder"
        raise OutputError(message) from error


def _read(output: Path, name: str) -> bytes:
    try:
        return read_file(output / name)
    except OSError as error:
        message = f"{name!r} in {str(output)!r} cannot be read ({error.strerror}): run the ETL first"
        raise OutputError(message) from error


def build_manifest(files: Sequence[OutputFile], data_until: datetime) -> Manifest:
    """The manifest that lists `files`; raises ContractError for a name that is used twice or leads elsewhere."""
    entries = tuple(sorted(map(_describe_file, files), key=lambda entry: entry.name))
    names = [entry.name for entry in entries]
    for name in names:
        if name == MANIFEST_FILE or names.count(name) > 1:
            raise contract_error(MANIFEST_FILE, "files", f"{name!r} cannot be listed, or not twice")
    manifest = Manifest(data_until, entries)
    # Decoded again, because a dataclass does not check its fields: it would accept a name such as `../x`.
    return decode_json(MANIFEST_FILE, encode_json(MANIFEST_FILE, manifest).content, Manifest)


def _describe_file(file: OutputFile) -> ManifestEntry:
    return ManifestEntry(file.name, len(file.content), hashlib.sha256(file.content).hexdigest(), file.rows)


@dataclass(frozen=True, slots=True)
class _OutputPaths:
    """The output and the two folders beside it: on one file system, because a rename between two is a copy."""

    output: Path
    staging: Path
    old: Path

    @classmethod
    def of(cls, output: Path) -> _OutputPaths:
        # What a symbolic link points at is replaced, not the link: a web server may serve the link's name.
        real = Path(os.path.realpath(output))
        if not real.name:
            raise OutputError(f"{str(output)!r} is the root of all files, which is not replaced: choose a folder below")
        return cls(
            real, real.with_name(f".{real.name}.nyaastats-staging"), real.with_name(f".{real.name}.nyaastats-old")
        )


@contextmanager
def _translate_os_errors(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        advice = _ADVICE.get(error.errno or 0, "choose another folder with --output")
        raise OutputError(f"{str(output)!r} cannot be written: {error.strerror}: {advice}") from error


@contextmanager
def _lock_parent(paths: _OutputPaths) -> Iterator[int]:
    """Lock the folder around the output and give its descriptor; the system frees the lock when a run is killed.

    The parent, because the output itself is renamed, and a lock file in it would be a file that no manifest lists.
    """
    paths.output.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(paths.output.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(folder)


def _recover(paths: _OutputPaths) -> None:
    """Leave one whole output and nothing beside it; called after a kill and after a finished run."""
    _discard(paths.staging)
    if paths.old.exists():
        # Killed between the two renames of `_swap`, the output is missing: old is the only whole one, and goes back.
        paths.old.rename(paths.output if _is_vacant(paths.output) else paths.staging)
        _discard(paths.staging)


def _discard(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _is_vacant(folder: Path) -> bool:
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def _refuse_foreign(output: Path) -> None:
    """Raise OutputError unless all that is in the folder was listed by an earlier run: the swap deletes the rest."""
    if output.exists() and not output.is_dir():
        raise OutputError(f"{str(output)!r} is a file: choose a folder with --output")
    if _is_vacant(output):
        return
    ours = {MANIFEST_FILE, *(entry.name for entry in read_manifest(output).files)} if _is_published(output) else set()
    if foreign := sorted(_list_files(output) - ours):
        advice = "move them away or choose another folder with --output"
        raise OutputError(f"{str(output)!r} holds files that are not ours, such as {foreign[0]!r}: {advice}")


def _is_published(output: Path) -> bool:
    return (output / MANIFEST_FILE).is_file()


def _list_files(folder: Path) -> set[str]:
    """Everything below `folder` that is not a folder; a symbolic link to a folder counts as a file."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()}


def _stage(files: Sequence[OutputFile], paths: _OutputPaths) -> None:
    """Fill the staging folder; a file that the output has already, byte for byte, is linked from there."""
    paths.staging.mkdir()  # fails if it exists: `_recover` has just deleted it, so another process writes here
    written = [file for file in files if not _link_unchanged(file, paths)]
    for file in written:
        _write(paths.staging / file.name, file.content)
    # After all are written: the first of these calls puts most of the others on the disk, too.
    for file in written:
        _sync_file(paths.staging / file.name)
    # All folders, not only those that hold a file: the name of `seasons/fall-2025` stands in `seasons`.
    for folder in (paths.staging, *filter(Path.is_dir, paths.staging.rglob("*"))):
        sync_folder(folder)


def _link_unchanged(file: OutputFile, paths: _OutputPaths) -> bool:
    """Whether the output's own file could be linked; never where it was changed, or the disk knows no hard links."""
    current, staged = paths.output / file.name, paths.staging / file.name
    try:
        if current.stat().st_size != len(file.content) or read_file(current) != file.content:
            return False
        staged.parent.mkdir(parents=True, exist_ok=True)
        staged.hardlink_to(current)
    except OSError:
        return False
    return True


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:  # x: fails if the file exists; two files of one name would be a bug
        file.write(content)


def _sync_file(path: Path) -> None:
    """Put a file's content on the disk: else a power cut after the rename may leave its new name with no content."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _swap(paths: _OutputPaths) -> None:
    # Two renames, because no portable call exchanges two folders (renameat2 with RENAME_EXCHANGE is Linux's alone).
    if paths.output.exists():
        paths.output.rename(paths.old)
    paths.staging.rename(paths.output)
