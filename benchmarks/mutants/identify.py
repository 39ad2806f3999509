"""Mutants of identification: names, scores, numbers, what is left out."""

from __future__ import annotations

from benchmarks.mutants.mutant import Mutant

_NAMES = (
    "tests/identify/names/test_parser.py",
    "tests/identify/names/test_titles.py",
    "tests/golden/test_golden.py",
)
_MATCHES = (
    "tests/identify/test_matcher.py",
    "tests/identify/test_context.py",
    "tests/golden/test_golden.py",
)
_NUMBERS = (
    "tests/identify/test_numbering.py",
    "tests/identify/test_offsets.py",
    "tests/identify/test_matcher.py",
    "tests/golden/test_golden.py",
)
_EXCLUSIONS = (
    "tests/identify/test_exclusions.py",
    "tests/domain/test_eligibility.py",
)
_ELIGIBILITY = ("tests/domain/test_eligibility.py",)

IDENTIFY = (
    Mutant(
        "a score of exactly the threshold is too low",
        "nyaastats/identify/matcher.py",
        "if best.score < self.thresholds.score:",
        "if best.score <= self.thresholds.score:",
        _MATCHES,
    ),
    Mutant(
        "a lead of exactly the margin is too small",
        "nyaastats/identify/matcher.py",
        "if runner_up and margin < self.thresholds.margin:",
        "if runner_up and margin <= self.thresholds.margin:",
        _MATCHES,
    ),
    Mutant(
        "no margin is asked for: of two shows the likelier wins",
        "nyaastats/identify/matcher.py",
        "if runner_up and margin < self.thresholds.margin:",
        "if runner_up and margin < 0:",
        _MATCHES,
    ),
    Mutant(
        "of two equal shows the higher id comes first",
        "nyaastats/identify/matcher.py",
        "candidates.sort(key=lambda candidate: (-candidate.score, candidate.show.id))",
        "candidates.sort(key=lambda candidate: (-candidate.score, -candidate.show.id))",
        _MATCHES,
    ),
    Mutant(
        "a film that is a series of one episode has no episode",
        "nyaastats/identify/matcher.py",
        "if release.kind is Kind.MOVIE and best.partial.candidate.entry.is_series:\n        return 1",
        "if release.kind is Kind.MOVIE and best.partial.candidate.entry.is_series:\n        return best.episode",
        _MATCHES,
    ),
    Mutant(
        "a stated season that agrees is no evidence",
        "nyaastats/identify/evidence.py",
        "10.0 if season > 1 else 2.0",
        "0.0",
        _MATCHES,
    ),
    Mutant(
        "a contradicting season costs a third",
        "nyaastats/identify/evidence.py",
        "_CONTRADICTION = -60.0",
        "_CONTRADICTION = -20.0",
        _MATCHES,
    ),
    Mutant(
        "part 1 of a show without parts is a contradiction",
        "nyaastats/identify/evidence.py",
        "if part is None or (part == 1 and not entry.parts):",
        "if part is None:",
        _MATCHES,
    ),
    Mutant(
        "a year beside the year of a show contradicts it",
        "nyaastats/identify/evidence.py",
        "abs(year - air_year) <= 1",
        "abs(year - air_year) < 1",
        _MATCHES,
    ),
    Mutant(
        "an early release is as good as a prompt one",
        "nyaastats/identify/evidence.py",
        "if delay < -EARLY:",
        "if delay < -FAR_TOO_EARLY:",
        _MATCHES,
    ),
    Mutant(
        "episodes count from the season's last number on, one too far",
        "nyaastats/identify/numbering.py",
        "episode = number - offset.value",
        "episode = number - offset.value + 1",
        _NUMBERS,
    ),
    Mutant(
        "the show's last episode is none of it",
        "nyaastats/identify/numbering.py",
        "episode <= entry.last_episode",
        "episode < entry.last_episode",
        _NUMBERS,
    ),
    Mutant(
        "a wrong offset makes an episode 0",
        "nyaastats/identify/numbering.py",
        "return number == 0\n",
        "return True\n",
        _NUMBERS,
    ),
    Mutant(
        "the number of an earlier season is this one's",
        "nyaastats/identify/numbering.py",
        "number <= entry.episodes_before",
        "number < entry.episodes_before",
        _NUMBERS,
    ),
    Mutant(
        "of two readings of a number the later broadcast wins",
        "nyaastats/identify/numbering.py",
        "return min(prompt, key=lambda assignment: abs(assignment.delay or 0.0))",
        "return max(prompt, key=lambda assignment: abs(assignment.delay or 0.0))",
        _NUMBERS,
    ),
    Mutant(
        "the offset of a part counts the part itself",
        "nyaastats/identify/offsets.py",
        "parts_before = max(entry.parts, default=1) - 1",
        "parts_before = max(entry.parts, default=1)",
        _NUMBERS,
    ),
    Mutant(
        "one unknown season is taken for none",
        "nyaastats/identify/offsets.py",
        "for span in spans if span and all(span)",
        "for span in spans if span",
        _NUMBERS,
    ),
    Mutant(
        "two wrong names shift a show",
        "nyaastats/identify/offsets.py",
        "_MIN_WITNESSES = 3",
        "_MIN_WITNESSES = 2",
        _NUMBERS,
    ),
    Mutant(
        "a second season's `- 00` does not shift",
        "nyaastats/identify/offsets.py",
        "len(votes[value].numbers) > max(1, plain)",
        "len(votes[value].numbers) > max(2, plain)",
        _NUMBERS,
    ),
    Mutant(
        "of a tie the earlier season",
        "nyaastats/identify/offsets.py",
        "(len(seasons[season]), season)",
        "(len(seasons[season]), -season)",
        _NUMBERS,
    ),
    Mutant(
        "`ix` is the eighth season",
        "nyaastats/identify/names/titles.py",
        '"viii": 8, "ix": 9',
        '"viii": 8, "ix": 8',
        _NAMES,
    ),
    Mutant(
        "cours are seasons",
        "nyaastats/identify/names/titles.py",
        '_compile_pattern(rf"(?:part|cour) {_CARDINAL}")',
        '_compile_pattern(rf"part {_CARDINAL}")',
        _NAMES,
    ),
    Mutant(
        "`Title 100` is the hundredth season",
        "nyaastats/identify/names/titles.py",
        'r"^(?P<head>.*\\D) (?P<n>[2-9]|1\\d)$"',
        'r"^(?P<head>.*\\D) (?P<n>[2-9]|1\\d+)$"',
        _NAMES,
    ),
    Mutant(
        "a version in brackets is not read",
        "nyaastats/identify/names/parser.py",
        '(alone and token.version == 1 and alone["version"])',
        '(alone and token.version == 2 and alone["version"])',
        _NAMES,
    ),
    Mutant(
        "both versions of a release count",
        "nyaastats/identify/exclusions.py",
        "is_later = result.release.version > 1 and",
        "is_later = result.release.version > 2 and",
        _EXCLUSIONS,
    ),
    Mutant(
        "a v2 in another resolution does not count",
        "nyaastats/identify/exclusions.py",
        "result.match.episode, result.release.resolution)",
        "result.match.episode, None)",
        _EXCLUSIONS,
    ),
    Mutant(
        "a torrent of exactly the first moment is too early",
        "nyaastats/identify/exclusions.py",
        "result.torrent.published < considered_from",
        "result.torrent.published <= considered_from",
        _EXCLUSIONS,
    ),
    Mutant(
        "a torrent of the last day does not count",
        "nyaastats/identify/exclusions.py",
        "published.date() <= last_day",
        "published.date() < last_day",
        _EXCLUSIONS,
    ),
    Mutant(
        "a broadcast at the season's end counts to both seasons",
        "nyaastats/domain/eligibility.py",
        "begin <= airing.at < end",
        "begin <= airing.at <= end",
        _ELIGIBILITY,
    ),
    Mutant(
        "a show's numbers end on a Monday",
        "nyaastats/domain/eligibility.py",
        "return Week.of(max(ends)).later(post_airing_weeks).end - timedelta(days=1)",
        "return Week.of(max(ends)).later(post_airing_weeks).end",
        _ELIGIBILITY,
    ),
    Mutant(
        "a continuing show is ranked beyond the season",
        "nyaastats/domain/eligibility.py",
        "if last_day is None or role is not SeasonRole.CONTINUING:",
        "if last_day is None or role is SeasonRole.CONTINUING:",
        _ELIGIBILITY,
    ),
)
