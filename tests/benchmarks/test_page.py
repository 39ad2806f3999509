"""RESULTS.md: a suite that is measured alone replaces its own sections, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import paths
from benchmarks.registry import TITLES
from benchmarks.report.page import SuiteSections, put_sections

SUITES = ("Fish", "Fish soup", "Bread")
PAGE = """\
# Results

A line.

## Fish: red

| 1 |

### Smaller

## Fish soup

hot

## Bread

brown
"""


def put(page: str, title: str, *parts: str) -> str:
    return put_sections(page, SuiteSections(title, parts), SUITES)


@pytest.mark.parametrize(
    ("title", "parts", "old", "new"),
    [
        (
            "Fish",
            ["## Fish: red", "| 2 |", "## Fish: blue", "| 3 |"],
            "## Fish: red\n\n| 1 |\n\n### Smaller\n",
            "## Fish: red\n\n| 2 |\n\n## Fish: blue\n\n| 3 |\n",
        ),
        ("Fish soup", ["## Fish soup: cold", "brr"], "## Fish soup\n\nhot\n", "## Fish soup: cold\n\nbrr\n"),
        ("Bread", ["## Bread", "### Sorts", "white"], "brown\n", "### Sorts\n\nwhite\n"),
    ],
)
def test_the_sections_of_one_suite_are_replaced(title: str, parts: list[str], old: str, new: str) -> None:
    assert PAGE.count(old) == 1
    assert put(PAGE, title, *parts) == PAGE.replace(old, new)


def test_a_suite_that_has_no_section_yet_gets_its_place() -> None:
    assert put("# Results\n\n## Fish\n\n1\n\n## Bread\n\n2\n", "Fish soup", "## Fish soup", "hot") == (
        "# Results\n\n## Fish\n\n1\n\n## Fish soup\n\nhot\n\n## Bread\n\n2\n"
    )


def test_a_section_of_no_suite_is_left_out() -> None:
    page = put("# Results\n\n## Wine\n\nold\n\n## Bread\n\nbrown\n", "Fish", "## Fish", "1")
    assert page == "# Results\n\n## Fish\n\n1\n\n## Bread\n\nbrown\n"


@pytest.mark.parametrize("heading", ["## Bread", "## Fisher", "## Fish soup: cold", "no heading"])
def test_a_suite_writes_no_section_that_is_not_its_own(heading: str) -> None:
    with pytest.raises(ValueError, match="are of the suite 'Fish'"):
        put(PAGE, "Fish", "## Fish", heading) if heading.startswith("##") else put(PAGE, "Fish", heading)


lines = st.text(st.sampled_from("ab| #"), max_size=8).filter(lambda line: not line.startswith("## "))


@given(st.permutations(SUITES), st.dictionaries(st.sampled_from(SUITES), st.lists(lines, max_size=3), min_size=3))
def test_the_order_in_which_suites_are_measured_does_not_matter(order: list[str], texts: dict[str, list[str]]) -> None:
    page, in_order = "# Results\n", "# Results\n"
    for title in order:
        page = put(page, title, f"## {title}", *texts[title])
    for title in SUITES:
        in_order = put(in_order, title, f"## {title}", *texts[title])
    assert page == in_order
    assert put(page, order[0], f"## {order[0]}", *texts[order[0]]) == page


def test_the_results_hold_a_section_of_every_suite_and_no_other() -> None:
    page = paths.RESULTS.read_text(encoding="utf-8")
    subjects = [line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ")]
    owners = [[title for title in TITLES if f"{subject}: ".startswith(f"{title}: ")] for subject in subjects]
    assert all(len(titles) == 1 for titles in owners)
    places = [TITLES.index(titles[0]) for titles in owners]
    assert places == sorted(places)
    assert set(places) == set(range(len(TITLES)))
