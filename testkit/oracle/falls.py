"""Section 5, what a count can be: a walk along one torrent's scrapes that says of each what it is.

Written from the text, with times as times and paces as fractions of downloads an hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise, takewhile

from testkit.oracle.records import DAY, HOUR, LONG_INTERVAL, Scrape

THREE_DAYS = 3 * DAY
HALF_AN_HOUR = HOUR / 2
MOST_SCRAPES_OF_A_FAULT = 24
SCRAPES_OF_A_PACE = 8
MANY_TORRENTS = 10


@dataclass(slots=True)
class Judged:
    """A scrape and its fate: counted, reset, dip, spike, below, doubt."""

    scrape: Scrape
    fate: str = "counted"
    total: int = 0
    """Downloads since publication, of a scrape that counts."""


def is_short(scrapes: Sequence[Scrape]) -> bool:
    """Whether these scrapes may all be one fault: at most 24, within 3 days."""
    return len(scrapes) <= MOST_SCRAPES_OF_A_FAULT and scrapes[-1].at - scrapes[0].at <= THREE_DAYS


def find_dip(low: Scrape, later: Sequence[Scrape], level: int) -> list[Scrape] | None:
    """The scrapes below a level that is reached again soon."""
    below = [low, *takewhile(lambda scrape: scrape.downloads < level, later)]
    is_back = len(below) <= len(later)
    return below if is_back and is_short(below) else None


def in_hours(span: timedelta) -> Fraction:
    """Hours, but at least one."""
    return Fraction(max(span, HOUR) // timedelta(microseconds=1), HOUR // timedelta(microseconds=1))


def hourly(downloads: int, span: timedelta) -> Fraction:
    """A pace: up to 3 more may have been expected than were seen."""
    return (downloads + 3) / in_hours(span)


def is_far_beyond(rise: int, span: timedelta, paces: Iterable[Fraction]) -> bool:
    """More than 100 downloads above ten times each of the paces."""
    return rise > 100 and all(rise > 100 + 10 * pace * in_hours(span) for pace in paces)


def exceeds_first_counts(rise: int, span: timedelta) -> bool:
    """More than 5,000 an hour, of 48 hours at the most."""
    return rise > 5_000 * in_hours(min(span, LONG_INTERVAL))


def measure_pace(scrapes: Sequence[Scrape]) -> list[Fraction]:
    """The pace from the first to the last, if they are two."""
    if len(scrapes) < 2:  # two ends
        return []
    return [hourly(scrapes[-1].downloads - scrapes[0].downloads, scrapes[-1].at - scrapes[0].at)]


def measure_past(published: datetime, past: Sequence[Judged]) -> Fraction:
    """The pace over the last eight scrapes that count, or since publication."""
    last = past[-1]
    if len(past) <= SCRAPES_OF_A_PACE:
        return hourly(last.total, last.scrape.at - published)
    first = past[-1 - SCRAPES_OF_A_PACE]
    return hourly(last.total - first.total, last.scrape.at - first.scrape.at)


def is_plateau(published: datetime, eras: list[list[Judged]], above: list[Judged], rest: Sequence[Scrape]) -> bool:
    """Whether the counts above the fall, the first of `rest`, rose far beyond what is before, within and after."""
    high = [each.scrape for each in above]
    if not is_short(high):
        return False
    rising = [rest[0]]
    for before, scrape in pairwise(rest[: SCRAPES_OF_A_PACE + 1]):
        if scrape.downloads < before.downloads:
            break
        rising.append(scrape)
    paces = measure_pace(high) + measure_pace(rising)
    below = eras[-1][: -len(above)]
    if below:
        past = [each for era in eras for each in era][: -len(above)]
        start = below[-1].scrape
        paces.append(measure_past(published, past))
        return is_far_beyond(high[0].downloads - start.downloads, high[0].at - start.at, paces)
    if len(eras) > 1:
        return False
    span = high[0].at - published
    if len(high) < 3:  # two scrapes have hardly a pace
        return exceeds_first_counts(high[0].downloads, max(span, HOUR))
    return is_far_beyond(high[0].downloads, span, paces)


def judge(published: datetime, scrapes: Sequence[Scrape], restarts: Sequence[datetime] = ()) -> list[Judged]:
    """Say of each scrape of a torrent what it is; `restarts` are the moments at which the tracker forgot everything."""
    judged = [Judged(scrape) for scrape in scrapes]
    eras: list[list[Judged]] = [[]]
    skipped = 0
    for position, each in enumerate(judged):
        if skipped:
            each.fate, skipped = "dip", skipped - 1
            continue
        level = eras[-1][-1].scrape.downloads if eras[-1] else 0
        if each.scrape.downloads >= level:
            count_on(eras, each)
            continue
        before = scrapes[position - 1]
        rest = scrapes[position:]
        above = [other for other in eras[-1] if other.scrape.downloads > each.scrape.downloads]
        if forgets(before, each.scrape, restarts) and not is_plateau(published, eras, above, rest):
            begin_era(eras, each)
        elif dip := find_dip(each.scrape, rest[1:], level):
            each.fate, skipped = "dip", len(dip) - 1
        else:
            judge_fall(published, eras, above, rest, each)
    doubt_the_end(published, eras, scrapes)
    return judged


def forgets(before: Scrape, after: Scrape, restarts: Sequence[datetime]) -> bool:
    """Whether a fall to less than half has one of the tracker's restarts in it."""
    is_fall = 2 * after.downloads < before.downloads
    return is_fall and any(before.at < moment <= after.at for moment in restarts)


def judge_fall(
    published: datetime, eras: list[list[Judged]], above: list[Judged], rest: Sequence[Scrape], each: Judged
) -> None:
    """A fall from which the count does not soon come back: spike, reset or nothing."""
    is_followed = len(rest) >= 3  # the fall itself and two more
    if (len(above) <= 2 and is_followed) or is_plateau(published, eras, above, rest):
        for other in above:
            other.fate = "spike"
        del eras[-1][-len(above) :]
        if len(eras) > 1 and not eras[-1]:
            eras.pop()
            begin_era(eras, each)
        else:
            count_on(eras, each)
    elif is_followed and 2 * each.scrape.downloads < eras[-1][-1].scrape.downloads:
        begin_era(eras, each)
    else:
        each.fate = "below"


def find_total(eras: list[list[Judged]]) -> int:
    """What is counted so far."""
    return next((era[-1].total for era in reversed(eras) if era), 0)


def count_on(eras: list[list[Judged]], each: Judged) -> None:
    """The count goes on in its era."""
    level = eras[-1][-1].scrape.downloads if eras[-1] else 0
    each.total = find_total(eras) + each.scrape.downloads - level
    eras[-1].append(each)


def begin_era(eras: list[list[Judged]], each: Judged) -> None:
    """A new era, whose first count adds nothing."""
    each.fate, each.total = "reset", find_total(eras)
    eras.append([each])


def doubt_the_end(published: datetime, eras: list[list[Judged]], scrapes: Sequence[Scrape]) -> None:
    """Hold back the counts from the first rise beyond belief on, if they are at most 24 within the last 3 days."""
    counted = [each for era in eras for each in era]
    for position, each in enumerate(counted):
        tail = counted[position:]
        is_recent = len(tail) <= MOST_SCRAPES_OF_A_FAULT and scrapes[-1].at - each.scrape.at <= THREE_DAYS
        is_in_last_era = len(tail) <= len(eras[-1])
        if is_recent and is_in_last_era and is_beyond_belief(published, counted[:position], each):
            for other in tail:
                other.fate = "doubt"
            return


def is_beyond_belief(published: datetime, past: Sequence[Judged], each: Judged) -> bool:
    """Whether a count rose by more than the torrent's own past, or what first counts are, allow."""
    scrape = each.scrape
    if not past:
        return exceeds_first_counts(scrape.downloads, max(scrape.at - published, HOUR))
    if each.fate == "reset":
        return False
    last = past[-1]
    rise, span = scrape.downloads - last.scrape.downloads, scrape.at - last.scrape.at
    is_young = last.scrape.at - published <= DAY
    if is_young and (len(past) < 3 or last.total < 100):  # too little past for a pace
        return exceeds_first_counts(rise, max(span, HOUR))
    return is_far_beyond(rise, span, [measure_past(published, past)])


# --- the tracker's restarts -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fall:
    """A fall to less than half of the scrape before."""

    torrent: str
    start: datetime
    end: datetime
    is_back: bool
    """Whether it is a dip."""


def list_falls(torrent: str, scrapes: Sequence[Scrape]) -> Iterable[Fall]:
    """One torrent's falls to less than half."""
    for position, (before, after) in enumerate(pairwise(scrapes), start=1):
        if 2 * after.downloads < before.downloads:
            dip = find_dip(after, scrapes[position + 1 :], before.downloads)
            yield Fall(torrent, before.at, after.at, is_back=dip is not None)


def find_restarts(scrapes: Mapping[str, Sequence[Scrape]]) -> list[datetime]:
    """The moments between whose scrapes many torrents fell at once, most of them for good."""
    falls = sorted(
        (fall for torrent, clean in scrapes.items() for fall in list_falls(torrent, clean)), key=lambda fall: fall.end
    )
    restarts = []
    while falls:
        run = [fall for fall in falls if fall.end <= falls[0].end + HALF_AN_HOUR]
        if len(run) < MANY_TORRENTS:
            falls = falls[1:]
            continue
        moment = max((fall.end for fall in run), key=lambda end: sum(fall.start < end <= fall.end for fall in run))
        hit = [fall for fall in falls if fall.start < moment <= fall.end]
        if len({fall.torrent for fall in hit}) >= MANY_TORRENTS and 2 * sum(fall.is_back for fall in hit) < len(hit):
            restarts.append(moment)
            falls = [fall for fall in falls if fall not in hit]
        else:
            falls = falls[len(run) :]
    return restarts
