"""Names that another version of guessit has read, read again: a batch at a time, each a transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nyaastats.collect.guessit_pool import GUESSIT_VERSION, GuessitPool
from nyaastats.store.ledger import Ledger
from nyaastats.store.records import UpdatedParse

BATCH = 500


@dataclass(frozen=True, slots=True)
class Batch:
    """Names that were read and stored."""

    names: int
    failed: int
    """Of them, those that guessit cannot read."""


def reparse(ledger: Ledger, guesser: GuessitPool) -> Iterator[Batch]:
    """Bring all names up to this version of guessit; one that is stopped goes on where it was the next time."""
    after = ""
    while unread := ledger.outdated_parses(GUESSIT_VERSION, after, BATCH):
        guesses = {guess.name: guess.data for guess in guesser.guess(one.name for one in unread)}
        read = [UpdatedParse(one, guesses[one.name]) for one in unread]
        ledger.update_parses(read, GUESSIT_VERSION)
        yield Batch(len(read), sum(one.guess is None for one in read))
        after = unread[-1].stored_infohash
