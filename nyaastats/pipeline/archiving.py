"""Which archive a run works on, and bringing it up to date: the first step of everything that is measured."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from nyaastats.domain.torrents import TorrentRows
from nyaastats.engines.duckdb import MEMORY_MIB, choose_memory_mib
from nyaastats.errors import ArchiveError, DatabaseError
from nyaastats.store.archive.compaction import compact_archive
from nyaastats.store.archive.files import translate_os_errors
from nyaastats.store.archive.manifest import ArchiveManifest, find_damage, read_manifest
from nyaastats.store.archive.only_copy import refuse_missing_archive
from nyaastats.store.archive.reader import Archive, open_archive
from nyaastats.store.archive.remote import ArchiveUri, open_remote_archive
from nyaastats.store.archive.update import ArchiveUpdate, update_archive
from nyaastats.store.reader import check_file

_LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class ArchiveConfig:
    """Where the scrapes come from."""

    place: Path | ArchiveUri
    """The archive's folder, or where it lies on object storage: there it is only read."""
    database: Path | None
    """What the archive is brought up to date with, in a folder; None: it is measured as it is."""
    memory_mib: int | None = None
    """What a person lets DuckDB use before it spills to disk; None: what each step needs."""

    @property
    def folder(self) -> Path | None:
        """Where something can be kept in it; None on object storage."""
        return self.place if isinstance(self.place, Path) else None

    @property
    def source(self) -> str:
        """What errors name."""
        return str(self.database or self.place)

    @property
    def archiving_mib(self) -> int:
        """DuckDB's share of memory where nothing is measured, in MiB."""
        return self.memory_mib or MEMORY_MIB

    def choose_measuring_mib(self, scrapes: int) -> int:
        """DuckDB's share of memory where so many scrapes are measured, in MiB."""
        return self.memory_mib or choose_memory_mib(scrapes)


@dataclass(frozen=True, slots=True)
class ArchiveSource:
    """An archive that nobody changes while it is read."""

    archive: Archive
    torrents: TorrentRows
    update: ArchiveUpdate | None
    """What was added to it just now; None where there is no database."""


@dataclass(frozen=True, slots=True)
class ArchiveDamage:
    """The first file of an archive that is not as it was written."""

    reason: str
    is_only_copy: bool
    """Whether its database was trimmed, so that it cannot be built anew."""


def choose_folder(database: Path, chosen: Path | None, cache: Path) -> Path:
    """The archive's folder: the chosen one, else beside the database, else, where that is read-only, in `cache`.

    In the cache a database has a folder of its own, by its whole path.
    """
    if not database.name:
        raise DatabaseError(f"{str(database)!r} is a folder: give the nyaastats.db file in it with --db")
    beside = database.with_suffix(".archive")
    if chosen or beside.is_dir() or os.access(database.resolve().parent, os.W_OK):
        return chosen or beside
    digest = hashlib.sha256(str(database.resolve()).encode()).hexdigest()[:12]
    return cache / "archives" / f"{database.stem}-{digest}"


@contextmanager
def open_source(config: ArchiveConfig) -> Iterator[ArchiveSource]:
    """Bring the archive up to date and open it; until the block ends no other run changes it.

    Raises DatabaseError or ArchiveError when either cannot be used.
    """
    if isinstance(config.place, ArchiveUri):
        with open_remote_archive(config.place, memory_mib=config.archiving_mib) as archive:
            yield ArchiveSource(archive, archive.torrents, None)
    elif config.database is None:
        with _lock(config.place, must_exist=True):
            archive = open_archive(config.place)
            yield ArchiveSource(archive, archive.torrents, None)
    else:
        # First: no archive is begun for a database that is not there, or has one elsewhere.
        check_file(config.database)
        refuse_missing_archive(config.place, config.database)
        with _lock(config.place, must_exist=False):
            update = update_archive(config.place, config.database, memory_mib=config.archiving_mib)
            yield ArchiveSource(update.archive, update.archive.torrents, update)


def find_archive_damage(folder: Path) -> ArchiveDamage | None:
    """Read an archive to the last byte: the first file that is not as it was written, None if all are.

    Raises ArchiveError when it cannot be read.
    """
    with _lock(folder, must_exist=True), translate_os_errors(folder):
        manifest = read_manifest(folder)
        damage = find_damage(folder, manifest.files) if manifest else None
        return ArchiveDamage(damage, bool(manifest.trim_keys)) if manifest and damage else None


def compact_source(source: ArchiveSource) -> ArchiveManifest:
    """Write the archive anew in the one form that depends on its rows alone; raise ArchiveError when it cannot."""
    return compact_archive(source.archive.folder, source.archive.manifest)


@contextmanager
def _lock(folder: Path, *, must_exist: bool) -> Iterator[None]:
    """Wait until no other run has the archive; one that is only read may lie in a folder that cannot be written."""
    if must_exist and not folder.is_dir():
        raise ArchiveError(f"there is no archive {str(folder)!r}: make one with nyaastats archive --db FILE")
    if must_exist and not os.access(folder, os.W_OK):
        yield
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / _LOCK)
        lock.acquire()
    except OSError as error:
        raise ArchiveError(
            f"the archive {str(folder)!r} cannot be written ({error.strerror}): choose another folder with the setting "
            "archive"
        ) from error
    try:
        yield
    finally:
        lock.release()
