"""An archive on object storage, which is only read: the small files are copied, the scrapes are read where they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nyaastats.engines.base import Engine
from nyaastats.engines.duckdb import open_storage_engine, quote
from nyaastats.errors import ArchiveError, InputError
from nyaastats.scratch_folders import open_scratch_folder
from nyaastats.store.archive import editions, projections
from nyaastats.store.archive.files import translate_os_errors
from nyaastats.store.archive.manifest import MANIFEST, ArchivedFile, ArchiveManifest, find_damage, read_manifest
from nyaastats.store.archive.reader import Archive, read_archive

_KEPT = (editions.FOLDER, projections.FOLDER)
"""What earlier runs published."""
_URI = re.compile(r"(s3|https?)://[^\s/?#@*\[\]]+(/[^\s?#*\[\]]*)?")
_NAME = re.compile(r"[\w=-]+(/[\w=-]+)*\.(parquet|json)")
"""Of a file below the archive, which is copied under it: no name leads elsewhere."""


@dataclass(frozen=True, slots=True)
class ArchiveUri:
    """Where an archive lies on object storage (`s3://bucket/nyaastats.archive`), or on a web server."""

    text: str
    """Without a slash at its end."""

    def __str__(self) -> str:
        return self.text

    @property
    def can_list(self) -> bool:
        """Whether its files can be listed; a web server does not."""
        return self.text.startswith("s3://")


def parse_uri(text: str) -> ArchiveUri:
    """Raise InputError for another kind of URI; it may hold a password, so the error does not show it."""
    if not _URI.fullmatch(text):
        raise InputError(
            "the URI of the archive is not one: write it as s3://bucket/nyaastats.archive or "
            "https://host/nyaastats.archive, without a user, a query or a *"
        )
    return ArchiveUri(text.rstrip("/"))


@contextmanager
def open_remote_archive(uri: ArchiveUri, *, memory_mib: int) -> Iterator[Archive]:
    """Copy what is small, for as long as the block lasts, with what earlier runs published where it can be listed.

    Raises ArchiveError when it cannot be read, or a file is damaged: the copied ones are hashed, and of scrapes, which
    are megabytes or gigabytes, the sizes are compared.
    """
    with open_scratch_folder() as copy, _name_uri(str(copy), uri):
        with open_storage_engine(str(uri), memory_mib=memory_mib) as engine:
            archive = _copy_archive(_RemoteFiles(engine, uri), copy)
        yield archive


@contextmanager
def _name_uri(copy: str, uri: ArchiveUri) -> Iterator[None]:
    """Let errors name the archive, not its copy that nobody will find."""
    try:
        yield
    except ArchiveError as error:
        raise ArchiveError(str(error).replace(copy, str(uri))) from error


def _copy_archive(files: _RemoteFiles, copy: Path) -> Archive:
    with translate_os_errors(copy):
        files.copy([MANIFEST], copy)
        manifest = read_manifest(copy) or ArchiveManifest()
        small = [*manifest.torrents, *([manifest.names] if manifest.names else [])]
        files.copy([file.name for file in small], copy)
        if damage := find_damage(copy, small) or files.find_cut(manifest.scrapes):
            raise ArchiveError(f"the archive {str(files.uri)!r} is damaged ({damage}): copy it there again")
        if files.uri.can_list:
            files.copy([name for folder in _KEPT for name in files.list_names(folder)], copy)
        return replace(read_archive(copy, manifest), uri=str(files.uri))


@dataclass(frozen=True, slots=True)
class _RemoteFiles:
    """The files below a URI, as an engine reads them."""

    engine: Engine
    uri: ArchiveUri

    def copy(self, names: Iterable[str], folder: Path) -> None:
        """Copy files whole, below `folder`."""
        for name, content in self._read(names, "content").items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def find_cut(self, files: tuple[ArchivedFile, ...]) -> str | None:
        """The first file that has another size than it was written with; no content is read."""
        sizes = self._read([file.name for file in files], "size")
        return next((f"{file.name} is cut short or changed" for file in files if sizes[file.name] != file.bytes), None)

    def list_names(self, folder: str) -> list[str]:
        """The JSON files of a folder, which need not be there."""
        pattern = quote(f"{self.uri}/{folder}/*.json")
        places = self.engine.fetch(f"SELECT file FROM glob({pattern}) ORDER BY file")["file"]  # noqa: S608  # quoted
        return [self._name(place) for place in places.to_pylist()]

    def _read(self, names: Iterable[str], column: str) -> dict[str, Any]:
        places = [f"{self.uri}/{self._check(name)}" for name in names]
        if not places:
            return {}
        listed = ", ".join(map(quote, places))
        rows = self.engine.fetch(f"SELECT filename, {column} FROM read_blob([{listed}])")  # noqa: S608  # quoted
        columns = rows.to_pydict()
        return {self._name(place): value for place, value in zip(columns["filename"], columns[column], strict=True)}

    def _name(self, place: str) -> str:
        return place.removeprefix(f"{self.uri}/")

    def _check(self, name: str) -> str:
        if not _NAME.fullmatch(name):
            raise ArchiveError(f"the archive {str(self.uri)!r} names a file {name!r}, which none of ours is: check it")
        return name
