"""Builds a week's recap: what happened in it, in at most five sentences."""

from __future__ import annotations

from collections.abc import Iterator

from nyaastats.publish.contracts.public import WeekChart
from nyaastats.publish.contracts.records import RecapSentence, RecapShow


def build_recap(chart: WeekChart) -> tuple[RecapSentence, ...]:
    """The recap of a complete week after the first that was watched."""
    return tuple(_list_sentences(chart))


def _list_sentences(chart: WeekChart) -> Iterator[RecapSentence]:
    for row in chart.rows[:1]:
        text = f"{row.title} was #1 of the week with {row.downloads:,} downloads."
        yield RecapSentence(text, (RecapShow(row.anilist_id, row.title),))
    yield RecapSentence(f"All {len(chart.rows)} series together had {chart.downloads:,} downloads.", ())
