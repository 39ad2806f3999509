"""What RESULTS.md says of the collector."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.report.markdown import Target, format_table, format_targets
from benchmarks.suites.collector import REAL_TRACKER_TORRENTS, WATCHED_TORRENTS, CollectorCosts, OlderDatabase
from benchmarks.workers.collector_tasks import EARLY, LATE

MAX_RUN = 20
MAX_SELECTION = 0.2
MAX_MEMORY_GROWTH = 1.5
"""How many times the memory a run may take for forty times the torrents."""
MAX_LEAK = 5
"""MiB that a watch may gain between its 20th and its 200th run."""

_INTRODUCTION = f"""\
Whole commands, as a timer starts them, with their peak of memory; each run stores a count for each due torrent and
requests the feed of a nyaa on loopback. The real tracker is Debian's opentracker with {REAL_TRACKER_TORRENTS:,}
torrents; the instant one answers at once, so that only the run is measured. Four requests at once, and a transaction
for each answer."""
_OLDER = """\
An older scraper's database with a season's worth of scrapes of each torrent of the last 200 days, opened by a process
of its own: the first time its torrents are adopted, later it is only checked that none is missing. Due are the torrents
of one run; *all* is the first run after a week without any, when nearly all are due at once."""


def format_collector(costs: CollectorCosts) -> list[str]:
    """The targets, runs by size, and the older scraper's database."""
    return ["## The collector", _INTRODUCTION, _targets(costs), _runs(costs), _OLDER, _openings(costs.older)]


def _targets(costs: CollectorCosts) -> str:
    smallest, *_, largest = costs.instant_tracker.values()
    selection, watch = costs.older.later_opening.selection, costs.watch
    size = f"{costs.older.torrents:,} torrents, {costs.older.stats:,} scrapes"
    growth, leak = largest.peak / smallest.peak, watch.late - watch.early
    runs = [
        (f"{REAL_TRACKER_TORRENTS:,} due, opentracker, {name}: s", cost.wall, MAX_RUN)
        for name, cost in costs.real_tracker.items()
    ]
    rows = [
        *runs,
        (f"selecting due torrents of {size}: s", selection, MAX_SELECTION),
        (
            f"memory for {max(costs.instant_tracker):,} due, by that for {min(costs.instant_tracker):,}",
            growth,
            MAX_MEMORY_GROWTH,
        ),
        (f"memory of a watch, from run {EARLY} to run {LATE}: MiB", leak, MAX_LEAK),
    ]
    return format_targets(
        Target(label, f"< {bound:g}", f"{measured:.2f}", measured < bound) for label, measured, bound in rows
    )


def _runs(costs: CollectorCosts) -> str:
    real = [
        (f"{REAL_TRACKER_TORRENTS:,} due, opentracker over {name}", cost) for name, cost in costs.real_tracker.items()
    ]
    instant = [(f"{number:,} due, instant tracker", cost) for number, cost in costs.instant_tracker.items()]
    others = [
        ("nothing due, feed not requested", costs.pages.idle),
        ("nothing due, feed unchanged", costs.pages.unchanged),
        ("a feed of 75 new names, new database", costs.pages.new_feed),
    ]
    rows = [
        (label, f"{cost.wall:.2f}", f"{cost.cpu:.2f}", f"{cost.peak:.0f}") for label, cost in (*real, *instant, *others)
    ]
    return "\n\n".join([format_table(("`nyaastats scrape`", "seconds", "CPU", "peak MiB"), rows), _speeds(costs)])


def _speeds(costs: CollectorCosts) -> str:
    backfill, watch = costs.pages.backfill, costs.watch
    return f"""\
A backfill stores {backfill.names / backfill.seconds:.0f} names a second when it is not limited to a page each second
({backfill.names:,} names, each read by guessit). A watch with {WATCHED_TORRENTS} due torrents in each run holds
{watch.early:.1f} MiB after {EARLY} runs and {watch.late:.1f} MiB after {LATE}."""


def _openings(older: OlderDatabase) -> str:
    head: Sequence[str] = (
        f"{older.torrents:,} torrents, {older.stats:,} scrapes, {older.size:,.0f} MiB",
        "opening, s",
        "due",
        "selected in, s",
        "selected again, s",
        "all",
        "selected in, s",
    )
    rows = [
        (
            label,
            f"{cost.opening:.2f}",
            f"{cost.due:,}",
            f"{cost.selection:.3f}",
            f"{cost.selection_again:.3f}",
            f"{cost.due_later:,}",
            f"{cost.selection_later:.2f}",
        )
        for label, cost in (("the first time", older.first_opening), ("later", older.later_opening))
    ]
    return format_table(head, rows)
