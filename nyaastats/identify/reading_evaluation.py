"""How well names are read, measured on labelled names: titles, season, number, kind and version.

The columns of these names are optional beside those of the evaluation: a file without them says nothing of reading.
A label is one text, several with `|` between them, any of which is right (nothing between them: it may be unstated), or
`*` where anything is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nyaastats.domain.releases import Release
from nyaastats.identify.names.parser import parse_name
from nyaastats.identify.names.titles import normalise_title, parse_title

FIELDS = ("titles", "season", "number", "kind", "version")
_ANYTHING = "*"


@dataclass(frozen=True, slots=True)
class ReadingJudgement:
    """A labelled name, what was read, and the fields of it that are wrong."""

    name: str
    release: Release
    wrong: tuple[str, ...]


def judge_readings(rows: Iterable[Mapping[str, str]]) -> list[ReadingJudgement]:
    """Read and judge each row's `name` against its labels; none where the rows have no labels."""
    return [_judge_row(row) for row in rows if all(row.get(field) is not None for field in FIELDS)]


def _judge_row(row: Mapping[str, str]) -> ReadingJudgement:
    release = parse_name(row["name"])
    wrong = tuple(field for field in FIELDS if not _is_right(field, release, row[field]))
    return ReadingJudgement(row["name"], release, wrong)


def _is_right(field: str, release: Release, label: str) -> bool:
    if label == _ANYTHING:
        return True
    if field == "titles":
        return bool(_list_keys(label.split("|")) & _list_keys(release.titles))
    value = getattr(release, field)
    return ("" if value is None else str(value)) in label.split("|")


def _list_keys(titles: Iterable[str]) -> set[str]:
    """The titles' normal forms, with and without their season words."""
    return {key for title in titles for key in (normalise_title(title), *(each.key for each in parse_title(title)))}


def count_wrong_fields(judgements: Sequence[ReadingJudgement]) -> dict[str, int]:
    """How many names have each field wrong, in the order of `FIELDS`; only those that occur."""
    wrong = Counter(field for judgement in judgements for field in judgement.wrong)
    return {field: wrong[field] for field in FIELDS if wrong[field]}
