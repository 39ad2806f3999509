"""How right names are told, and by what: the parsers compared, the two numbers of the decision, groups, and the speed.

Four sets of names: the golden corpus, the synthetic season, made-up ones (`names.py`), and real ones where a folder
with them is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from benchmarks.accuracy import Place
from benchmarks.readings import OURS, Matched, Parser, Score, as_shipped, ask, installed, on_corpus, on_labelled
from benchmarks.thresholds import Asked, Run, asked
from benchmarks.verdicts import Tally
from nyaastats.collect.anilist.snapshots import read_snapshots
from nyaastats.domain.shows import AniListId, Show
from nyaastats.identify.evaluation import Judged, Labelled, Outcome, evaluate, parse_names
from testkit.golden import GoldenMatch, catalogue, golden_matches, golden_releases  # found by the line above

MOST_GROUPS = 12
"""So many have a row of their own in a table of groups."""
FEWEST_OF_GROUP = 5


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Names with their right answers, and the catalogue they are asked of."""

    title: str
    names: Sequence[Labelled]
    shows: Sequence[Show]

    @classmethod
    def read(cls, title: str, names: Path, snapshots: Sequence[Path]) -> Self:
        """Read from `names`, tab-separated, and AniList's answers."""
        labelled = parse_names(names.read_text(encoding="utf-8").splitlines())
        return cls(title, labelled, read_snapshots(snapshots).shows)

    def largest(self) -> AniListId | None:
        """The show of most names."""
        counted = Counter(one.anilist_id for one in self.names if one.anilist_id is not None)
        return counted.most_common(1)[0][0] if counted else None


@dataclass(frozen=True, slots=True)
class Row:
    """The outcomes of some names."""

    label: str
    names: int
    singles: int
    outcomes: Mapping[Outcome, int]

    @property
    def tally(self) -> Tally:
        """The same as precision and recall want it."""
        wrong = (Outcome.WRONG_SHOW, Outcome.WRONG_EPISODE, Outcome.ATTRIBUTED)
        return Tally(self.singles, self.outcomes[Outcome.RIGHT], sum(self.outcomes[one] for one in wrong))


@dataclass(frozen=True, slots=True)
class Naming:
    """All that was measured of names."""

    corpus: Sequence[Score]
    real: Sequence[Matched]
    """Empty without real names."""
    grids: Sequence[tuple[str, Asked]]
    evaluated: Sequence[tuple[str, Sequence[Row]]]


def naming(small: LabelledSet, sets: Sequence[LabelledSet], real: LabelledSet | None, parsers: Path) -> Naming:
    """Measure the golden corpus, the `sets`, and `real` names if there are any; the `small` set is only evaluated."""
    others = installed(parsers)
    everything = [*sets, *([real] if real else [])]
    return Naming(
        corpus=_corpus([OURS, *others]),
        real=_real([OURS, *others], real) if real else [],
        grids=[_golden_grid(), *((one.title, _grid(one)) for one in everything)],
        evaluated=[(one.title, rows(one)) for one in (small, *everything)],
    )


def _corpus(parsers: Sequence[Parser]) -> list[Score]:
    cases = golden_releases()
    names, expected = [case.name for case in cases], [case.release for case in cases]
    return [on_corpus(ask(parser, names), expected) for parser in parsers]


def _real(parsers: Sequence[Parser], real: LabelledSet) -> list[Matched]:
    """Each parser's readings alone, and ours with each guessit's where it is silent."""
    found = [(parser, ask(parser, [one.name for one in real.names])) for parser in parsers]
    alone = [on_labelled(readings, real.names, real.shows) for _, readings in found]
    guessed = [readings for parser, readings in found if parser.name == "guessit"]
    return [*alone, *(as_shipped(readings, real.names, real.shows) for readings in guessed)]


# --- the grids ----------------------------------------------------------------------------------------------


def _grid(labelled: LabelledSet) -> Asked:
    print(f"asking the {labelled.title}", flush=True)
    return asked([Run(labelled.names, labelled.shows)], held_back=True)


def _golden_grid() -> tuple[str, Asked]:
    """Each golden case is a run of its own; those with an override are decided by it alone, and left out."""
    runs = [_golden_run(case) for case in golden_matches() if not case.overrides]
    return "golden corpus", asked(runs, held_back=False)


def _golden_run(case: GoldenMatch) -> Run:
    shows = catalogue()
    right = shows[case.show].id if case.show else None
    episode = "-" if case.episode is None else str(case.episode)
    return Run([Labelled(case.torrent.name, case.torrent.published, right, episode)], [*shows.values()], case.beside)


# --- by group -----------------------------------------------------------------------------------------------


def rows(labelled: LabelledSet) -> list[Row]:
    """Overall, without the largest show, and by group, the largest first."""
    judged = evaluate(labelled.names, labelled.shows)
    largest = labelled.largest()
    rest = [one for one in judged if one.labelled.anilist_id != largest]
    return [_row("all", judged), _row("without the largest show", rest), *_by_group(judged)]


def _by_group(judged: Sequence[Judged]) -> list[Row]:
    counted = Counter(_group(one) for one in judged)
    named = [group for group, names in counted.most_common(MOST_GROUPS) if names >= FEWEST_OF_GROUP]
    others = [one for one in judged if _group(one) not in named]
    found = [_row(group, [one for one in judged if _group(one) == group]) for group in named]
    return [*found, _row(f"{len(counted) - len(named)} other groups", others)] if others else found


def _group(one: Judged) -> str:
    return one.found.release.group or "no group"


def _row(label: str, judged: Sequence[Judged]) -> Row:
    singles = sum(one.labelled.is_single for one in judged)
    return Row(label, len(judged), singles, Counter(one.outcome for one in judged))


# --- where the names are ------------------------------------------------------------------------------------


def real_names(folder: Path) -> LabelledSet:
    """release-names.tsv and every anilist-*.json of `folder`."""
    snapshots = sorted(folder.glob("anilist-*.json"))
    return LabelledSet.read("real names", folder / "release-names.tsv", snapshots)


def made_up(title: str, folder: Path) -> LabelledSet:
    """The names that stand beside a snapshot in a folder of the bench."""
    return LabelledSet.read(title, folder / "names.tsv", [Place.of(folder).anilist])
