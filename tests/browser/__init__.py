"""A package, so that what lasts as long as its tests ends with them: Chromium above all, and its loop."""
