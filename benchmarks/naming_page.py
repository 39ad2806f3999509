"""What RESULTS.md says of names."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.markdown import percent, table
from benchmarks.naming import Naming, Row
from benchmarks.readings import Matched, Score
from benchmarks.thresholds import CHOSEN, MARGINS, SCORES, Asked
from benchmarks.verdicts import Tally
from nyaastats.identify.evaluation import Outcome


def naming_parts(naming: Naming) -> list[str]:
    """The sections, in their order."""
    return [
        "## Names: `nyaastats evaluate`, overall and by group",
        _BY_GROUP,
        *(part for title, rows in naming.evaluated for part in _evaluated(title, rows)),
        "## Names: the parsers",
        _PARSERS if len(naming.corpus) > 1 else _NO_PARSERS,
        _corpus(naming.corpus),
        *([_REAL, _real(naming.real)] if naming.real else []),
        "## Names: the least score and the least margin",
        _GRIDS,
        *(part for title, grid in naming.grids for part in (_grid_head(title, grid), _grid(grid))),
    ]


_BY_GROUP = """\
Names of one episode are *single*; all others must be given to no episode: those that are, are *attributed*. Precision
is the part of the answers that is right, recall the part of the singles, both in per cent.

Each group has a style of its own; of the large synthetic season most groups are invented, and write as the others do.
The made-up names are of shows that share their words, half of the sequels without relations. A fifth of the titles is
of shows outside the catalogue, every fourth of these a word away from one that is in it. *Before* tells how
it was when the golden corpus had 139 names, and rules for no more."""
_BEFORE = {
    "synthetic season × 1": Tally(singles=1987, right=1987, wrong=0),
    "synthetic season × 10": Tally(singles=19837, right=19836, wrong=2),
    "made-up names": Tally(singles=22440, right=22440, wrong=1100),
    "real names": Tally(singles=203, right=203, wrong=1),
}
"""Of the same names, once measured."""
_NO_PARSERS = "The other parsers are not here to be compared with: `make parsers` installs them."
_PARSERS = """\
Each parser reads the golden corpus in a process of its own; guessit in two versions, as databases store it. Right are a
title that the name does hold, season words apart, its season, and its number, of which a batch has none. The tests hold
the project's own rules to this corpus: it shows which traps the others fall into, not how good ours are."""
_REAL = """\
Of real names, the right title is any name of the show, the right number its episode or, numbered on, what becomes it.
*Matched* are the names that the project's matching gives to the right show and episode when it is handed nothing but
this parser's title, season and number; the last rows are what the project really does with a database.

Of real names the others lose hardly a title, but the number: guessit takes `Season 3 - 13` for a range of seasons and
`S03E10v2` for a title, aniparse loses the number of scene names. The project's rules read each distinct form of a name
once and take a hundredth of guessit's time. So the name is read first, and the stored guess, which is paid for already,
is asked only where the name is silent."""
_GRIDS = f"""\
The best show must reach a score, and leave the second a margin behind. Cells: precision / recall in per cent; and where
every name was asked again without its show in the catalogue, behind them the part that was given to another one. Each
name is weighed once, with the offsets that the shipped numbers infer.

Shipped is **{CHOSEN.score:g} and {CHOSEN.margin:g}**. Of the corpus, a lower score costs precision and a higher one
names that a person can tell. No margin at all lets twins be guessed at, and from 12 on it costs right answers; around
the shipped one the figures hardly move. On the made-up names a higher score would be more precise at no cost up to 90:
strangers a word away from a show are what they are made of, and what real names show least."""


def _corpus(scores: Sequence[Score]) -> str:
    head = ("golden corpus", "names", "title, %", "season, %", "number, %", "all three, %", "ms a name")
    return table(head, [_score(one) for one in scores])


def _score(one: Score) -> tuple[str, ...]:
    parts = (one.titles, one.seasons, one.numbers, one.all)
    return (one.label, str(one.names), *(f"{100 * part / one.names:.1f}" for part in parts), f"{one.milliseconds:.2f}")


def _real(matched: Sequence[Matched]) -> str:
    head = ("real names", "single", "title, %", "number, %", "matched, %", "precision, %", "ms a name")
    return table(head, [_match(one) for one in matched])


def _match(one: Matched) -> tuple[str, ...]:
    parts = (f"{100 * part / one.names:.1f}" for part in (one.titles, one.numbers, one.tally.right))
    milliseconds = "–" if one.milliseconds is None else f"{one.milliseconds:.2f}"
    return (one.label, str(one.names), *parts, percent(one.tally.precision), milliseconds)


def _grid_head(title: str, grid: Asked) -> str:
    return f"### {title.capitalize()}: {grid.names:,} names, {grid.singles:,} single"


def _grid(grid: Asked) -> str:
    head = ("score \\ margin", *map(str, MARGINS))
    return table(head, [(str(score), *(_cell(grid, score, margin) for margin in MARGINS)) for score in SCORES])


def _cell(grid: Asked, score: float, margin: float) -> str:
    tally = grid.at(score, margin)
    told = [tally.precision, tally.recall, *([grid.mistaken(score, margin)] if grid.strangers else [])]
    text = " / ".join(map(percent, told))
    return f"**{text}**" if (score, margin) == (CHOSEN.score, CHOSEN.margin) else text


_OUTCOMES = {
    "right": Outcome.RIGHT,
    "wrong show": Outcome.WRONG_SHOW,
    "wrong episode": Outcome.WRONG_EPISODE,
    "missed": Outcome.MISSED,
    "attributed": Outcome.ATTRIBUTED,
}


def _evaluated(title: str, rows: Sequence[Row]) -> list[str]:
    before = _BEFORE.get(title)
    told = f": before, precision {percent(before.precision)} and recall {percent(before.recall)}" if before else ""
    return [f"### {title.capitalize()}{told}", _rows(rows)]


def _rows(rows: Sequence[Row]) -> str:
    head = ("", "names", "single", *_OUTCOMES, "precision, %", "recall, %")
    return table(head, [_row(one) for one in rows])


def _row(one: Row) -> tuple[str, ...]:
    counts = (one.names, one.singles, *(one.outcomes.get(outcome, 0) for outcome in _OUTCOMES.values()))
    return (
        one.label,
        *(f"{count:,}" for count in counts),
        percent(one.tally.precision),
        percent(one.tally.recall),
    )
