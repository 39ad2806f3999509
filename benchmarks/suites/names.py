"""How often names are identified correctly: by parser, by the thresholds of a match, and by release group.

Four sets of names: the golden corpus, synthetic seasons, synthetic names (`fixtures.synthetic_names`), and real names
where a folder with them is given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

import pyarrow.parquet as pq

from benchmarks.fixtures.season_files import SeasonFiles
from benchmarks.fixtures.synthetic_names import write_names
from benchmarks.paths import NAMES, PARSERS
from benchmarks.suites.outcomes import Tally
from benchmarks.suites.parser_comparison import (
    NYAASTATS,
    CorpusScore,
    MatchScore,
    Parser,
    installed_parsers,
    parse_names_by,
    score_on_corpus,
    score_on_labelled,
    score_with_fallback,
)
from benchmarks.suites.reading_time import ReadingTime, measure_reading_time
from benchmarks.suites.thresholds import LabelledRun, ThresholdGrid, build_grid
from nyaastats.collect.anilist.snapshots import read_snapshots
from nyaastats.domain.shows import AniListId, Show
from nyaastats.identify.evaluation import Judgement, LabelledName, NameOutcome, evaluate, parse_names
from testkit.golden import GoldenMatch, read_golden_catalogue, read_golden_matches, read_golden_releases

MAX_GROUPS = 12
"""Groups with a row of their own; the others share one."""
MIN_NAMES_OF_GROUP = 5


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Names with their right answers, and the shows of the catalogue."""

    title: str
    names: Sequence[LabelledName]
    shows: Sequence[Show]

    @classmethod
    def read(cls, title: str, names: Path, snapshots: Sequence[Path]) -> Self:
        """Read tab-separated `names` and AniList's answers."""
        labelled = parse_names(names.read_text(encoding="utf-8").splitlines())
        return cls(title, labelled, read_snapshots(snapshots).shows)

    def largest_show(self) -> AniListId | None:
        """The show with the most names; None where no name has a show."""
        counted = Counter(name.anilist_id for name in self.names if name.anilist_id is not None)
        return counted.most_common(1)[0][0] if counted else None


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """How many names had which outcome."""

    label: str
    names: int
    singles: int
    outcomes: Mapping[NameOutcome, int]

    @property
    def tally(self) -> Tally:
        """The outcomes summed up for precision and recall."""
        wrong = (NameOutcome.WRONG_SHOW, NameOutcome.WRONG_EPISODE, NameOutcome.ATTRIBUTED)
        return Tally(self.singles, self.outcomes[NameOutcome.RIGHT], sum(self.outcomes[outcome] for outcome in wrong))


@dataclass(frozen=True, slots=True)
class NamesAccuracy:
    """All that was measured of names; grids and outcomes by the title of their set."""

    corpus: Sequence[CorpusScore]
    real: Sequence[MatchScore]
    """Empty without real names."""
    grids: Sequence[tuple[str, ThresholdGrid]]
    outcomes: Sequence[tuple[str, Sequence[OutcomeRow]]]
    time: ReadingTime


def measure_season_names(seasons: Sequence[Path], real: Path | None) -> NamesAccuracy:
    """Measure the names of two synthetic seasons, the synthetic names, and those of a folder of real ones."""
    for folder in seasons:
        write_names(folder / "names.tsv", _true_names(SeasonFiles.of(folder)))
    small, large = (_generated_set(f"synthetic season × {_scale(folder)}", folder) for folder in seasons)
    sets = [large, _generated_set("synthetic names", NAMES)]
    return measure_names(small, sets, _real_set(real) if real else None, PARSERS)


def measure_names(
    small: LabelledSet, sets: Sequence[LabelledSet], real: LabelledSet | None, parsers: Path
) -> NamesAccuracy:
    """Measure the golden corpus, the `sets`, and `real` names if there are any.

    Of the `small` set only outcomes are counted. `parsers` is the folder of `make parsers`.
    """
    compared = [NYAASTATS, *installed_parsers(parsers)]
    all_sets = [*sets, *([real] if real else [])]
    return NamesAccuracy(
        corpus=_score_corpus(compared),
        real=_score_real_names(compared, real) if real else [],
        grids=[_golden_grid(), *((labelled.title, _grid(labelled)) for labelled in all_sets)],
        outcomes=[(labelled.title, outcome_rows(labelled)) for labelled in (small, *all_sets)],
        time=measure_reading_time(NAMES / "names.tsv"),
    )


def _score_corpus(parsers: Sequence[Parser]) -> list[CorpusScore]:
    # Each parser gets all names at once: its start is not measured.
    cases = read_golden_releases()
    names, expected = [case.name for case in cases], [case.release for case in cases]
    return [score_on_corpus(parse_names_by(parser, names), expected) for parser in parsers]


def _score_real_names(parsers: Sequence[Parser], real: LabelledSet) -> list[MatchScore]:
    """Each parser alone, and our rules completed by each guessit."""
    names = [labelled.name for labelled in real.names]
    readings_by_parser = [(parser, parse_names_by(parser, names)) for parser in parsers]
    alone = [score_on_labelled(readings, real.names, real.shows) for _, readings in readings_by_parser]
    guesses = [readings for parser, readings in readings_by_parser if parser.name == "guessit"]
    return [*alone, *(score_with_fallback(readings, real.names, real.shows) for readings in guesses)]


# --- grids of thresholds ----------------------------------------------------------------------------------------------


def _grid(labelled: LabelledSet) -> ThresholdGrid:
    print(f"identifying the {labelled.title}", flush=True)
    return build_grid([LabelledRun(labelled.names, labelled.shows)], hold_back=True)


def _golden_grid() -> tuple[str, ThresholdGrid]:
    """Each golden case is a run of its own; cases with an override are left out: thresholds do not matter there."""
    runs = [_golden_run(case) for case in read_golden_matches() if not case.overrides]
    return "golden corpus", build_grid(runs, hold_back=False)


def _golden_run(case: GoldenMatch) -> LabelledRun:
    shows = read_golden_catalogue()
    right = shows[case.show].id if case.show else None
    episode = "-" if case.episode is None else str(case.episode)
    return LabelledRun(
        [LabelledName(case.torrent.name, case.torrent.published, right, episode)], [*shows.values()], case.beside
    )


# --- by group ---------------------------------------------------------------------------------------------------------


def outcome_rows(labelled: LabelledSet) -> list[OutcomeRow]:
    """Overall, without the largest show, and by group, the group with the most names first.

    One show can be a large part of a set of real names, and would hide how the others do.
    """
    # With the shipped thresholds, as `nyaastats evaluate` does.
    judged = evaluate(labelled.names, labelled.shows)
    largest = labelled.largest_show()
    rest = [judgement for judgement in judged if judgement.labelled.anilist_id != largest]
    return [_row("all", judged), _row("without the largest show", rest), *_by_group(judged)]


def _by_group(judged: Sequence[Judgement]) -> list[OutcomeRow]:
    counted = Counter(map(_group, judged))
    named = [group for group, names in counted.most_common(MAX_GROUPS) if names >= MIN_NAMES_OF_GROUP]
    others = [judgement for judgement in judged if _group(judgement) not in named]
    rows = [_row(group, [judgement for judgement in judged if _group(judgement) == group]) for group in named]
    return [*rows, _row(f"{len(counted) - len(named)} other groups", others)] if others else rows


def _group(judgement: Judgement) -> str:
    return judgement.result.release.group or "no group"


def _row(label: str, judged: Sequence[Judgement]) -> OutcomeRow:
    singles = sum(judgement.labelled.is_single for judgement in judged)
    return OutcomeRow(label, len(judged), singles, Counter(judgement.outcome for judgement in judged))


# --- reading the sets -------------------------------------------------------------------------------------------------


def _real_set(folder: Path) -> LabelledSet:
    """release-names.tsv and every anilist-*.json of `folder`."""
    snapshots = sorted(folder.glob("anilist-*.json"))
    return LabelledSet.read("real names", folder / "release-names.tsv", snapshots)


def _generated_set(title: str, folder: Path) -> LabelledSet:
    """names.tsv and the snapshot of a folder that the bench generated."""
    return LabelledSet.read(title, folder / "names.tsv", [SeasonFiles.of(folder).anilist])


def _scale(folder: Path) -> str:
    return folder.name.removeprefix("scale-")


def _true_names(files: SeasonFiles) -> Iterator[tuple[str, datetime, int | None, str]]:
    """The names of a season with the truth as `nyaastats evaluate` reads it."""
    for row in pq.read_table(files.truth / "torrents.parquet").to_pylist():
        yield row["name"], row["published"], row["anilist_id"], _episode_label(row["episode"], row["kind"])


def _episode_label(episode: int | None, kind: str) -> str:
    """The episode, `-` for an episode of no show of the season, else the kind: batch, movie, special."""
    if episode is not None:
        return str(episode)
    return "-" if kind == "episode" else kind
