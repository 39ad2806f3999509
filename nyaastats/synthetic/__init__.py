"""Synthetic seasons: a generated nyaastats.db of one or several, with AniList's answer and the ground truth."""

from nyaastats.synthetic.processes import Process
from nyaastats.synthetic.scrape_times import Schedule
from nyaastats.synthetic.season import Summary, generate

__all__ = ["Process", "Schedule", "Summary", "generate"]
