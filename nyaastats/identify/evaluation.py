"""How right identification is on names whose answers are known.

A name whose labelled episode is a whole number is *single*: right when show and episode both are. Any other
is *other* (a batch, a film, a special, a show outside the catalogue): giving it to some episode of some show
is a false positive. A film is one unless its show is the labelled one.

    precision = right / (right + wrong show + wrong episode + attributed)
    recall    = right / singles
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from nyaastats.domain.matches import MatchResult, Override, Thresholds
from nyaastats.domain.shows import AniListId, Show
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.errors import InputError
from nyaastats.identify.matcher import identify

COLUMNS = ("name", "published", "anilist_id", "episode")


@dataclass(frozen=True, slots=True)
class Labelled:
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


class Outcome(StrEnum):
    """What became of one name."""

    RIGHT = "right"
    WRONG_SHOW = "wrong_show"
    WRONG_EPISODE = "wrong_episode"
    MISSED = "missed"
    LEFT_OUT = "left_out"
    ATTRIBUTED = "attributed"


@dataclass(frozen=True, slots=True)
class Judged:
    """A name, what was found, and whether that is right."""

    labelled: Labelled
    found: MatchResult
    outcome: Outcome


def _time(text: str, line: int) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"line {line}: published {text!r} is not ISO 8601: leave it empty or mend it") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _labelled(row: dict[str, str], line: int) -> Labelled:
    show = row["anilist_id"]
    if show != "-" and not show.isdecimal():
        raise InputError(f"line {line}: anilist_id {show!r} is neither a number nor '-'")
    return Labelled(
        name=row["name"],
        published=_time(row["published"], line),
        anilist_id=None if show == "-" else AniListId(int(show)),
        episode=row["episode"],
    )


def parse_names(lines: Iterable[str]) -> list[Labelled]:
    """Read tab-separated names with a header that has at least `COLUMNS`; raise InputError for anything else."""
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    if missing := [column for column in COLUMNS if column not in (rows.fieldnames or ())]:
        raise InputError(f"the names have no column {missing[0]!r}: their first line must name {', '.join(COLUMNS)}")
    labelled = []
    for row in rows:
        if any(row[column] is None for column in COLUMNS):
            raise InputError(f"line {rows.line_num}: {row['name']!r} has fewer columns than the header")
        labelled.append(_labelled(row, rows.line_num))
    return labelled


def _outcome(labelled: Labelled, found: MatchResult) -> Outcome:
    match = found.match
    if not labelled.is_single:
        if match is None or (labelled.episode == "movie" and match.show == labelled.anilist_id):
            return Outcome.LEFT_OUT
        is_given = match.episode is not None or labelled.episode == "movie"
        return Outcome.ATTRIBUTED if is_given else Outcome.LEFT_OUT
    if match is None or match.episode is None:
        return Outcome.MISSED
    if match.show != labelled.anilist_id:
        return Outcome.WRONG_SHOW
    return Outcome.RIGHT if match.episode == int(labelled.episode) else Outcome.WRONG_EPISODE


def evaluate(
    names: Sequence[Labelled],
    shows: Iterable[Show],
    overrides: Iterable[Override] = (),
    thresholds: Thresholds | None = None,
) -> list[Judged]:
    """Identify all names as one run and judge each."""
    torrents = [Torrent(InfoHash(f"{place:040x}"), one.name, one.published) for place, one in enumerate(names)]
    found = identify(torrents, shows, overrides, thresholds).results
    return [Judged(one, result, _outcome(one, result)) for one, result in zip(names, found, strict=True)]


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
    left_out: int
    attributed: int


@dataclass(frozen=True, slots=True)
class Figures:
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


def figures(judged: Iterable[Judged]) -> Figures:
    """Count the outcomes."""
    outcomes = Counter((one.labelled.is_single, one.outcome) for one in judged)
    single = {
        outcome.value: outcomes[True, outcome]
        for outcome in (Outcome.RIGHT, Outcome.WRONG_SHOW, Outcome.WRONG_EPISODE, Outcome.MISSED)
    }
    other = {outcome.value: outcomes[False, outcome] for outcome in (Outcome.LEFT_OUT, Outcome.ATTRIBUTED)}
    return Figures(
        Singles(total=sum(single.values()), **single),
        Others(total=sum(other.values()), **other),
    )


def _said(judged: Judged) -> dict[str, Any] | None:
    match = judged.found.match
    return None if match is None else {"anilist_id": match.show, "episode": match.episode}


def _wrong(judged: Judged) -> dict[str, Any]:
    match = judged.found.match
    return {
        "name": judged.labelled.name,
        "outcome": judged.outcome,
        "expected": {"anilist_id": judged.labelled.anilist_id, "episode": judged.labelled.episode},
        "got": _said(judged),
        "reasons": [asdict(part) for part in match.evidence] if match else [judged.found.why],
    }


def _as_json(some: Figures) -> dict[str, Any]:
    return {
        "single": asdict(some.single),
        "other": asdict(some.other),
        "precision": some.precision,
        "recall": some.recall,
    }


def summary(judged: Sequence[Judged]) -> dict[str, Any]:
    """All figures as one JSON object: overall, by show, and every name that was got wrong."""
    shows = sorted({one.labelled.anilist_id or 0 for one in judged})
    by_show = {
        str(show or "-"): _as_json(figures(one for one in judged if (one.labelled.anilist_id or 0) == show))
        for show in shows
    }
    bad = [one for one in judged if one.outcome not in {Outcome.RIGHT, Outcome.LEFT_OUT}]
    return {
        "names": len(judged),
        **_as_json(figures(judged)),
        "by_show": by_show,
        "wrong": [_wrong(one) for one in bad],
    }
