"""How release groups write names, and what guessit answers for them."""

import json
import re

import pytest

from nyaastats.domain.shows import AniListId
from nyaastats.synthetic import groups
from nyaastats.synthetic.facts import season_facts
from nyaastats.synthetic.groups import Style
from nyaastats.synthetic.guesses import Slots, fill_pattern, guess_json
from testkit.generated_season import GeneratedSeason

FACTS = {fact.id: fact for fact in season_facts()}
SPY, HERO, NAGEKI, RANMA, SANDA, SCRIPT = 177937, 182896, 185801, 185731, 179302, 900002


@pytest.mark.parametrize(
    ("style", "show", "name"),
    [
        (groups.SUBSPLEASE, SANDA, "[G] SANDA - 05 (1080p) [0A1B2C3D].mkv"),
        (groups.SUBSPLEASE, SPY, "[G] SPY x FAMILY - 42 (1080p) [0A1B2C3D].mkv"),
        (groups.SUBSPLEASE, HERO, "[G] Boku no Hero Academia - 164 (1080p) [0A1B2C3D].mkv"),
        (groups.SUBSPLEASE, RANMA, "[G] Ranma 1-2 (2024) S2 - 05 (1080p) [0A1B2C3D].mkv"),
        (groups.SUBSPLEASE, NAGEKI, "[G] Nageki no Bourei wa Intai Shitai - 18 (1080p) [0A1B2C3D].mkv"),
        (groups.SUBSPLEASE, SCRIPT, "[G] <-script><script> wa Tokenai - 05 (1080p) [0A1B2C3D].mkv"),
        (
            groups.ERAI,
            NAGEKI,
            "[G] Nageki no Bourei wa Intai Shitai Part 2 - 05 [1080p CR WEB-DL AVC AAC][MultiSub][0A1B2C3D]",
        ),
        (
            groups.ERAI,
            HERO,
            "[G] Boku no Hero Academia FINAL SEASON - 05 [1080p CR WEB-DL AVC AAC][MultiSub][0A1B2C3D]",
        ),
        (groups.ASW, RANMA, "[G] Ranma 1-2 (2024) S2 - 05 [1080p HEVC x265 10Bit][AAC]"),
        (
            groups.VARYG,
            HERO,
            "My Hero Academia S08E05 Still 1080p CR WEB-DL AAC2.0 H 264-G (Boku no Hero Academia, Multi-Subs)",
        ),
        (groups.TOONSHUB, SPY, "[G] SPY x FAMILY S03E05 1080p CR WEB-DL AAC2.0 H.264 (Multi-Subs)"),
        (
            groups.DKB,
            NAGEKI,
            "[G] Nageki no Bourei wa Intai Shitai - S01E18 [1080p][HEVC x265 10bit][Multi-Subs][weekly]",
        ),
        (groups.JUDAS, SPY, "[G] SPY x FAMILY - S03E05 [1080p][HEVC x265 10bit][Multi-Subs] (Weekly)"),
        (
            groups.YAMEII,
            HERO,
            "[G] My Hero Academia - S08E05 [English Dub] [CR WEB-DL 1080p] [0A1B2C3D] (Boku no Hero Academia)",
        ),
        (
            groups.EMBER,
            HERO,
            "[G] Boku no Hero Academia S08E05 [1080p] [HEVC WEBRip DDP] (My Hero Academia)",
        ),
    ],
)
def test_every_group_has_its_form(style: Style, show: AniListId, name: str) -> None:
    number = groups.number_in_name(style, FACTS[show], 5)
    written = fill_pattern(groups.episode_pattern(style, FACTS[show]), Slots("G", number, 1080, "0A1B2C3D", "Still"))
    assert written.name == name


@pytest.mark.parametrize(
    ("style", "show", "name"),
    [
        (groups.SUBSPLEASE, HERO, "[G] Boku no Hero Academia (160-170) (1080p) [Batch]"),
        (groups.ERAI, SANDA, "[G] SANDA - 01 ~ 12 [1080p CR WEB-DL AVC AAC][MultiSub][Batch]"),
        (groups.JUDAS, SPY, "[G] SPY x FAMILY (Season 03) [1080p][HEVC x265 10bit][Multi-Subs] (Batch)"),
        (groups.VARYG, SPY, "SPY x FAMILY S03 1080p CR WEB-DL AAC2.0 H 264-G (Multi-Subs)"),
    ],
)
def test_season_packs(style: Style, show: AniListId, name: str) -> None:
    pattern = groups.batch_pattern(style, FACTS[show])
    assert pattern
    assert fill_pattern(pattern, Slots("G", 12, 1080, "0A1B2C3D", "Still")).name == name


def test_stored_guesses_are_what_guessit_answers(season: GeneratedSeason) -> None:
    readable = [row for row in season.truth if row["reason"] != "guessit_failed"]
    odd = [row for row in readable if row["kind"] != "episode" or "v2" in row["name"] or "(2024)" in row["name"]]
    hostile = [row for row in readable if (row["anilist_id"] or 0) > 900_000]
    for row in odd[::7] + hostile[::13] + readable[::60]:
        assert season.torrents[row["infohash"]][4] == guess_json(row["name"]), row["name"]


@pytest.mark.parametrize("number", [3, 17, 24])
@pytest.mark.parametrize(
    "pattern",
    [
        "[{group}] Range Season 2 - {number:02} [{height}p][{crc}]",
        "[{group}] One Piece - {number:02}v2 ({height}p) [{crc}].mkv",
        "[{group}] Ranma 1-2 (2024) S2 - {number:02}v2 ({height}p) [{crc}].mkv",
        "[{group}] Tatsuki Fujimoto 17-26 (2025) [{height}p][{crc}]",
        "[{group}] Level 9999 (01-24) ({height}p) [Batch]",
        "Title S01E{number:02} {episode_title} {height}p CR WEB-DL AAC2.0 H 264-{group} (Titel, Multi-Subs)",
    ],
)
def test_slots_are_filled_as_guessit_would(pattern: str, number: int) -> None:
    written = fill_pattern(pattern, Slots("Kumotori", number, 720, "F309C17A", "Still Water"))
    assert written.guess == guess_json(written.name)


def test_every_group_of_the_season_is_there(season: GeneratedSeason) -> None:
    groups_of_names = {match[1] for row in season.truth if (match := re.match(r"\[([\w-]+)\]", row["name"]))}
    assert {"SubsPlease", "Erai-raws", "ToonsHub", "ASW", "DKB", "Yameii", "Judas", "EMBER"} <= groups_of_names
    assert any("H 264-VARYG" in row["name"] for row in season.truth)


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("an x.5 episode", r" - 0\d\.5 \("),
        ("episode 0", r"Towa no Yuugure - 00 "),
        ("continuous numbering", r"\[SubsPlease\] Boku no Hero Academia - 16\d "),
        ("a split cour", r"Uma Musume - Cinderella Gray - 1[4-9] "),
        ("a number in the title", r"2200-nen Neko no Kuni Nippon"),
        ("a special", r" - SP1 "),
        ("a creditless opening", r" - NCOP1 "),
        ("markup", r"<img src=x onerror=alert\(1\)>"),
        ("a script", r"<-script><script>"),
        ("a template", r"\$\{globalThis\.x=1\}"),
        ("a backtick", r"`"),
        ("a rule", r"\] --- "),
        ("a link", r"\[a\]\(javascript:1\)"),
    ],
)
def test_awkward_names_occur(season: GeneratedSeason, what: str, pattern: str) -> None:
    assert any(re.search(pattern, row["name"]) for row in season.truth), what


def test_a_superseded_release_has_its_first_version(season: GeneratedSeason) -> None:
    def without_crc(name: str) -> str:
        return re.sub(r"\[[0-9A-F]{8}\]", "", name)

    plain = {without_crc(row["name"]) for row in season.truth}
    second = [row for row in season.truth if "v2" in row["name"]]
    assert {row["reason"] for row in second} == {"", "superseded"}
    for row in second:
        has_first = without_crc(row["name"]).replace("v2", "") in plain
        assert has_first == (row["reason"] == "superseded"), row["name"]


def test_unreadable_torrents_have_no_guess(season: GeneratedSeason) -> None:
    for row in season.truth:
        _, _, _, status, guess = season.torrents[row["infohash"]]
        assert (status == "guessit_failed") == (guess is None) == (row["reason"] == "guessit_failed")
        assert guess is None or json.loads(guess)
