"""Parses again the names that another version of guessit has parsed: a batch at a time, each one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nyaastats.collect.guessit_pool import GUESSIT_VERSION, GuessitPool
from nyaastats.store.ledger import Ledger
from nyaastats.store.records import UpdatedParse

BATCH_SIZE = 500


@dataclass(frozen=True, slots=True)
class ReparsedBatch:
    """Names that were parsed and stored."""

    names: int
    failed: int
    """Of them, those that guessit cannot parse."""


def reparse(ledger: Ledger, pool: GuessitPool) -> Iterator[ReparsedBatch]:
    """Bring all names up to this version of guessit; if it is stopped, the next call continues where it was."""
    after = ""
    # By infohash, not by OFFSET: what was updated drops out of the query, and an offset would skip as many rows.
    # A name that guessit cannot parse is updated as well, so that no batch comes twice.
    while outdated := ledger.outdated_parses(GUESSIT_VERSION, after, BATCH_SIZE):
        guesses = {guess.name: guess.data for guess in pool.guess(parse.name for parse in outdated)}
        updated = [UpdatedParse(parse, guesses[parse.name]) for parse in outdated]
        ledger.update_parses(updated, GUESSIT_VERSION)
        yield ReparsedBatch(len(updated), sum(parse.guess is None for parse in updated))
        after = outdated[-1].stored_infohash
