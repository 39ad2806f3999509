"""Which numbers are sure enough to set a record."""

from __future__ import annotations

MAX_ESTIMATED_PERCENT = 20
"""A number of which a larger part is estimated sets no record."""


def can_set_record(downloads: int, estimated: int) -> bool:
    """Whether a number of downloads, of which `estimated` are an estimate, is sure enough."""
    return downloads > 0 and 100 * estimated <= MAX_ESTIMATED_PERCENT * downloads
