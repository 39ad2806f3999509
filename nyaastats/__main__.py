"""`python -m nyaastats` is `nyaastats`."""

from __future__ import annotations

from nyaastats.cli.stop_signal import StopSignal


def main() -> None:
    """Run the command line as this process."""
    stop = StopSignal()
    try:
        stop.install()
        from nyaastats.cli.process import run_process  # here: Ctrl-C is answered while it is imported

        run_process(stop)
    except KeyboardInterrupt:
        stop.uninstall()
        stop.end_process()


if __name__ == "__main__":
    main()
