"""The order of a ranking: the most downloads first, of equals the lower id, as `rankings.sql` has it for a week."""

from __future__ import annotations

from collections.abc import Mapping

from nyaastats.domain.shows import AniListId

NOTABLE_RANKS = 25
"""So many shows of a week's chart are looked at by everybody; below them a few downloads are many ranks."""


def rank_by_downloads(downloads: Mapping[AniListId, int]) -> dict[AniListId, int]:
    """The rank of each show, from 1, by its downloads."""
    order = sorted(downloads, key=lambda show: (-downloads[show], show))
    return {show: rank for rank, show in enumerate(order, start=1)}
