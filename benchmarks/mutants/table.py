"""All mutants, in the order of the flow."""

from __future__ import annotations

from benchmarks.mutants.collect import COLLECT
from benchmarks.mutants.identify import IDENTIFY
from benchmarks.mutants.measure import MEASURE
from benchmarks.mutants.mutant import Mutant
from benchmarks.mutants.publish import PUBLISH
from benchmarks.mutants.store import STORE
from benchmarks.mutants.website import WEBSITE

MUTANTS: tuple[Mutant, ...] = (*COLLECT, *STORE, *IDENTIFY, *MEASURE, *PUBLISH, *WEBSITE)
