"""Writes a person's answers as cases that hold the matcher to them: golden cases, or labelled names for `evaluate`.

A case is a name and what it is; the decision itself is left out, so that the matcher has to come to it on its own.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from nyaastats.domain.matches import Match, Override
from nyaastats.domain.releases import Kind, Release
from nyaastats.domain.shows import Airing, AniListId, Format, Prequel, Show
from nyaastats.errors import InputError, OutputError
from nyaastats.identify.evaluation import COLUMNS
from nyaastats.review.overrides_file import quote_toml
from nyaastats.review.session import Session

MAX_NAMES = 3
"""How many names of a title are exported: its most downloaded ones."""


@dataclass(frozen=True, slots=True)
class AnsweredName:
    """A name that a person's answer is about, and what it is by that answer."""

    name: str
    published: datetime | None
    release: Release
    match: Match | None
    """None: no show."""
    answer: Override
    shows: tuple[Show, ...]
    """Those that it may be taken for, and the right one."""


def export_answers(session: Session, path: Path) -> int:
    """Write what was decided to `path`, by its suffix; return the number of names.

    Raises InputError for another suffix, OutputError when the file cannot be written.
    """
    formats = {".toml": format_golden_cases, ".tsv": format_labelled_names}
    if path.suffix not in formats:
        raise InputError(
            f"{str(path)!r} is neither .toml (golden cases) nor .tsv (labelled names): choose one of these"
        )
    names = list_answered_names(session)
    try:
        path.write_text(formats[path.suffix](names), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{str(path)!r} cannot be written ({error.strerror}): choose another file") from error
    return len(names)


def list_answered_names(session: Session) -> list[AnsweredName]:
    """The most downloaded names of each answered title, but those of which the answer's show has no episode."""
    context = session.run.context
    names = []
    for question in session.answered:
        rivals = [candidate.show for candidate in question.explain(context).shows]
        for torrent in question.torrents[:MAX_NAMES]:
            answer, match = question.answer, torrent.match
            if answer is None or (answer.anilist_id is not None and match is None):
                continue
            shows = {show.id: show for show in [*rivals, *([context.get_show(match.show)] if match else [])]}
            published = torrent.torrent.published
            names.append(
                AnsweredName(torrent.torrent.name, published, torrent.release, match, answer, tuple(shows.values()))
            )
    return names


# --- labelled names -----------------------------------------------------------------------------------------


def format_labelled_names(names: Iterable[AnsweredName]) -> str:
    """Tab-separated, as `nyaastats evaluate` reads them."""
    text = io.StringIO()
    # No quoting, as they are read: a release name may begin with a quotation mark. Tabs within a name would be columns.
    rows = csv.writer(text, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
    rows.writerow(COLUMNS)
    for name in names:
        published = name.published.isoformat() if name.published else ""
        show = "-" if name.match is None else name.match.show
        rows.writerow([" ".join(name.name.split()), published, show, _label_episode(name)])
    return text.getvalue()


def _label_episode(name: AnsweredName) -> str:
    if name.match is None:
        return "-"
    if name.match.episode is not None:
        return str(name.match.episode)
    return {Kind.BATCH: "batch", Kind.MOVIE: "movie"}.get(name.release.kind, "special")


# --- golden cases -------------------------------------------------------------------------------------------


def format_golden_cases(names: Iterable[AnsweredName]) -> str:
    """TOML, as `tests/golden/matches.toml` has them: the shows, then the names and what they are."""
    cases = list(names)
    shows = {show.id: show for case in cases for show in case.shows}
    tables = [*(_format_show(shows[show]) for show in sorted(shows)), *map(_format_case, cases)]
    return "\n".join(tables)


def _format_case(name: AnsweredName) -> str:
    match = name.match
    return _format_table(
        "[[case]]",
        {
            "name": quote_toml(name.name),
            "published": _format_time(name.published),
            "show": match and quote_toml(_make_key(match.show)),
            "episode": match and match.episode,
            "why": quote_toml(name.answer.why),
        },
    )


def _make_key(show: AniListId) -> str:
    return f"anilist-{show}"


def _format_show(show: Show) -> str:
    airings = _list_unbroken(show.airings)
    return _format_table(
        f"[show.{_make_key(show.id)}]",
        {
            "romaji": quote_toml(show.romaji),
            "english": show.english and quote_toml(show.english),
            "native": show.native and quote_toml(show.native),
            "synonyms": _format_list(show.synonyms),
            "format": None if show.format is Format.TV else quote_toml(show.format),
            "episodes": show.episodes,
            "premiere": _format_time(airings[0].at) if airings else None,
            "numbers": f"[{airings[0].episode}, {airings[-1].episode}]" if airings else None,
            "gaps": _format_gaps(airings),
            "start": show.start and show.start.isoformat(),
            "prequels": _format_list(map(_format_prequel, show.prequels)),
        },
    )


def _list_unbroken(airings: Sequence[Airing]) -> Sequence[Airing]:
    """The broadcasts up to the first number that AniList's schedule lacks: a case has no holes."""
    ordered = sorted(airings, key=lambda airing: airing.episode)
    ends = (
        place for place, (this, following) in enumerate(pairwise(ordered), 1) if following.episode != this.episode + 1
    )
    return ordered[: next(ends, len(ordered))]


def _format_gaps(airings: Sequence[Airing]) -> str | None:
    """The weeks before each broadcast that was not a week after the one before it."""
    weeks = {later.episode: round((later.at - earlier.at) / timedelta(weeks=1)) for earlier, later in pairwise(airings)}
    gaps = [f"{episode} = {count}" for episode, count in weeks.items() if count != 1]
    return f"{{ {', '.join(gaps)} }}" if gaps else None


def _format_prequel(prequel: Prequel) -> str:
    return f"{prequel.format} {'?' if prequel.episodes is None else prequel.episodes}"


def _format_table(head: str, values: Mapping[str, object]) -> str:
    """A table of TOML without the values that are not there; each is written as TOML already."""
    return "".join([f"{head}\n", *(f"{name} = {value}\n" for name, value in values.items() if value is not None)])


def _format_list(texts: Iterable[str]) -> str | None:
    quoted = [quote_toml(text) for text in texts]
    return f"[{', '.join(quoted)}]" if quoted else None


def _format_time(time: datetime | None) -> str | None:
    return None if time is None else f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
