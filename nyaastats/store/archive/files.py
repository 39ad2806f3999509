"""The archive's files: written whole, named by what they hold, and part of the archive once the manifest names them."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from nyaastats.durable_files import sync_folder, sync_parents, write_file
from nyaastats.errors import ArchiveError
from nyaastats.memory_faults import is_out_of_memory
from nyaastats.store.archive.manifest import MANIFEST, ArchivedFile, ArchiveManifest, encode_manifest, hash_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROW_GROUP_ROWS = 122_880
"""DuckDB reads row groups side by side, and none smaller than this pays (https://duckdb.org/docs/data/parquet/tips)."""
_DELTAS = ("scraped_at", "seeders", "leechers", "downloads")
"""Written as differences: sorted by torrent and time they are small, and half as long as with a dictionary."""
_NAME_DIGITS = 16


def write_table(folder: Path, place: str, table: pa.Table) -> ArchivedFile:
    """Write a table as Parquet below `folder`/`place`; when this returns it is on the disk.

    The same rows give the same bytes, and these the name, so that the archive may have that file already: it is never
    opened for writing, or a run that is killed would cut it short.
    """
    content = _encode_table(table)
    digest = hash_bytes(content)
    name = f"{place}/{digest[:_NAME_DIGITS]}.parquet"
    path = folder / name
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.new")
        write_file(new, content)
        new.replace(path)
    sync_parents(path, folder)
    return ArchivedFile(name=name, sha256=digest, bytes=len(content), rows=table.num_rows)


def _encode_table(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    deltas = [name for name in _DELTAS if name in table.column_names]
    pq.write_table(
        table,
        buffer,
        compression="zstd",
        row_group_size=_ROW_GROUP_ROWS,
        use_dictionary=[name for name in table.column_names if name not in deltas],
        column_encoding=dict.fromkeys(deltas, "DELTA_BINARY_PACKED") or None,
        store_schema=False,
    )
    return buffer.getvalue()


def read_table(path: Path, schema: pa.Schema) -> pa.Table:
    """The rows of a file that `write_table` has written, by the schema that they were written with."""
    # As a file, not by pyarrow.parquet.read_table: that imports all of pyarrow.dataset first.
    with pq.ParquetFile(path) as file:
        return file.read().select(schema.names).cast(schema)


def can_be_written(folder: Path) -> bool:
    """Whether something can be kept in the archive's folder: one that was fetched may lie on a read-only disk."""
    return os.access(folder, os.W_OK)


def replace_manifest(folder: Path, manifest: ArchiveManifest) -> None:
    """Make `manifest` that of the archive: from now on it consists of the files that it names."""
    new = folder / f".{MANIFEST}.new"
    write_file(new, encode_manifest(manifest))
    new.replace(folder / MANIFEST)
    sync_folder(folder)


def delete_others(folder: Path, manifest: ArchiveManifest) -> None:
    """Delete the files of an earlier manifest, and what a killed run has left."""
    names = {file.name for file in manifest.files}
    for path in [*folder.glob("torrents/*"), *folder.glob("names/*"), *folder.glob("scrapes/*/*")]:
        if path.relative_to(folder).as_posix() not in names:
            path.unlink()
    for path in folder.glob("scrapes/*"):
        if not any(path.iterdir()):
            path.rmdir()


def list_paths(folder: Path, files: Iterable[ArchivedFile]) -> list[Path]:
    """Where the files are."""
    return [folder / file.name for file in files]


def list_json_files(folder: Path) -> list[Path]:
    """The JSON files of a folder, by their names; none where it is missing, OSError where it cannot be read."""
    # Not by Path.glob, which finds nothing in a folder that cannot be read: what is kept there would be written over.
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".json")
    except FileNotFoundError:
        return []


@contextmanager
def translate_os_errors(folder: Path) -> Iterator[None]:
    """Turn what the disk refuses into an ArchiveError of one line that names `folder`."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        if is_out_of_memory(error):  # an archive that is whole must not be called damaged: somebody might delete it
            raise
        raise _describe(folder, error) from error


def _describe(folder: Path, error: OSError | pa.ArrowException) -> ArchiveError:
    if isinstance(error, PermissionError) and error.filename:
        return ArchiveError(
            f"the archive {str(folder)!r} cannot be used ({str(error.filename)!r}: {error.strerror}): make its files "
            "readable and its folders writable, or choose another with the setting archive"
        )
    if isinstance(error, OSError):
        return ArchiveError(
            f"the archive {str(folder)!r} cannot be written ({error.strerror or error}): make room, make the folder "
            "writable, or choose another with the setting archive"
        )
    return ArchiveError(
        f"the archive {str(folder)!r} cannot be read ({str(error).splitlines()[0]}): "
        "restore it from a copy or, if the database was never trimmed, delete its manifest.json, and it is built again"
    )
