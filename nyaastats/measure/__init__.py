"""Measure: from the counts of scrapes to downloads a day, a week and a rank, as SQL tables."""
