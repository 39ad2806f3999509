"""nyaa's feed and listings: bytes in, listed torrents out."""
