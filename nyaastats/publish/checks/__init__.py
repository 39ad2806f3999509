"""Checks within and between the published documents, before they are published."""
