"""What `nyaastats archive` prints."""

from __future__ import annotations

from pathlib import Path

from nyaastats.cli.console import escape_markup, format_count, make_console, pluralize
from nyaastats.pipeline.archiving import ArchiveSource
from nyaastats.store.archive.manifest import ArchiveManifest
from nyaastats.store.archive.update import ArchiveUpdate


def show_archive(source: ArchiveSource, manifest: ArchiveManifest) -> None:
    """What was new, and what the archive holds."""
    console = make_console()
    if source.update:
        console.print(describe_update(source.update))
    scrapes, size = sum(file.rows for file in manifest.scrapes), sum(file.bytes for file in manifest.files)
    torrents, files = pluralize(len(source.torrents.torrents), "torrent"), pluralize(len(manifest.files), "file")
    console.print(
        f"[bold]{escape_markup(str(source.archive.folder))}[/bold]: {torrents}, {pluralize(scrapes, 'scrape')}, "
        f"{format_count(size // 1000)} kB in {files}"
    )


def show_damage(folder: Path, damage: str | None) -> None:
    """Whether the archive is as it was written, and what to do if it is not."""
    state = "whole" if damage is None else f"damaged: {escape_markup(damage)}; nyaastats archive builds it anew"
    make_console().print(f"archive   {escape_markup(str(folder))}: {state}")


def describe_update(update: ArchiveUpdate) -> str:
    """`12 torrents and 3,400 scrapes are new`, and why everything was read again, if it was."""
    torrents, scrapes = pluralize(update.new_torrents, "torrent"), pluralize(update.new_scrapes, "scrape")
    new = f"{torrents} and {scrapes} are new"
    return f"The archive was built anew: {update.rebuilt}; {new}" if update.rebuilt else new
