"""The measure stage a second time, in plain Python from the design's text alone, to hold the SQL against.

It shares no arithmetic with `nyaastats.measure`. The modules are in the order of the flow:

    scrapes → `history` (what each is, by `falls`; the intervals between those that count)
            → `decay` (the curve) → `tails` (what no scrape has counted yet)
            → `spans` (how downloads lie in time) → `days` → `weeks` → `answer`

Downloads are whole; parts of them are whole millionths, rounded where the design says so, so that the SQL must give the
same numbers and not only close ones. Scrapes have times; from the curve on, a moment is seconds since 1970 UTC.
"""
