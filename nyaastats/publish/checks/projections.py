"""What must hold of projections.json: it is of young episodes, and goes on from their downloads."""

from __future__ import annotations

from itertools import pairwise

from nyaastats.domain.projections import MIN_AGE_HOURS, MIN_EPISODES, MIN_RATIOS, SCORED_HOURS
from nyaastats.domain.shows import AniListId
from nyaastats.publish.contracts.projections import Projection, Projections, ProjectionScore
from nyaastats.publish.contracts.public import Publication
from nyaastats.publish.contracts.values import PROJECTIONS_FILE, SHOWS_FILE, contract_error, page_file


def check_projections(publication: Publication) -> None:
    """Raise ContractError unless the projections agree with each other and with the pages of their shows."""
    document = publication.projections
    if document.data_until != publication.data_until:
        raise contract_error(PROJECTIONS_FILE, "data_until", f"is not that of {SHOWS_FILE!r}")
    keys = [(item.anilist_id, item.episode) for item in document.projections]
    for earlier, later in pairwise(keys):
        if earlier >= later:
            raise contract_error(PROJECTIONS_FILE, "projections", f"{later} does not come after {earlier}")
    downloads = _list_young_downloads(publication)
    titles = {show.anilist_id: show.title for show in publication.index.shows}
    for item in document.projections:
        _check_projection(item, document)
        _check_against_page(item, downloads, titles)
    _check_scores(document)


def _list_young_downloads(publication: Publication) -> dict[tuple[AniListId, int], int]:
    """Of the episodes whose first 7 days are not over."""
    return {
        (page.anilist_id, series.episode): sum(series.downloads_daily)
        for page in publication.pages
        for series, first in zip(page.episodes, page.first_days.episodes, strict=True)
        if first.downloads_7 is None
    }


def _check_projection(item: Projection, document: Projections) -> None:
    what = f"of episode {item.episode} of show {item.anilist_id}"
    if item.made_at != document.data_until:
        raise contract_error(PROJECTIONS_FILE, "made_at", f"{what} is not data_until")
    if not MIN_AGE_HOURS <= item.hours < 7 * 24:
        raise contract_error(PROJECTIONS_FILE, "hours", f"{what} are {item.hours}: too young, or its days are over")
    if item.projected < item.downloads:
        raise contract_error(PROJECTIONS_FILE, "projected", f"{what} is less than it has")
    if item.episodes < MIN_EPISODES:
        raise contract_error(PROJECTIONS_FILE, "episodes", f"{what} are fewer than {MIN_EPISODES}")
    if (item.low is None) != (item.high is None) or (item.low is None) != (item.ratios < MIN_RATIOS):
        raise contract_error(PROJECTIONS_FILE, "low, high, ratios", f"{what} do not go together")
    if item.low is not None and item.high is not None and not item.downloads <= item.low <= item.high:
        raise contract_error(PROJECTIONS_FILE, "low, high", f"{what} are not in order")


def _check_against_page(
    item: Projection, downloads: dict[tuple[AniListId, int], int], titles: dict[AniListId, str]
) -> None:
    what = f"of episode {item.episode} of show {item.anilist_id}"
    if item.downloads != downloads.get((item.anilist_id, item.episode)):
        name = page_file(item.anilist_id)
        raise contract_error(PROJECTIONS_FILE, "downloads", f"{what} are not those of a young episode of {name!r}")
    if item.title != titles[item.anilist_id]:
        raise contract_error(PROJECTIONS_FILE, "title", f"{what} is not that of {SHOWS_FILE!r}")


def _check_scores(document: Projections) -> None:
    if [score.hours for score in document.replayed] != list(SCORED_HOURS):
        raise contract_error(PROJECTIONS_FILE, "replayed", f"is not of the ages {SCORED_HOURS}")
    hours = [score.hours for score in document.kept]
    if hours != sorted(set(hours)) or not set(hours) <= set(SCORED_HOURS):
        raise contract_error(PROJECTIONS_FILE, "kept", f"is not of some of the ages {SCORED_HOURS}, in order")
    for name, scores in (("replayed", document.replayed), ("kept", document.kept)):
        for score in scores:
            _check_score(name, score)


def _check_score(name: str, score: ProjectionScore) -> None:
    pairs = (
        (score.projections, score.median_error),
        (score.intervals, score.coverage),
        (score.compared, score.compared_error),
        (score.compared, score.last_error),
    )
    if any((number == 0) != (share is None) for number, share in pairs):
        raise contract_error(PROJECTIONS_FILE, name, f"at {score.hours} hours has a share of nothing, or none of some")
    if max(score.intervals, score.compared) > score.projections:
        raise contract_error(PROJECTIONS_FILE, name, f"at {score.hours} hours counts more than its projections")
    if (score.coverage or 0) > 1:
        raise contract_error(PROJECTIONS_FILE, name, f"at {score.hours} hours covers more than all")
