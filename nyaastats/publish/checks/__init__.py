"""Checks in and between the published documents."""
