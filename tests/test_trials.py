"""Campaigns write their rows into the table of docs/reliability.md."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from testkit.trials import DOCUMENT, HEAD, Trial, update_table, write_trials

DAY = date(2026, 11, 27)
OLD = "| names | 5 | all | 2026-01-01 |\n| feed | 7 | all | 2026-01-01 |\n"
PAGE = f"# Tried\n\n{HEAD}{OLD}\nAnd so on.\n"


def test_a_row_takes_the_place_of_an_older_one_and_others_stay() -> None:
    page = update_table(PAGE, [Trial("feed", 1_000_000, "each"), Trial("kills", 3, "none torn")], DAY)
    rows = "| names | 5 | all | 2026-01-01 |\n| feed | 1,000,000 | each | 2026-11-27 |\n"
    assert page == f"# Tried\n\n{HEAD}{rows}| kills | 3 | none torn | 2026-11-27 |\n\nAnd so on.\n"


def test_a_page_without_the_table_is_an_error() -> None:
    with pytest.raises(ValueError, match="has no table"):
        update_table("# Tried\n", [], DAY)


def test_the_page_has_the_table(tmp_path: Path) -> None:
    copy = tmp_path / "reliability.md"
    copy.write_bytes(DOCUMENT.read_bytes())
    write_trials([Trial("a thing of this test", 1, "it")], DAY, copy)
    assert "| a thing of this test | 1 | it | 2026-11-27 |\n" in copy.read_text(encoding="utf-8")
