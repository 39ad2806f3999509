"""From AniList's answers to the catalogue: the shows that they describe, put together."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import chain

from nyaastats.collect.anilist.schema import AniListAnswer, Broadcast, Cover, FurtherBroadcast, Media, Node, parse_items
from nyaastats.domain.calendar import Season
from nyaastats.domain.shows import Airing, AniListId, Catalogue, Format, Prequel, Show


def has_shows(answer: AniListAnswer) -> bool:
    """Whether an answer has at least one media that becomes a show."""
    return any(not entry.is_adult for item in answer.data.page.media for entry in parse_items(Media, [item])[0])


def build_catalogue(answers: Iterable[AniListAnswer]) -> Catalogue:
    """Put the shows of all answers together.

    Adult media are dropped. Of a media in several answers the version with the most air times is taken, with the
    synonyms of all. Further air times and prequels of any answer are used for the media of every other.
    """
    answers = tuple(answers)
    media, invalid_media = parse_items(Media, chain.from_iterable(answer.data.page.media for answer in answers))
    extras = tuple(chain.from_iterable((answer, answer.data.page) for answer in answers))
    further, invalid_airings = parse_items(
        FurtherBroadcast, chain.from_iterable(extra.airing_schedules for extra in extras)
    )
    nodes, invalid_nodes = parse_items(Node, chain.from_iterable(extra.prequels for extra in extras))

    entries = _merge_duplicates(entry for entry in media if not entry.is_adult)
    schedules = _group_by_media(further)
    graph: dict[AniListId, Node] = {node.id: node for node in (*nodes, *entries)}
    shows = (_build_show(entry, schedules.get(entry.id, ()), _find_prequels(entry, graph)) for entry in entries)
    return Catalogue(tuple(sorted(shows, key=lambda show: show.id)), invalid_media + invalid_airings + invalid_nodes)


def _merge_duplicates(media: Iterable[Media]) -> tuple[Media, ...]:
    """Keep one media of each id."""
    versions: dict[AniListId, list[Media]] = {}
    for entry in media:
        versions.setdefault(entry.id, []).append(entry)
    return tuple(_merge(same_id) for same_id in versions.values())


def _clean_names(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, without blanks."""
    return tuple(dict.fromkeys(filter(None, (name.strip() for name in names))))


def _merge(versions: list[Media]) -> Media:
    best = max(versions, key=lambda entry: len(entry.broadcasts))
    synonyms = _clean_names(name for entry in (best, *versions) for name in entry.synonyms)
    return best.model_copy(update={"synonyms": synonyms})


def _group_by_media(broadcasts: Iterable[FurtherBroadcast]) -> dict[AniListId, list[Broadcast]]:
    schedules: dict[AniListId, list[Broadcast]] = {}
    for broadcast in broadcasts:
        schedules.setdefault(broadcast.media_id, []).append(broadcast)
    return schedules


def _build_airings(broadcasts: Iterable[Broadcast]) -> tuple[Airing, ...]:
    """One air time an episode, the last that is listed, in the order of their time."""
    times = {broadcast.episode: broadcast.airing_at for broadcast in broadcasts}
    in_order = sorted(times.items(), key=lambda item: (item[1], item[0]))
    return tuple(Airing(episode, datetime.fromtimestamp(seconds, UTC)) for episode, seconds in in_order)


def _build_airing(broadcast: Broadcast) -> Airing:
    return Airing(broadcast.episode, datetime.fromtimestamp(broadcast.airing_at, UTC))


def _find_prequels(start: Node, graph: Mapping[AniListId, Node]) -> tuple[Prequel, ...]:
    """Walk the PREQUEL relation breadth first: the nearest first, each entry once.

    AniList's relations are edited by hand: there are chains that branch, and some that lead back to themselves.
    """
    seen = {start.id}
    prequels: list[Prequel] = []
    ahead = deque(start.prequels)
    while ahead:
        node = ahead.popleft()
        if node.id in seen:
            continue
        seen.add(node.id)
        full = graph.get(node.id, node)  # the node of a relation has no relations of its own
        form = full.format if node.format is Format.UNKNOWN else node.format
        prequels.append(Prequel(node.id, form, node.episodes or full.episodes))
        ahead.extend(full.prequels)
    return tuple(prequels)


def _build_show(entry: Media, further: Iterable[Broadcast], prequels: tuple[Prequel, ...]) -> Show:
    cover = entry.cover_image or Cover()
    return Show(
        id=entry.id,
        romaji=entry.title.romaji,
        english=entry.title.english,
        native=entry.title.native,
        synonyms=entry.synonyms,
        format=entry.format,
        status=entry.status,
        episodes=entry.episodes,
        season=Season(entry.season_year, entry.season) if entry.season_year and entry.season else None,
        start=entry.start_date.date if entry.start_date else None,
        end=entry.end_date.date if entry.end_date else None,
        airings=_build_airings((*entry.broadcasts, *further)),
        prequels=prequels,
        duration=entry.duration,
        mal_id=entry.id_mal,
        poster=cover.poster,
        color=cover.hex,
        score=entry.average_score,
        mean_score=entry.mean_score,
        popularity=entry.popularity,
        favourites=entry.favourites,
        trending=entry.trending,
        genres=_clean_names(entry.genres),
        studios=entry.main_studios,
        next_airing=_build_airing(entry.next_airing_episode) if entry.next_airing_episode else None,
    )
