"""The rules that read the episode; what whole names say stands in golden/releases.toml."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyaastats.domain.releases import Kind
from nyaastats.identify.names.parser import is_dub_or_disc, parse_name
from nyaastats.identify.names.rules import RULES, Rule


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.name}: {rule.example}")
def test_every_rule_is_the_first_to_read_its_own_example(rule: Rule) -> None:
    assert next(other for other in RULES if other.pattern.search(rule.example)) is rule
    assert parse_name(rule.example).kind is rule.kind


HINTED = [rule for rule in RULES if rule.hints]


@settings(max_examples=300)
@given(st.sampled_from(HINTED).flatmap(lambda rule: st.tuples(st.just(rule), st.from_regex(rule.pattern))))
def test_no_hint_hides_what_its_rule_reads(case: tuple[Rule, str]) -> None:
    rule, text = case
    assert rule.may_match(text.casefold())


@pytest.mark.parametrize("letter", sorted({letter for rule in HINTED for hint in rule.hints for letter in hint}))
def test_a_pattern_takes_for_a_letter_of_a_hint_only_what_case_folding_does(letter: str) -> None:
    for other in "ſKÅıİµϐẛﬅ":  # what Python's `re` takes for other letters than `str.lower` does
        if re.fullmatch(re.escape(letter), other, re.IGNORECASE):
            assert other.casefold() == letter


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("[G] Sanda - 05 [1080p]", 1),
        ("[G] Sanda - 05v2 [1080p]", 2),
        ("[G] Sanda - 05 v3 [1080p]", 3),
        ("[G] Sanda - S01E05v2 [1080p]", 2),
        ("[G] Sanda [05v4][1080p]", 4),
        ("[G] Sanda - 05v0 [1080p]", 1),
        ("[G] Sanda Movie (v0)", 1),
        ("[G] Sanda - 30v0 (S02E06)", 1),
        ("[G][Sanda][1080p][05v0]", 1),
    ],
)
def test_version(name: str, version: int) -> None:
    assert parse_name(name).version == version


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
    assert parse_name(name).group == group


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
    assert parse_name(name).resolution == resolution


@pytest.mark.parametrize("number", [0, 1, 7, 42, 97, 99, 100, 101, 897, 999])
def test_a_template_is_parsed_once_and_each_number_kept(number: int) -> None:
    assert parse_name(f"[G] Sanda - {number:02} (1080p) [0A1B2C3D].mkv").number == number


@pytest.mark.parametrize("season_number", [1, 97])
def test_a_second_number_in_the_name_is_not_taken_for_the_first(season_number: int) -> None:
    release = parse_name(f"[G] Sanda - 49 (S05E{season_number:02}) (1080p)")
    assert (release.season, release.number) == (5, season_number)


def test_a_name_is_read_up_to_a_thousand_letters() -> None:
    name = f"[G] {'Sanda ' * 200}- 05 [1080p]"
    assert parse_name(name) == parse_name(name[:1000])
    assert parse_name(name).number is None


@pytest.mark.parametrize("name", ["[720p AAC] Sanda - 05", "[720p] Sanda 720p - 05", "[G] Sanda [480p x] - 05 [480p]"])
def test_no_placeholder_of_a_template_is_read(name: str) -> None:
    release = parse_name(name)
    assert not any("1080" in text for text in (release.group or "", release.resolution or "", *release.titles))


def test_a_year_by_itself_is_no_episode() -> None:
    assert parse_name("[G] Sanda - 2025 [1080p]").kind is Kind.MOVIE


@pytest.mark.parametrize(
    ("name", "kind", "season", "number"),
    [
        ("[G] Sanda - S02E08 - 24 Hours [1080p]", Kind.EPISODE, 2, 8),
        ("[G] Sanda - S02E08 - 3 - 2 [1080p]", Kind.EPISODE, 2, 8),
        ("[G] Sanda - S02E08 - 2000 [1080p]", Kind.EPISODE, 2, 8),
        ("[G] Sanda - S02E01 - 12 [1080p]", Kind.BATCH, 2, None),
        ("[G] Sanda - S02E01-12 [1080p]", Kind.BATCH, 2, None),
        ("[G] Sanda - S02E01 ~ E12 [1080p]", Kind.BATCH, 2, None),
        ("[G] Anata e 3 - 17 [1080p]", Kind.EPISODE, None, 17),
        ("[G] Anata e 17 [1080p]", Kind.EPISODE, None, 17),
        ("[G] Sanda E01 - E12 [1080p]", Kind.BATCH, None, None),
        ("[G] Ranma 1-2 (2024) 2nd Season 09 [1080p]", Kind.EPISODE, 2, 9),
        ("[G] Sanda 1-12 [1080p]", Kind.BATCH, None, None),
        ("[G] Sanda - S01E02 Batch of Cookies [1080p]", Kind.EPISODE, 1, 2),
        ("Sanda.S01E02.Batch.of.Cookies.1080p.WEB-DL.H.264-VARYG (Sanda, Multi-Subs)", Kind.EPISODE, 1, 2),
        ("[G] Sanda - S01E12 Batch [1080p]", Kind.BATCH, 1, None),
        ("[G] Sanda - 12 [1080p][Batch]", Kind.BATCH, None, None),
        ("[G] Sanda Specials - 02 [1080p]", Kind.SPECIAL, None, None),
        ("[G] Sanda - Preview 01 [1080p]", Kind.EXTRA, None, None),
        ("[G] Sanda 2 - Preview 01 [1080p]", Kind.EXTRA, None, None),
        ("[G] Sanda - Recap [1080p]", Kind.EXTRA, None, None),
        ("[G] Sanda - 07 - Recap [1080p]", Kind.EPISODE, None, 7),
        ("[G] Sanda - Preview of Doom - 07 [1080p]", Kind.EPISODE, None, 7),
        ("[Live Action] Sanda S01E03 1080p NF WEB-DL x264", Kind.EXTRA, 1, None),
        ("[G] Sanda - 03 [Live-Action][1080p]", Kind.EXTRA, None, None),
    ],
)
def test_what_is_one_episode(name: str, kind: Kind, season: int | None, number: int | None) -> None:
    release = parse_name(name)
    assert (release.kind, release.season, release.number) == (kind, season, number)


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("【OSHI NO KO】 Season 3 - 06 (1080p CR WEB-DL)", ("OSHI NO KO Season 3",)),
        ("[Oshi no Ko] 2nd Season - 06 [1080p]", ("Oshi no Ko 2nd Season",)),
        ("[G] 86 - 03 [1080p]", ("86",)),
        ("Sanda.Two.S01E05.1080p.WEB-DL.H.264-VARYG (Sanda no Ni, Multi-Subs)", ("Sanda Two", "Sanda no Ni")),
        ("[G] Dr. Stone ... S01E05 1080p", ("Dr. Stone ...",)),
    ],
)
def test_titles(name: str, titles: tuple[str, ...]) -> None:
    assert parse_name(name).titles == titles


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("[G] Sanda (2024) - 05 [1080p]", 2024),
        ("[G] Sanda - 05 (2024) [1080p]", 2024),
        ("Sanda.2025.S01E05.1080p.WEB-DL.H.264-VARYG", 2025),
        ("Sanda S01E05 2000 1080p WEB-DL H 264-VARYG", None),
        ("Sanda S01E05 The Year 2000 1080p WEB-DL H 264-VARYG", None),
        ("Sanda S01E05 1080p WEB-DL H 264-VARYG (Sanda (1996), Multi-Subs)", 1996),
        ("[G] Sanda - 05 [1080p]", None),
    ],
)
def test_the_year_is_the_shows_not_an_episode_titles(name: str, year: int | None) -> None:
    assert parse_name(name).year == year


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("[Yameii] Sanda - S01E05 [English Dub] [CR WEB-DL 1080p] [0A1B2C3D]", True),
        ("[G] Sanda - 05 (Dubbed)", True),
        ("[G] Sanda - 05 [BD 1080p]", True),
        ("[G] Sanda - 05 [BDRip 1080p]", True),
        ("[G] Sanda - 05 [Blu-ray]", True),
        ("[G] Sanda - 05 (1080p) [BD0A1B2C].mkv", False),
        ("[G] Dublin no Hi - 05 (1080p)", False),
    ],
)
def test_what_comes_weeks_late(name: str, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_dub_or_disc(name) is expected
