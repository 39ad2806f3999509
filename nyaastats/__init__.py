"""nyaastats: scrape counts of anime torrents become a season's weekly ranking and a page per show."""

__version__ = "0.1.0"
