"""What is left out, and for which reason."""

from datetime import UTC, datetime

import pytest

from nyaastats.domain.matches import Identified, Match, Method, NoMatch, Reason, Sorted
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.identify.exclusions import left_out

FROM = datetime(2025, 9, 17, tzinfo=UTC)
SERIES, FILM, OLD = AniListId(1), AniListId(2), AniListId(3)


def one(  # noqa: PLR0913 - the facts of a case
    show: AniListId | None = SERIES,
    episode: int | None = 5,
    kind: Kind = Kind.EPISODE,
    *,
    status: str = "active",
    published: datetime | None = FROM,
    version: int = 1,
    group: str | None = "G",
    resolution: str | None = "1080p",
) -> Identified:
    release = Release(("Sanda",), None, None, episode, kind, version, group, resolution)
    match = Match(show, episode, Method.EXACT, 105.0, 105.0, ()) if show else NoMatch("no show has a title like it")
    return Identified(Torrent(InfoHash(""), "Sanda", published, status=status), release, match)


def sorted_out(*identified: Identified) -> list[Sorted]:
    return left_out(identified, considered_from=FROM, series={SERIES, OLD}, of_season={SERIES})


EARLY = datetime(2025, 9, 16, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("torrent", "reason"),
    [
        pytest.param(one(), None, id="counted"),
        pytest.param(one(published=None), None, id="no date is no reason"),
        pytest.param(one(status="dead"), None, id="a dead torrent was downloaded too"),
        pytest.param(one(episode=0), None, id="episode 0"),
        pytest.param(one(status="guessit_failed"), Reason.GUESSIT_FAILED),
        pytest.param(one(published=EARLY), Reason.TOO_EARLY),
        pytest.param(one(kind=Kind.BATCH, episode=None), Reason.BATCH),
        pytest.param(one(None, None, Kind.BATCH), Reason.BATCH, id="an unmatched batch is a batch"),
        pytest.param(one(kind=Kind.SPECIAL, episode=None), Reason.SPECIAL),
        pytest.param(one(kind=Kind.EXTRA, episode=None), Reason.SPECIAL, id="an extra is a special"),
        pytest.param(one(None), Reason.UNMATCHED),
        pytest.param(one(episode=None), Reason.UNMATCHED, id="a show and no episode"),
        pytest.param(one(FILM, None, Kind.MOVIE), Reason.OTHER_FORMAT),
        pytest.param(one(FILM, None, Kind.BATCH), Reason.OTHER_FORMAT, id="an OVA's batch is kept apart with it"),
        pytest.param(one(OLD), Reason.OTHER_SEASON),
        pytest.param(one(OLD, None, Kind.BATCH), Reason.BATCH, id="an old batch is a batch"),
        pytest.param(one(None, status="guessit_failed", published=EARLY), Reason.GUESSIT_FAILED, id="the first reason"),
        pytest.param(one(None, published=EARLY), Reason.TOO_EARLY, id="the second before the third"),
    ],
)
def test_the_first_reason_that_holds(torrent: Identified, reason: Reason | None) -> None:
    (result,) = sorted_out(torrent)
    assert result.reason is reason
    assert result.counted is (torrent.match if reason is None else None)


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        pytest.param(one(), one(version=2), Reason.SUPERSEDED, id="v1 is there"),
        pytest.param(one(), one(version=3), Reason.SUPERSEDED, id="v3 likewise"),
        pytest.param(one(version=2), one(version=2), None, id="only v2: an episode is never lost"),
        pytest.param(one(episode=4), one(version=2), None, id="of another episode"),
        pytest.param(one(group="H"), one(version=2), None, id="of another group"),
        pytest.param(one(resolution="720p"), one(version=2), None, id="in another resolution"),
        pytest.param(one(group=None), one(group=None, version=2), None, id="of nobody knows whom"),
        pytest.param(one(published=EARLY), one(version=2), None, id="v1 is left out itself"),
        pytest.param(one(status="guessit_failed"), one(version=2), None, id="v1 could not be read"),
        pytest.param(one(OLD), one(OLD, version=2), Reason.OTHER_SEASON, id="the first reason that holds"),
    ],
)
def test_later_versions(first: Identified, second: Identified, reason: Reason | None) -> None:
    assert sorted_out(first, second)[1].reason is reason
    assert sorted_out(second, first)[0].reason is reason


def test_every_reason_has_its_words() -> None:
    assert len({reason.words for reason in Reason}) == len(Reason)


def test_nothing_is_lost() -> None:
    torrents = [one(), one(None), one(version=2)]
    assert [result.identified for result in sorted_out(*torrents)] == torrents
