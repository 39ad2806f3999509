"""The contracts of the published files."""
