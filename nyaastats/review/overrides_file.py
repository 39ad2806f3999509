"""A person's overrides file, to which decisions are appended; what it already holds stays as it is.

The file changes by one rename: a reader, also after a crash, sees it with the decisions or without.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from nyaastats.domain.matches import Override
from nyaastats.domain.shows import AniListId
from nyaastats.durable_files import replace_file
from nyaastats.errors import SettingsError
from nyaastats.regular_files import MAX_TEXT_BYTES, read_file
from nyaastats.settings import NO_SHOW, parse_overrides

_HEAD = "# Decisions of a person, made with `nyaastats review`; the last word on a title and season holds.\n"
_NO_TITLES: Mapping[AniListId, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class OverridesFile:
    """A person's own overrides file, which need not exist yet."""

    path: Path

    def read(self) -> list[Override]:
        """What was decided so far; raise SettingsError if the file is not valid, or could not be written."""
        return self.parse(self.read_text())

    def read_text(self) -> str | None:
        """The file as it is, None where there is none; raise SettingsError if it could be neither read nor written."""
        folder = self.path.resolve().parent
        if not (folder.is_dir() and os.access(folder, os.W_OK)):
            raise SettingsError(
                f"the overrides {str(self.path)!r} cannot be written: create their folder, or choose another"
            )
        try:
            return read_file(self.path, MAX_TEXT_BYTES).decode() if self.path.exists() else None
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"the overrides file {str(self.path)!r} cannot be read ({error}): make it a readable UTF-8 file"
            ) from error

    def parse(self, text: str | None) -> list[Override]:
        """The decisions of such a text; raise SettingsError if it is not valid."""
        return parse_overrides(text or "", str(self.path))

    def append(self, *decisions: Override, titles: Mapping[AniListId, str] = _NO_TITLES) -> str:
        """Append `decisions`, all or none, and return the new text; when this returns they are on the disk.

        `titles` are written beside the ids of the shows, for a person to read.
        """
        before = self.read_text() or _HEAD
        entries = (format_override(decision, _find_title(decision, titles)) for decision in decisions)
        text = "\n".join([before if before.endswith("\n") else f"{before}\n", *entries])
        self.parse(text)  # or a file that ends in the middle of something would be broken
        self.restore(text)
        return text

    def restore(self, text: str | None) -> None:
        """Make the file what it was when it had this `text`; None: there was no file."""
        try:
            # Resolved: a link stays a link, and the file that it leads to is taken away.
            self.path.resolve().unlink(missing_ok=True) if text is None else replace_file(self.path, text)
        except OSError as error:
            raise SettingsError(
                f"the overrides {str(self.path)!r} cannot be written ({error}): nothing is saved; try again"
            ) from error


def _find_title(decision: Override, titles: Mapping[AniListId, str]) -> str:
    return "" if decision.anilist_id is None else titles.get(decision.anilist_id, "")


# --- as TOML -------------------------------------------------------------------------------------------------


def format_override(decision: Override, comment: str = "") -> str:
    """One `[[override]]` as `settings` reads it."""
    show = quote_toml(NO_SHOW) if decision.anilist_id is None else str(decision.anilist_id)
    remark = f"  # {''.join(filter(str.isprintable, comment))}" if comment else ""
    season = quote_toml(decision.season) if isinstance(decision.season, str) else decision.season
    lines = [
        "[[override]]",
        f"title = {quote_toml(decision.title)}",
        *([] if season is None else [f"season = {season}"]),
        f"anilist_id = {show}{remark}",
        f"why = {quote_toml(decision.why)}",
    ]
    return "\n".join(lines) + "\n"


def quote_toml(text: str) -> str:
    r"""`text` as a basic string of TOML (https://toml.io/en/v1.0.0#string).

    Unprintable characters are written as `\UXXXXXXXX`, half a surrogate pair, which TOML cannot hold, as `?`.
    """
    return '"' + "".join(map(_escape_letter, text.encode("utf-8", "replace").decode())) + '"'


def _escape_letter(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    return letter if letter.isprintable() else f"\\U{ord(letter):08x}"
