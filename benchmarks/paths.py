"""Where the bench reads and writes."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
BUILD = ROOT / "build" / "bench"
"""Generated databases and names; what is there already is used again."""
NAMES = BUILD / "names"
COLLECTOR = BUILD / "collector"
WEBSITE = BUILD / "website"
PARSERS = ROOT / "build" / "parsers"
"""What `make parsers` installs: an environment for each parser and version."""
