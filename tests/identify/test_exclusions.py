"""What is excluded, and for which reason."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from nyaastats.domain.calendar import Season, SeasonSpan
from nyaastats.domain.matches import ClassifiedTorrent, ExclusionReason, Match, MatchResult, Method, NoMatch
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.shows import AniListId, Format
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.identify.exclusions import classify, find_last_published
from testkit.show_cases import make_show

FROM = datetime(2025, 9, 17, tzinfo=UTC)
FALL = Season.parse("fall-2025")
SERIES, FILM, OLD = AniListId(1), AniListId(2), AniListId(3)
SHOWS = (
    replace(make_show("Sanda", SERIES), season=FALL),
    replace(make_show("Look Back", FILM, kind=Format.MOVIE), season=FALL),
    replace(make_show("Gnosia", OLD, premiere=None), season=Season.parse("fall-2024")),
)


def result(  # noqa: PLR0913 - the facts of a case
    show: AniListId | None = SERIES,
    episode: int | None = 5,
    kind: Kind = Kind.EPISODE,
    *,
    status: str = "active",
    published: datetime | None = FROM,
    version: int = 1,
    group: str | None = "G",
    resolution: str | None = "1080p",
) -> MatchResult:
    release = Release(("Sanda",), None, None, episode, kind, version, group, resolution)
    match = Match(show, episode, Method.EXACT, 105.0, 105.0, ()) if show else NoMatch("no show has a title like it")
    return MatchResult(Torrent(InfoHash(""), "Sanda", published, status=status), release, match)


def classified(*results: MatchResult) -> list[ClassifiedTorrent]:
    return classify(results, SHOWS, SeasonSpan((FALL,), 4))


EARLY = datetime(2025, 9, 16, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("torrent", "reason"),
    [
        pytest.param(result(), None, id="counted"),
        pytest.param(result(published=None), None, id="no date is no reason"),
        pytest.param(result(status="dead"), None, id="a dead torrent was downloaded too"),
        pytest.param(result(episode=0), None, id="episode 0"),
        pytest.param(result(status="guessit_failed"), ExclusionReason.GUESSIT_FAILED),
        pytest.param(result(published=EARLY), ExclusionReason.TOO_EARLY),
        pytest.param(result(kind=Kind.BATCH, episode=None), ExclusionReason.BATCH),
        pytest.param(result(None, None, Kind.BATCH), ExclusionReason.BATCH, id="an unmatched batch is a batch"),
        pytest.param(result(kind=Kind.SPECIAL, episode=None), ExclusionReason.SPECIAL),
        pytest.param(result(kind=Kind.EXTRA, episode=None), ExclusionReason.SPECIAL, id="an extra is a special"),
        pytest.param(result(None), ExclusionReason.UNMATCHED),
        pytest.param(result(episode=None), ExclusionReason.UNMATCHED, id="a show and no episode"),
        pytest.param(result(FILM, None, Kind.MOVIE), ExclusionReason.OTHER_FORMAT),
        pytest.param(
            result(FILM, None, Kind.BATCH), ExclusionReason.OTHER_FORMAT, id="an OVA's batch is kept apart with it"
        ),
        pytest.param(result(OLD), ExclusionReason.OTHER_SEASON),
        pytest.param(result(OLD, None, Kind.BATCH), ExclusionReason.BATCH, id="an old batch is a batch"),
        pytest.param(
            result(None, status="guessit_failed", published=EARLY),
            ExclusionReason.GUESSIT_FAILED,
            id="the first reason",
        ),
        pytest.param(result(None, published=EARLY), ExclusionReason.TOO_EARLY, id="the second before the third"),
    ],
)
def test_the_first_reason_that_holds(torrent: MatchResult, reason: ExclusionReason | None) -> None:
    (classified_torrent,) = classified(torrent)
    assert classified_torrent.exclusion is reason
    assert classified_torrent.counted_match is (torrent.match if reason is None else None)


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        pytest.param(result(), result(version=2), ExclusionReason.SUPERSEDED, id="v1 is there"),
        pytest.param(result(), result(version=3), ExclusionReason.SUPERSEDED, id="v3 likewise"),
        pytest.param(result(version=2), result(version=2), None, id="only v2: an episode is never lost"),
        pytest.param(result(episode=4), result(version=2), None, id="of another episode"),
        pytest.param(result(group="H"), result(version=2), None, id="of another group"),
        pytest.param(result(resolution="720p"), result(version=2), None, id="in another resolution"),
        pytest.param(result(group=None), result(group=None, version=2), None, id="of nobody knows whom"),
        pytest.param(result(published=EARLY), result(version=2), None, id="v1 is left out itself"),
        pytest.param(result(status="guessit_failed"), result(version=2), None, id="v1 could not be read"),
        pytest.param(
            result(OLD), result(OLD, version=2), ExclusionReason.OTHER_SEASON, id="the first reason that holds"
        ),
    ],
)
def test_later_versions(first: MatchResult, second: MatchResult, reason: ExclusionReason | None) -> None:
    assert classified(first, second)[1].exclusion is reason
    assert classified(second, first)[0].exclusion is reason


def test_every_reason_has_its_words() -> None:
    assert len({reason.description for reason in ExclusionReason}) == len(ExclusionReason)


def test_nothing_is_lost() -> None:
    torrents = [result(), result(None), result(version=2)]
    assert classified(*torrents) == [
        torrent.with_exclusion(reason)
        for torrent, reason in zip(torrents, (None, ExclusionReason.UNMATCHED, ExclusionReason.SUPERSEDED), strict=True)
    ]


LAST_DAY = datetime(2025, 11, 16, 23, 59, 59, tzinfo=UTC)
"""Of a show that ended in the week to 2025-10-19: four weeks later."""


@pytest.mark.parametrize(
    ("published", "status", "reason"),
    [
        (LAST_DAY, "FINISHED", None),
        (LAST_DAY + timedelta(seconds=1), "FINISHED", ExclusionReason.AFTER_LAST_DAY),
        (LAST_DAY + timedelta(days=30), "RELEASING", None),
    ],
)
def test_what_is_published_after_a_show_s_last_day_is_not_counted(
    published: datetime, status: str, reason: ExclusionReason | None
) -> None:
    ended = replace(make_show("Sanda", SERIES), season=FALL, airings=(), end=date(2025, 10, 17), status=status)
    [torrent] = classify([result(published=published)], [ended], SeasonSpan((FALL,), 4))
    assert torrent.exclusion is reason


def test_the_last_day_on_which_each_show_was_published_is_that_of_its_torrents_that_count() -> None:
    torrents = classified(result(), result(published=FROM + timedelta(days=3)), result(OLD), result(published=None))
    assert find_last_published(torrents) == {SERIES: date(2025, 9, 20)}
