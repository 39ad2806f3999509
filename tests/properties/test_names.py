"""Laws of reading and matching names, for any name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nyaastats.domain.matches import Match
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.shows import Format, Show
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.identify.matcher import Matcher, identify
from nyaastats.identify.names import parser
from nyaastats.identify.names.parser import parse_name, parse_torrent
from nyaastats.identify.names.titles import extract_head, normalise_title, parse_title
from nyaastats.identify.numbering import get_published_seconds
from testkit.golden import GoldenMatch, read_golden_catalogue, read_golden_matches, read_golden_releases
from testkit.show_cases import PREMIERE, make_show

pieces = st.sampled_from([
    "[", "]", "(", ")", "【", "】", "{", "}", " - ", "-", " ", ".", "_", "|", " / ", "~", " ~ ", "&", "+", "×", "½",
    "S01", "S2", "E05", "S03E10", "S00E01", "01", "5", "97", "897", "101", "1136", "2025", "12.5", "v2", "1-12",
    "Sanda", "SPY", "Oshi no Ko", "Season", "2nd Season", "Part 2", "Final Season", "II", "Movie", "OVA", "SP1",
    "NCOP1", "Batch", "1080p", "720p", "1920x1080", "WEB-DL", "H.264", "x265", "AAC2.0", "Multi-Subs", "-VARYG",
    "[0A1B2C3D]", ".mkv", "第2期", "薫る花", "EP", "#", "of 12", "\t", "\n", "\u0301", "\u200b", "İ", "ﬁ", "ß", "!",
])  # fmt: skip
any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
names = st.one_of(any_text, st.lists(pieces, max_size=14).map("".join), st.lists(pieces, max_size=10).map(" ".join))
moments = st.none() | st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds


@given(names)
@settings(max_examples=400)
def test_reading_is_total_and_says_only_what_can_be_meant(name: str) -> None:
    release = parse_name(name)
    assert all(parse_title(title) for title in release.titles)
    assert len(set(release.titles)) == len(release.titles)
    assert release.version >= 1
    assert release.number is None or release.kind is Kind.EPISODE
    assert (release.number is not None) or (release.kind is not Kind.EPISODE)


@given(names)
def test_equal_names_say_the_same(name: str) -> None:
    first = parse_name(name)
    parser._parse_text.cache_clear()
    assert parse_name(name) == first


def parse_without_template(name: str) -> Release:
    """The reading of the name itself, without the detour by its template."""
    return parser._parse_text.__wrapped__(name)


title_words = pieces.filter(lambda piece: piece != "[0A1B2C3D]")  # a checksum where the title belongs is none of theirs


@st.composite
def ordinary_names(draw: st.DrawFn) -> str:
    """The groups' own patterns, with any title, number, height and second number."""
    title = draw(
        st.lists(title_words | st.sampled_from(["A", "Umi", "100", "86 - Eighty Six"]), min_size=1, max_size=5).map(
            " ".join
        )
    )
    number = draw(
        st.integers(0, 1200).map("{:02}".format) | st.sampled_from(["01", "97", "897", "101", "06.5", "05v2"])
    )
    height = draw(st.sampled_from(["480p", "720p", "1080p", "2160p"]))
    between = draw(
        st.sampled_from(
            [
                "",
                "",
                " (S02E01)",
                " (S01E97)",
                " Still Alive",
                " The 97th Day",
                " [12]",
                " END",
                " v2",
                " ~ 12",
                " - E12",
                " -E12",
                " A / B",
                " (2024)",
                " Semi-Final",
                " Batch",
                " 576p",
                " 1920x1080",
                " Season 2",
            ]
        )
    )
    checksum = draw(st.sampled_from(["", " [0A1B2C3D]", " (DEADBEEF)", " [12345678]"]))
    group = draw(st.sampled_from(["[G] ", "[Judas] ", ""]))
    mark = draw(st.sampled_from([" - ", " S01E", " - S02E", " S3 - ", " Season 2 - "]))
    return f"{group}{title}{mark}{number}{between} {height} WEB-DL AAC2.0 H 264-VARYG (Multi-Subs){checksum}"


@pytest.mark.parametrize("name", [case.name for case in read_golden_releases()])
def test_the_golden_names_are_parsed_by_template_as_by_themselves(name: str) -> None:
    assert parse_name(name) == parse_without_template(name)


@given(ordinary_names())
@example("[G] Kanojo - 49 (S05E01) 1080p WEB-DL AAC2.0 H 264-VARYG (Multi-Subs)")
@settings(max_examples=300)
def test_parsing_by_template_changes_nothing(name: str) -> None:
    assert parse_name(name) == parse_without_template(name)


@given(names)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise_title(text)
    assert normalise_title(once) == once
    assert once == once.strip()
    assert "  " not in once


@given(names)
def test_case_and_width_of_letters_tell_nothing(text: str) -> None:
    assert normalise_title(text.replace("a", "ａ")) == normalise_title(text)


@given(names)
def test_readings_begin_with_the_plainest_and_never_repeat(text: str) -> None:
    readings = parse_title(text)
    assert len(set(readings)) == len(readings)
    assert all(reading.key for reading in readings)
    assert extract_head(text) is None or extract_head(text) != text


CERTAIN = [case for case in read_golden_matches() if case.show and not case.overrides and not case.beside]
SHOWS = tuple(read_golden_catalogue().values())


@cache
def decided(torrent: Torrent, shows: tuple[Show, ...]) -> Match | None:
    return identify([torrent], shows).results[0].match


@pytest.mark.parametrize("case", CERTAIN, ids=lambda case: case.torrent.name)
@pytest.mark.parametrize(
    "stranger",
    [
        make_show("Zzyzx Kuukou Monogatari", 9000),
        make_show("Zzyzx Kuukou Monogatari 2", 9000, english="Tales of Quartz Airport Season 2"),
        make_show("Zzyzx Kuukou", 9000, kind=Format.MOVIE, episodes=1),
    ],
    ids=["series", "sequel", "film"],
)
def test_an_unrelated_show_changes_no_match(case: GoldenMatch, stranger: Show) -> None:
    before, after = decided(case.torrent, SHOWS), decided(case.torrent, (*SHOWS, stranger))
    assert before is not None
    assert after == before


CONTEXT = Matcher(SHOWS).fit()


@given(names, moments)
@settings(max_examples=200)
def test_every_match_is_over_both_thresholds_and_within_the_show(name: str, published: datetime | None) -> None:
    torrent = Torrent(InfoHash(""), name, published)
    decision = CONTEXT.decide(parse_torrent(torrent), get_published_seconds(torrent))
    if not isinstance(decision, Match):
        assert decision.why
        return
    last = next(show for show in SHOWS if show.id == decision.show).episodes
    assert decision.score >= 80.0
    assert decision.margin >= 8.0
    assert sum(part.score for part in decision.evidence) == pytest.approx(decision.score)
    assert decision.episode is None or last is None or 0 <= decision.episode <= last


@given(st.integers(1, 12), st.integers(-1, 13), st.sampled_from([0, 24, 100]))
def test_a_prompt_name_is_placed_in_its_week(episode: int, days_late: int, offset: int) -> None:
    """Whatever a sequel's numbers began with, the week of publication tells the episode."""
    aired = PREMIERE.timestamp() + (episode - 1) * 7 * 86_400
    published = datetime.fromtimestamp(aired + min(days_late, 4) * 86_400, UTC)
    torrent = Torrent(InfoHash(""), f"[G] Sanda S2 - {episode + offset:02}", published)
    match = decided(torrent, (make_show("Sanda Season 2"),))
    assert match is not None
    assert match.episode == episode


@given(st.integers(6, 26), st.integers(1, 12), st.integers(-1, 3))
def test_numbers_that_run_on_past_a_show_are_its_sequels(length: int, episode: int, days_late: int) -> None:
    """However long the show was that the title names, and though the sequel's name states no season."""
    first = make_show("Sanda no Uta", 1, episodes=length, premiere=PREMIERE - timedelta(weeks=60))
    sequel = make_show("Sanda no Uta: Encore", 2)
    published = PREMIERE + timedelta(weeks=episode - 1, days=days_late)
    match = decided(Torrent(InfoHash(""), f"[G] Sanda no Uta - {length + episode:02}", published), (first, sequel))
    assert match is not None
    assert (match.show, match.episode) == (2, episode)
