"""What runs the measure tables: the protocol, and an engine a module."""
