"""What RESULTS.md says of the collector."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.errands import EARLY, LATE
from benchmarks.markdown import reached, table
from benchmarks.scraping import REAL, WATCHED, Scraping, Years

MAX_RUN = 20
MAX_FINDING = 0.2
MAX_MEMORY = 1.5
"""How many times the memory a run may need for forty times the torrents."""
MAX_LEAK = 5
"""MiB that a watch may gain between its 20th and its 200th run."""

_INTRODUCTION = f"""\
Whole commands, as a timer starts them, with their peak of memory; each run stores a count for each torrent that is due,
and asks a nyaa on loopback for its feed. The real tracker is Debian's opentracker with {REAL:,} torrents; the ready one
answers at once, so that what is measured is the run. Four requests at once, and a transaction for each answer."""
_YEARS = """\
An older scraper's database with a season's worth of looks at each torrent of the last 200 days, opened by a process of
its own: the first time its torrents are adopted, later it is only seen that none is missing. Due are the torrents of
one run; *all* is the first run after a week without any, when nearly all are due at once."""


def scraping_parts(scraping: Scraping) -> list[str]:
    """Its tables, beside what must be reached."""
    return ["## The collector", _INTRODUCTION, _targets(scraping), _runs(scraping), _YEARS, _openings(scraping.years)]


def _targets(scraping: Scraping) -> str:
    smallest, *_, largest = scraping.flat.values()
    finding, watch = scraping.years.opened.finding, scraping.watch
    years = f"{scraping.years.torrents:,} torrents, {scraping.years.stats:,} scrapes"
    growth, leak = largest.peak / smallest.peak, watch.late - watch.early
    runs = [(f"{REAL:,} due, opentracker, {name}: s", cost.wall, MAX_RUN) for name, cost in scraping.real.items()]
    rows = [
        *runs,
        (f"finding who is due among {years}: s", finding, MAX_FINDING),
        (f"memory for {max(scraping.flat):,} due, by that for {min(scraping.flat):,}", growth, MAX_MEMORY),
        (f"memory of a watch, from run {EARLY} to run {LATE}: MiB", leak, MAX_LEAK),
    ]
    return reached((what, f"< {most:g}", f"{found:.2f}", found < most) for what, found, most in rows)


def _runs(scraping: Scraping) -> str:
    real = [(f"{REAL:,} due, opentracker over {name}", cost) for name, cost in scraping.real.items()]
    flat = [(f"{number:,} due, ready tracker", cost) for number, cost in scraping.flat.items()]
    others = [
        ("nothing due, feed not asked", scraping.pages.idle),
        ("nothing due, feed unchanged", scraping.pages.unchanged),
        ("a feed of 75 new names, new database", scraping.pages.feed),
    ]
    rows = [(what, f"{cost.wall:.2f}", f"{cost.cpu:.2f}", f"{cost.peak:.0f}") for what, cost in (*real, *flat, *others)]
    return "\n\n".join([table(("`nyaastats scrape`", "seconds", "CPU", "peak MiB"), rows), _words(scraping)])


def _words(scraping: Scraping) -> str:
    walk, watch = scraping.pages.walk, scraping.watch
    return f"""\
A backfill stores {walk.names / walk.seconds:.0f} names a second when it is not held to a page of 75 each second
({walk.names:,} names, each read by guessit). A watch with {WATCHED} due torrents in each run holds
{watch.early:.1f} MiB after {EARLY} runs and {watch.late:.1f} MiB after {LATE}."""


def _openings(years: Years) -> str:
    head: Sequence[str] = (
        f"{years.torrents:,} torrents, {years.stats:,} scrapes, {years.size:,.0f} MiB",
        "opening, s",
        "due",
        "found in, s",
        "found again, s",
        "all",
        "found in, s",
    )
    rows = [
        (
            what,
            f"{one.opening:.2f}",
            f"{one.due:,}",
            f"{one.finding:.3f}",
            f"{one.finding_again:.3f}",
            f"{one.all_due:,}",
            f"{one.finding_all:.2f}",
        )
        for what, one in (("the first time", years.adopted), ("later", years.opened))
    ]
    return table(head, rows)
