"""Mutants of the archive, of what is on the disk after a power cut, of locks."""

from __future__ import annotations

from benchmarks.mutants.mutant import Mutant

_ARCHIVE = ("tests/store/archive/test_update.py",)
_TRIM = ("tests/store/archive/test_trim.py",)
_DURABLE = ("tests/test_durable_files.py",)
_FILES = (
    "tests/test_durable_files.py",
    "tests/review/test_overrides_file.py",
    "tests/review/test_audit_file.py",
)
_OUTPUT = ("tests/test_durable_files.py", "tests/publish/test_atomic_output.py")
_LOCK = ("tests/store/test_lock.py",)
_EDITIONS = (
    "tests/domain/test_editions.py",
    "tests/store/archive/test_editions.py",
)
_USABLE = (
    "tests/domain/test_scrapes.py",
    "tests/store/archive/test_update.py",
)

STORE = (
    Mutant(
        "a file's content may not be on the disk when its name is",
        "nyaastats/durable_files.py",
        "        os.fsync(file.fileno())  #",
        "        file.fileno()  #",
        _FILES,
    ),
    Mutant(
        "a folder's names may not be on the disk",
        "nyaastats/durable_files.py",
        "        os.fsync(handle)\n",
        "        os.fstat(handle)\n",
        _DURABLE,
    ),
    Mutant(
        "an archive's file: its folder is not put on the disk",
        "nyaastats/store/archive/files.py",
        "    sync_parents(path, folder)\n",
        "",
        _DURABLE,
    ),
    Mutant(
        "an archive's file: the folders around its folder are not put on the disk",
        "nyaastats/store/archive/files.py",
        "    sync_parents(path, folder)\n",
        "    sync_folder(path.parent)\n",
        _DURABLE,
    ),
    Mutant(
        "the archive's manifest: the rename is not put on the disk",
        "nyaastats/store/archive/files.py",
        "    new.replace(folder / MANIFEST)\n    sync_folder(folder)\n",
        "    new.replace(folder / MANIFEST)\n",
        _DURABLE,
    ),
    Mutant(
        "the archive's manifest is written in place",
        "nyaastats/store/archive/files.py",
        'new = folder / f".{MANIFEST}.new"',
        "new = folder / MANIFEST",
        _ARCHIVE,
    ),
    Mutant(
        "a replaced file is written in place",
        "nyaastats/durable_files.py",
        'new = target.with_name(f".{target.name}.nyaastats-new")',
        "new = target",
        _FILES,
    ),
    Mutant(
        "a replaced file gets the umask's mode",
        "nyaastats/durable_files.py",
        "mode=target.stat().st_mode if target.exists() else None",
        "mode=None",
        _FILES,
    ),
    Mutant(
        "the output: a file is not put on the disk",
        "nyaastats/publish/atomic_output.py",
        "        os.fsync(file.fileno())\n",
        "        file.fileno()\n",
        _OUTPUT,
    ),
    Mutant(
        "the output: the rename is not put on the disk",
        "nyaastats/publish/atomic_output.py",
        "            os.fsync(folder)\n",
        "            os.fstat(folder)\n",
        _OUTPUT,
    ),
    Mutant(
        "the output: the staged folders are not put on the disk",
        "nyaastats/publish/atomic_output.py",
        "        sync_folder(folder)\n",
        "        folder.stat()\n",
        _OUTPUT,
    ),
    Mutant(
        "the output: only the outermost staged folder is put on the disk",
        "nyaastats/publish/atomic_output.py",
        'for folder in (paths.staging, *filter(Path.is_dir, paths.staging.rglob("*"))):',
        "for folder in (paths.staging,):",
        _OUTPUT,
    ),
    Mutant(
        "the output is swapped before it is read back",
        "nyaastats/publish/atomic_output.py",
        "            verify_output(paths.staging)\n            _swap(paths)\n",
        "            _swap(paths)\n            verify_output(paths.output)\n",
        _OUTPUT,
    ),
    Mutant(
        "the output: two runs at once",
        "nyaastats/publish/atomic_output.py",
        "fcntl.flock(folder, fcntl.LOCK_EX)",
        "fcntl.flock(folder, fcntl.LOCK_SH)",
        _OUTPUT,
    ),
    Mutant(
        "the output: what a killed run left is not put back",
        "nyaastats/publish/atomic_output.py",
        "paths.output if _is_vacant(paths.output) else paths.staging",
        "paths.staging",
        _OUTPUT,
    ),
    Mutant(
        "another's files in the output are deleted",
        "nyaastats/publish/atomic_output.py",
        "if foreign := sorted(_list_files(output) - ours):",
        "if (foreign := sorted(_list_files(output) - ours)) and not ours:",
        _OUTPUT,
    ),
    Mutant(
        "the lock waits instead of saying that a run is under way",
        "nyaastats/store/lock.py",
        "timeout=0)",
        "timeout=2)",
        _LOCK,
    ),
    Mutant(
        "a link to a database has a lock of its own",
        "nyaastats/store/lock.py",
        "path = database.resolve()",
        "path = database.absolute()",
        _LOCK,
    ),
    Mutant(
        "the watermark's row is read again",
        "nyaastats/store/archive/update.py",
        "RowRange(after, state.max_rowid)",
        "RowRange(max(after - 1, 0), state.max_rowid)",
        _ARCHIVE,
    ),
    Mutant(
        "deleted rows before the watermark are not seen",
        "nyaastats/store/archive/source.py",
        "if watermark.generation is None and _count_rows(connection, watermark.rowid) != watermark.rows:",
        "if watermark.generation is None and _count_rows(connection, watermark.rowid) > watermark.rows:",
        _ARCHIVE,
    ),
    Mutant(
        "another database with as many rows is taken for the same",
        "nyaastats/store/archive/source.py",
        "watermark.rowid > (state.max_rowid or 0) or _digest(connection, watermark.rowid) != watermark.digest",
        "watermark.rowid > (state.max_rowid or 0)",
        _ARCHIVE,
    ),
    Mutant(
        "a damaged file of the archive is not built again",
        "nyaastats/store/archive/manifest.py",
        "None if hash_bytes(read_file(path, file.bytes)) == file.sha256 else",
        "None if path else",
        _ARCHIVE,
    ),
    Mutant(
        "the older row of a torrent wins",
        "nyaastats/store/archive/torrents.py",
        "np.unique(ids[::-1], return_index=True)\n    return rows.take(pa.array(len(ids) - 1 - places_from_end))",
        "np.unique(ids, return_index=True)\n    return rows.take(pa.array(places_from_end))",
        _ARCHIVE,
    ),
    Mutant(
        "a value that became NULL is no change",
        "nyaastats/store/archive/torrents.py",
        "pc.not_equal(pc.is_null(left), pc.is_null(right))",
        "pc.is_null(pc.equal(left, left))",
        _ARCHIVE,
    ),
    Mutant(
        "compaction numbers torrents in the order in which they came",
        "nyaastats/store/archive/compaction.py",
        'return torrents.filter(is_kept).sort_by("infohash")',
        "return torrents.filter(is_kept)",
        _ARCHIVE,
    ),
    Mutant(
        "compaction leaves renumbered scrapes in the old order",
        "nyaastats/store/archive/compaction.py",
        'return sort_rows(table.set_column(0, "torrent_id", renumbered))',
        'return table.set_column(0, "torrent_id", renumbered)',
        _ARCHIVE,
    ),
    Mutant(
        "months that are over are not merged",
        "nyaastats/store/archive/scrapes.py",
        "return len(files) > _MAX_FILES or (is_over and sum(rows) - max(rows) > _MAX_LATE_SHARE * max(rows))",
        "return len(files) > _MAX_FILES",
        _ARCHIVE,
    ),
    Mutant(
        "a torrent that has changed is listed twice",
        "nyaastats/store/archive/torrents.py",
        "if (ids[1:] > ids[:-1]).all():",
        "if (ids[1:] >= 0).all():",
        _ARCHIVE,
    ),
    Mutant(
        "a month is written again for a few late scrapes",
        "nyaastats/store/archive/scrapes.py",
        "sum(rows) - max(rows) > _MAX_LATE_SHARE * max(rows))",
        "sum(rows) - max(rows) > 0)",
        _ARCHIVE,
    ),
    Mutant(
        "a scrape that cannot be used is archived",
        "nyaastats/store/archive/scrapes.py",
        "WHERE month = '{month}' AND downloads IS NOT NULL",
        "WHERE month = '{month}'",
        _ARCHIVE,
    ),
    Mutant(
        "trimming takes the last scrape of a torrent",
        "nyaastats/store/trims.py",
        "seconds < :scraped_before AND seconds < last_seconds",
        "seconds < :scraped_before AND seconds <= last_seconds",
        _TRIM,
    ),
    Mutant(
        "trimming takes the scrape at the border itself",
        "nyaastats/store/trims.py",
        "seconds < :scraped_before AND seconds < last_seconds",
        "seconds <= :scraped_before AND seconds < last_seconds",
        _TRIM,
    ),
    Mutant(
        "trimming takes a row by which the archive knows its database",
        "nyaastats/store/trims.py",
        "AND number < (",
        "AND number <= (",
        _TRIM,
    ),
    Mutant(
        "trimming takes what is not archived",
        "nyaastats/store/trims.py",
        "FROM stats WHERE rowid <= :archived_rowid ORDER BY",
        "FROM stats ORDER BY",
        _TRIM,
        accepted="The archive is brought up to date under the same lock, and each row is compared with it before it is "
        "deleted: a row that came in between would refuse the trim instead of staying.",
    ),
    Mutant(
        "an edition is replaced for ever",
        "nyaastats/domain/editions.py",
        "return self.known_until <= now <= ended + MAX_EDITION_AGE",
        "return self.known_until <= now",
        _EDITIONS,
    ),
    Mutant(
        "a count of nine digits is usable",
        "nyaastats/domain/scrapes.py",
        "MAX_COUNT_DIGITS: Final = 8",
        "MAX_COUNT_DIGITS: Final = 9",
        _USABLE,
    ),
)
