"""Premiere-size classes: shows whose first episodes were downloaded about as often in their first 7 days.

A class reaches from a power of two up to its double: 4,096 to 8,191 downloads. Its bounds are numbers, not places among
the premieres of the day, so a show's class never changes when other shows begin, and is the same as of any moment.
"""

from __future__ import annotations

from dataclasses import dataclass

PREMIERE_EPISODE = 1
"""Not a prologue, which is numbered 0 and often streamed weeks ahead; a show without this episode has no class."""


@dataclass(frozen=True, slots=True, order=True)
class PremiereClass:
    """The premieres of `from_downloads` up to `to_downloads` in their first 7 days, both included."""

    from_downloads: int

    @classmethod
    def of(cls, downloads: int) -> PremiereClass:
        """The class of a premiere of so many downloads, more than 0."""
        return cls(1 << (downloads.bit_length() - 1))

    @property
    def to_downloads(self) -> int:
        """One less than its double."""
        return 2 * self.from_downloads - 1
