"""What `nyaastats archive` prints."""

from __future__ import annotations

from pathlib import Path

from nyaastats.cli.console import escape_markup, format_count, make_console, pluralize
from nyaastats.pipeline.archiving import ArchiveDamage, ArchiveSource
from nyaastats.pipeline.trimming import TrimConfig
from nyaastats.store.archive.manifest import ArchiveManifest
from nyaastats.store.archive.update import ArchiveUpdate


def show_archive(source: ArchiveSource, manifest: ArchiveManifest) -> None:
    """What was new, and what the archive holds."""
    console = make_console()
    if source.update:
        console.print(describe_update(source.update))
    scrapes, size = manifest.scrape_rows, sum(file.bytes for file in manifest.files)
    torrents, files = pluralize(len(source.torrents.torrents), "torrent"), pluralize(len(manifest.files), "file")
    console.print(
        f"[bold]{escape_markup(str(source.archive.folder))}[/bold]: {torrents}, {pluralize(scrapes, 'scrape')}, "
        f"{format_count(size // 1000)} kB in {files}"
    )


def show_damage(folder: Path, damage: ArchiveDamage | None) -> None:
    """Whether the archive is as it was written, and what to do if it is not."""
    state = "whole"
    if damage:
        advice = "it is the only copy: restore it" if damage.is_only_copy else "nyaastats archive builds it anew"
        state = f"damaged: {escape_markup(damage.reason)}; {advice}"
    make_console().print(f"archive   {escape_markup(str(folder))}: {state}")


def describe_update(update: ArchiveUpdate) -> str:
    """`12 torrents and 3,400 scrapes are new`, and why everything was read again, if it was."""
    torrents, scrapes = pluralize(update.new_torrents, "torrent"), pluralize(update.new_scrapes, "scrape")
    new = f"{torrents} and {scrapes} are new"
    return f"The archive was built anew: {update.rebuilt}; {new}" if update.rebuilt else new


def show_trim(trimmed: int, config: TrimConfig) -> None:
    """How many scrapes were taken out of the database, or would be, and that the archive is then their only copy."""
    console = make_console()
    scrapes = f"{pluralize(trimmed, 'scrape')} from before {config.scraped_before:%Y-%m-%d %H:%M} UTC"
    database, folder = escape_markup(str(config.database)), escape_markup(str(config.folder))
    if config.is_rehearsal:
        console.print(
            f"{scrapes} can be taken out of {database}; the archive [bold]{folder}[/bold] would then be their only "
            "copy. Nothing was deleted: --yes does it"
        )
    elif trimmed:
        console.print(
            f"{scrapes} taken out of {database}; the archive [bold]{folder}[/bold] is now their only copy: keep "
            "another of it. nyaastats db vacuum makes the database smaller"
        )
    else:
        console.print(f"{scrapes} taken out of {database}")


def describe_scrapes(update: ArchiveUpdate) -> str:
    """`archive: 0 scrapes new, 202,012 known`: what a run has read, and what it needed not read again."""
    new = pluralize(update.new_scrapes, "scrape")
    if update.rebuilt:
        return f"archive: built anew from {new}, because {update.rebuilt}"
    return f"archive: {new} new, {format_count(update.archived_scrapes)} known"
