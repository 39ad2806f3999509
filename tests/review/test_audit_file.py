"""The file of audits: what is kept is what is read, one audit a sample, and what is no such file is named."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash
from nyaastats.errors import SettingsError
from nyaastats.review.audit import Audit, AuditJudgement, AuditVerdict
from nyaastats.review.audit_file import AuditFile, format_audits, parse_audits, read_match_audit

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def make_judgement(*draws: int, verdict: AuditVerdict = AuditVerdict.RIGHT, name: str = "Alpha - 01") -> AuditJudgement:
    show = AniListId(101) if verdict is AuditVerdict.RIGHT else None
    return AuditJudgement(InfoHash("a" * 40), name, AniListId(101), 1, show, draws, verdict)


def make_audit(
    *judgements: AuditJudgement, season: str = "Fall 2025", data_until: datetime = NOW, judged_at: datetime = NOW
) -> Audit:
    return Audit(season, data_until, judged_at, 50, judgements)


RIGHT = make_judgement(1, 2)
WRONG = make_judgement(3, verdict=AuditVerdict.WRONG_SHOW)
FINISHED = make_audit(make_judgement(*range(1, 51)))


@pytest.fixture
def audits(tmp_path: Path) -> AuditFile:
    return AuditFile.beside(tmp_path / "mine.toml")


@pytest.mark.parametrize(
    ("overrides", "audits"),
    [("mine.toml", "mine.audit.json"), ("my.own.toml", "my.own.audit.json"), ("mine", "mine.audit.json")],
)
def test_it_lies_beside_the_overrides(overrides: str, audits: str) -> None:
    assert AuditFile.beside(Path("folder") / overrides).path == Path("folder") / audits


def test_what_is_kept_is_read_and_another_sample_is_another_audit(audits: AuditFile) -> None:
    assert audits.read() == []
    first, second = make_audit(RIGHT), make_audit(WRONG, data_until=NOW + DAY)
    audits.save(first)
    audits.save(second)
    assert audits.read() == [first, second]
    assert audits.find(make_audit()) == first
    assert audits.find(make_audit(season="Winter 2026")) is None
    assert [path.name for path in audits.path.parent.iterdir()] == ["mine.audit.json"]


def test_the_same_sample_takes_the_place_of_the_one_before(audits: AuditFile) -> None:
    other = make_audit(RIGHT, season="Winter 2026")
    audits.save(make_audit(RIGHT))
    audits.save(other)
    audits.save(make_audit(RIGHT, WRONG, judged_at=NOW + DAY))
    assert audits.read() == [make_audit(RIGHT, WRONG, judged_at=NOW + DAY), other]


texts = st.text(st.characters(exclude_categories=["Cs"]))
judgement_lists = st.lists(st.builds(make_judgement, name=texts), max_size=3).map(
    lambda items: [replace(item, draws=(draw,)) for draw, item in enumerate(items, start=1)]
)


@given(st.lists(judgement_lists, max_size=3))
def test_whatever_a_name_holds_it_is_read_as_it_was_written(lists: list[list[AuditJudgement]]) -> None:
    written = [make_audit(*items, data_until=NOW + number * DAY) for number, items in enumerate(lists)]
    assert parse_audits(format_audits(written).encode(), "own") == written
    lines = format_audits(written).splitlines()
    assert sum(line.startswith('{"infohash"') for line in lines) == sum(map(len, lists))


def test_half_a_surrogate_pair_becomes_a_question_mark() -> None:
    [audit] = parse_audits(format_audits([make_audit(make_judgement(1, name="a\ud800"))]).encode(), "own")
    assert audit.judgements[0].name == "a?"


def test_a_crash_before_the_rename_loses_only_the_last(audits: AuditFile, monkeypatch: pytest.MonkeyPatch) -> None:
    audits.save(make_audit(RIGHT))
    before = audits.path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", crash)
        with pytest.raises(KeyboardInterrupt):
            audits.save(make_audit(RIGHT, WRONG))
    assert audits.path.read_bytes() == before


def crash(_: int) -> None:
    raise KeyboardInterrupt


Damage = Callable[[Any], None]


def set_value(*path: str | int, to: object) -> Damage:
    *parents, last = path

    def damage(document: Any) -> None:
        for step in parents:
            document = document[step]
        document[last] = to

    return damage


JUDGEMENT = ("audits", 0, "judgements", 0)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (set_value("extra", to=1), "extra: Extra inputs"),
        (set_value("audits", 0, "season", to=""), r"audits\.0\.season: String should have"),
        (set_value("audits", 0, "data_until", to="2026-11-26T12:00:00"), r"audits\.0\.data_until: .*timezone"),
        (set_value("audits", 0, "judged_at", to="yesterday"), r"audits\.0\.judged_at: "),
        (set_value(*JUDGEMENT, "infohash", to="x"), r"judgements\.0\.infohash: "),
        (set_value(*JUDGEMENT, "verdict", to="fine"), r"judgements\.0\.verdict: "),
        (set_value(*JUDGEMENT, "draws", to=[]), r"judgements\.0\.draws: "),
        (set_value(*JUDGEMENT, "draws", to=[0]), r"judgements\.0\.draws\.0: "),
        (set_value(*JUDGEMENT, "draws", to=[3]), "the draws are not different ones of 1 to 50"),
        (set_value(*JUDGEMENT, "draws", to=[51]), "the draws are not different ones of 1 to 50"),
        (set_value(*JUDGEMENT, "judged_show", to=102), "right does not go with the two shows"),
        (set_value(*JUDGEMENT, "judged_show", to=None), "right does not go with the two shows"),
        (set_value("audits", 0, "judgements", 1, "judged_show", to=101), "wrong_show does not go with the two shows"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(audits: AuditFile, damage: Damage, message: str) -> None:
    audits.save(make_audit(RIGHT, WRONG))
    document = json.loads(audits.path.read_text(encoding="utf-8"))
    damage(document)
    audits.path.write_text(json.dumps(document), encoding="utf-8")
    before = audits.path.read_bytes()
    with pytest.raises(SettingsError, match=rf"mine\.audit\.json' cannot be used: .*{message}"):
        audits.read()
    with pytest.raises(SettingsError):
        audits.save(make_audit(RIGHT))
    assert audits.path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe", b'{"audits": 7}'])
def test_what_is_no_such_file_at_all_is_named(audits: AuditFile, content: bytes) -> None:
    audits.path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"mine\.audit\.json' cannot be used"):
        audits.read()


def test_a_folder_is_no_file(audits: AuditFile) -> None:
    audits.path.mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        audits.read()


def test_a_place_that_cannot_be_written_is_named_before_anything_is_asked(tmp_path: Path) -> None:
    audits = AuditFile.beside(tmp_path / "gone" / "mine.toml")
    with pytest.raises(SettingsError, match="cannot be written"):
        audits.require_writable()
    with pytest.raises(SettingsError, match="the last judgement is not kept"):
        audits.save(make_audit(RIGHT))


def test_times_are_read_into_utc(audits: AuditFile) -> None:
    audits.save(make_audit(RIGHT))
    text = audits.path.read_text(encoding="utf-8")
    audits.path.write_text(text.replace("12:00:00Z", "14:00:00+02:00"), encoding="utf-8")
    [audit] = audits.read()
    assert audit == make_audit(RIGHT)
    assert audit.judged_at.tzinfo is UTC


# --- what is published ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kept", "judged"),
    [
        ([], None),
        ([make_audit()], None),
        ([make_audit(RIGHT)], 2),
        ([make_audit(RIGHT, season="Winter 2026")], None),
        ([make_audit(make_judgement(1, verdict=AuditVerdict.UNSURE))], None),
        ([make_audit(RIGHT), make_audit(RIGHT, WRONG, data_until=NOW + DAY, judged_at=NOW + DAY)], 3),
        ([make_audit(RIGHT, judged_at=NOW + DAY), make_audit(RIGHT, WRONG, data_until=NOW + DAY)], 2),
        ([FINISHED, make_audit(RIGHT, data_until=NOW + DAY, judged_at=NOW + DAY)], 50),
    ],
)
def test_the_newest_audit_of_the_season_is_published_but_not_for_a_finished_one(
    audits: AuditFile, kept: list[Audit], judged: int | None
) -> None:
    for audit in kept:
        audits.save(audit)
    summary = read_match_audit(audits.path.with_name("mine.toml"), "Fall 2025")
    assert (summary and summary.judged) == judged


def test_without_an_overrides_file_there_is_no_audit() -> None:
    assert read_match_audit(None, "Fall 2025") is None
