"""The archive's manifest: which files it is made of, and how far of the database they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nyaastats.domain.scrapes import ScrapeRejection
from nyaastats.domain.torrents import Rejection
from nyaastats.errors import ArchiveError
from nyaastats.regular_files import read_file

MANIFEST = "manifest.json"
FORMAT = 2
"""Raised when an older nyaastats could no longer read an archive."""


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ArchivedFile(_Record):
    """One Parquet file."""

    name: Annotated[str, Field(pattern=r"^([^/.][^/]*/)+[^/.][^/]*$")]
    """Below the archive's folder, never outside: `scrapes/month=2025-10/0123456789abcdef.parquet`."""
    sha256: str
    bytes: int
    rows: int

    @property
    def month(self) -> str | None:
        """`2025-10` of a file of scrapes."""
        folder = self.name.split("/")[-2]
        return folder.removeprefix("month=") if folder.startswith("month=") else None


class Watermark(_Record):
    """How far of `stats` the archive holds, and what must still be so in the database for that to be true."""

    rowid: int
    """The last row; 0: none."""
    rows: int
    """How many rows were read up to it; of a trimmed archive those that were deleted since are among them."""
    digest: str
    """SHA-256 of the last rows up to it."""
    schema_version: int
    """SQLite's; VACUUM raises it, and may number the rows anew."""
    generation: int | None
    """Of our collector's databases: raised by each of its commands that deletes scrapes. None: another scraper's."""


class ArchiveManifest(_Record):
    """What an archive is made of; a reader sees all of this or all of what was before."""

    format: int = FORMAT
    is_synthetic: bool = False
    watermark: Watermark | None = None
    """None: the database has no row numbers to go on from, so that it is read whole each time."""
    trim_keys: tuple[str, ...] = ()
    """One for each time that scrapes were taken out of the database, which has it too: of these the archive is the only
    copy, unless the database has them still or again. A database without the key is a copy from before the trim, was
    made to forget it, or the trim was killed."""
    next_torrent_id: int = 1
    rejected_torrents: Mapping[Rejection, int] = {}
    rejected_scrapes: Mapping[ScrapeRejection, int] = {}
    """Rows whose time or count cannot be read; clocks and orphans are judged when the archive is measured."""
    torrents: tuple[ArchivedFile, ...] = ()
    """In their order: a later row about a torrent takes the place of an earlier one."""
    scrapes: tuple[ArchivedFile, ...] = ()
    names: ArchivedFile | None = None
    """What the names say, by the rules of `rules`; None: none was read yet."""
    rules: str | None = None
    """The digest of the rules."""

    @property
    def files(self) -> tuple[ArchivedFile, ...]:
        """All files."""
        return *self.torrents, *self.scrapes, *([self.names] if self.names else [])

    def has_trimmed(self, trim_key: str) -> bool:
        """Whether it holds what was taken out of the database in that trim."""
        return trim_key in self.trim_keys

    @property
    def scrape_rows(self) -> int:
        """How many scrapes it holds; those that cannot be used are only counted."""
        return sum(file.rows for file in self.scrapes)


def encode_manifest(manifest: ArchiveManifest) -> bytes:
    """The manifest as its file has it; the same manifest gives the same bytes."""
    return manifest.model_dump_json(indent=1).encode() + b"\n"


def read_manifest(folder: Path) -> ArchiveManifest | None:
    """The manifest of an archive; None where there is no archive yet.

    Raises ArchiveError when the folder holds something else, or the archive is of a newer nyaastats.
    """
    path = folder / MANIFEST
    if not path.is_file():
        _refuse_foreign(folder)
        return None
    try:
        text = read_file(path)
        _refuse_newer(text, folder)
        return ArchiveManifest.model_validate_json(text).model_copy(update={"format": FORMAT})
    except OSError as error:
        raise ArchiveError(f"{str(path)!r} cannot be read ({error.strerror}): make it readable") from error
    except ValidationError as error:
        raise ArchiveError(
            f"{str(path)!r} is not the manifest of an archive: restore it from a copy or, if the database was never "
            "trimmed, delete that file, and the archive is built again"
        ) from error


class _Format(BaseModel):
    format: int


def _refuse_newer(text: bytes, folder: Path) -> None:
    version = _Format.model_validate_json(text).format
    if version > FORMAT:
        raise ArchiveError(
            f"the archive {str(folder)!r} was written by a newer nyaastats "
            f"(format {version}, this one knows {FORMAT}): update nyaastats"
        )


def _refuse_foreign(folder: Path) -> None:
    """Raise ArchiveError for a folder that holds anything but what a first run that was killed leaves."""
    ours = {"torrents", "scrapes", "names", "editions", "projections", "shows", ".lock", f".{MANIFEST}.new"}
    if folder.exists() and (not folder.is_dir() or {path.name for path in folder.iterdir()} - ours):
        raise ArchiveError(
            f"{str(folder)!r} is no archive of nyaastats and will not be written to: choose another with the setting "
            "archive"
        )


def find_damage(folder: Path, files: Iterable[ArchivedFile]) -> str | None:
    """The first file that is not as it was written, read to the last byte; None if all are.

    A flipped bit in a Parquet file may be read as another number; hashing a file takes less time than measuring it.
    """
    damages = (_describe_damage(folder / file.name, file) for file in files)
    return next(filter(None, damages), None)


def _describe_damage(path: Path, file: ArchivedFile) -> str | None:
    if not path.is_file():
        return f"{file.name} is missing"
    if path.stat().st_size != file.bytes:
        return f"{file.name} is cut short or changed"
    return None if hash_bytes(read_file(path, file.bytes)) == file.sha256 else f"{file.name} is changed"


def hash_bytes(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
