"""Mutants of what is published, and of its ranks, shares and corrections."""

from __future__ import annotations

from benchmarks.mutants.mutant import Mutant

_GROUPS = (
    "tests/publish/build/test_groups.py",
    "tests/domain/test_groups.py",
)
_PROJECTIONS = (
    "tests/publish/build/test_projections.py",
    "tests/domain/test_projections.py",
)
_CORRECTIONS = ("tests/publish/build/test_corrections.py",)
_CALENDAR = ("tests/domain/test_calendar.py",)
_CHARTS = (
    "tests/publish/build/test_documents.py",
    "tests/test_golden_season.py",
)

PUBLISH = (
    Mutant(
        "shares are of the groups with a series only",
        "nyaastats/publish/build/groups.py",
        "whole = sum(total for _, total in self._totals)",
        "whole = sum(total for _, total in self._totals[:TOP])",
        _GROUPS,
    ),
    Mutant(
        "the others' series begins one late",
        "nyaastats/publish/build/groups.py",
        "for label, _ in self._totals[TOP:]]",
        "for label, _ in self._totals[TOP + 1 :]]",
        _GROUPS,
    ),
    Mutant(
        "of equal groups what has no name comes first",
        "nyaastats/publish/build/groups.py",
        "(-item[1], item[0] is None, item[0] or",
        "(-item[1], item[0] is not None, item[0] or",
        _GROUPS,
    ),
    Mutant(
        "a torrent at the end of the last week is of the season",
        "nyaastats/publish/build/groups.py",
        "begin <= torrent.published < end",
        "begin <= torrent.published <= end",
        _GROUPS,
    ),
    Mutant(
        "`Erai-raws` and `EraiRaws` are two groups",
        "nyaastats/domain/groups.py",
        '"".join(filter(str.isalnum, plain)) or plain.strip()',
        "plain.strip()",
        _GROUPS,
    ),
    Mutant(
        "of equal spellings the last in the alphabet",
        "nyaastats/domain/groups.py",
        "min(spellings, key=lambda name: (-spellings[name], name))",
        "max(spellings, key=lambda name: (spellings[name], name))",
        _GROUPS,
    ),
    Mutant(
        "a kept projection is scored by the run that made it",
        "nyaastats/publish/build/projections.py",
        "if run.known_until < data_until)",
        "if run.known_until <= data_until)",
        _PROJECTIONS,
    ),
    Mutant(
        "an interval's upper end is outside of it",
        "nyaastats/publish/build/projections.py",
        "item.low <= total <= item.high",
        "item.low <= total < item.high",
        _PROJECTIONS,
    ),
    Mutant(
        "errors are shares of the projection",
        "nyaastats/publish/build/projections.py",
        "median_error=_take_median([abs(item.projected - total) / total for",
        "median_error=_take_median([abs(item.projected - total) / item.projected for",
        _PROJECTIONS,
    ),
    Mutant(
        "the nearest age is by difference",
        "nyaastats/publish/build/projections.py",
        "abs(log(hours / scored))",
        "abs(hours - scored)",
        _PROJECTIONS,
    ),
    Mutant(
        "the running week has an edition",
        "nyaastats/publish/build/corrections.py",
        "for week in weeks if week.complete)",
        "for week in weeks)",
        _CORRECTIONS,
    ),
    Mutant(
        "a correction says the new rank twice",
        "nyaastats/publish/build/corrections.py",
        "published_rank=before.rank if before else None",
        "published_rank=after.rank if after else None",
        _CORRECTIONS,
    ),
    Mutant(
        "a week's provisional share is missing",
        "nyaastats/publish/build/week_charts.py",
        "downloads_estimated=sum(row.downloads_estimated for row in rows)",
        "downloads_estimated=0",
        _CHARTS,
    ),
    Mutant(
        "a week is of no season that ends in it",
        "nyaastats/domain/calendar.py",
        "Week.of(self.start.date()) <= week <= self.last_week",
        "Week.of(self.start.date()) <= week < self.last_week",
        _CALENDAR,
    ),
)
