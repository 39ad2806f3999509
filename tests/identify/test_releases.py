"""The rules that tell the episode; what whole names say stands in golden/releases.toml."""

import pytest

from nyaastats.identify.releases import RULES, Rule, read
from nyaastats.types import Kind


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.name}: {rule.example}")
def test_every_rule_is_the_first_to_read_its_own_example(rule: Rule) -> None:
    assert next(one for one in RULES if one.pattern.search(rule.example)) is rule
    assert read(rule.example).kind is rule.kind


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("[G] Sanda - 05 [1080p]", 1),
        ("[G] Sanda - 05v2 [1080p]", 2),
        ("[G] Sanda - 05 v3 [1080p]", 3),
        ("[G] Sanda - S01E05v2 [1080p]", 2),
        ("[G] Sanda [05v4][1080p]", 4),
        ("[G] Sanda - 05v0 [1080p]", 1),
    ],
)
def test_version(name: str, version: int) -> None:
    assert read(name).version == version


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("[SubsPlease] Sanda - 05 (1080p)", "SubsPlease"),
        ("【喵萌奶茶】Sanda - 05 (1080p)", "喵萌奶茶"),
        ("[Moozzi2] [SubsPlease] Sanda - 05", "Moozzi2"),
        ("Sanda S01E05 1080p WEB H 264-VARYG", "VARYG"),
        ("Sanda S01E05 1080p WEB H 264-VARYG (Multi-Subs)", "VARYG"),
        ("Sanda.S01E05.1080p.WEB-DL.H.264-ToonsHub.mkv", "ToonsHub"),
        ("Sanda - 05 - 1080p WEB x264 -NanDesuKa (CR).mkv", "NanDesuKa"),
        ("Rent-a-Girlfriend (BD 1080p)", None),
        ("Sanda - 05 (1080p)", None),
        ("[] Sanda - 05 (1080p)", None),
    ],
)
def test_group(name: str, group: str | None) -> None:
    assert read(name).group == group


@pytest.mark.parametrize(
    ("name", "resolution"),
    [
        ("[G] Sanda - 05 (480p)", "480p"),
        ("[G] Sanda - 05 [1080P HEVC]", "1080p"),
        ("[G] Sanda - 05 (1280x720)", "720p"),
        ("[G] Sanda - 05 (1920 x 1080)", "1080p"),
        ("[G] Sanda - 05 (1080i)", "1080p"),
        ("[G] Sanda - 05", None),
        ("[G] Sanda - 05 [4K]", None),
    ],
)
def test_resolution(name: str, resolution: str | None) -> None:
    assert read(name).resolution == resolution


@pytest.mark.parametrize("number", [0, 1, 7, 42, 97, 99, 100, 101, 897, 999])
def test_a_form_is_read_once_and_each_number_kept(number: int) -> None:
    assert read(f"[G] Sanda - {number:02} (1080p) [0A1B2C3D].mkv").number == number


@pytest.mark.parametrize("season_number", [1, 97])
def test_a_second_number_in_the_name_is_not_taken_for_the_first(season_number: int) -> None:
    release = read(f"[G] Sanda - 49 (S05E{season_number:02}) (1080p)")
    assert (release.season, release.number) == (5, season_number)


def test_a_year_by_itself_is_no_episode() -> None:
    assert read("[G] Sanda - 2025 [1080p]").kind is Kind.MOVIE
