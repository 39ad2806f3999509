"""An audit: a person judges a sample of the matches blind, and the precision of all matches follows.

The draws of a sample are independent, so that the number of right ones is binomial, and Wilson's interval holds
("Probable Inference, the Law of Succession, and Statistical Inference", Journal of the American Statistical Association
22, 1927, pp. 209-212); unlike the textbook's it does not shrink to nothing when all are right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import count, takewhile
from math import sqrt
from statistics import NormalDist

from nyaastats.domain.audits import MatchAudit
from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash
from nyaastats.review.audit_sample import SampledMatch
from nyaastats.review.prompt import Choice, Control

_NORMAL_QUANTILE = NormalDist().inv_cdf(0.975)
"""Of a two-sided interval of 95 %."""


class AuditVerdict(StrEnum):
    """What a person says of a match."""

    RIGHT = "right"
    WRONG_SHOW = "wrong_show"
    WRONG_EPISODE = "wrong_episode"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class AuditJudgement:
    """A person's verdict on one match of a sample."""

    infohash: InfoHash
    name: str
    show: AniListId
    """The matcher's."""
    episode: int
    """The matcher's."""
    judged_show: AniListId | None
    """The person's, before they saw the matcher's; None: no show of the catalogue, or unsure."""
    draws: tuple[int, ...]
    """The draws in which it came up, counted from 1."""
    verdict: AuditVerdict

    def __post_init__(self) -> None:
        knows_show = self.verdict in {AuditVerdict.RIGHT, AuditVerdict.WRONG_EPISODE}
        is_other_show = self.verdict is AuditVerdict.WRONG_SHOW
        if (knows_show and self.judged_show != self.show) or (is_other_show and self.judged_show == self.show):
            raise ValueError(f"{self.verdict.value} does not go with the two shows")


def judge(sampled: SampledMatch, answer: Choice | Control, *, is_episode_right: bool | None = None) -> AuditJudgement:
    """The judgement that follows from which show the person says it is, and whether the episode is right then.

    `is_episode_right` is None where the person cannot tell, or was not asked because the shows differ.
    """
    show = answer.show if isinstance(answer, Choice) else None
    if not isinstance(answer, Choice):
        verdict = AuditVerdict.UNSURE
    elif show != sampled.match.show:
        verdict = AuditVerdict.WRONG_SHOW
    else:
        verdict = _EPISODE_VERDICTS[is_episode_right]
    torrent = sampled.torrent
    return AuditJudgement(
        torrent.infohash, torrent.name, sampled.match.show, sampled.episode, show, sampled.draws, verdict
    )


_EPISODE_VERDICTS: Mapping[bool | None, AuditVerdict] = {
    True: AuditVerdict.RIGHT,
    False: AuditVerdict.WRONG_EPISODE,
    None: AuditVerdict.UNSURE,
}


@dataclass(frozen=True, slots=True)
class Audit:
    """What a person judged of one sample: of a season, drawn from the data until some moment."""

    season: str
    data_until: datetime
    judged_at: datetime
    sample_size: int
    """How many draws the sample has."""
    judgements: tuple[AuditJudgement, ...]
    """In the order of the sample."""

    def __post_init__(self) -> None:
        draws = [draw for judgement in self.judgements for draw in judgement.draws]
        if len(draws) != len(set(draws)) or not set(draws) <= set(range(1, self.sample_size + 1)):
            raise ValueError(f"the draws are not different ones of 1 to {self.sample_size}")

    @property
    def is_finished(self) -> bool:
        """Whether the whole sample is judged."""
        return estimate_precision(self.judgements).judged == self.sample_size

    def is_of_same_sample(self, other: Audit) -> bool:
        """Whether both are of the same season and the same data, so that one takes the other's place."""
        return (self.season, self.data_until) == (other.season, other.data_until)


# --- the precision -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PrecisionEstimate:
    """How many draws were judged, and what follows for all matches."""

    judged: int
    right: int
    unsure: int
    """Neither right nor wrong."""

    @property
    def decided(self) -> int:
        """Draws that are right or wrong."""
        return self.judged - self.unsure

    @property
    def precision(self) -> float | None:
        """The share of the right ones of these; None when there are none."""
        return self.right / self.decided if self.decided else None

    @property
    def interval(self) -> tuple[float, float]:
        """Of the precision, at 95 %."""
        return compute_wilson_interval(self.right, self.decided)


def estimate_precision(judgements: Iterable[AuditJudgement]) -> PrecisionEstimate:
    """The precision of all matches, weighted by downloads; a match that was drawn twice counts twice.

    Of an audit that is not finished, the draws up to the first one that is not judged: what was drawn later of a match
    that came up early would count the much downloaded ones too often.
    """
    verdicts = {draw: judgement.verdict for judgement in judgements for draw in judgement.draws}
    judged = Counter(verdicts[draw] for draw in takewhile(verdicts.__contains__, count(1)))
    return PrecisionEstimate(judged.total(), judged[AuditVerdict.RIGHT], judged[AuditVerdict.UNSURE])


def compute_wilson_interval(right: int, total: int) -> tuple[float, float]:
    """Wilson's score interval of a share at 95 %; 0 to 1, which says nothing, of nothing."""
    if total == 0:
        return 0.0, 1.0
    share, square = right / total, _NORMAL_QUANTILE**2
    centre = share + square / (2 * total)
    spread = _NORMAL_QUANTILE * sqrt(share * (1 - share) / total + square / (4 * total**2))
    low, high = ((centre + sign * spread) / (1 + square / total) for sign in (-1, 1))
    # Where none or all are right a bound is the share itself, but for rounding.
    return max(0.0, min(low, share)), min(1.0, max(high, share))


def summarise(audit: Audit) -> MatchAudit | None:
    """What is published of an audit; None when the person could tell of no match."""
    estimate = estimate_precision(audit.judgements)
    if estimate.precision is None:
        return None
    low, high = estimate.interval
    return MatchAudit(
        audit.judged_at,
        audit.data_until,
        estimate.judged,
        estimate.right,
        estimate.unsure,
        estimate.precision,
        low,
        high,
    )
