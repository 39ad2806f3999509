"""Which torrents count for a film, an OVA or a special: all of it, or a part of it, by anybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nyaastats.domain.films import CountedFilm
from nyaastats.domain.matches import ClassifiedTorrent, ExclusionReason
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.shows import AniListId, Show


def select_films(torrents: Sequence[ClassifiedTorrent], shows: Iterable[Show]) -> tuple[CountedFilm, ...]:
    """The films of `shows` that have a torrent, by id.

    They are among the torrents that count for no episode because of their show's format. An extra, such as a trailer,
    is no part of a film; a later version does not count beside the first one of the same group.
    """
    films = {show.id: show for show in shows if show.format.is_film}
    own = [
        _FilmTorrent(torrent_id, torrent.match.show, torrent.release)
        for torrent_id, torrent in enumerate(torrents)
        if torrent.exclusion is ExclusionReason.OTHER_FORMAT and torrent.match and torrent.match.show in films
    ]
    originals = {_make_copy_key(torrent) for torrent in own if torrent.release.version == 1}
    ids: defaultdict[AniListId, list[int]] = defaultdict(list)
    for torrent in own:
        if _counts(torrent, originals):
            ids[torrent.show].append(torrent.torrent_id)
    return tuple(CountedFilm(films[show], tuple(ids[show])) for show in sorted(ids))


class _FilmTorrent(NamedTuple):
    """A torrent of a film; its id is its position."""

    torrent_id: int
    show: AniListId
    release: Release


class _CopyKey(NamedTuple):
    """What two versions of one torrent have in common."""

    group: str
    show: AniListId
    kind: Kind
    number: int | None
    resolution: str | None


def _make_copy_key(torrent: _FilmTorrent) -> _CopyKey | None:
    """None where it is unknown whether both are by the same people."""
    release = torrent.release
    if release.group is None:
        return None
    return _CopyKey(release.group, torrent.show, release.kind, release.number, release.resolution)


def _counts(torrent: _FilmTorrent, originals: set[_CopyKey | None]) -> bool:
    if torrent.release.kind is Kind.EXTRA:
        return False
    key = _make_copy_key(torrent)
    return torrent.release.version == 1 or key is None or key not in originals
