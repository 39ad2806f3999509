"""One torrent of the run on its way through all steps, from its name to a rank: what the About page shows.

`sample_candidates.sql` and `sample_torrent.sql` in `measure/sample` choose it: of the show with the most downloads a
torrent whose number in the name is not its episode is preferred; of those the most downloaded; of equals the first
infohash.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from nyaastats.domain.calendar import Week
from nyaastats.domain.matches import Match, MeasuredTorrent
from nyaastats.domain.measures import SampleTrace
from nyaastats.domain.shows import AniListId
from nyaastats.publish.build.episode_rows import downloads_on
from nyaastats.publish.contracts.public import Publication, Rankings, ShowPage
from nyaastats.publish.contracts.report import Example, ExampleDay, ExamplePart, ExampleScrape, ExampleWeek, FullDay


def example(sample: SampleTrace | None, told: Sequence[MeasuredTorrent], published: Publication) -> Example | None:
    """The torrent that was followed, in words and figures; None when there was none to follow."""
    if sample is None:
        return None
    one = told[sample.torrent_id]
    torrent, release, match = one.torrent, one.release, one.counted_match
    if match is None or match.episode is None or torrent.published is None:
        return None
    days = tuple(ExampleDay(day, downloads) for day, downloads in sample.days.items())
    best = busiest(days)
    return Example(
        name=torrent.name,
        published=torrent.published,
        infohash=torrent.infohash,
        titles=release.titles,
        group=release.group,
        number=release.number,
        resolution=release.resolution,
        anilist_id=match.show,
        title=next(show.title for show in published.shows.shows if show.anilist_id == match.show),
        episode=match.episode,
        method=match.method,
        score=match.score,
        parts=tuple(ExamplePart(part.name, part.score, part.why) for part in match.evidence),
        looks=tuple(ExampleScrape(moment, downloads) for moment, downloads in sample.scrapes.items()),
        days=days,
        downloads=one.downloads,
        first_day=_full_day(match, match.episode, best, told, published.pages),
        week=week_of(match.show, best, published.rankings),
    )


def busiest(days: Iterable[ExampleDay]) -> date:
    """The day with the most downloads, of equals the first."""
    return max(days, key=lambda day: (day.downloads, -day.date.toordinal())).date


def _full_day(
    match: Match, episode: int, day: date, told: Iterable[MeasuredTorrent], pages: Iterable[ShowPage]
) -> FullDay:
    torrents = (
        one.torrent
        for one in told
        if (other := one.counted_match) and other.show == match.show and other.episode == episode
    )
    out = [torrent for torrent in torrents if torrent.published is not None and torrent.published.date() <= day]
    torrents_out = max(len(out), 1)  # where the tracker was ahead of the listing's clock, the one that was followed
    return FullDay(day, torrents_out, downloads_on(day, match.show, episode, pages))


def week_of(show: AniListId, day: date, rankings: Rankings) -> ExampleWeek | None:
    """What the chart says of a show in the week of a day; None where it is not ranked."""
    return next(
        (
            ExampleWeek(week.week, ranking.rank, ranking.downloads)
            for week in rankings.weeks
            for ranking in week.rankings
            if week.start_date == Week.of(day).start and ranking.anilist_id == show
        ),
        None,
    )
