"""The audit: what is drawn, what a judgement says, and the precision that follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from math import comb, sqrt
from statistics import NormalDist
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyaastats.domain.matches import (
    ExclusionReason,
    Match,
    MeasuredTorrent,
    Method,
    Override,
)
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash, Torrent
from nyaastats.review.audit import (
    Audit,
    AuditJudgement,
    AuditVerdict,
    compute_wilson_interval,
    estimate_precision,
    judge,
    summarise,
)
from nyaastats.review.audit_sample import AuditItem, SampledMatch, build_item, draw_sample
from nyaastats.review.audit_session import AuditSession, resume, start_audit
from nyaastats.review.prompt import Choice, Control
from nyaastats.review.session import Session

OpenSession = Callable[..., Session]

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
RIGHT, WRONG, UNSURE = AuditVerdict.RIGHT, AuditVerdict.WRONG_SHOW, AuditVerdict.UNSURE


def torrent(
    number: int, downloads: int, *, exclusion: ExclusionReason | None = None, name: str = "", **changes: object
) -> MeasuredTorrent:
    """A torrent that is matched with show 101, but for the `changes` of its match."""
    release = Release(("Alpha",), None, None, 1, Kind.EPISODE)
    fields: dict[str, Any] = {"show": AniListId(101), "method": Method.EXACT, **changes}
    match = Match(episode=1, score=120.0, margin=120.0, evidence=(), **fields)
    item = Torrent(InfoHash(f"{number:040x}"), name or f"Alpha {number}", NOW)
    return MeasuredTorrent(item, release, match, exclusion, downloads)


# --- the sample ----------------------------------------------------------------------------------------------


def count_draws(sample: Sequence[SampledMatch]) -> Counter[str]:
    return Counter({sampled.torrent.name: len(sampled.draws) for sampled in sample})


def test_a_match_is_drawn_as_often_as_its_downloads_say() -> None:
    """Each frequency is within four standard deviations of the binomial's mean: 1 in 16,000 would not be by chance."""
    downloads = {1: 1, 2: 10, 3: 100, 4: 300, 5: 589}
    torrents = [torrent(number, count) for number, count in downloads.items()]
    draws = Counter[str]()
    for seed in range(400):
        draws += count_draws(draw_sample(torrents, f"seed {seed}"))
    size, whole = 400 * 50, sum(downloads.values())
    assert draws.total() == size
    for number, count in downloads.items():
        share = count / whole
        assert abs(draws[f"Alpha {number}"] - size * share) <= 4 * sqrt(size * share * (1 - share))


def test_draws_do_not_depend_on_each_other() -> None:
    """As with replacement: two draws in a row are of the same match with the product of both probabilities."""
    torrents = [torrent(1, 300), torrent(2, 700)]
    pairs = 0
    for seed in range(2000):
        by_draw = {draw: item.torrent.name for item in draw_sample(torrents, str(seed), 2) for draw in item.draws}
        pairs += by_draw[1] == by_draw[2]
    share = 0.3**2 + 0.7**2
    assert abs(pairs - 2000 * share) <= 4 * sqrt(2000 * share * (1 - share))


def test_every_draw_is_in_the_sample_once_in_the_order_of_the_first() -> None:
    sample = draw_sample([torrent(number, number) for number in range(1, 20)], "seed")
    assert sorted(draw for sampled in sample for draw in sampled.draws) == list(range(1, 51))
    firsts = [sampled.draws[0] for sampled in sample]
    assert firsts == sorted(firsts)
    assert all(list(sampled.draws) == sorted(sampled.draws) for sampled in sample)


def test_the_same_seed_gives_the_same_sample_in_any_order() -> None:
    torrents = [torrent(number, number) for number in range(1, 200)]
    assert draw_sample(torrents, "seed") == draw_sample(torrents[::-1], "seed")
    assert draw_sample(torrents, "seed") != draw_sample(torrents, "another")


def test_a_match_that_goes_changes_only_the_draws_that_it_had() -> None:
    torrents = [torrent(number, 10 + number) for number in range(40)]

    def list_draws(items: Sequence[MeasuredTorrent]) -> dict[int, str]:
        return {draw: sampled.torrent.name for sampled in draw_sample(items, "seed") for draw in sampled.draws}

    before, after = list_draws(torrents), list_draws(torrents[:-1])
    assert "Alpha 39" in before.values()
    assert {draw for draw in before if before[draw] != after[draw]} == {
        draw for draw, name in before.items() if name == "Alpha 39"
    }


def test_only_what_counts_and_no_person_decided_is_drawn() -> None:
    left_out = [
        torrent(1, 900, method=Method.MANUAL_OVERRIDE),
        torrent(2, 900, exclusion=ExclusionReason.SUPERSEDED),
        torrent(3, 900, exclusion=ExclusionReason.UNMATCHED),
        torrent(4, 0),
    ]
    drawn = draw_sample([*left_out, torrent(5, 1), torrent(6, 1, method=Method.FUZZY)], "seed")
    assert {sampled.torrent.name for sampled in drawn} == {"Alpha 5", "Alpha 6"}
    assert draw_sample(left_out, "seed") == []


def test_torrents_of_one_name_are_judged_once_unless_the_matcher_says_otherwise() -> None:
    same = [torrent(1, 100, name="Alpha - 01"), torrent(2, 100, name="Alpha - 01")]
    [sampled] = draw_sample(same, "seed")
    assert len(sampled.draws) == 50
    assert len(draw_sample([*same, torrent(3, 100, name="Alpha - 01", show=102)], "seed")) == 2


# --- judgements ----------------------------------------------------------------------------------------------


def make_sampled(draws: tuple[int, ...] = (1,), name: str = "Alpha - 01") -> SampledMatch:
    item = torrent(1, 5, name=name)
    match = item.counted_match
    assert match
    return SampledMatch(item, match, 1, draws)


@pytest.mark.parametrize(
    ("answer", "episode", "verdict", "show"),
    [
        (Choice(AniListId(101)), "y", AuditVerdict.RIGHT, 101),
        (Choice(AniListId(101)), "n", AuditVerdict.WRONG_EPISODE, 101),
        (Choice(AniListId(101)), "u", AuditVerdict.UNSURE, 101),
        (Choice(AniListId(102)), "u", AuditVerdict.WRONG_SHOW, 102),
        (Choice(None), "u", AuditVerdict.WRONG_SHOW, None),
        (Control.UNSURE, "u", AuditVerdict.UNSURE, None),
    ],
)
def test_a_judgement(answer: Choice | Control, episode: str, verdict: AuditVerdict, show: int | None) -> None:
    judgement = judge(make_sampled((2, 7)), answer, is_episode_right={"y": True, "n": False, "u": None}[episode])
    assert (judgement.verdict, judgement.judged_show, judgement.draws) == (verdict, show, (2, 7))
    assert (judgement.name, judgement.show, judgement.episode) == ("Alpha - 01", 101, 1)


def judged(verdict: AuditVerdict, *draws: int) -> AuditJudgement:
    show = {RIGHT: 101, WRONG: 102}.get(verdict)
    name = f"Alpha {draws}"
    return AuditJudgement(
        InfoHash("a" * 40), name, AniListId(101), 1, None if show is None else AniListId(show), draws, verdict
    )


@pytest.mark.parametrize(
    ("judgements", "counts"),
    [
        ([], (0, 0, 0)),
        ([judged(RIGHT, 1)], (1, 1, 0)),
        ([judged(RIGHT, 1, 3), judged(WRONG, 2)], (3, 2, 0)),
        ([judged(RIGHT, 1, 3), judged(UNSURE, 2, 4)], (4, 2, 2)),
        ([judged(RIGHT, 1, 3, 4), judged(UNSURE, 2, 6)], (4, 3, 1)),  # 5 is not judged yet
        ([judged(RIGHT, 2)], (0, 0, 0)),
    ],
)
def test_a_draw_counts_up_to_the_first_that_is_not_judged(
    judgements: list[AuditJudgement], counts: tuple[int, int, int]
) -> None:
    estimate = estimate_precision(judgements)
    assert (estimate.judged, estimate.right, estimate.unsure) == counts


def test_an_audit_that_was_ended_early_does_not_count_the_much_downloaded_too_often() -> None:
    torrents = [torrent(1, 500), *(torrent(number, 1) for number in range(2, 502))]
    shares, shares_of_all_draws = [], []
    for seed in range(300):
        sample = draw_sample(torrents, str(seed))[:5]
        judgements = [judged(RIGHT if item.torrent.name == "Alpha 1" else WRONG, *item.draws) for item in sample]
        shares.append(estimate_precision(judgements).precision or 0.0)
        draws = Counter(judgement.verdict for judgement in judgements for _ in judgement.draws)
        shares_of_all_draws.append(draws[RIGHT] / draws.total())
    assert sum(shares) / 300 == pytest.approx(0.5, abs=0.1)
    assert sum(shares_of_all_draws) / 300 > 0.8


# --- the interval --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [
        (49, 50, 0.8950, 0.9965),
        (48, 49, 0.8931, 0.9964),
        (50, 50, 0.9287, 1.0),
        (0, 50, 0.0, 0.0713),
        (1, 1, 0.2065, 1.0),
        (5, 10, 0.2366, 0.7634),
        (0, 0, 0.0, 1.0),
    ],
)
def test_the_interval_of_a_share(right: int, total: int, low: float, high: float) -> None:
    assert compute_wilson_interval(right, total) == pytest.approx((low, high), abs=5e-5)


shares = st.integers(1, 5000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@given(shares)
def test_an_interval_holds_its_share_and_shrinks_as_more_is_judged(share: tuple[int, int]) -> None:
    right, total = share
    low, high = compute_wilson_interval(right, total)
    assert 0 <= low <= right / total <= high <= 1
    narrower = compute_wilson_interval(2 * right, 2 * total)
    assert narrower[1] - narrower[0] < high - low


@given(shares)
def test_a_bound_is_a_precision_of_which_the_share_is_just_as_far_as_chance_allows(share: tuple[int, int]) -> None:
    """What Wilson solved for the bounds: the share is 1.96 standard deviations of the bound's own binomial away."""
    right, total = share
    for bound in compute_wilson_interval(right, total):
        distance, deviation = abs(right / total - bound), sqrt(bound * (1 - bound) / total)
        assert distance == pytest.approx(NormalDist().inv_cdf(0.975) * deviation, abs=1e-7)


@given(shares)
def test_the_interval_of_the_wrong_ones_is_the_mirror_of_that_of_the_right(share: tuple[int, int]) -> None:
    right, total = share
    low, high = compute_wilson_interval(right, total)
    assert compute_wilson_interval(total - right, total) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@pytest.mark.parametrize("precision", [0.5, 0.8, 0.9, 0.95, 0.98])
def test_the_interval_holds_the_true_precision_in_about_95_of_100_audits(precision: float) -> None:
    """Summed over all outcomes of 50 draws; Wilson's is right on average, and near it for each precision."""
    chances = {
        right: comb(50, right) * precision**right * (1 - precision) ** (50 - right)
        for right in range(51)
        if compute_wilson_interval(right, 50)[0] <= precision <= compute_wilson_interval(right, 50)[1]
    }
    assert 0.91 < sum(chances.values()) < 0.99


# --- an audit ------------------------------------------------------------------------------------------------

AUDIT = Audit("Fall 2025", NOW, NOW, 50, ())


def test_what_is_published_of_an_audit() -> None:
    whole = replace(AUDIT, judgements=(judged(RIGHT, *range(1, 49)), judged(WRONG, 49), judged(UNSURE, 50)))
    summary = summarise(whole)
    assert summary
    assert (summary.judged, summary.right, summary.unsure) == (50, 48, 1)
    assert summary.precision == 48 / 49
    assert (summary.low, summary.high) == compute_wilson_interval(48, 49)
    assert whole.is_finished


@pytest.mark.parametrize("judgements", [(), (judged(UNSURE, 1, 2),)])
def test_nothing_is_published_where_a_person_could_tell_nothing(judgements: tuple[AuditJudgement, ...]) -> None:
    audit = replace(AUDIT, judgements=judgements)
    assert summarise(audit) is None
    assert not audit.is_finished


def answer_all(session: AuditSession, answers: Sequence[Choice | Control | None]) -> list[AuditItem]:
    """Give one answer after the other; a show that agrees has the right episode. None quits, as does the end."""
    items: list[AuditItem] = []
    waiting = list(answers)

    def ask(item: AuditItem) -> AuditJudgement | None:
        items.append(item)
        answer = waiting.pop(0) if waiting else None
        return None if answer is None else judge(item.sampled, answer, is_episode_right=True)

    session.ask_all(ask)
    return items


def test_an_audit_goes_on_where_it_stopped(open_session: OpenSession) -> None:
    first = start_audit(open_session())
    [asked, *_] = answer_all(first, [Control.UNSURE, Control.UNSURE])
    assert (asked.number, asked.total) == (1, len(first.sample))
    second = start_audit(open_session())
    assert second.sample == first.sample
    assert second.audit.judgements == first.audit.judgements
    items = answer_all(second, [Control.UNSURE] * len(second.sample))
    assert [item.number for item in items] == list(range(3, len(second.sample) + 1))
    assert second.audit.is_finished


def test_a_match_that_a_decision_took_away_is_no_longer_asked_about(open_session: OpenSession) -> None:
    first = start_audit(open_session())
    answer_all(first, [Control.UNSURE] * 3)
    session = open_session()
    alphas = [item for item in session.torrents if item.counted_match and "Alpha" in item.torrent.name]
    assert alphas
    session.overrides_file.append(Override("Alpha no Uta", AniListId(101), "seen"))
    second = start_audit(open_session())
    assert all("Alpha" not in sampled.torrent.name for sampled in second.sample)
    assert {item.name for item in second.audit.judgements} == {
        item.name for item in first.audit.judgements if "Alpha" not in item.name
    }


def test_a_judgement_on_another_match_of_the_name_does_not_hold() -> None:
    sampled = make_sampled((1, 2))
    kept = replace(AUDIT, judgements=(judge(make_sampled((9,)), Choice(AniListId(101)), is_episode_right=True),))
    [judgement] = resume(kept, [sampled], AUDIT).judgements
    assert judgement.draws == (1, 2)
    moved = replace(sampled, match=replace(sampled.match, show=AniListId(102)))
    assert resume(kept, [moved], AUDIT).judgements == ()
    assert resume(kept, [replace(sampled, episode=2)], AUDIT).judgements == ()
    assert resume(None, [sampled], AUDIT) == AUDIT


def test_judging_anew_takes_the_place_of_what_is_kept_with_the_first_judgement(open_session: OpenSession) -> None:
    session = open_session()
    first = start_audit(session)
    answer_all(first, [Control.UNSURE] * len(first.sample))
    again = start_audit(session)
    again.restart()
    assert start_audit(session).audit.is_finished
    answer_all(again, [Choice(None)])
    assert [item.verdict for item in start_audit(session).audit.judgements] == [WRONG]


def test_the_matchers_show_is_among_those_to_choose_from_in_the_order_of_titles(open_session: OpenSession) -> None:
    audit = start_audit(open_session())
    for number, sampled in enumerate(audit.sample, start=1):
        item = build_item(number, len(audit.sample), sampled, audit.context)
        titles = [show.title.casefold() for show in item.choices]
        assert sampled.match.show in {show.id for show in item.choices}
        assert titles == sorted(titles)
        assert len(set(item.choices)) == 5


def test_a_matchers_show_that_is_not_among_the_likeliest_takes_the_place_of_the_last(open_session: OpenSession) -> None:
    audit = start_audit(open_session())
    sampled = audit.sample[0]
    listed = {show.id for show in build_item(1, 1, sampled, audit.context).choices}
    [other, *_] = {show.id for show in audit.context.search_shows("t", 9)} - listed
    moved = replace(sampled, match=replace(sampled.match, show=other))
    choices = {show.id for show in build_item(1, 1, moved, audit.context).choices}
    assert other in choices
    assert len(choices) == 5
