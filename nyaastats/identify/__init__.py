"""Which show and which episode a torrent is: pure decisions, values in and values out."""
