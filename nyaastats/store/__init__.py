"""nyaastats.db, the SQLite database that the collector writes and the ETL reads."""
