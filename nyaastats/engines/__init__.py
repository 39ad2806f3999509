"""Database engines that run the SQL of the measure tables: the protocol, and one module for each engine."""
