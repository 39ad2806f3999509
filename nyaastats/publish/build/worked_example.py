"""One torrent of the run on its way through all steps, from its name to a rank: what the About page shows.

`sample_candidates.sql` and `sample_torrent.sql` in `measure/sample` choose it: of the show with the most downloads a
torrent whose number in the name is not its episode is preferred; of those the most downloaded; of equals the first
infohash.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from nyaastats.domain.calendar import Week
from nyaastats.domain.matches import MeasuredTorrent
from nyaastats.domain.measures import SampleTrace
from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.episode_rows import sum_downloads_on
from nyaastats.publish.contracts.example import Example, ExampleDay, ExamplePart, ExampleScrape, ExampleWeek, FullDay
from nyaastats.publish.contracts.public import Publication, ShowPage, WeekChart


def build_example(
    sample: SampleTrace | None, torrents: Sequence[MeasuredTorrent], publication: Publication
) -> Example | None:
    """The sample in words and figures; None when there is no sample, or when it counts for no episode."""
    if sample is None:
        return None
    measured = torrents[sample.torrent_id]  # an id in the tables is a position in the run's torrents
    torrent, release, match = measured.torrent, measured.release, measured.counted_match
    # None of the three is None, because the SQL chooses among the torrents that count; the types cannot express that.
    if match is None or match.episode is None or torrent.published is None:
        return None
    days = _build_days(sample, match.show, match.episode, publication.pages)
    busiest_day = find_busiest_day(days)
    return Example(
        name=torrent.name,
        published=torrent.published,
        infohash=torrent.infohash,
        titles=release.titles,
        group=release.group,
        number=release.number,
        resolution=release.resolution,
        anilist_id=match.show,
        title=next(show.title for show in publication.index.shows if show.anilist_id == match.show),
        episode=match.episode,
        method=match.method,
        score=match.score,
        parts=tuple(ExamplePart(part.name, part.score, part.why) for part in match.evidence),
        scrapes=tuple(ExampleScrape(moment, downloads) for moment, downloads in sample.scrapes.items()),
        days=days,
        downloads=measured.downloads,
        first_day=_build_full_day(match.show, match.episode, busiest_day, torrents, publication.pages),
        week=find_chart_week(match.show, busiest_day, publication.weeks),
    )


def _build_days(
    sample: SampleTrace, show: AniListId, episode: int, pages: Sequence[ShowPage]
) -> tuple[ExampleDay, ...]:
    """The torrent's days, none with more than its episode has.

    The sums of a torrent and of its episode are rounded each by itself, so that on a day on which the other torrents
    have next to nothing the torrent may have one more than both together.
    """
    return tuple(
        ExampleDay(day, min(downloads, sum_downloads_on(day, show, episode, pages)))
        for day, downloads in sample.days.items()
    )


def find_busiest_day(days: Iterable[ExampleDay]) -> date:
    """The day with the most downloads, of equals the first."""
    return max(days, key=lambda day: (day.downloads, -day.date.toordinal())).date


def _build_full_day(
    show: AniListId, episode: int, day: date, torrents: Iterable[MeasuredTorrent], pages: Iterable[ShowPage]
) -> FullDay:
    episode_torrents = (
        measured.torrent
        for measured in torrents
        if (other := measured.counted_match) and (other.show, other.episode) == (show, episode)
    )
    published_count = sum(
        1 for torrent in episode_torrents if torrent.published is not None and torrent.published.date() <= day
    )
    # A tracker's clock may be ahead of nyaa's, so that the sample has a day before it is published: hence at least 1.
    return FullDay(day, max(published_count, 1), sum_downloads_on(day, show, episode, pages))


def find_chart_week(show: AniListId, day: date, weeks: Iterable[WeekChart]) -> ExampleWeek | None:
    """The show's row in the chart of the week of `day`; None where it is not ranked."""
    return next(
        (
            ExampleWeek(week.week, row.rank, row.downloads)
            for week in weeks
            for row in week.rows
            if week.start_date == Week.of(day).start and row.anilist_id == show
        ),
        None,
    )
