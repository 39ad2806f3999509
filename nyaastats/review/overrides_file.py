"""A person's overrides file, to which decisions are appended one at a time; what it already holds stays as it is.

The file changes by one rename: a reader, also after a crash, sees it with the decision or without.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from nyaastats.domain.matches import Override
from nyaastats.errors import SettingsError
from nyaastats.settings import NO_SHOW, parse_overrides

_HEAD = "# Decisions of a person, made with `nyaastats review`; the last word on a title and season holds.\n"
_NEW_FILE_MODE = 0o666
"""Of a new file, less the umask; an existing file keeps its mode."""


@dataclass(frozen=True, slots=True)
class OverridesFile:
    """A person's own overrides file, which need not exist yet."""

    path: Path

    def read(self) -> list[Override]:
        """What was decided so far; raise SettingsError if the file is not valid, or could not be written."""
        folder = self.path.resolve().parent
        if not (folder.is_dir() and os.access(folder, os.W_OK)):
            raise SettingsError(
                f"the overrides {str(self.path)!r} cannot be written: create their folder, or choose another"
            )
        return parse_overrides(self._read_text(), str(self.path))

    def append(self, decision: Override, comment: str = "") -> None:
        """Append `decision`; when this returns it is on the disk. `comment` is the title of the show."""
        before = self._read_text() or _HEAD
        text = f"{before}{'' if before.endswith(chr(10)) else chr(10)}\n{format_override(decision, comment)}"
        parse_overrides(text, str(self.path))  # or a file that ends in the middle of something would be broken
        try:
            # Resolved: a link stays a link, and the file that it leads to is replaced.
            _replace(self.path.resolve(), text)
        except OSError as error:
            raise SettingsError(
                f"the overrides {str(self.path)!r} cannot be written ({error}): the decision is not saved; try again"
            ) from error

    def _read_text(self) -> str:
        try:
            return self.path.read_bytes().decode() if self.path.exists() else ""
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"the overrides file {str(self.path)!r} cannot be read ({error}): make it a readable UTF-8 file"
            ) from error


def _replace(path: Path, text: str) -> None:
    """Write a new file and rename it over the old one; what a crash leaves of it, the next write overwrites."""
    new = path.with_name(f".{path.name}.nyaastats-new")
    mode = path.stat().st_mode if path.exists() else None
    with open(new, "wb", opener=lambda name, flags: os.open(name, flags, _NEW_FILE_MODE)) as file:
        # The new file takes the old one's mode, so that one that others may read or write stays so.
        if mode is not None:
            os.fchmod(file.fileno(), mode)
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())  # before the rename, or a power cut could leave an empty file under the name
    new.replace(path)


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
