"""Writes a synthetic season: `generate_fake_data.py FILE`, the same as `nyaastats synthetic --output FILE`."""

import sys
from pathlib import Path

from nyaastats.errors import NyaastatsError
from nyaastats.synthetic import generate


def main(arguments: list[str]) -> str | None:
    """Generate the file that the arguments name; return what went wrong, or None."""
    if len(arguments) != 1:
        return "usage: generate_fake_data.py FILE"
    try:
        generate(Path(arguments[0]))
    except NyaastatsError as error:
        return str(error)
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
