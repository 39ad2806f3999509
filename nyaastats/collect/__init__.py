"""Collect: torrents from nyaa, their counts from its tracker, the facts of shows from AniList."""
