"""Times as text, in the ISO 8601 formats that databases of scrapers hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nyaastats.synthetic.scrape_times import HOUR, Seconds


@dataclass(frozen=True, slots=True)
class TimeFormat:
    """A suffix, the hours that the local time before it is ahead of UTC, and the share of rows in this format."""

    suffix: str
    hours_ahead: int
    share: float


TIME_FORMATS = (
    TimeFormat("Z", 0, 0.94),
    TimeFormat("+00:00", 0, 0.02),
    TimeFormat("+09:00", 9, 0.02),
    TimeFormat("", 0, 0.02),  # Python's naive isoformat(), which the reader takes for UTC
)


def format_times(moments: Seconds, rng: np.random.Generator) -> NDArray[np.str_]:
    """Write each moment in a format drawn by share."""
    drawn = rng.choice(len(TIME_FORMATS), len(moments), p=[style.share for style in TIME_FORMATS])
    hours_ahead = np.array([style.hours_ahead for style in TIME_FORMATS])
    # datetime64 has no time zone: the clock is set ahead, and the suffix says by how much.
    local: NDArray[Any] = np.datetime_as_string((moments + HOUR * hours_ahead[drawn]).astype("datetime64[s]"))
    return np.strings.add(local, np.array([style.suffix for style in TIME_FORMATS])[drawn])
