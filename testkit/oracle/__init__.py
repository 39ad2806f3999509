"""The measure stage a second time, in plain Python from the design's text alone, to hold the SQL against.

It shares no arithmetic with `nyaastats.measure`. The modules are in the order of the flow:

    scrapes → `history` (what each is, by `falls`; the intervals between those that count)
            → `days` (pieces of even spans, along the `decay`) → `answer`

Sums are exact fractions up to the one rounding; only the usual decay is measured in floats. Every time is UTC.
"""
