"""Measures one command from a small process: `python -m benchmarks.workers.measure_command COMMAND…`.

Prints the command's `Cost` as JSON. On Linux a child inherits the peak memory of the process that forked it, so that a
large process cannot measure a small child itself.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from benchmarks.processes import measure_command

if __name__ == "__main__":
    print(json.dumps(asdict(measure_command(sys.argv[1:]))))
