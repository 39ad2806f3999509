"""What `nyaastats review --audit` prints and asks.

Blind: until the person has said which show a name is, nothing that is printed tells the matcher's choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.prompt import Confirm, InvalidResponse, PromptBase

from nyaastats.cli.console import escape_markup, make_console, pluralize
from nyaastats.cli.render import describe_precision
from nyaastats.domain.shows import AniListId, Show
from nyaastats.errors import InputError
from nyaastats.identify.matcher import MatchContext
from nyaastats.review.audit import AuditJudgement, judge, summarise
from nyaastats.review.audit_file import AuditFile
from nyaastats.review.audit_sample import AuditItem
from nyaastats.review.audit_session import AuditSession
from nyaastats.review.overrides_file import quote_toml
from nyaastats.review.prompt import Answer, Choice, Control, parse_audit_answer, parse_episode_answer


def hold_audit(session: AuditSession) -> None:
    """Ask for a judgement of each match that has none, until the person quits; Ctrl-D quits too."""
    console = make_console()
    if not session.sample:
        console.print("Nothing to audit: no match of this season counts, was downloaded and is the matcher's own.")
        return
    with suppress(EOFError):  # Ctrl-D
        if session.audit.is_finished:
            console.print("This sample is judged: a newer database gives a new one.")
            if not Confirm.ask("Judge it again, in the place of what is kept?", console=console, default=False):
                return
            session.restart()
        _introduce(console, session)
        session.ask_all(partial(_ask, console, session.context))


def _introduce(console: Console, session: AuditSession) -> None:
    draws, judged = session.audit.sample_size, len(session.audit.judgements)
    console.print(
        f"{pluralize(draws, 'match', 'matches')} drawn by downloads, {pluralize(len(session.sample), 'name')}"
        f"{f', {judged} judged already' if judged else ''}. "
        "What the matcher chose is shown when you have said which show it is."
    )


def _ask(console: Console, context: MatchContext, item: AuditItem) -> AuditJudgement | None:
    _show_item(console, item)
    answer = _ShowPrompt([show.id for show in item.choices], console)()
    if answer is Control.QUIT:
        return None
    if isinstance(answer, Choice) and answer.show is not None and answer.show not in context:
        console.print(f"AniList's {answer.show} is not among the shows of this season")
    is_same = isinstance(answer, Choice) and answer.show == item.sampled.match.show
    _reveal(console, item, "agrees" if is_same else "says otherwise" if isinstance(answer, Choice) else "says")
    if not is_same:
        return judge(item.sampled, answer)
    is_right = _EpisodePrompt(item.sampled.episode, console)()
    if is_right is Control.QUIT:
        return None
    return judge(item.sampled, answer, is_episode_right=is_right if isinstance(is_right, bool) else None)


def _show_item(console: Console, item: AuditItem) -> None:
    torrent = item.sampled.torrent
    console.rule(f"{item.number} of {item.total}", style="dim")
    console.print(f"[bold]{escape_markup(torrent.name)}[/bold]")
    if torrent.published:
        console.print(f"published {torrent.published:%Y-%m-%d %H:%M} UTC")
    console.print()
    for number, show in enumerate(item.choices, start=1):
        console.print(f"[bold]{number}  {escape_markup(show.title)}[/bold] [dim]{show.id}[/dim]")
        console.print(Padding(f"[dim]{escape_markup(_describe_show(show))}[/dim]", (0, 0, 0, 3)))


def _describe_show(show: Show) -> str:
    """What AniList says of it, by which a person tells seasons apart."""
    facts = [
        show.romaji if show.romaji != show.title else None,
        show.format.value,
        f"from {show.start}" if show.start else None,
        pluralize(show.episodes, "episode") if show.episodes else None,
    ]
    return ", ".join(fact for fact in facts if fact)


def _reveal(console: Console, item: AuditItem, stance: str) -> None:
    """What the matcher chose, and why."""
    console.print(f"\nThe matcher {stance}: {escape_markup(item.explanation.verdict)}")
    evidence = [part for part in item.sampled.match.evidence if part.score or part.name == "title"]
    parts = (f"{part.score:+.0f} {escape_markup(part.why)}" for part in evidence)
    console.print(Padding(f"[dim]{', '.join(parts)}[/dim]", (0, 0, 1, 3)))


class _ShowPrompt(PromptBase[Answer]):
    """Asks which show a name is."""

    def __init__(self, shows: Sequence[AniListId], console: Console) -> None:
        super().__init__(f"\nWhich show? 1–{len(shows)}, an AniList id, none, unsure or quit", console=console)
        self._shows = shows

    def process_response(self, value: str) -> Answer:
        try:
            return parse_audit_answer(value, self._shows)
        except InputError as error:
            raise InvalidResponse(f"[red]{escape_markup(str(error))}[/red]") from error


class _EpisodePrompt(PromptBase[bool | Control]):
    """Asks whether the matcher's episode is right."""

    def __init__(self, episode: int, console: Console) -> None:
        super().__init__(f"Is it episode {episode} of that show? y, n, unsure or quit", console=console)

    def process_response(self, value: str) -> bool | Control:
        try:
            return parse_episode_answer(value)
        except InputError as error:
            raise InvalidResponse(f"[red]{escape_markup(str(error))}[/red]") from error


# --- the result ----------------------------------------------------------------------------------------------


def show_precision(session: AuditSession, overrides: Path, *, is_configured: bool) -> None:
    """What follows from all that is judged, and where it is kept.

    `is_configured` is whether the settings name that overrides file, beside which it lies.
    """
    if not session.audit.judgements:
        return
    console, summary = make_console(), summarise(session.audit)
    precision = describe_precision(summary) if summary else "Nothing judged that a person could tell: no precision yet"
    console.print(f"\n[bold]{precision}[/bold]")
    if left := len(session.sample) - len(session.audit.judgements):
        console.print(f"{pluralize(left, 'name')} left: the next nyaastats review --audit goes on from here")
    console.print(f"Kept in [bold]{escape_markup(str(AuditFile.beside(overrides).path))}[/bold]")
    if not is_configured:
        quoted = escape_markup(quote_toml(str(overrides)))
        console.print(f"To publish it with the next nyaastats etl, add overrides = {quoted} to nyaastats.toml")
