"""Generates the synthetic names: `python -m benchmarks.workers.generate_names FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.fixtures.synthetic_names import write_synthetic_names

if __name__ == "__main__":
    write_synthetic_names(Path(sys.argv[1]))
