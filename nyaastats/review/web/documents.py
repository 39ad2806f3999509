"""What the review page reads: the session as JSON values. All texts are plain; the page sets them as text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from nyaastats.domain.matches import MeasuredTorrent, Override
from nyaastats.domain.shows import AniListId
from nyaastats.identify.explanation import MAX_SHOWS
from nyaastats.identify.numbering import get_published_seconds
from nyaastats.identify.scoring import ScoredCandidate
from nyaastats.review.effect import Change, Effect, ShowEffect
from nyaastats.review.queue import Question, QuestionKind
from nyaastats.review.session import Session

Document = dict[str, Any]


def build_review(session: Session) -> Document:
    """The whole queue, and how far the review is."""
    config = session.run.config
    return {
        "season": str(session.run.span),
        "data_until": session.run.data_until.isoformat(),
        "overrides": str(config.overrides_file.path),
        "threshold": config.thresholds.score,
        "can_undo": session.can_undo,
        "decided_now": len(session.decisions),
        "match_rate": _build_rate(session.torrents),
        "agreement": asdict(session.judge_matcher()),
        "questions": [_build_question(session, item) for item in (*session.questions, *session.answered)],
    }


def _build_rate(torrents: Iterable[MeasuredTorrent]) -> Document:
    """In downloads, as the report has it."""
    able = [torrent for torrent in torrents if not (torrent.exclusion and torrent.exclusion.needs_no_match)]
    unmatched = sum(torrent.downloads for torrent in able if torrent.exclusion == "unmatched")
    whole = sum(torrent.downloads for torrent in able)
    return {"matched": whole - unmatched, "to_be_matched": whole}


def _build_question(session: Session, question: Question) -> Document:
    return {
        "key": question.key,
        "kind": question.kind,
        "title": question.title,
        "season": question.season,
        "torrents": len(question.torrents),
        "downloads": question.downloads,
        "unmatched_downloads": question.unmatched_downloads or 0,
        "why": _describe(session, question),
        "names": [torrent.torrent.name for torrent in question.torrents],
        "answer": question.answer and _build_answer(session, question.answer),
    }


def _describe(session: Session, question: Question) -> str:
    """Why it is asked, in a line."""
    match = question.example.match
    if question.kind is QuestionKind.UNMATCHED or match is None:
        return question.example.why or "its number is no episode of the show"
    return f"{session.run.get_title(match.show)}, {match.margin:.0f} ahead"


def _build_answer(session: Session, answer: Override) -> Document:
    title = None if answer.anilist_id is None else session.run.get_title(answer.anilist_id)
    return {"show": answer.anilist_id, "title": title, "why": answer.why}


# --- one question -------------------------------------------------------------------------------------------


def build_detail(session: Session, question: Question) -> Document:
    """A question with all its names, and the shows to choose from."""
    explanation = question.explain(session.run.context)
    return {
        "key": question.key,
        "verdict": explanation.verdict,
        "torrents": list(map(_build_torrent, question.torrents)),
        "candidates": list(map(_build_candidate, explanation.shows)),
    }


def _build_torrent(torrent: MeasuredTorrent) -> Document:
    release, published = torrent.release, torrent.torrent.published
    return {
        "name": torrent.torrent.name,
        "published": published and published.isoformat(),
        "downloads": torrent.downloads,
        "number": release.number,
        "kind": release.kind,
        "group": release.group,
        "resolution": release.resolution,
    }


def _build_candidate(candidate: ScoredCandidate) -> Document:
    show = candidate.show
    return {
        "id": show.id,
        "title": show.title,
        "romaji": show.romaji,
        "format": show.format,
        "start": show.start and show.start.isoformat(),
        "episodes": show.episodes,
        "color": show.color,
        "url": show.url,
        "episode": candidate.episode,
        "score": candidate.score,
        "evidence": [asdict(part) for part in candidate.evidence],
    }


def build_search(session: Session, question: Question, text: str) -> list[Document]:
    """The shows that a person may mean by `text`, each with its evidence for the question."""
    context, torrent = session.run.context, question.example.torrent
    published = get_published_seconds(torrent)
    shows = context.search_shows(text, MAX_SHOWS)
    scored = (context.score_show(show.id, question.example.release, published) for show in shows)
    return [_build_candidate(candidate) for candidate in scored if candidate]


# --- a preview ----------------------------------------------------------------------------------------------


def build_effect(session: Session, effect: Effect) -> Document:
    """What would change."""
    return {
        "torrents": effect.torrents,
        "downloads": effect.downloads,
        "counted": effect.counted,
        "excluded": [
            {"reason": reason, "why": reason.description, "torrents": torrents}
            for reason, torrents in effect.excluded.items()
        ],
        "shows": [_build_show_effect(session, show) for show in effect.shows],
        "other_moves": effect.other_moves,
    }


def _build_show_effect(session: Session, effect: ShowEffect) -> Document:
    return {
        "id": effect.show,
        "title": session.run.get_title(AniListId(effect.show)),
        **_build_change(effect.season),
        "weeks": [
            {"week": week.week, "start": week.start.isoformat(), **_build_change(week.change)} for week in effect.weeks
        ],
    }


def _build_change(change: Change) -> Document:
    return asdict(change)
