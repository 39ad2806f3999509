"""Times as text: ISO 8601 in the spellings that a database holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nyaastats.synthetic.looks import HOUR, Seconds


@dataclass(frozen=True, slots=True)
class Spelling:
    """A suffix, the hours that the clock before it is ahead of UTC, and the share of rows that are written so."""

    suffix: str
    ahead: int
    share: float


SPELLINGS = (
    Spelling("Z", 0, 0.94),
    Spelling("+00:00", 0, 0.02),
    Spelling("+09:00", 9, 0.02),
    Spelling("", 0, 0.02),
)


def spell(moments: Seconds, rng: np.random.Generator) -> NDArray[np.str_]:
    """Write each moment in a spelling drawn by share."""
    which = rng.choice(len(SPELLINGS), len(moments), p=[one.share for one in SPELLINGS])
    ahead = np.array([one.ahead for one in SPELLINGS])
    clocks: NDArray[Any] = np.datetime_as_string((moments + HOUR * ahead[which]).astype("datetime64[s]"))
    return np.strings.add(clocks, np.array([one.suffix for one in SPELLINGS])[which])
