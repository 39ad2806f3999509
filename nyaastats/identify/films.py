"""Which torrents count for a film, an OVA or a special: all of it, or a part of it, by anybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nyaastats.domain.films import CountedFilm
from nyaastats.domain.matches import ClassifiedTorrent, ExclusionReason
from nyaastats.domain.releases import Kind
from nyaastats.domain.shows import AniListId, Show


def select_films(torrents: Sequence[ClassifiedTorrent], shows: Iterable[Show]) -> tuple[CountedFilm, ...]:
    """The films of `shows` that have a torrent, by id.

    They are among the torrents that count for no episode because of their show's format. An extra, such as a trailer,
    is no part of a film; a later version does not count beside the first one of the same group.
    """
    films = {show.id: show for show in shows if show.format.is_film}
    originals = {_make_copy_key(torrent) for torrent in torrents if torrent.release.version == 1}
    ids: defaultdict[AniListId, list[int]] = defaultdict(list)
    for torrent_id, torrent in enumerate(torrents):
        if torrent.match and torrent.match.show in films and _counts(torrent, originals):
            ids[torrent.match.show].append(torrent_id)
    return tuple(CountedFilm(films[show], tuple(ids[show])) for show in sorted(ids))


class _CopyKey(NamedTuple):
    """What two versions of one torrent have in common."""

    group: str
    show: AniListId
    kind: Kind
    number: int | None
    resolution: str | None


def _make_copy_key(torrent: ClassifiedTorrent) -> _CopyKey | None:
    """None where it is unknown whether both are by the same people, and for what counts for no film anyway."""
    match, release = torrent.match, torrent.release
    if torrent.exclusion is not ExclusionReason.OTHER_FORMAT or match is None or release.group is None:
        return None
    return _CopyKey(release.group, match.show, release.kind, release.number, release.resolution)


def _counts(torrent: ClassifiedTorrent, originals: set[_CopyKey | None]) -> bool:
    if torrent.exclusion is not ExclusionReason.OTHER_FORMAT or torrent.release.kind is Kind.EXTRA:
        return False
    key = _make_copy_key(torrent)
    return torrent.release.version == 1 or key is None or key not in originals
