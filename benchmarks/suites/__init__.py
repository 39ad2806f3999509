"""What is measured: a module for each part of RESULTS.md, whose records the report turns into text."""
