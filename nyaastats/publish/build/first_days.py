"""Builds what a page says of the first 7 and 28 days of a show's episodes: hold, late share, premiere-size class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from nyaastats.domain.measures import Measures
from nyaastats.domain.premieres import PREMIERE_EPISODE, PremiereClass
from nyaastats.domain.shows import AniListId
from nyaastats.publish.contracts.first_days import ClassMedian, EpisodeFirstDays, PremiereSizeClass, ShowFirstDays

MIN_SHOWS = 5
"""Of fewer shows there is no median: it would be the number of one of them."""
_DIGITS = 4
"""Decimals of a quotient."""


@dataclass(frozen=True, slots=True)
class FirstDays:
    """The first days of one episode; None where they are not over."""

    show: AniListId
    episode: int
    downloads_7: int | None
    estimated_7: int | None
    downloads_28: int | None
    estimated_28: int | None


def read_first_days(measures: Measures) -> Sequence[FirstDays]:
    """Of every episode, by show and number."""
    return [
        FirstDays(
            AniListId(row["anilist_id"]),
            row["episode"],
            row["downloads_7"] if row["is_over_7"] else None,
            row["estimated_7"] if row["is_over_7"] else None,
            row["downloads_28"] if row["is_over_28"] else None,
            row["estimated_28"] if row["is_over_28"] else None,
        )
        for row in measures.episode_firsts.to_pylist()
    ]


def build_first_days(rows: Sequence[FirstDays]) -> Mapping[AniListId, ShowFirstDays]:
    """Of every show; `rows` are in the order of show and episode."""
    classes = _find_classes(rows)
    sizes = _build_classes(rows, classes)
    return {
        show: _build_show(list(group), sizes[classes[show]] if show in classes else None)
        for show, group in groupby(rows, key=lambda row: row.show)
    }


def _find_classes(rows: Sequence[FirstDays]) -> Mapping[AniListId, PremiereClass]:
    """By show, where its premiere's first 7 days are over."""
    return {
        row.show: PremiereClass.of(row.downloads_7)
        for row in rows
        if row.episode == PREMIERE_EPISODE and row.downloads_7
    }


def _build_classes(
    rows: Sequence[FirstDays], classes: Mapping[AniListId, PremiereClass]
) -> Mapping[PremiereClass, PremiereSizeClass]:
    downloads: defaultdict[PremiereClass, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.show in classes and row.downloads_7 is not None:
            downloads[classes[row.show]][row.episode].append(row.downloads_7)
    return {
        size: PremiereSizeClass(
            from_downloads=size.from_downloads,
            to_downloads=size.to_downloads,
            shows=len(episodes[PREMIERE_EPISODE]),
            medians=tuple(
                ClassMedian(episode, len(values), float(median(values)))
                for episode, values in sorted(episodes.items())
                if len(values) >= MIN_SHOWS
            ),
        )
        for size, episodes in downloads.items()
    }


def _build_show(rows: Sequence[FirstDays], size: PremiereSizeClass | None) -> ShowFirstDays:
    totals = {row.episode: row.downloads_7 for row in rows}
    medians = {item.episode: item.downloads for item in size.medians} if size else {}
    late = [(row.downloads_7, row.downloads_28) for row in rows]
    return ShowFirstDays(
        hold=_divide(totals.get(PREMIERE_EPISODE + 1), totals.get(PREMIERE_EPISODE)),
        late_share=_compute_late_share(late),
        premiere_class=size,
        episodes=tuple(
            EpisodeFirstDays(
                episode=row.episode,
                downloads_7=row.downloads_7,
                estimated_7=row.estimated_7,
                downloads_28=row.downloads_28,
                estimated_28=row.estimated_28,
                hold=_divide(row.downloads_7, totals.get(row.episode - 1)),
                late_share=_compute_late_share([(row.downloads_7, row.downloads_28)]),
                by_class=_divide(row.downloads_7, medians.get(row.episode)),
            )
            for row in rows
        ),
    )


def _divide(downloads: int | None, by: float | None) -> float | None:
    """None where either is not there, or there is nothing to divide by."""
    return None if downloads is None or not by else round(downloads / by, _DIGITS)


def _compute_late_share(downloads: Sequence[tuple[int | None, int | None]]) -> float | None:
    """Of pairs of the first 7 and the first 28 days; pairs that are not over are passed over."""
    pairs = [(early, whole) for early, whole in downloads if early is not None and whole is not None]
    return _divide(sum(whole - early for early, whole in pairs), sum(whole for _, whole in pairs)) if pairs else None
