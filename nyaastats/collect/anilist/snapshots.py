"""AniList snapshots: saved answers, read with `--anilist`, kept by the cache and the archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from nyaastats.collect.anilist.catalogue import build_catalogue, has_shows
from nyaastats.collect.anilist.schema import AniListAnswer, first_fault
from nyaastats.domain.calendar import Season
from nyaastats.domain.shows import Catalogue
from nyaastats.durable_files import write_file
from nyaastats.errors import SnapshotError
from nyaastats.regular_files import read_file
from nyaastats.scratch_folders import open_scratch_folder


def read_snapshots(paths: Sequence[Path]) -> Catalogue:
    """Read the shows of all files together; raise SnapshotError, which names the file, if one is not a snapshot."""
    return build_catalogue([read_snapshot(path) for path in paths])


def read_snapshot(path: Path) -> AniListAnswer:
    """Read one file; raise SnapshotError if it is not an answer of AniList with at least one show in it."""
    answer = _parse(_read_text(path), path)
    if not answer.data.page.media:
        raise SnapshotError(f"{str(path)!r} has no media", "save AniList's answer with its data.Page.media")
    if not has_shows(answer):
        raise SnapshotError(f"{str(path)!r} has no valid show", "each needs an id and a title.romaji")
    return answer


def lists_season(answer: AniListAnswer, season: Season) -> bool:
    """Whether a media of the answer began in the season: that of another season has none."""
    media = (item for item in answer.data.page.media if isinstance(item, Mapping))
    return any((item.get("seasonYear"), item.get("season")) == (season.year, season.quarter.value) for item in media)


def encode_snapshot(answer: AniListAnswer) -> str:
    """The answer as its file has it; the same answer gives the same text."""
    return answer.model_dump_json(by_alias=True, exclude_defaults=True)


def write_snapshot(path: Path, answer: AniListAnswer) -> None:
    """Replace the file atomically: a reader finds the whole old or the whole new one. Raises OSError."""
    # Beside it: a rename is atomic only within one file system. In a folder of its own: another run may write it, too.
    with open_scratch_folder(path.parent, f".{path.name}.") as folder:
        staged = folder / path.name
        write_file(staged, encode_snapshot(answer).encode())
        staged.replace(path)


def _read_text(path: Path) -> str:
    try:
        # -sig: editors on Windows put a byte order mark in front.
        return read_file(path).decode("utf-8-sig")
    except OSError as error:
        raise SnapshotError(f"{str(path)!r} cannot be read ({error.strerror})", "give an AniList snapshot") from error
    except UnicodeDecodeError as error:
        raise SnapshotError(f"{str(path)!r} is not UTF-8 ({error.reason})", "save AniList's answer as UTF-8") from error


def _parse(text: str, path: Path) -> AniListAnswer:
    try:
        return AniListAnswer.model_validate_json(text)
    except ValidationError as error:
        advice = 'give a file like {"data": {"Page": {"media": [...]}}}'
        raise SnapshotError(f"{str(path)!r} is not an AniList snapshot ({first_fault(error)})", advice) from error
