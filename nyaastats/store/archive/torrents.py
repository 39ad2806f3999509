"""The archived torrents: each with the id that its scrapes have, and as it was when the database last had it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from nyaastats.domain.torrents import InfoHash, Torrent

SCHEMA = pa.schema(
    [
        ("torrent_id", pa.int32()),
        ("infohash", pa.string()),
        ("name", pa.string()),  # NULL: scrapes name it, and no usable row of `torrents` does
        ("published", pa.timestamp("us", "UTC")),
        ("size_bytes", pa.int64()),
        ("trusted", pa.bool_()),
        ("remake", pa.bool_()),
        ("status", pa.string()),
        ("guess", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class ArchivedTorrent:
    """An infohash, its id, and its torrent where the database has one."""

    id: int
    infohash: InfoHash
    torrent: Torrent | None


ArchivedTorrents = Mapping[InfoHash, ArchivedTorrent]


def read_archived_torrents(paths: Iterable[Path]) -> dict[InfoHash, ArchivedTorrent]:
    """The torrents of these files, each as its last row has it."""
    torrents: dict[InfoHash, ArchivedTorrent] = {}
    for path in paths:
        columns = pq.read_table(path, schema=SCHEMA).to_pydict()
        for row in zip(*columns.values(), strict=True):
            archived = _parse_row(*row)
            torrents[archived.infohash] = archived
    return torrents


def _parse_row(  # noqa: PLR0913, PLR0917  # the columns of one row
    torrent_id: int,
    infohash: str,
    name: str | None,
    published: object,
    size_bytes: int | None,
    trusted: bool | None,  # noqa: FBT001  # a column
    remake: bool | None,  # noqa: FBT001  # likewise
    status: str,
    guess: str | None,
) -> ArchivedTorrent:
    key = InfoHash(infohash)
    if name is None:
        return ArchivedTorrent(torrent_id, key, None)
    torrent = Torrent(key, name, published, guess, status, size_bytes, trusted, remake)  # type: ignore[arg-type]  # a timestamp
    return ArchivedTorrent(torrent_id, key, torrent)


def build_table(torrents: Sequence[ArchivedTorrent]) -> pa.Table:
    """The rows of a file, in the order of their ids."""
    return pa.Table.from_pylist([_build_row(archived) for archived in torrents], schema=SCHEMA)


def _build_row(archived: ArchivedTorrent) -> dict[str, object]:
    row: dict[str, object] = {"torrent_id": archived.id, "infohash": archived.infohash}
    if (torrent := archived.torrent) is None:
        return row
    return row | {
        "name": torrent.name,
        "published": torrent.published,
        "size_bytes": torrent.size_bytes,
        "trusted": torrent.trusted,
        "remake": torrent.remake,
        "status": torrent.status,
        "guess": torrent.guess,
    }


def find_changes(archived: ArchivedTorrents, torrents: Iterable[Torrent], next_id: int) -> list[ArchivedTorrent]:
    """The rows that bring `archived` to what the database has now: new torrents, changed ones, and those that are gone.

    New torrents get the next ids, in the order of their infohash.
    """
    current = {torrent.infohash: torrent for torrent in torrents}
    gone = [
        ArchivedTorrent(item.id, infohash, None)
        for infohash, item in archived.items()
        if item.torrent and infohash not in current
    ]
    changed = [
        ArchivedTorrent(item.id, infohash, torrent)
        for infohash, torrent in current.items()
        if (item := archived.get(infohash)) and item.torrent != torrent
    ]
    new = sorted(infohash for infohash in current if infohash not in archived)
    added = [ArchivedTorrent(next_id + place, infohash, current[infohash]) for place, infohash in enumerate(new)]
    return sorted([*gone, *changed, *added], key=lambda item: item.id)
