"""The times that the database holds, as text: one reader of ISO 8601 for publications and scrapes.

Taken are a date, or a date and a time of day to the hour, minute, second or a fraction of it, extended
(`2025-10-06T12:00:00Z`) or compact (`20251006T120000Z`), with an offset or without one, which is UTC. The time of day
follows `T` or a space (RFC 3339, 5.6); `T` and `Z` may be lower-case there, too. Week dates (`2025-W41-1`), ordinal
dates (`2025-279`) and fractions of an hour or minute are not taken: nothing that scrapes writes them.

`measure/scrapes/scrapes.sql` states the same in SQL, and `store.usable_scrapes` calls this reader.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from nyaastats.errors import InputError

_DATE = r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8})"
# 24:00:00 is the midnight at the end of a day (ISO 8601:2004, 4.2.3), and no other time has the hour 24.
_TIME = (
    r"(?P<time>24(?::?00(?::?00(?:[.,]0+)?)?)?"
    r"|(?:[01][0-9]|2[0-3])(?::?[0-5][0-9](?::?(?:[0-5][0-9]|60)(?:[.,](?P<fraction>[0-9]+))?)?)?)"
)
_ZONE = r"(?:[Zz]|(?P<sign>[+-])(?P<offset>(?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?))"
_ISO_8601: Final = re.compile(f"{_DATE}(?:[Tt ]{_TIME}{_ZONE}?)?")


def parse_time(text: object) -> datetime:
    """The time that ISO 8601 `text` states, in UTC, to the microsecond.

    A leap second (`:60`) is read as the second before it: there is none in the seconds since 1970.
    Raises InputError when it is not such a text, or not a time of the years 1 to 9999.
    """
    if isinstance(text, str) and (match := _ISO_8601.fullmatch(text)):
        try:
            return _build_time(match)
        except (ValueError, OverflowError):  # 30 February; an offset that leads out of the years 1 to 9999
            pass
    raise InputError(f"{text!r} is not a time: write it like 2025-10-07T15:30:00Z")


def parse_time_or_none(text: object) -> datetime | None:
    """The same, None where it is no such text: a bad row is counted, not told."""
    try:
        return parse_time(text)
    except InputError:
        return None


def _build_time(match: re.Match[str]) -> datetime:
    try:  # a twentieth of the time, for nearly all texts; what Python does not read, such as the hour 24, is read below
        moment = datetime.fromisoformat(match.string)
    except ValueError:
        return _add_up(match)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _add_up(match: re.Match[str]) -> datetime:
    digits = match["date"].replace("-", "")
    midnight = datetime(int(digits[:4]), int(digits[4:6]), int(digits[6:]), tzinfo=UTC)
    return midnight + (_time_of_day(match) - _offset(match))


def _time_of_day(match: re.Match[str]) -> timedelta:
    clock = re.split("[.,]", match["time"] or "")[0].replace(":", "").ljust(6, "0")
    return timedelta(
        hours=int(clock[:2]),
        minutes=int(clock[2:4]),
        seconds=min(int(clock[4:]), 59),
        microseconds=int((match["fraction"] or "")[:6].ljust(6, "0")),
    )


def _offset(match: re.Match[str]) -> timedelta:
    """How far the clock is ahead of UTC."""
    digits = (match["offset"] or "").replace(":", "").ljust(4, "0")
    return timedelta(minutes=int(f"{match['sign'] or '+'}1") * (60 * int(digits[:2]) + int(digits[2:])))
