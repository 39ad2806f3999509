"""Makes the published documents from what was measured."""
