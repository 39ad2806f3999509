"""What RESULTS.md says of names."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.report.markdown import Target, format_percent, format_table, format_targets
from benchmarks.suites.names import NamesAccuracy, OutcomeRow
from benchmarks.suites.outcomes import Tally
from benchmarks.suites.parser_comparison import CorpusScore, MatchScore
from benchmarks.suites.reading_time import ReadingTime
from benchmarks.suites.thresholds import MARGINS, SCORES, SHIPPED, ThresholdGrid
from nyaastats.identify.evaluation import NameOutcome


def format_names(names: NamesAccuracy) -> list[str]:
    """Outcomes by group, the parsers, and the grids of thresholds."""
    return [
        "## Names: `nyaastats evaluate`, overall and by group",
        _BY_GROUP,
        *(part for title, rows in names.outcomes for part in _evaluated(title, rows)),
        "## Names: reading time",
        _TIME,
        _time_targets(names.time),
        _lengths(names.time),
        "## Names: the parsers",
        _PARSERS if len(names.corpus) > 1 else _NO_PARSERS,
        _corpus(names.corpus),
        *([_REAL, _real(names.real)] if names.real else []),
        "## Names: minimum score and minimum margin",
        _GRIDS,
        *(part for title, grid in names.grids for part in (_grid_head(title, grid), _grid(grid))),
    ]


MAX_UNSEEN = 0.9
MAX_SEEN = 0.35
MAX_GROWTH = 20
"""Ten in proportion to the length, a hundred in proportion to its square."""
SLOWEST_FRAGMENTS = 10
_TIME = """\
The synthetic names in seconds of CPU, in a process that read none before, and the same names again. Long names repeat a
fragment; a name is read up to 1,000 letters, but is given whole here. *Growth* is the time of 10,000 letters by that of
1,000: ten where it is in proportion. Below the targets are the fragments that take longest."""


def _time_targets(time: ReadingTime) -> str:
    growth = max(cost.growth for cost in time.lengths)
    rows = [
        (f"{time.names:,} names never seen, s of CPU", f"≤ {MAX_UNSEEN}", time.unseen, MAX_UNSEEN),
        (f"{time.names:,} names seen, s of CPU", f"≤ {MAX_SEEN}", time.seen, MAX_SEEN),
        (f"long names of {len(time.lengths)} fragments: largest growth", f"≤ {MAX_GROWTH}", growth, MAX_GROWTH),
    ]
    return format_targets(
        Target(label, target, f"{measured:.2f}", measured <= bound) for label, target, measured, bound in rows
    )


def _lengths(time: ReadingTime) -> str:
    slowest = sorted(time.lengths, key=lambda cost: -cost.ten_thousand)[:SLOWEST_FRAGMENTS]
    head = ("fragment", "1,000 letters, ms", "10,000 letters, ms", "growth")
    return format_table(
        head,
        [
            (
                f"`{cost.fragment!r}`".replace("|", "\\|"),
                f"{1000 * cost.thousand:.1f}",
                f"{1000 * cost.ten_thousand:.1f}",
                f"{cost.growth:.1f}",
            )
            for cost in slowest
        ],
    )


_BY_GROUP = """\
Names of one episode are *single*; all others must be given to no episode: those that are, are *attributed*. Precision
is the part of the answers that is right, recall the part of the singles, both in per cent.

Each group has a style of its own; of the large synthetic season most groups are invented, with the styles of real ones.
The synthetic names are of shows that share their words, half of the sequels without relations. A fifth of the titles is
of shows outside the catalogue, every fourth of these differs by a word from one that is in it. *Before* is the state
when the golden corpus had 139 names, and there were rules for no others."""
# Not measured again: the rules of then are gone.
_BEFORE = {
    "synthetic season × 1": Tally(singles=1987, right=1987, wrong=0),
    "synthetic season × 10": Tally(singles=19837, right=19836, wrong=2),
    "synthetic names": Tally(singles=22440, right=22440, wrong=1100),
    "real names": Tally(singles=203, right=203, wrong=1),
}
"""Of the same names, measured then."""
_NO_PARSERS = "The other parsers are not installed, so that nothing is compared: `make parsers` installs them."
_PARSERS = """\
Each parser reads the golden corpus in a process of its own; guessit in two versions, as databases store it. Title
(season words apart), season and number are compared with what the name holds; a batch has no number. The project's own
rules are tested with this corpus: it shows where the other parsers fail, not how good ours are."""
_REAL = """\
Of real names, the right title is any title of the show, the right number its episode, or a number that an offset turns
into it. *Matched* are the names that the project's matching gives to the right show and episode from nothing but this
parser's title, season and number; the last rows are what the project really does with a database.

Of real names the other parsers miss few titles, but many numbers: guessit takes `Season 3 - 13` for a range of seasons
and `S03E10v2` for a title, aniparse misses the number of scene names. The project's rules read each distinct form of a
name once and take a hundredth of guessit's time. So the rules read the name first, and the guess, which is stored
already, fills what they do not give."""
_GRIDS = f"""\
The best candidate must reach a minimum score and lead the runner-up by a minimum margin. Cells: precision / recall in
per cent; and where every name was identified once more without its show in the catalogue, the part that was given to
another show. Each name is scored once, with the offsets that the shipped thresholds infer.

Shipped is **{SHIPPED.score:g} and {SHIPPED.margin:g}**. Of the corpus, a lower score costs precision, and a higher one
loses names that a person can identify. Without a margin, twins are guessed; from 12 on it loses right answers; around
the shipped one the figures hardly change. Of the synthetic names a higher score would be more precise at no cost up to
90: they are full of titles that differ by a word from a show's, which are rare among real names."""


def _corpus(scores: Sequence[CorpusScore]) -> str:
    head = ("golden corpus", "names", "title, %", "season, %", "number, %", "all three, %", "ms a name")
    return format_table(head, [_score_row(score) for score in scores])


def _score_row(score: CorpusScore) -> tuple[str, ...]:
    parts = (f"{100 * part / score.names:.1f}" for part in (score.titles, score.seasons, score.numbers, score.all))
    return (score.label, str(score.names), *parts, f"{score.milliseconds:.2f}")


def _real(scores: Sequence[MatchScore]) -> str:
    head = ("real names", "single", "title, %", "number, %", "matched, %", "precision, %", "ms a name")
    return format_table(head, [_match_row(score) for score in scores])


def _match_row(score: MatchScore) -> tuple[str, ...]:
    parts = (f"{100 * part / score.names:.1f}" for part in (score.titles, score.numbers, score.tally.right))
    milliseconds = "–" if score.milliseconds is None else f"{score.milliseconds:.2f}"
    return (score.label, str(score.names), *parts, format_percent(score.tally.precision), milliseconds)


def _grid_head(title: str, grid: ThresholdGrid) -> str:
    return f"### {title.capitalize()}: {grid.names:,} names, {grid.singles:,} single"


def _grid(grid: ThresholdGrid) -> str:
    head = ("score \\ margin", *map(str, MARGINS))
    return format_table(head, [(str(score), *(_cell(grid, score, margin) for margin in MARGINS)) for score in SCORES])


def _cell(grid: ThresholdGrid, score: float, margin: float) -> str:
    tally = grid.at(score, margin)
    shares = [tally.precision, tally.recall, *([grid.false_match_share(score, margin)] if grid.unlisted else [])]
    text = " / ".join(map(format_percent, shares))
    return f"**{text}**" if (score, margin) == (SHIPPED.score, SHIPPED.margin) else text


_OUTCOMES = {
    "right": NameOutcome.RIGHT,
    "wrong show": NameOutcome.WRONG_SHOW,
    "wrong episode": NameOutcome.WRONG_EPISODE,
    "missed": NameOutcome.MISSED,
    "attributed": NameOutcome.ATTRIBUTED,
}


def _evaluated(title: str, rows: Sequence[OutcomeRow]) -> list[str]:
    before = _BEFORE.get(title)
    past = (
        f": before, precision {format_percent(before.precision)} and recall {format_percent(before.recall)}"
        if before
        else ""
    )
    return [f"### {title.capitalize()}{past}", _rows(rows)]


def _rows(rows: Sequence[OutcomeRow]) -> str:
    head = ("", "names", "single", *_OUTCOMES, "precision, %", "recall, %")
    return format_table(head, [_row(row) for row in rows])


def _row(row: OutcomeRow) -> tuple[str, ...]:
    counts = (row.names, row.singles, *(row.outcomes.get(outcome, 0) for outcome in _OUTCOMES.values()))
    return (
        row.label,
        *(f"{count:,}" for count in counts),
        format_percent(row.tally.precision),
        format_percent(row.tally.recall),
    )
