"""What is measured and published a second time, in plain Python from the design's text and the files' contracts alone.

It shares no arithmetic with `nyaastats.measure` and `nyaastats.publish`. The modules are in the order of the flow:

    scrapes → `history` (what each is, by `falls`; the intervals between those that count)
            → `decay` (the curve) → `tails` (what no scrape has counted yet)
            → `spans` (how downloads lie in time) → `days` → `weeks` → `answer`
    one `year` of all seasons (`calendar`, `eligibility`)
            → `charts`, `season_charts`, `totals`, `first_days`, `record_numbers` → `record_book` → `news`,
              `films`, `groups` → `group_tables`, `known_ages` → `projections`, `kept_projections`, `corrections`
            → `documents` (the published files)

Downloads are whole; parts of them are whole millionths, rounded where the design says so, so that the SQL must give the
same numbers and not only close ones. Scrapes have times; from the curve on, a moment is seconds since 1970 UTC.
"""
