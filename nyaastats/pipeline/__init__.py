"""The ETL: reads, identifies, measures and publishes, in that order."""
