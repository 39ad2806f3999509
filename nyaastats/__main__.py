"""`python -m nyaastats` is `nyaastats`."""

from nyaastats.cli.app import main

if __name__ == "__main__":
    main()
