from __future__ import annotations

from pathlib import Path

from nyaastats.publish.contracts.data_page import build_data_page
from nyaastats.publish.contracts.dictionary import build_schema

PAGE = Path(__file__).parents[3] / "docs" / "data.md"


def test_the_page_in_docs_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == build_data_page(), "write it again: make docs"


def test_every_definition_has_one_section() -> None:
    sections = [line.removeprefix("### ") for line in build_data_page().splitlines() if line.startswith("### ")]
    assert sorted(sections) == sorted(build_schema()["$defs"])
