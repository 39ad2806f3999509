"""The parts of the evidence for or against a show, each with its score in points.

    title       similarity of the nearest alias          100 for equal, less two points for each point below
    season      what the name states against the show    agrees +10, unstated 0, contradicts −60
    part        likewise for parts and cours             agrees +10, unstated 0, contradicts −60
    year        the year beside the title                on the air then +10, nearly or in an alias 0, else −60
    continuous  numbered on from the stated season       takes back what an earlier season cost
    number      the episode within the show              fits +5, fits nowhere −40
    date        publication against the broadcast        prompt +15, late +5, long after 0, before it −15 to −50
    sequel      a sequel that the name does not state    needs the date or the number to say so, else −40

A contradiction costs so much that no other part can make up for it: a right title (100), number (+5) and date (+15)
still end at 60, below the threshold of 80. The scores were chosen on labelled names; benchmarks/RESULTS.md shows how
precision and recall move with the thresholds.
"""

from __future__ import annotations

from functools import lru_cache

from nyaastats.domain.matches import Evidence, Offset
from nyaastats.identify.candidates import Candidate
from nyaastats.identify.names.titles import remove_spaces, split_numeral
from nyaastats.identify.numbering import DAY, EARLY, LATE, PROMPT
from nyaastats.identify.show_index import IndexedShow

# Twice, because the similarity of unlike titles is high: two random romaji titles often share half of their letters in
# order. At the threshold of 80 a title alone needs a similarity of 90.
_POINTS_PER_POINT_OF_SIMILARITY = 2.0
_CONTRADICTION = -60.0
# Little, for a number within 1–12 fits nearly every show of a season.
_NUMBER_FITS = 5.0
FAR_TOO_EARLY = 14 * DAY
"""A release so long before the broadcast is hardly of that episode: early premieres and leaks are days before."""

# The date speaks for an episode more than its number does: of twelve weekly episodes it fits two.
_PROMPT = Evidence("date", 15.0, "published within two weeks of its broadcast")
_LATE = Evidence("date", 5.0, "published within two months of its broadcast")
_LONG_AFTER = Evidence("date", 0.0, "published long after its broadcast")
_UNDATED = Evidence("date", 0.0, "no publication or no broadcast to compare")
_EARLY = Evidence("date", -15.0, "published more than two days before its broadcast")
_FAR_EARLY = Evidence("date", -50.0, "published more than two weeks before its broadcast")

UNSUPPORTED_SEQUEL = Evidence(
    "sequel", -40.0, "a sequel that the name does not state, and neither date nor number says so"
)
CONTINUOUS_NUMBERING = Evidence(
    "continuous", -_CONTRADICTION, "numbered on from the season that is stated, as its number shows"
)
AGREED_SEASON = Evidence("season", -_CONTRADICTION, "it is a sequel, and its prompt releases state that season")
DOUBTFUL_ZERO = Evidence("number", -40.0, "an episode 0 far from the first broadcast")
MAX_NUMBER_AND_DATE_SCORE = _NUMBER_FITS + _PROMPT.score
"""The most that number and date together can add to a partial score, but for continuous numbering."""


def score_title(candidate: Candidate) -> Evidence:
    """The evidence of the similarity of title and alias."""
    score = 100.0 - _POINTS_PER_POINT_OF_SIMILARITY * (100.0 - candidate.similarity)
    return Evidence(
        "title", round(score, 1), f"{candidate.match_type}: {candidate.alias.text!r} ({candidate.similarity:.0f})"
    )


def score_season(season: int | None, candidate: Candidate) -> Evidence:
    """The evidence of the season that the release states, for or against the show."""
    entry = candidate.entry
    if season is None:
        return _score_last_number(candidate)
    if candidate.alias.title.season == season or season in entry.seasons:
        # Season 1 is weak evidence: many groups write S01 in the name of every show that they think is new.
        return Evidence("season", 10.0 if season > 1 else 2.0, f"season {season} agrees")
    # `Shingeki no Kyojin S4` is "The Final Season" on AniList (https://anilist.co/anime/110277), without a number.
    if season > 1 and entry.is_final and not entry.seasons and season in entry.possible_seasons:
        return Evidence("season", 0.0, f"season {season} may be the final one, by its prequels")
    if is_named_in_full(candidate) and (season == 1 or entry.is_unnumbered):
        return Evidence("season", 0.0, "the title itself tells the sequel")
    seasons = ", ".join(map(str, sorted(entry.seasons))) or "unknown"
    return Evidence("season", _CONTRADICTION, f"season {season} is stated, the show's is {seasons}")


def _score_last_number(candidate: Candidate) -> Evidence:
    """The number or numeral that ends a title, where no word says that it is the season: `Kekkon … III - 02`.

    Where the alias ends in the same it may be the name's own; else it is a part or season that the show does not have.
    """
    own, other = (split_numeral(title.key)[1] for title in (candidate.reading, candidate.alias.title))
    seasons = candidate.entry.seasons | candidate.entry.parts
    if candidate.match_type == "fuzzy" and own is not None and own != other and own not in seasons:
        return Evidence("season", _CONTRADICTION, f"the title ends in {own}, which is no season of the show")
    return Evidence("season", 0.0, "no season stated")


def is_named_in_full(candidate: Candidate) -> bool:
    """Whether the title is a sequel's whole name, whatever season is stated after it: `Kaijuu 8-gou 2nd Season S01E03`.

    Some groups treat each entry as a show of its own, and so write S01 after a title that already states a season.
    """
    reading, own = candidate.reading, candidate.alias.title
    is_sequel = (own.season or 1) > 1 or (own.part or 1) > 1 or own.is_final
    return candidate.match_type == "exact" and is_sequel and reading == own


def score_part(part: int | None, entry: IndexedShow) -> Evidence:
    """The evidence of the part or cour that the release states, for or against the show."""
    # `Part 1` of a show without parts is the show: the second part is another entry, announced later.
    if part is None or (part == 1 and not entry.parts):
        return Evidence("part", 0.0, "no part stated")
    if part in entry.parts:
        return Evidence("part", 10.0, f"part {part} agrees")
    return Evidence("part", _CONTRADICTION, f"part {part} is stated, the show has {sorted(entry.parts) or 'none'}")


def score_year(year: int, entry: IndexedShow) -> Evidence:
    """The evidence of the year beside the title, which separates a remake from its original (`Ranma ½ (2024)`)."""
    if year in entry.years:
        return Evidence("year", 10.0, f"{year} is its year")
    # A year off is no contradiction: shows that begin around New Year are dated either way.
    is_near = not entry.years or any(abs(year - air_year) <= 1 for air_year in entry.years)
    if is_near or any(str(year) in alias.text for alias in entry.aliases):
        return Evidence("year", 0.0, f"{year} may be its year")
    return Evidence("year", _CONTRADICTION, f"{year} is stated, the show's is {min(entry.years)}")


def score_date(delay: float | None) -> Evidence:
    """The evidence of the seconds from broadcast to publication; `delay` is None when either is unknown."""
    if delay is None:  # AniList has no schedule of many old and short shows: that speaks neither for nor against them
        return _UNDATED
    if delay < -EARLY:
        return _EARLY if delay >= -FAR_TOO_EARLY else _FAR_EARLY
    if delay <= PROMPT:
        return _PROMPT
    return _LATE if delay <= LATE else _LONG_AFTER


# Cached: the names of a run hold few distinct numbers, so that nearly all of this evidence is the same.


@lru_cache(maxsize=1 << 14)
def score_number_outside(number: int, last: int | None) -> Evidence:
    """The number is no episode of the show, whose last is `last`."""
    return Evidence("number", -40.0, f"number {number} is outside {_describe_range(last)}")


@lru_cache(maxsize=1 << 14)
def score_number_within(number: int, episode: int, offset: Offset | None, last: int | None) -> Evidence:
    """The number is `episode` of the show, less `offset` if there is one."""
    if offset is None:
        return Evidence("number", _NUMBER_FITS, f"number {number} is within {_describe_range(last)}")
    source = "the prequels' episodes" if offset.source == "chain" else "the schedule"
    return Evidence("number", _NUMBER_FITS, f"number {number} less {offset.value} by {source} is episode {episode}")


def _describe_range(last: int | None) -> str:
    return f"1–{last}" if last else "the show"


def is_explicit(season: int | None, part: int | None, candidate: Candidate) -> bool:
    """Whether the name itself says which of a show's seasons and parts it means."""
    entry, own = candidate.entry, candidate.alias.title
    if candidate.match_type == "sequel":
        return False
    # A name without a season means the first season: groups write a season only from the second on.
    if entry.is_first_season or is_named_in_full(candidate):
        return True
    # A sequel with a name of its own, unless the name is also what its predecessors are called.
    if candidate.match_type == "exact" and own.season is None and own.part is None and not own.is_final:
        return remove_spaces(own.key) not in entry.base_keys
    if part is None and candidate.match_type == "exact" and _is_officially_named_by_season(season, entry):
        return True
    # Where the show goes by a season or part above 1, the name has to state it.
    has_season = season in entry.seasons if any(number > 1 for number in entry.seasons) else True
    has_part = part in entry.parts if any(number > 1 for number in entry.parts) else True
    return has_season and has_part and (candidate.reading.is_final or not entry.is_final or season is not None)


def _is_officially_named_by_season(season: int | None, entry: IndexedShow) -> bool:
    """Whether AniList itself calls the show by that season and by no part."""
    official = (alias.title for alias in entry.aliases if alias.is_official)
    return season is not None and any(title.season == season and title.part is None for title in official)
