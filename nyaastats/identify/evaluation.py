"""Precision and recall of identification, measured on labelled names.

A name whose labelled episode is a whole number is *single*: right when show and episode both are. Any other
is *other* (a batch, a film, a special, a show outside the catalogue): matching it with an episode of a show
is a false positive (*attributed*). So is a film, unless it is matched with the labelled show.

    precision = right / (right + wrong show + wrong episode + attributed)
    recall    = right / singles
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from nyaastats.domain.matches import MatchResult, Override, Thresholds
from nyaastats.domain.shows import AniListId, Show
from nyaastats.domain.times import parse_time
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.errors import InputError
from nyaastats.identify.matcher import identify
from nyaastats.identify.reading_evaluation import ReadingJudgement, count_wrong_fields

COLUMNS = ("name", "published", "anilist_id", "episode")


@dataclass(frozen=True, slots=True)
class LabelledName:
    """A name and its right answer."""

    name: str
    published: datetime | None
    anilist_id: AniListId | None
    """None: no show of the catalogue."""
    episode: str
    """A whole number, or `batch`, `movie`, `special`, `-`."""

    @property
    def is_single(self) -> bool:
        """Whether it is one episode of a show."""
        return self.episode.isdecimal()


class NameOutcome(StrEnum):
    """Whether the match of one name is right."""

    RIGHT = "right"
    WRONG_SHOW = "wrong_show"
    WRONG_EPISODE = "wrong_episode"
    MISSED = "missed"
    EXCLUDED = "excluded"
    ATTRIBUTED = "attributed"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A labelled name, its match, and whether that is right."""

    labelled: LabelledName
    result: MatchResult
    outcome: NameOutcome


def _parse_published(text: str, line: int) -> datetime | None:
    if not text:
        return None
    try:
        return parse_time(text)
    except InputError as error:
        raise InputError(f"line {line}: published {error}, or leave it empty") from error


def _parse_row(row: dict[str, str], line: int) -> LabelledName:
    show = row["anilist_id"]
    if show != "-" and not show.isdecimal():
        raise InputError(
            f"line {line}: anilist_id {show!r} is neither a number nor '-': give AniList's id, or - for no show"
        )
    return LabelledName(
        name=row["name"],
        published=_parse_published(row["published"], line),
        anilist_id=None if show == "-" else AniListId(int(show)),
        episode=row["episode"],
    )


def read_rows(lines: Iterable[str]) -> csv.DictReader[str]:
    """The rows of tab-separated names with all their columns."""
    # No quoting: a release name may begin with a quotation mark.
    return csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def parse_names(lines: Iterable[str]) -> list[LabelledName]:
    """Read tab-separated names with a header that has at least `COLUMNS`; raise InputError for anything else."""
    rows = read_rows(lines)
    if missing := [column for column in COLUMNS if column not in (rows.fieldnames or ())]:
        raise InputError(f"the names have no column {missing[0]!r}: their first line must name {', '.join(COLUMNS)}")
    labelled = []
    for row in rows:
        if any(row[column] is None for column in COLUMNS):
            raise InputError(
                f"line {rows.line_num}: {row['name']!r} has fewer columns than the header: separate them by tabs"
            )
        labelled.append(_parse_row(row, rows.line_num))
    return labelled


def _determine_outcome(labelled: LabelledName, result: MatchResult) -> NameOutcome:
    match = result.match
    if not labelled.is_single:
        if match is None or (labelled.episode == "movie" and match.show == labelled.anilist_id):
            return NameOutcome.EXCLUDED
        # A batch or special that is matched with the right show counts for no episode: that is no error.
        is_given = match.episode is not None or labelled.episode == "movie"
        return NameOutcome.ATTRIBUTED if is_given else NameOutcome.EXCLUDED
    if match is None or match.episode is None:
        return NameOutcome.MISSED
    if match.show != labelled.anilist_id:
        return NameOutcome.WRONG_SHOW
    return NameOutcome.RIGHT if match.episode == int(labelled.episode) else NameOutcome.WRONG_EPISODE


def evaluate(
    names: Sequence[LabelledName],
    shows: Iterable[Show],
    overrides: Iterable[Override] = (),
    thresholds: Thresholds | None = None,
) -> list[Judgement]:
    """Identify all names as one run and judge each."""
    torrents = [Torrent(InfoHash(f"{place:040x}"), name.name, name.published) for place, name in enumerate(names)]
    results = identify(torrents, shows, overrides, thresholds).results
    return [
        Judgement(name, result, _determine_outcome(name, result)) for name, result in zip(names, results, strict=True)
    ]


# --- in figures ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Singles:
    """Names of one episode."""

    total: int
    right: int
    wrong_show: int
    wrong_episode: int
    missed: int


@dataclass(frozen=True, slots=True)
class Others:
    """All other names."""

    total: int
    excluded: int
    attributed: int


@dataclass(frozen=True, slots=True)
class EvaluationFigures:
    """The outcomes of some names, counted."""

    single: Singles
    other: Others

    @property
    def precision(self) -> float | None:
        """The part of all answers that is right; None without answers."""
        wrong = self.single.wrong_show + self.single.wrong_episode + self.other.attributed
        answers = self.single.right + wrong
        return self.single.right / answers if answers else None

    @property
    def recall(self) -> float | None:
        """The part of all singles that is right; None without singles."""
        return self.single.right / self.single.total if self.single.total else None


def count_outcomes(judgements: Iterable[Judgement]) -> EvaluationFigures:
    """Count the outcomes."""
    outcomes = Counter((judgement.labelled.is_single, judgement.outcome) for judgement in judgements)
    single = {
        outcome.value: outcomes[True, outcome]
        for outcome in (NameOutcome.RIGHT, NameOutcome.WRONG_SHOW, NameOutcome.WRONG_EPISODE, NameOutcome.MISSED)
    }
    other = {outcome.value: outcomes[False, outcome] for outcome in (NameOutcome.EXCLUDED, NameOutcome.ATTRIBUTED)}
    return EvaluationFigures(
        Singles(total=sum(single.values()), **single),
        Others(total=sum(other.values()), **other),
    )


def _build_answer(judgement: Judgement) -> dict[str, Any] | None:
    match = judgement.result.match
    return None if match is None else {"anilist_id": match.show, "episode": match.episode}


def _build_wrong_name(judgement: Judgement) -> dict[str, Any]:
    match = judgement.result.match
    return {
        "name": judgement.labelled.name,
        "outcome": judgement.outcome,
        "expected": {"anilist_id": judgement.labelled.anilist_id, "episode": judgement.labelled.episode},
        "got": _build_answer(judgement),
        "reasons": [asdict(part) for part in match.evidence] if match else [judgement.result.why],
    }


def _build_figures(figures: EvaluationFigures) -> dict[str, Any]:
    return {
        "single": asdict(figures.single),
        "other": asdict(figures.other),
        "precision": figures.precision,
        "recall": figures.recall,
    }


def summarise(judgements: Sequence[Judgement], readings: Sequence[ReadingJudgement] = ()) -> dict[str, Any]:
    """All figures as one JSON object: overall, by show, every name with a wrong answer, and every one misread."""
    shows = sorted({judgement.labelled.anilist_id or 0 for judgement in judgements})
    by_show = {
        str(show or "-"): _build_figures(
            count_outcomes(item for item in judgements if (item.labelled.anilist_id or 0) == show)
        )
        for show in shows
    }
    wrong = [
        judgement for judgement in judgements if judgement.outcome not in {NameOutcome.RIGHT, NameOutcome.EXCLUDED}
    ]
    return {
        "names": len(judgements),
        **_build_figures(count_outcomes(judgements)),
        "by_show": by_show,
        "wrong": [_build_wrong_name(judgement) for judgement in wrong],
        "read": _build_readings(readings) if readings else None,
    }


def _build_readings(readings: Sequence[ReadingJudgement]) -> dict[str, Any]:
    misread = [reading for reading in readings if reading.wrong]
    return {
        "names": len(readings),
        "right": len(readings) - len(misread),
        "wrong_fields": count_wrong_fields(readings),
        "misread": [{"name": each.name, "wrong": each.wrong, "release": each.release._asdict()} for each in misread],
    }
