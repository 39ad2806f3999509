"""RESULTS.md as text: a module for each suite, and the page that joins them."""
