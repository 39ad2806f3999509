"""The synthetic season: a generated nyaastats.db of Fall 2025, its AniList answer, and the ground truth."""

from nyaastats.synthetic.processes import Process
from nyaastats.synthetic.scrape_times import Schedule
from nyaastats.synthetic.season import Summary, generate

__all__ = ["Process", "Schedule", "Summary", "generate"]
