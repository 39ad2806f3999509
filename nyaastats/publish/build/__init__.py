"""Builds the published documents from the measured tables."""
