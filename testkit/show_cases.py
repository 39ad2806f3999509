"""Shows to identify, each with no more facts than a case needs."""

from __future__ import annotations

from datetime import UTC, datetime

from nyaastats.domain.shows import AniListId, Format, Prequel, Show
from nyaastats.identify.show_index import IndexedShow, build_index
from testkit.golden import make_weekly_airings

PREMIERE = datetime(2025, 10, 3, 16, tzinfo=UTC)
"""Of every show that is on the air."""


def make_show(  # noqa: PLR0913 - the facts of a case
    romaji: str,
    number: int = 1,
    *,
    english: str | None = None,
    synonyms: tuple[str, ...] = (),
    episodes: int | None = 12,
    kind: Format = Format.TV,
    premiere: datetime | None = PREMIERE,
    prequels: tuple[Prequel, ...] = (),
) -> Show:
    """A show with a broadcast each week from its premiere."""
    return Show(
        id=AniListId(number),
        romaji=romaji,
        english=english,
        native=None,
        synonyms=synonyms,
        format=kind,
        status=None,
        episodes=episodes,
        season=None,
        start=None,
        end=None,
        airings=make_weekly_airings(premiere, episodes or 1) if premiere else (),
        prequels=prequels,
    )


def make_prequel(episodes: int | None, kind: Format = Format.TV) -> Prequel:
    return Prequel(AniListId(9999), kind, episodes)


def make_entry(romaji: str = "Sanda", **facts: object) -> IndexedShow:
    """The show as the matcher sees it."""
    return build_index([make_show(romaji, **facts)])[0]  # type: ignore[arg-type]  # the facts are those of make_show()
