"""The SQLite database between the collector and the ETL."""
