"""The overrides file to which decisions are added: readable after each, whatever stands in it or is typed."""

import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyaastats.domain.matches import UNSTATED, Override
from nyaastats.domain.shows import AniListId
from nyaastats.errors import SettingsError
from nyaastats.review.overrides_file import OverridesFile, format_override, quote_toml
from nyaastats.settings import parse_overrides

SANDA = Override("Sanda S2", AniListId(7), "seen on the poster", 2)
NOBODY = Override("Nobody", None, 'a "dub" of an old show', UNSTATED)
ANY = Override("Anybody", AniListId(8), "any season")
OLD = """\
# mine, since 2024
[[override]]   # the first
title = "Old"
anilist_id = 1
why = "before"
# the end"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "own.toml"


def test_a_decision_as_it_is_written() -> None:
    assert format_override(SANDA, "Sanda: the Second") == (
        "[[override]]\n"
        'title = "Sanda S2"\n'
        "season = 2\n"
        "anilist_id = 7  # Sanda: the Second\n"
        'why = "seen on the poster"\n'
    )
    assert format_override(NOBODY) == (
        '[[override]]\ntitle = "Nobody"\nseason = "none"\nanilist_id = "none"\nwhy = "a \\"dub\\" of an old show"\n'
    )


whatever = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
decisions = st.builds(
    Override,
    title=whatever,
    anilist_id=st.none() | st.builds(AniListId, st.integers(1, 10**9)),
    why=whatever,
    season=st.none() | st.just(UNSTATED) | st.integers(0, 99),
)


@given(st.lists(decisions, max_size=4), st.text())
def test_what_is_written_is_what_is_read(written: list[Override], comment: str) -> None:
    assert parse_overrides("\n".join(format_override(override, comment) for override in written), "own.toml") == written


@given(st.text())
def test_any_text_is_one_line_of_toml(text: str) -> None:
    line = quote_toml(text)
    assert line.isprintable()
    assert tomllib.loads(f"x = {line}")["x"] == text.encode("utf-8", "replace").decode()


def test_a_new_file_says_what_it_is(path: Path) -> None:
    own = OverridesFile(path)
    assert own.read() == []
    own.append(SANDA, titles={AniListId(7): "Sanda 2"})
    own.append(NOBODY)
    assert own.read() == [SANDA, NOBODY]
    assert path.read_text(encoding="utf-8").startswith("# Decisions of a person")
    assert [file.name for file in path.parent.iterdir()] == ["own.toml"]


@pytest.mark.parametrize("old", [OLD, OLD + "\n", OLD.replace("\n", "\r\n"), "# ½ only\n", ""])
def test_what_stands_there_stays(path: Path, old: str) -> None:
    path.write_bytes(old.encode())
    before = OverridesFile(path).read()
    OverridesFile(path).append(ANY)
    assert path.read_bytes().decode().startswith(old)
    assert OverridesFile(path).read() == [*before, ANY]


def test_what_an_editor_adds_meanwhile_stays_too(path: Path) -> None:
    own = OverridesFile(path)
    own.append(SANDA)
    path.write_text(path.read_text(encoding="utf-8") + "# noted by hand\n", encoding="utf-8")
    own.append(NOBODY)
    assert "# noted by hand\n" in path.read_text(encoding="utf-8")
    assert own.read() == [SANDA, NOBODY]


@pytest.mark.parametrize(
    ("old", "named"),
    [
        ("override = []\n", "not TOML"),  # an array that is closed cannot grow
        ('[[override]]\ntitle = "cut', "not TOML"),
        ("[[override]]\ntitle = 'x'\n", "override.0."),
    ],
)
def test_a_file_that_cannot_grow_is_left_as_it_is(path: Path, old: str, named: str) -> None:
    path.write_text(old, encoding="utf-8")
    with pytest.raises(SettingsError, match=named):
        OverridesFile(path).append(SANDA)
    assert path.read_text(encoding="utf-8") == old
    assert [file.name for file in path.parent.iterdir()] == ["own.toml"]


def test_a_file_keeps_its_mode_and_a_link_stays_one(path: Path) -> None:
    real = path.parent / "real.toml"
    real.write_text(OLD, encoding="utf-8")
    real.chmod(0o640)
    path.symlink_to(real)
    OverridesFile(path).append(SANDA)
    assert path.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert len(OverridesFile(real).read()) == 2


def test_a_crash_before_the_rename_loses_only_the_last(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = OverridesFile(path)
    own.append(SANDA)
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", crash)
        with pytest.raises(KeyboardInterrupt):
            own.append(NOBODY)
    assert path.read_bytes() == before
    own.append(ANY)
    assert own.read() == [SANDA, ANY]
    assert [file.name for file in path.parent.iterdir()] == ["own.toml"]


def crash(_: int) -> None:
    raise KeyboardInterrupt


WRITER = """
import sys
from pathlib import Path
from nyaastats.review.overrides_file import OverridesFile
from nyaastats.domain.matches import Override
from nyaastats.domain.shows import AniListId

for number in range(1, 10_000):
    OverridesFile(Path(sys.argv[1])).append(Override(f"Title {number}", AniListId(number), "why" * 999))
    print(number, flush=True)
"""
"""Says of each decision when it is kept."""


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_writer_that_is_stopped_anywhere_leaves_all_that_it_reported(path: Path, way: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        assert child.stdout
        lines = [child.stdout.readline() for _ in range(20)]
        child.send_signal(way)
        lines += child.stdout.readlines()
    saved = [decision.anilist_id for decision in OverridesFile(path).read()]
    assert saved == [AniListId(number) for number in range(1, len(saved) + 1)]
    assert len(saved) - len(lines) in {0, 1}


@pytest.mark.parametrize("place", ["gone/own.toml", "file/own.toml"])
def test_a_place_that_cannot_be_written_is_said_before_anything_is_asked(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SettingsError, match="cannot be written"):
        OverridesFile(tmp_path / place).read()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[[override]"])
def test_a_file_that_is_none_is_said_too(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"own\.toml"):
        OverridesFile(path).read()


def test_a_folder_is_no_file(path: Path) -> None:
    path.mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        OverridesFile(path).read()
