"""A person's overrides file, to which decisions are added one at a time; whatever stands in it already stays.

The file changes by one rename: whoever reads it, or finds it after a crash, finds it with the decision or without.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from nyaastats.domain.matches import Override
from nyaastats.errors import SettingsError
from nyaastats.settings import NO_SHOW, parse_overrides

_HEAD = "# Decisions of a person, made with `nyaastats review`; the last word on a title and season holds.\n"
_PLAIN_MODE = 0o666
"""Less what the umask takes."""


@dataclass(frozen=True, slots=True)
class Notebook:
    """A person's own overrides file, which need not exist yet."""

    path: Path

    def decisions(self) -> list[Override]:
        """What was decided so far; raise SettingsError when the file is not one, or could not be added to."""
        folder = self.path.resolve().parent
        if not (folder.is_dir() and os.access(folder, os.W_OK)):
            raise SettingsError(f"the overrides {str(self.path)!r} cannot be written: make their folder, or choose it")
        return parse_overrides(self._text(), str(self.path))

    def add(self, decision: Override, comment: str = "") -> None:
        """Append `decision`; when this returns it is on the disk. `comment` says which show the id is."""
        before = self._text() or _HEAD
        text = f"{before}{'' if before.endswith(chr(10)) else chr(10)}\n{as_toml(decision, comment)}"
        parse_overrides(text, str(self.path))  # or a file that ends in the middle of something would be broken
        try:
            _replace(self.path.resolve(), text)
        except OSError as error:
            raise SettingsError(f"the overrides {str(self.path)!r} cannot be written: {error}") from error

    def _text(self) -> str:
        try:
            return self.path.read_bytes().decode() if self.path.exists() else ""
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"the overrides file {str(self.path)!r} cannot be read: {error}") from error


def _replace(path: Path, text: str) -> None:
    """All at once; the next one throws away what a crash leaves of the new file."""
    new = path.with_name(f".{path.name}.nyaastats-new")
    mode = path.stat().st_mode if path.exists() else None
    with open(new, "wb", opener=lambda name, flags: os.open(name, flags, _PLAIN_MODE)) as file:
        if mode is not None:
            os.fchmod(file.fileno(), mode)
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


# --- as TOML -------------------------------------------------------------------------------------------------


def as_toml(decision: Override, comment: str = "") -> str:
    """One `[[override]]` as `settings` reads it."""
    show = quoted(NO_SHOW) if decision.anilist_id is None else str(decision.anilist_id)
    remark = f"  # {''.join(filter(str.isprintable, comment))}" if comment else ""
    season = quoted(decision.season) if isinstance(decision.season, str) else decision.season
    lines = [
        "[[override]]",
        f"title = {quoted(decision.title)}",
        *([] if season is None else [f"season = {season}"]),
        f"anilist_id = {show}{remark}",
        f"why = {quoted(decision.why)}",
    ]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """`text` as a basic string of TOML; what no screen shows is written as its number, half a surrogate pair as `?`."""
    return '"' + "".join(map(_letter, text.encode("utf-8", "replace").decode())) + '"'


def _letter(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    return letter if letter.isprintable() else f"\\U{ord(letter):08x}"
