"""What must hold of the first days on the pages of shows: they are sums of the days on all pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.first_days import FirstDays, build_first_days
from nyaastats.publish.contracts.public import EpisodeSeries, Publication
from nyaastats.publish.contracts.values import contract_error, page_file


def check_first_days(publication: Publication) -> None:
    """Raise ContractError unless the first days of each page are what the days of all pages come to."""
    series = {page.anilist_id: page.episodes for page in publication.pages}
    last_days = {show.anilist_id: show.last_day for show in publication.index.shows}
    expected = build_first_days(list(sum_first_days(series, last_days, publication.data_until)))
    for page in publication.pages:
        if page.first_days != expected.get(page.anilist_id):
            name = page_file(page.anilist_id)
            raise contract_error(name, "first_days", "are not what the days of its episodes and its class come to")


def sum_first_days(
    series: Mapping[AniListId, Sequence[EpisodeSeries]],
    last_days: Mapping[AniListId, date | None],
    data_until: datetime,
) -> Iterator[FirstDays]:
    """The first days of all episodes, summed from their days; `last_days` are the shows' last days that count."""
    for show, episodes in series.items():
        for episode in episodes:
            yield _sum_episode(show, episode, data_until, last_days.get(show))


def _sum_episode(show: AniListId, series: EpisodeSeries, data_until: datetime, last_day: date | None) -> FirstDays:
    day_1 = _find_day_1(series)

    def add_up(downloads: Sequence[int], days: int) -> int | None:
        end = day_1 + timedelta(days=days)
        if datetime.combine(end, time(), UTC) > data_until or (last_day and last_day < end - timedelta(days=1)):
            return None
        return sum(downloads[: max((end - series.first_date).days, 0)])

    return FirstDays(
        show,
        series.episode,
        add_up(series.downloads_daily, 7),
        add_up(series.downloads_estimated, 7),
        add_up(series.downloads_daily, 28),
        add_up(series.downloads_estimated, 28),
    )


def _find_day_1(series: EpisodeSeries) -> date:
    """The day of the first torrent: a tracker's clock can put scrapes before it."""
    end = datetime.combine(series.first_date, time(), UTC) + timedelta(days=1)
    # To the second, as it was published; the page rounds its age.
    seconds = round(series.days_since_first_torrent * 86_400)
    return (end - timedelta(seconds=seconds)).date()
