"""Evidence that is not of a show's torrents is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nyaastats.domain.matches import ExclusionReason, Method
from nyaastats.domain.shows import AniListId
from nyaastats.errors import ContractError
from nyaastats.publish.checks.evidence import check_evidence
from nyaastats.publish.contracts.evidence import LeftOutTorrent, ShowEvidence
from nyaastats.publish.contracts.public import Publication
from nyaastats.publish.contracts.report import Report, Tally
from testkit.small_season import EVIDENCE, REPORT, make_publication

SOUND = EVIDENCE[AniListId(7)]
FIRST, SECOND = SOUND.readings
BATCH, OTHER_BATCH, VERSION = SOUND.left_out


def make(**fields: Any) -> Publication:
    """The publication with the evidence of show 7 changed."""
    publication = make_publication()
    page, *others = publication.pages
    return replace(publication, pages=(replace(page, evidence=replace(SOUND, **fields)), *others))


def test_sound_evidence_passes() -> None:
    check_evidence(REPORT, make())


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"readings": (SECOND, FIRST)}, "readings: are not in the order of their downloads"),
        ({"left_out": (OTHER_BATCH, BATCH, VERSION)}, "left_out: are not in the order of their downloads"),
        ({"readings": (FIRST,) * 51}, "readings: (are not the first 50|has less)"),
        ({"more_readings": 1}, "readings: are not the first 50, of which 1 more follow"),
        ({"more_left_out": Tally(1, 0)}, "left_out: are not the first 50, of which 1 more follow"),
        (
            {"readings": (replace(FIRST, torrents=1, downloads=75),) * 2},
            "readings: has the same title, season and method twice",
        ),
        ({"readings": (FIRST,)}, "readings: are of 2 torrents, not of 3"),
        (
            {"left_out": (BATCH, VERSION)},
            "left_out: for 'batch' are Tally.torrents=1, downloads=40., not Tally.torrents=2",
        ),
        ({"left_out": (replace(BATCH, downloads=39), OTHER_BATCH, VERSION)}, "left_out: for 'batch' are"),
        (
            {"left_out": (*SOUND.left_out, LeftOutTorrent("A", ExclusionReason.SPECIAL, 0))},
            "left_out: for 'special' are Tally.torrents=1, downloads=0., not Tally.torrents=0",
        ),
    ],
)
def test_other_evidence_than_the_show_s_torrents_is_refused(fields: dict[str, Any], message: str) -> None:
    report = replace(REPORT, match_methods={Method.EXACT: Tally(999, 99_999), Method.FUZZY: Tally(9, 999)})
    with pytest.raises(ContractError, match=f"'shows/7.json': evidence.{message}"):
        check_evidence(report, make(**fields))


def test_of_very_many_torrents_not_all_are_listed() -> None:
    excluded = LeftOutTorrent("A", ExclusionReason.BATCH, 0)
    check_evidence(REPORT, count_excluded(make(left_out=(excluded,) * 50, more_left_out=Tally(7, 0)), 57))
    with pytest.raises(ContractError, match=r"evidence\.more_left_out: is not what is left of the torrents"):
        check_evidence(REPORT, count_excluded(make(left_out=(excluded,) * 50, more_left_out=Tally(6, 0)), 57))


def count_excluded(publication: Publication, torrents: int) -> Publication:
    """With so many batches of show 7 left out, and nothing else."""
    [season] = publication.seasons
    show, *others = season.shows.shows
    batches = replace(show.excluded[0], torrents=torrents, downloads=0)
    shows = replace(season.shows, shows=(replace(show, excluded=(batches,)), *others))
    return replace(publication, seasons=(replace(season, shows=shows),))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"match_methods": {Method.EXACT: Tally(10, 420)}}, "has less fuzzy than the shows' readings"),
        ({"match_methods": {Method.EXACT: Tally(9, 1), Method.FUZZY: Tally(1, 30)}}, "has less exact than"),
        ({"counted": Tally(6, 419)}, "are not the sums of the shows' readings"),
    ],
)
def test_the_readings_of_all_shows_are_the_report_s_counted_torrents(changes: dict[str, Any], message: str) -> None:
    report: Report = replace(REPORT, **changes)
    with pytest.raises(ContractError, match=f"'report.json': match_methods: {message}"):
        check_evidence(report, make())


def test_a_show_without_torrents_has_no_evidence() -> None:
    [*_, nobody] = make_publication().pages
    assert nobody.evidence == ShowEvidence((), 0, (), Tally(0, 0))
