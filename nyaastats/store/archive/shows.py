"""AniList's answers of an archive: `shows/fall-2025.json`, the last one about each season.

They follow from no scrape, so they outlive an archive that is built anew, and are not in its manifest: each file is
whole by itself. What is in one, `nyaastats.collect.anilist` knows.
"""

from __future__ import annotations

from pathlib import Path

from nyaastats.domain.calendar import Season
from nyaastats.durable_files import replace_file, sync_folder
from nyaastats.regular_files import read_file
from nyaastats.store.archive.files import list_json_files, translate_os_errors

FOLDER = "shows"


def list_answer_files(folder: Path) -> list[Path]:
    """The files of the archive in `folder`, in the order of their names."""
    with translate_os_errors(folder):
        return list_json_files(folder / FOLDER)


def keep_answer(folder: Path, season: Season, text: str) -> None:
    """Make `text` the season's answer, unless it is that already; raise ArchiveError when it cannot be written."""
    path = folder / FOLDER / f"{season.slug}.json"
    if _holds(path, text):
        return
    with translate_os_errors(folder):
        path.parent.mkdir(exist_ok=True)
        replace_file(path, text)
        sync_folder(path.parent)


def _holds(path: Path, text: str) -> bool:
    try:
        return read_file(path) == text.encode()
    except OSError:
        return False  # missing, or cannot be read: writing it says what is wrong
