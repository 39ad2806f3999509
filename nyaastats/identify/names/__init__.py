"""What a torrent's name says: titles, season, number, kind."""
