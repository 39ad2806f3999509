"""What `nyaastats status` reads: the database, and what lies beside it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nyaastats.collect.schedule import due_groups
from nyaastats.domain.health import DiskRecords, Health, assess_health
from nyaastats.errors import OutputError
from nyaastats.publish.contracts.public import Manifest
from nyaastats.publish.contracts.values import MANIFEST_FILE
from nyaastats.publish.encoding import decode_json
from nyaastats.regular_files import read_file
from nyaastats.store.archive.manifest import read_manifest
from nyaastats.store.records import DueSlice
from nyaastats.store.status import read_status


@dataclass(frozen=True, slots=True)
class StatusConfig:
    """What is looked at, and how old the newest scrape may be."""

    database: Path
    archive: Path
    """Its folder."""
    output: Path
    max_age: timedelta


def check_status(config: StatusConfig, now: datetime) -> Health:
    """Read everything, change nothing; raise DatabaseError, ArchiveError or ContractError for what cannot be read."""
    database = read_status(config.database, now, _find_due_slices)
    return assess_health(database, _read_disk(config), now, config.max_age)


def _find_due_slices(moment: datetime) -> tuple[DueSlice, ...]:
    groups = due_groups(moment)
    return *groups.fresh, *groups.older


def _read_disk(config: StatusConfig) -> DiskRecords:
    manifest = read_manifest(config.archive)
    published_at, published_until = _read_publication(config.output)
    return DiskRecords(
        archive_bytes=sum(file.bytes for file in manifest.files) if manifest else None,
        trim_keys=manifest.trim_keys if manifest else (),
        free_bytes=shutil.disk_usage(config.database.absolute().parent).free,
        published_at=published_at,
        published_until=published_until,
    )


def _read_publication(output: Path) -> tuple[datetime | None, datetime | None]:
    """When the output was published, and until when its data goes."""
    path = output / MANIFEST_FILE
    try:
        # The folder's time, because each run makes it anew, and links a manifest that has not changed.
        published_at = datetime.fromtimestamp(int(output.stat().st_mtime), UTC)
        content = read_file(path)
    except FileNotFoundError:
        return None, None
    except OSError as error:
        raise OutputError(f"{str(path)!r} cannot be read ({error.strerror}): make it readable") from error
    return published_at, decode_json(MANIFEST_FILE, content, Manifest).data_until
