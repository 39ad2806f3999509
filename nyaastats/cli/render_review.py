"""What `nyaastats review` prints and asks."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.prompt import InvalidResponse, PromptBase

from nyaastats.cli.console import escape_markup, make_console, pluralize
from nyaastats.domain.matches import UNSTATED
from nyaastats.domain.shows import AniListId
from nyaastats.errors import InputError
from nyaastats.identify.matcher import MatchContext
from nyaastats.identify.scoring import ScoredCandidate
from nyaastats.review.overrides_file import quote_toml
from nyaastats.review.prompt import Answer, Control, parse_answer
from nyaastats.review.session import Decision, ReviewItem, Session

_MAX_EXAMPLES = 3
"""How many names of a question are shown."""


def require_terminal() -> None:
    """Raise InputError unless stdin and stdout are a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError("nyaastats review asks questions: run it in a terminal, with nothing piped in or out")


def hold_review(session: Session) -> None:
    """Ask until there is nothing left to ask, or the person quits; Ctrl-D quits too."""
    if not session.questions:
        make_console().print("Nothing to review: every title has a show, and no match is in doubt.")
    with suppress(EOFError):  # Ctrl-D
        session.ask_all(partial(_ask, make_console(), session.run.context))


def announce_page(address: str) -> None:
    """Where the review page is, and how it ends."""
    make_console().print(
        f"Review at {escape_markup(address)}\nIt is for this machine alone. Ctrl-C ends it.", soft_wrap=True
    )


def show_exported(cases: int, path: Path) -> None:
    """How many cases were exported, and where to."""
    make_console().print(f"{pluralize(cases, 'name')} written to [bold]{escape_markup(str(path))}[/bold]")


def show_saved(session: Session, *, is_configured: bool) -> None:
    """How many decisions were saved, and where; `is_configured` is whether the settings name that file."""
    if not session.decisions:
        return
    path = str(session.overrides_file.path)
    make_console().print(
        f"\n{pluralize(len(session.decisions), 'decision')} saved in [bold]{escape_markup(path)}[/bold]"
    )
    if not is_configured:
        make_console().print(f"To use them, add overrides = {escape_markup(quote_toml(path))} to nyaastats.toml")


def _ask(console: Console, context: MatchContext, item: ReviewItem) -> Decision | Control:
    _show_question(console, item)
    for number, candidate in enumerate(item.explanation.shows, start=1):
        _show_candidate(console, number, candidate)
    answer = _ShowPrompt([candidate.show.id for candidate in item.explanation.shows], console)()
    if isinstance(answer, Control):
        return answer
    if answer.show is not None and answer.show not in context:
        console.print(f"AniList's {answer.show} is not among the shows of this season: nothing will count for it")
    return Decision(answer.show, _ReasonPrompt(console)())


def _show_question(console: Console, item: ReviewItem) -> None:
    question = item.question
    season = "no season stated" if question.season == UNSTATED else f"season {question.season} stated"
    console.rule(f"{item.number} of {item.total}", style="dim")
    console.print(
        f"[bold]{escape_markup(question.title)}[/bold], {season}: "
        f"{pluralize(len(question.torrents), 'torrent')}, {pluralize(question.downloads, 'download')}"
    )
    for torrent in question.torrents[:_MAX_EXAMPLES]:
        console.print(f"  [dim]{escape_markup(torrent.torrent.name)}[/dim]")
    console.print(f"{escape_markup(item.explanation.verdict)}\n")


def _show_candidate(console: Console, number: int, candidate: ScoredCandidate) -> None:
    """The show, and the evidence for and against it."""
    show = candidate.show
    console.print(f"[bold]{number}{candidate.score:6.0f}  {escape_markup(show.title)}[/bold] [dim]{show.id}[/dim]")
    evidence = [part for part in candidate.evidence if part.score or part.name == "title"]
    parts = (f"{part.score:+.0f} {escape_markup(part.why)}" for part in evidence)
    console.print(Padding(f"[dim]{', '.join(parts)}[/dim]", (0, 0, 0, 9)))


class _ShowPrompt(PromptBase[Answer]):
    """Asks which show it is."""

    def __init__(self, shows: Sequence[AniListId], console: Console) -> None:
        numbers = f"1–{len(shows)}, " if shows else ""
        super().__init__(f"\nWhich show? {numbers}an AniList id, none, skip or quit", console=console)
        self._shows = shows

    def process_response(self, value: str) -> Answer:
        try:
            return parse_answer(value, self._shows)
        except InputError as error:
            raise InvalidResponse(f"[red]{escape_markup(str(error))}[/red]") from error


class _ReasonPrompt(PromptBase[str]):
    """Asks for the reason, until there is one."""

    def __init__(self, console: Console) -> None:
        super().__init__("Why?", console=console)

    def process_response(self, value: str) -> str:
        if not (why := value.strip()):
            raise InvalidResponse("[red]whoever reads the decision later needs a reason[/red]")
        return why
