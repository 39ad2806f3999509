"""SQL for the torrents that are due, in the order of their scrapes and in pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from nyaastats.store.records import DueOrder, DueSlice
from nyaastats.store.rows import Row, to_seconds

DUE_PAGE: Final = 20_000
"""Due torrents that are read together: those of a usual Monday, 4 MiB. For each page the index is searched again."""

# MATERIALIZED: else SQLite would parse the JSON once more for each torrent.
_SLICES = """
WITH slice (published_after, published_until, scraped_before) AS MATERIALIZED (
  SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]') FROM json_each(?)
)
"""
# CROSS JOIN: each slice is one search in the index, whatever SQLite's planner estimates.
_DUE_OF_SLICES = """
FROM slice CROSS JOIN scrape_state
WHERE is_dead = 0 AND published_at > published_after AND published_at <= published_until
  AND (last_scraped_at IS NULL OR last_scraped_at < scraped_before)
"""

DUE_COUNT: Final = f"{_SLICES} SELECT count(*) {_DUE_OF_SLICES}"

# The page after a torrent (keyset): an OFFSET would skip as many as were scraped, and are due no more, in the meantime.
_DUE = f"""
{_SLICES}
SELECT infohash, ever_nonzero, {{key}} {_DUE_OF_SLICES}
  AND ({{key}} < ? OR ({{key}} = ? AND infohash > ?))
ORDER BY {{key}} DESC, infohash LIMIT ?
"""

DUE: Final[Mapping[DueOrder, str]] = {order: _DUE.format(key=order.value) for order in DueOrder}
"""Each row ends with the key by which it is ordered."""


@dataclass(frozen=True, slots=True)
class DueCursor:
    """How far the due torrents are read: the key and the stored infohash of the last one."""

    key: int = 2**62
    stored_infohash: str = ""

    def values(self, slices: str) -> Row:
        """The values of `DUE` for the page that follows; `slices` is what `slices_text` gives."""
        return slices, self.key, self.key, self.stored_infohash, DUE_PAGE


def slices_text(due_slices: Iterable[DueSlice]) -> str:
    """Slices as one JSON value, so that a query takes any number of them."""
    return json.dumps(
        [
            [to_seconds(part.published_after), to_seconds(part.published_until), to_seconds(part.scraped_before)]
            for part in due_slices
        ]
    )
