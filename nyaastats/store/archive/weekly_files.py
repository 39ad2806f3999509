"""JSON files of an archive that follow from no scrape, one a week, in a folder of their kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from nyaastats.domain.calendar import Week
from nyaastats.durable_files import replace_file, sync_folder
from nyaastats.store.archive.files import list_json_files, translate_os_errors

Count = Annotated[int, Field(ge=0)]
PositiveCount = Annotated[int, Field(ge=1)]
Document = Mapping[str, object]


class FileModel(BaseModel):
    """What such a file holds: all that is declared and nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def list_weekly_files(archive: Path, kind: str) -> list[Path]:
    """The files of `kind` in order; none where the folder is missing; OSError where it cannot be read."""
    return list_json_files(archive / kind)


def write_weekly_files(archive: Path, kind: str, documents: Mapping[Week, Document]) -> None:
    """Write each week's document, each durably; raise ArchiveError when they cannot be written."""
    if not documents:
        return
    place = archive / kind
    with translate_os_errors(archive):
        place.mkdir(parents=True, exist_ok=True)
        for week, document in documents.items():
            replace_file(place / f"{week}.json", json.dumps(document, indent=1) + "\n")
        sync_folder(place)


def format_time(moment: datetime) -> str:
    """`moment` in UTC as ISO 8601 with a Z."""
    return moment.isoformat().replace("+00:00", "Z")
