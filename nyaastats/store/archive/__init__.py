"""The archive: a database's torrents and scrapes as typed Parquet, brought up to date in steps."""
