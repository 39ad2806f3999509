"""What a labelled name says against what is read."""

import pytest

from nyaastats.identify.evaluation import read_rows
from nyaastats.identify.reading_evaluation import count_wrong_fields, judge_readings

HEADER = "name\ttitles\tseason\tnumber\tkind\tversion"
CASES = [
    ("[G] Sanda S2 - 05v2\tSanda\t2\t5\tepisode\t2", ()),
    ("[G] Sanda S2 - 05\tSanda S2\t2\t5\tepisode\t1", ()),
    ("[G] Sanda S2 - 05\tSandra|Sanda\t|2\t5|17\tspecial|episode\t*", ()),
    ("[G] Sanda - 05\tSandra\t2\t\tbatch\t2", ("titles", "season", "number", "kind", "version")),
    ("[G] Sanda - 05\t*\t\t05\tepisode\t1", ("number",)),
    ("[G] Sanda [BD]\tSanda\t\t\tbatch|movie\t1", ()),
]


@pytest.mark.parametrize(("line", "wrong"), CASES)
def test_the_fields_that_are_wrong(line: str, wrong: tuple[str, ...]) -> None:
    [judgement] = judge_readings(read_rows([HEADER, line]))
    assert judgement.wrong == wrong


def test_wrong_fields_are_counted() -> None:
    judgements = judge_readings(read_rows([HEADER, *(line for line, _ in CASES)]))
    assert count_wrong_fields(judgements) == {"titles": 1, "season": 1, "number": 2, "kind": 1, "version": 1}


def test_names_without_labels_are_not_judged() -> None:
    assert judge_readings(read_rows(["name\tpublished", "[G] Sanda - 05\t"])) == []
