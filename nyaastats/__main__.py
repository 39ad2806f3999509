"""`python -m nyaastats` is `nyaastats`."""

from nyaastats.cli import main

if __name__ == "__main__":
    main()
