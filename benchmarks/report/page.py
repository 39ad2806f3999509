"""RESULTS.md as sections: each belongs to the suite whose title its heading is, or begins with."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.report.markdown import join_sections

_HEADING = re.compile(r"^(?=## )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SuiteSections:
    """What a suite says: its title, and headings of the form `## title: subject`, paragraphs and tables."""

    title: str
    parts: Sequence[str]


def put_sections(page: str, written: SuiteSections, titles: Sequence[str]) -> str:
    """The page with a suite's sections in place of those it had, all suites in the order of `titles`.

    What stands before the first section stays, as do other suites' sections, to the byte; a section of no suite is left
    out. Raises ValueError when one of the new sections is not the suite's own.
    """
    preface, *sections = _HEADING.split(page)
    by_title = _group_by_title(sections, titles)
    _, *own = _HEADING.split(join_sections(written.parts))
    if set(_group_by_title(own, titles)) != {written.title}:
        headings = [section.partition("\n")[0] for section in own]
        raise ValueError(f"not all of {headings!r} are of the suite {written.title!r}: begin each with its title")
    by_title[written.title] = own
    return "\n".join(part.strip("\n") + "\n" for part in [preface, *(s for title in titles for s in by_title[title])])


def _group_by_title(sections: Iterable[str], titles: Iterable[str]) -> defaultdict[str, list[str]]:
    by_title = defaultdict(list)
    for section in sections:
        subject = section.removeprefix("## ").partition("\n")[0]
        by_title[next((title for title in titles if _is_of(title, subject)), "")].append(section)
    return by_title


def _is_of(title: str, subject: str) -> bool:
    return subject == title or subject.startswith(f"{title}: ")
