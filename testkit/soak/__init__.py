"""Soaking: the collector for weeks of simulated hours with faults by chance, then the archive and the ETL.

each hour  torrents are published, peers download ─► perhaps a fault ─► a run ─► are all rows right?
each day   `nyaastats archive`, at times killed ─► has the archive each row of the database, once?
at the end hours without faults ─► `nyaastats etl` ─► has each episode as many downloads as were announced?

faults     what goes wrong in which hour, and lying answers of a site and a tracker
season     the hours of one season of four weeks
checks     what must be true of the database, the archive and what is published
"""
