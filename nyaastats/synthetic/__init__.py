"""The synthetic season: a nyaastats.db of Fall 2025, the AniList answer that goes with it, and the truth of both."""

from nyaastats.synthetic.season import Summary, generate

__all__ = ["Summary", "generate"]
