"""Settings from file, environment and argument, and the overrides; every error is one line that names the place."""

from pathlib import Path

import pytest

from nyaastats.domain.matches import UNSTATED, Override
from nyaastats.domain.shows import AniListId
from nyaastats.errors import SettingsError
from nyaastats.settings import FILE, Settings, read_overrides, read_settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder and an environment without our names."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"NYAASTATS_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, text: str) -> None:
    (folder / FILE).write_text(text, encoding="utf-8")


def test_without_anything_the_defaults_hold() -> None:
    settings = read_settings()
    assert (settings.season, settings.post_airing_weeks) == (None, 4)
    assert settings.overrides is settings.events is None


@pytest.mark.parametrize("url", ["https://anime.example", "http://127.0.0.1:8000/nyaa/"])
def test_the_site_has_an_address_or_none(folder: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    assert read_settings().site_url is None
    write(folder, f'site_url = "{url}"')
    assert read_settings().site_url == url
    monkeypatch.setenv("NYAASTATS_SITE_URL", "https://other.example")
    assert read_settings().site_url == "https://other.example"


def test_arguments_over_environment_over_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, 'season = "winter-2026"\npost_airing_weeks = 1\nmatch_margin = 3.5\n')
    monkeypatch.setenv("NYAASTATS_SEASON", "spring-2026")
    monkeypatch.setenv("NYAASTATS_POST_AIRING_WEEKS", "2")
    settings = Settings(season="summer-2026")
    assert (settings.season, settings.post_airing_weeks, settings.match_margin) == ("summer-2026", 2, 3.5)
    assert read_settings().season == "spring-2026"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('saeson = "fall-2025"', "saeson: Extra inputs are not permitted (got 'fall-2025')"),
        ('post_airing_weeks = "many"', "post_airing_weeks: "),
        ("post_airing_weeks = -1", "post_airing_weeks: Input should be greater than or equal to 0 (got -1)"),
        ("post_airing_weeks = 27", "post_airing_weeks: "),
        ("memory_mib = 1", "memory_mib: "),
        ("memory_mib = 99999999999", "memory_mib: "),
        ("match_threshold = inf", "match_threshold: "),
        ("match_threshold = nan", "match_threshold: "),
        ("match_margin = inf", "match_margin: "),
        (f"season = {'[' * 5000}", "nested too deeply"),
        ("tracker_requests_per_second = 0", "tracker_requests_per_second: "),
        ("tracker_requests_per_second = inf", "tracker_requests_per_second: "),
        ("tracker_requests_per_second = nan", "tracker_requests_per_second: "),
        ("season = 2025", "season: Input should be a valid string (got 2025)"),
        ("season = ", f"{FILE} is not TOML: "),
        (f"season = {'9' * 5000}", f"{FILE} is not TOML: a number has too many digits"),
        ('season = "fall-2025', f"{FILE} is not TOML: "),
    ],
)
def test_a_wrong_file(folder: Path, text: str, named: str) -> None:
    write(folder, text)
    assert_one_line_with(named)


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("POST_AIRING_WEEKS", "many", "post_airing_weeks: "),
        ("MATCH_THRESHOLD", "-1", "match_threshold: "),
        ("ANILIST_URL", "file:///etc/passwd", "anilist_url: "),
        ("SITE_URL", "javascript:alert(1)", "site_url: "),
        ("SITE_URL", "anime.example", "site_url: "),
        ("SITE_URL", "https://anime.example/my site", "site_url: "),
    ],
)
def test_a_wrong_environment(monkeypatch: pytest.MonkeyPatch, name: str, value: str, named: str) -> None:
    monkeypatch.setenv(f"NYAASTATS_{name}", value)
    assert_one_line_with(named)


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("NYAASTATS_SAESON", "write NYAASTATS_SEASON"),
        ("NYAASTATS_MEMORY", "write NYAASTATS_MEMORY_MIB"),
        ("nyaastats_overide", "write NYAASTATS_OVERRIDES"),
        ("NYAASTATS_0123456789", "unset it"),
    ],
)
def test_a_variable_that_is_no_setting(monkeypatch: pytest.MonkeyPatch, name: str, advice: str) -> None:
    monkeypatch.setenv(name, "1")
    with pytest.raises(SettingsError, match=f"the variable '{name}' is no setting: {advice}"):
        read_settings()


def test_the_variable_of_debugging_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NYAASTATS_DEBUG", "1")
    assert read_settings().season is None


@pytest.mark.parametrize("address", ["https://hc.example/SECRET", "http://127.0.0.1:8000/ping/SECRET?a={command}"])
def test_the_ping_address_is_a_secret(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("NYAASTATS_PING_URL", address)
    settings = read_settings()
    assert settings.ping_url is not None
    assert settings.ping_url.get_secret_value() == address
    assert "SECRET" not in repr(settings)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://a/SECRET",
        "file:///SECRET",
        "https:///SECRET",
        "https://a:x/SECRET",
        "https://[a/SECRET",
        "https://a/ SECRET",
    ],
)
def test_a_wrong_ping_address_is_not_printed(folder: Path, address: str) -> None:
    write(folder, f'ping_url = "{address}"')
    with pytest.raises(SettingsError, match="ping_url: ") as error:
        read_settings()
    assert "SECRET" not in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_not_text(folder: Path) -> None:
    (folder / FILE).write_bytes(b"season = \xff\xfe")
    assert_one_line_with(FILE)


def assert_one_line_with(named: str) -> None:
    with pytest.raises(SettingsError) as error:
        read_settings()
    assert named in str(error.value)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 1_000


# --- overrides -------------------------------------------------------------------------------------------


OWN = """
[[override]]
title = "Santa"
anilist_id = 7
why = "a case"

[[override]]
title = "Santa"
season = 2
anilist_id = 8
why = "another"
"""


def test_the_user_s_own_overrides_come_after_the_shipped_ones(folder: Path) -> None:
    path = folder / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    shipped = read_overrides(None)
    own = [Override("Santa", 7, "a case"), Override("Santa", 8, "another", 2)]  # type: ignore[arg-type]  # plain ids
    assert read_overrides(path) == [*shipped, *own]


@pytest.mark.parametrize(
    ("row", "override"),
    [
        ('anilist_id = "none"', Override("Santa", None, "y")),
        ('anilist_id = 7\nseason = "none"', Override("Santa", AniListId(7), "y", UNSTATED)),
        ('anilist_id = "none"\nseason = "none"', Override("Santa", None, "y", UNSTATED)),
    ],
)
def test_an_override_may_be_about_no_show_and_about_names_without_a_season(
    folder: Path, row: str, override: Override
) -> None:
    path = folder / "own.toml"
    path.write_text(f'[[override]]\ntitle = "Santa"\nwhy = "y"\n{row}\n', encoding="utf-8")
    assert read_overrides(path) == [*read_overrides(None), override]


def test_the_shipped_overrides_stay_nearly_empty() -> None:
    assert len(read_overrides(None)) <= 5


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[[override]", "are not TOML"),
        (f"[[override]]\nseason = {'9' * 5000}", "are not TOML: a number has too many digits"),
        (f"override = {'[' * 5000}", "nested too deeply"),
        (f"{'a' * 5000} = 1", "Extra inputs"),
        ('[[override]]\ntitle = "Santa"\nanilist_id = 7\n', "override.0.why: Field required"),
        ('[[override]]\ntitle = "Santa"\nanilist_id = "x"\nwhy = "y"\n', "override.0.anilist_id: "),
        ('[[override]]\ntitle = "Santa"\nanilist_id = 0\nwhy = "y"\n', "override.0.anilist_id: "),
        ('[[override]]\ntitle = "Santa"\nwhy = "y"\n', "override.0.anilist_id: Field required"),
        ('[[override]]\ntitle = "Santa"\nanilist_id = 7\nwhy = "y"\nseason = "two"\n', "override.0.season."),
        ('[[override]]\ntitle = ""\nanilist_id = 7\nwhy = "y"\n', "override.0.title: "),
        ('[[override]]\ntitle = "Santa"\nanilist_id = 7\nwhy = "y"\nshow = 1\n', "override.0.show: Extra inputs"),
        ('[[overide]]\ntitle = "Santa"\n', "overide: Extra inputs"),
        ('override = "Santa"', "override: "),
    ],
)
def test_wrong_overrides(folder: Path, text: str, named: str) -> None:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    assert_overrides_error(path, named)


def test_overrides_that_are_nested_too_deeply(folder: Path) -> None:
    path = folder / "own.toml"
    path.write_text(f"override = {'[' * 5000}", encoding="utf-8")
    with pytest.raises(SettingsError, match="nested too deeply"):
        read_overrides(path)


def test_overrides_that_are_not_there(folder: Path) -> None:
    assert_overrides_error(folder / "none.toml", "cannot be read")


def test_overrides_that_are_a_folder(folder: Path) -> None:
    assert_overrides_error(folder, "cannot be read")


def test_overrides_that_are_not_text(folder: Path) -> None:
    path = folder / "own.toml"
    path.write_bytes(b"\xff\xfe\x00")
    assert_overrides_error(path, "cannot be read")


def assert_overrides_error(path: Path, named: str) -> None:
    with pytest.raises(SettingsError) as error:
        read_overrides(path)
    assert named in str(error.value)
    assert repr(str(path)) in str(error.value)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 1_000
