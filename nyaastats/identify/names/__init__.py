"""Parses a torrent's name: titles, season, number, kind."""
