"""What makes numbers wrong is one table, and the operations page is that table."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from nyaastats.domain.findings import SEVERITIES, Finding, Severity, makes_numbers_wrong
from nyaastats.domain.measures import CountFaults
from nyaastats.domain.scrapes import ScrapeRejection

PAGE = Path(__file__).parents[2] / "docs" / "operations.md"


def test_every_reason_and_every_fault_is_a_finding() -> None:
    faults = {field.name for field in fields(CountFaults)} - {"examples"}
    assert {*ScrapeRejection, *faults} <= set(Finding)
    assert SEVERITIES.keys() == set(Finding)


@pytest.mark.parametrize("finding", Finding)
def test_a_finding_alone_decides_as_its_severity_says(finding: Finding) -> None:
    assert makes_numbers_wrong([finding]) == (SEVERITIES[finding] is Severity.WRONG)
    assert makes_numbers_wrong([Finding.ORPHAN, finding]) == makes_numbers_wrong([finding])


def test_nothing_found_is_nothing_wrong() -> None:
    assert not makes_numbers_wrong([])


def test_the_operations_page_has_the_same_table() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([01]) \|", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    severity = {"0": Severity.REMARK, "1": Severity.WRONG}
    assert [(Finding(name), severity[code]) for name, code in rows] == list(SEVERITIES.items())
