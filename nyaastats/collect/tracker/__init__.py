"""A tracker's scrape over HTTP (BEP 48) and UDP (BEP 15)."""
