"""Which torrents count for a film."""

from __future__ import annotations

import pytest

from nyaastats.domain.films import CountedFilm
from nyaastats.domain.matches import ClassifiedTorrent, ExclusionReason, Match, Method
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.shows import AniListId, Format, Show
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.identify.films import select_films
from testkit.show_cases import make_show

SERIES, FILM, OVA, SPECIAL, MUSIC = map(AniListId, range(1, 6))
FORMATS = {
    SERIES: Format.TV,
    FILM: Format.MOVIE,
    OVA: Format.OVA,
    SPECIAL: Format.SPECIAL,
    MUSIC: Format.MUSIC,
}
SHOWS = {show: make_show(f"Show {show}", show, kind=kind) for show, kind in FORMATS.items()}


def torrent(
    show: AniListId,
    kind: Kind = Kind.MOVIE,
    exclusion: ExclusionReason | None = ExclusionReason.OTHER_FORMAT,
    **facts: object,
) -> ClassifiedTorrent:
    release = Release(("Show",), None, None, None, kind, group="G", resolution="1080p")._replace(**facts)  # type: ignore[arg-type]
    match = Match(show, None, Method.EXACT, 105.0, 105.0, ())
    return ClassifiedTorrent(Torrent(InfoHash(""), "name", None), release, match, exclusion)


def films(*torrents: ClassifiedTorrent) -> dict[AniListId, tuple[int, ...]]:
    counted: tuple[CountedFilm, ...] = select_films(torrents, SHOWS.values())
    return {film.show.id: film.torrent_ids for film in counted}


@pytest.mark.parametrize(
    ("torrents", "expected"),
    [
        pytest.param([torrent(FILM), torrent(FILM, group="H")], {FILM: (0, 1)}, id="a film with two torrents"),
        pytest.param([torrent(OVA, Kind.BATCH)], {OVA: (0,)}, id="all episodes of an OVA in one torrent"),
        pytest.param(
            [torrent(OVA, Kind.EPISODE, number=number) for number in (1, 2)], {OVA: (0, 1)}, id="an OVA's episodes"
        ),
        pytest.param([torrent(SPECIAL, Kind.SPECIAL)], {SPECIAL: (0,)}, id="a special"),
        pytest.param([torrent(FILM, Kind.EXTRA)], {}, id="a trailer is no film"),
        pytest.param([torrent(MUSIC, Kind.EXTRA), torrent(MUSIC)], {}, id="nor is music"),
        pytest.param([torrent(SERIES, Kind.EPISODE, None)], {}, id="nor an episode"),
        pytest.param([torrent(FILM, exclusion=ExclusionReason.TOO_EARLY)], {}, id="published before the window"),
        pytest.param([torrent(FILM), torrent(FILM, version=2)], {FILM: (0,)}, id="v2 beside v1"),
        pytest.param([torrent(FILM, version=2), torrent(FILM)], {FILM: (1,)}, id="v2 before v1"),
        pytest.param([torrent(FILM, version=2)], {FILM: (0,)}, id="v2 alone"),
        pytest.param([torrent(FILM, group="H"), torrent(FILM, version=2)], {FILM: (0, 1)}, id="v2 of another group"),
        pytest.param(
            [torrent(FILM, group=None), torrent(FILM, group=None, version=2)], {FILM: (0, 1)}, id="of nobody knows whom"
        ),
        pytest.param(
            [torrent(FILM, resolution="720p"), torrent(FILM, version=2)], {FILM: (0, 1)}, id="in another resolution"
        ),
        pytest.param(
            [torrent(OVA, Kind.EPISODE, number=1), torrent(OVA, Kind.EPISODE, number=2, version=2)],
            {OVA: (0, 1)},
            id="of another episode",
        ),
        pytest.param([torrent(SPECIAL), torrent(FILM), torrent(SPECIAL)], {FILM: (1,), SPECIAL: (0, 2)}, id="by id"),
    ],
)
def test_what_counts_for_a_film(torrents: list[ClassifiedTorrent], expected: dict[AniListId, tuple[int, ...]]) -> None:
    assert films(*torrents) == expected
    assert list(films(*torrents)) == sorted(expected)


def test_each_format_is_a_series_or_a_film_or_neither() -> None:
    shows: list[Show] = list(SHOWS.values())
    assert [show.format.is_film for show in shows] == [False, True, True, True, False]
    assert not any(kind.is_film and kind.is_series for kind in Format)
