"""What a person is asked, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from nyaastats.domain.matches import (
    UNSTATED,
    ExclusionReason,
    Match,
    MeasuredTorrent,
    Method,
    NoMatch,
    Override,
    Thresholds,
)
from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.identify.matcher import Matcher, match_torrents
from nyaastats.identify.names.parser import parse_torrent
from nyaastats.review.queue import Question, build_questions
from testkit.show_cases import PREMIERE, make_show

THRESHOLDS = Thresholds(margin=8)


@dataclass(frozen=True, slots=True)
class Name:
    """A torrent's name and what became of it."""

    text: str
    downloads: int = 1
    reason: ExclusionReason | None = ExclusionReason.UNMATCHED
    margin: float | None = None
    """None: no match."""

    def measured(self, number: int) -> MeasuredTorrent:
        torrent = Torrent(InfoHash(f"{number:040}"), self.text, PREMIERE)
        return MeasuredTorrent(
            torrent,
            parse_torrent(torrent),
            self._decision(),
            self.reason,
            self.downloads,
        )

    def _decision(self) -> Match | NoMatch:
        if self.margin is None:
            return NoMatch("no show has a title like it")
        return Match(AniListId(1), 1, Method.EXACT, 100, self.margin, (), AniListId(2))


def ask(*names: Name, decisions: tuple[Override, ...] = ()) -> list[Question]:
    return build_questions([name.measured(number) for number, name in enumerate(names)], decisions, THRESHOLDS)


def titles(*names: Name, decisions: tuple[Override, ...] = ()) -> list[str]:
    return [question.title for question in ask(*names, decisions=decisions)]


def test_the_most_downloaded_title_comes_first() -> None:
    names = Name("A - 01", 5), Name("B - 01", 30), Name("A - 02", 26), Name("C - 01", 30)
    assert titles(*names) == ["A", "B", "C"]


def test_releases_that_one_decision_settles_are_one_question() -> None:
    [first, second] = ask(
        Name("[G] Sanda S2 - 01 (1080p)", 5),
        Name("[H] Sanda 2nd Season - 02", 9),
        Name("[H] SANDA S2 - 03", 7),
        Name("[H] Sanda S2 - 04", 4),
        Name("Sanda - 01", 3),
    )
    assert (first.title, first.season, len(first.torrents), first.downloads) == ("Sanda 2nd Season", 2, 4, 25)
    assert [torrent.torrent.name[:9] for torrent in first.torrents[:3]] == ["[H] Sanda", "[H] SANDA", "[G] Sanda"]
    assert (second.title, second.season, len(second.torrents)) == ("Sanda", UNSTATED, 1)


def test_only_titles_without_a_show_or_in_doubt_are_asked() -> None:
    names = (
        Name("Unmatched - 01"),
        Name("Thin - 01", reason=None, margin=15.9),
        Name("Of another season - 01", reason=ExclusionReason.OTHER_SEASON, margin=8),
        Name("Sure - 01", reason=None, margin=16),
        Name("A batch 01-12", reason=ExclusionReason.BATCH),
        Name("Early - 01", reason=ExclusionReason.TOO_EARLY, margin=8),
        Name("Failed - 01", reason=ExclusionReason.GUESSIT_FAILED),
        Name("---"),
    )
    assert set(titles(*names)) == {"Unmatched", "Thin", "Of another season"}


def test_what_is_decided_is_not_asked_again() -> None:
    names = Name("Sanda - 01"), Name("Sanda S2 - 01"), Name("Other - 01")
    decisions = (Override("sanda", None, "no show", UNSTATED),)
    assert sorted(titles(*names, decisions=decisions)) == ["Other", "Sanda S2"]


def test_a_decision_is_about_the_season_that_the_names_state() -> None:
    [stated] = ask(Name("Sanda S2 - 01"))
    [unstated] = ask(Name("Sanda - 01"))
    assert stated.make_override(AniListId(7), "why") == Override("Sanda S2", AniListId(7), "why", 2)
    assert unstated.make_override(None, "why") == Override("Sanda", None, "why", UNSTATED)


def test_every_question_is_settled_by_its_own_decision_and_leaves_other_seasons_alone() -> None:
    questions = ask(Name("Sanda S2 - 01"), Name("Sanda - 01"), Name("Sanda Part 2 - 01"), Name("A | B - 01"))
    for question in questions:
        decision = question.make_override(AniListId(7), "why")
        assert [other.title for other in questions if other.is_settled_by([decision])] == [question.title]


def test_there_are_always_five_shows_to_choose_from() -> None:
    shows = [
        make_show(romaji, number)
        for number, romaji in enumerate(["Sanda", "Gnosia", "Alma", "Chitose", "Ranma", "Nuki"], 1)
    ]
    torrent = Torrent(InfoHash(""), "Sandy Beach - 01", PREMIERE + timedelta(hours=1))
    [result], context = match_torrents([torrent], Matcher(shows))
    measured = result.with_exclusion(ExclusionReason.UNMATCHED).with_downloads(1)
    [question] = build_questions([measured], (), THRESHOLDS)
    candidates = question.explain(context).shows
    assert len(candidates) == 5
    assert candidates[0].show.romaji == "Sanda"
    assert all(candidate.evidence for candidate in candidates)
