"""events.toml: what a person may write, and one line of error that names the entry for everything else."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from nyaastats.domain.events import Note
from nyaastats.domain.shows import AniListId
from nyaastats.errors import SettingsError
from nyaastats.events_file import parse_events, read_events

DAY = datetime(2025, 11, 8, tzinfo=UTC)


def make_entry(**fields: str) -> str:
    """An entry; the fields are as TOML writes them, and one without text is left out."""
    values = {"at": "2025-11-08", "title": '"No episode"', "reason": '"a marathon"'} | fields
    return "[[event]]\n" + "".join(f"{key} = {value}\n" for key, value in values.items() if value)


def read_note(**fields: str) -> Note:
    (note,) = parse_events(make_entry(**fields), "events.toml")
    return note


def test_an_entry_is_about_a_show_or_about_all() -> None:
    assert read_note() == Note(None, DAY, "No episode", "a marathon")
    assert read_note(show="7") == Note(AniListId(7), DAY, "No episode", "a marathon")


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2025-11-08", DAY),
        ("2025-11-08T15:30:00Z", DAY.replace(hour=15, minute=30)),
        ("2025-11-08T15:30:00", DAY.replace(hour=15, minute=30)),
        ("2025-11-08 15:30:00+09:00", DAY.replace(hour=6, minute=30)),
    ],
)
def test_a_time_is_utc_unless_it_has_an_offset(at: str, expected: datetime) -> None:
    assert read_note(at=at).at == expected


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "&lt;b&gt; ${x} {{x}} `x`",
        "'; DROP TABLE torrents; --",
        "Tag 7 – 放送休止 🎌",
        "e\u0301",
    ],
)
def test_a_text_is_data_whatever_it_looks_like(text: str) -> None:
    note = read_note(title=f'"""{text}"""', reason=f'"""  {text} """')
    assert (note.title, note.reason) == (text, text)


@pytest.mark.parametrize(
    "link", ["https://a.example", "https://a.example/@user?b=c@d#e", "https://[::1]:8000/x", "https://例え.jp/ä"]
)
def test_a_link_is_https(link: str) -> None:
    assert read_note(link=f'"{link}"').link == link


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"show": "0"}, "event.1.show: "),
        ({"show": "-7"}, "event.1.show: "),
        ({"show": "2147483648"}, "event.1.show: "),
        ({"show": '"7"'}, "event.1.show: "),
        ({"show": "true"}, "event.1.show: "),
        ({"show": "7.0"}, "event.1.show: "),
        ({"at": ""}, "event.1.at: Field required"),
        ({"at": '"2025-11-08"'}, "event.1.at: "),
        ({"at": "1762560000"}, "event.1.at: "),
        ({"at": "15:30:00"}, "event.1.at: "),
        ({"at": "0001-01-01T00:00:00+09:00"}, "event.1.at: "),
        ({"title": ""}, "event.1.title: Field required"),
        ({"title": '"  "'}, "event.1.title: "),
        ({"title": "7"}, "event.1.title: "),
        ({"title": f'"{"a" * 101}"'}, "event.1.title: "),
        ({"title": '"a\\u0000b"'}, "U+0000"),
        ({"title": '"a\\nb"'}, "U+000A"),
        ({"title": '"a\\u001b[31mb"'}, "U+001B"),
        ({"title": '"a\\u202Eb"'}, "U+202E"),
        ({"title": '"a\\u2066b"'}, "U+2066"),
        ({"title": '"a\\u2028b"'}, "U+2028"),
        ({"reason": ""}, "event.1.reason: Field required"),
        ({"reason": '"a\\rb"'}, "U+000D"),
        ({"reason": f'"{"a" * 301}"'}, "event.1.reason: "),
        ({"link": '"http://a.example"'}, "event.1.link: "),
        ({"link": '"javascript:alert(1)"'}, "event.1.link: "),
        ({"link": '"data:text/html,x"'}, "event.1.link: "),
        ({"link": '"//a.example"'}, "event.1.link: "),
        ({"link": '"https://"'}, "event.1.link: "),
        ({"link": '"https://nyaa.si@a.example/"'}, "event.1.link: "),
        ({"link": '"https://nyaa.si\\\\@a.example/"'}, "event.1.link: "),
        ({"link": "'https://a.example/\" onclick=\"x'"}, "event.1.link: "),
        ({"link": '"https://a.example/<b>"'}, "event.1.link: "),
        ({"link": '"https://a.example/\\u0001"'}, "event.1.link: "),
        ({"link": '"https://a.example/\\n"'}, "event.1.link: "),
        ({"link": f'"https://a.example/{"a" * 500}"'}, "event.1.link: "),
        ({"why": '"x"'}, "event.1.why: Extra inputs are not permitted"),
    ],
)
def test_a_wrong_entry_is_named(fields: dict[str, str], named: str) -> None:
    assert_one_line_with(named, make_entry(title='"A right one"') + make_entry(**fields))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[[event]", "are not TOML"),
        (f"[[event]]\nshow = {'9' * 5000}", "are not TOML: a number has too many digits"),
        (f"event = {'[' * 5000}", "nested too deeply"),
        (f"{'a' * 5000} = 1", "Extra inputs"),
        (f"[[event]]\ntitle = '{'a' * 5000}'", "event.0.at: "),
        ("[[events]]", "events: Extra inputs are not permitted"),
        ("event = 7", "event: "),
        (make_entry() + make_entry(), "'No episode' of 2025-11-08 00:00 stands there twice"),
        (make_entry() + make_entry(at="2025-11-08T09:00:00+09:00"), "stands there twice"),
    ],
)
def test_a_wrong_file_is_named(text: str, named: str) -> None:
    assert_one_line_with(named, text)


def assert_one_line_with(named: str, text: str) -> None:
    with pytest.raises(SettingsError) as error:
        parse_events(text, "my\nevents.toml")
    assert named in str(error.value)
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 1_000


def test_the_same_may_happen_to_two_shows_and_on_two_days() -> None:
    text = make_entry() + make_entry(show="7") + make_entry(show="8") + make_entry(at="2025-11-09")
    assert len(parse_events(text, "events.toml")) == 4


def test_a_file_is_read_and_none_is_no_events(tmp_path: Path) -> None:
    path = tmp_path / "events.toml"
    assert read_events(None) == ()
    with pytest.raises(SettingsError, match=r"events\.toml' cannot be read"):
        read_events(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match=r"events\.toml' cannot be read"):
        read_events(path)
    path.write_text(make_entry(), encoding="utf-8")
    assert read_events(path) == (Note(None, DAY, "No episode", "a marathon"),)
