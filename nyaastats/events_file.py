"""Reads events.toml: a person's notes about shows, and about what happened to all of them.

    [[event]]
    show = 12345                      # AniList's id; left out: it is about all shows
    at = 2025-11-08                   # a day, or a time such as 2025-11-08T15:30:00Z; without an offset it is UTC
    title = "No episode this week"
    reason = "a marathon was broadcast in its slot"
    link = "https://example.org/news" # may be left out

The texts go into web pages and feeds: one line each, and no character that hides or turns round what stands beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from nyaastats.domain.addresses import LINK
from nyaastats.domain.events import Note
from nyaastats.domain.shows import AniListId
from nyaastats.errors import SettingsError
from nyaastats.regular_files import read_text
from nyaastats.settings import describe_fault
from nyaastats.toml_text import parse_toml

MAX_TITLE = 100
MAX_REASON = 300
MAX_LINK = 500
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
"""Categories of Unicode: control and format characters, private ones, halves of pairs, and breaks of lines."""


def _check_line(text: str) -> str:
    line = text.strip()
    if not line:
        raise ValueError("is empty")
    if unseen := next((char for char in line if unicodedata.category(char) in _UNSEEN), None):
        raise ValueError(f"has the character U+{ord(unseen):04X}: write plain text on one line")
    return line


def _check_link(link: str) -> str:
    if not re.fullmatch(LINK, link):
        raise ValueError("is not an https address")
    return link


def _require_time(value: object) -> object:
    """A day or a time as TOML itself writes it: pydantic would take a number or a text for one too."""
    if not isinstance(value, date):
        what = "write a day as 2025-11-08, or a time as 2025-11-08T15:30:00Z, without quotes"
        raise ValueError(what)  # noqa: TRY004 - pydantic reports no TypeError
    try:
        return _to_utc(value)
    except OverflowError as error:
        raise ValueError("is outside of the years 1 to 9999 in UTC") from error


def _to_utc(value: date) -> datetime:
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), UTC)
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class _Event(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    show: Annotated[int, Field(gt=0, lt=2**31)] | None = None
    at: Annotated[datetime, BeforeValidator(_require_time)]
    title: Annotated[str, Field(max_length=MAX_TITLE), AfterValidator(_check_line)]
    reason: Annotated[str, Field(max_length=MAX_REASON), AfterValidator(_check_line)]
    link: Annotated[str, Field(max_length=MAX_LINK), AfterValidator(_check_link)] | None = None


class _Events(BaseModel):
    model_config = ConfigDict(extra="forbid")
    event: list[_Event] = []


def parse_events(text: str, source: str) -> tuple[Note, ...]:
    """Parse an events file; raise SettingsError that names `source` and the first entry that is wrong."""
    try:
        rows = _Events.model_validate(parse_toml(text, f"the events {source!r}")).event
    except ValidationError as error:
        raise SettingsError(f"the events {source!r} cannot be used: {describe_fault(error)}") from error
    notes = tuple(map(_build_note, rows))
    keys = Counter((note.show, note.at, note.title) for note in notes)
    if twice := next((note for note in notes if keys[note.show, note.at, note.title] > 1), None):
        what = f"{twice.title!r} of {twice.at:%Y-%m-%d %H:%M} stands there twice"
        raise SettingsError(f"the events {source!r} cannot be used: {what}; delete one")
    return notes


def _build_note(row: _Event) -> Note:
    return Note(None if row.show is None else AniListId(row.show), row.at, row.title, row.reason, row.link)


def read_events(path: Path | None) -> tuple[Note, ...]:
    """The user's own events, none without a file; raise SettingsError for an invalid one."""
    if path is None:
        return ()
    try:
        return parse_events(read_text(path), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"the events file {str(path)!r} cannot be read: {error}") from error
