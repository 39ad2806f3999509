"""What a person sees in the terminal: progress on long steps, and each command's answer as a short report."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.prompt import InvalidResponse, PromptBase
from rich.table import Table
from rich.text import Text

from nyaastats.cli.console import count, counted, make_console, percent, printable, shown
from nyaastats.domain.matches import UNSTATED
from nyaastats.domain.shows import AniListId
from nyaastats.errors import InputError
from nyaastats.identify.evaluation import Figures, Judged, Outcome, figures
from nyaastats.identify.explanation import Explained
from nyaastats.identify.matcher import Matcher, Weighed
from nyaastats.pipeline.etl import Outcome as RunOutcome
from nyaastats.pipeline.etl import Step
from nyaastats.publish.contracts.public import ChartWeek, Ranking
from nyaastats.publish.contracts.report import Rate, Report
from nyaastats.review.overrides_file import quoted
from nyaastats.review.prompt import Answer, Turn, parse_answer
from nyaastats.review.session import Asked, Decided, Session

if TYPE_CHECKING:
    from nyaastats.synthetic import Summary  # which would import guessit for every command


_TOP = 10
_MOST_LINES = 20
_WIDEST_TITLE = 64


# --- progress ------------------------------------------------------------------------------------------------


@contextmanager
def progress(steps: int) -> Iterator[Step]:
    """A bar over `steps` steps on a terminal's stderr; elsewhere a plain line a step.

    The lines go before the report, to stdout: what a scheduled run writes to stderr is an error, and nothing else.
    """
    console = make_console(stderr=True)
    if not console.is_terminal:
        yield partial(_plain_step, make_console())
        return
    columns = (SpinnerColumn(), TextColumn("{task.description:<28}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=steps)

        @contextmanager
        def step(text: str) -> Iterator[None]:
            bar.update(task, description=text)
            yield
            bar.advance(task)

        yield step


@contextmanager
def _plain_step(console: Console, text: str) -> Iterator[None]:
    console.print(text)
    yield


# --- nyaastats etl -------------------------------------------------------------------------------------------


def show_outcome(outcome: RunOutcome, output: Path) -> None:
    """The top ten of the last whole week, how much was matched, and what was left out and why."""
    console = make_console()
    report = outcome.report
    made_up = " (made-up numbers)" if report.synthetic else ""
    console.print(f"\n[bold]{report.season}[/bold]{made_up}, scrapes until {report.data_until:%Y-%m-%d %H:%M} UTC\n")
    if week := _last_week(outcome.rankings.weeks):
        console.print(_top(week))
    console.print(_rates(report.match_rate, report))
    console.print(_left_out(report))
    for line in _remarks(report):
        console.print(line)
    console.print(f"\nWritten to [bold]{shown(str(output))}[/bold], every detail in report.json.")


def _last_week(weeks: Sequence[ChartWeek]) -> ChartWeek | None:
    ranked = [week for week in weeks if week.rankings]
    complete = [week for week in ranked if week.complete]
    return next(reversed(complete or ranked), None)


def _arrow(ranking: Ranking) -> str:
    if ranking.previous_rank is None:
        return "[green]new[/green]" if ranking.weeks_on_chart == 1 else "[cyan]back[/cyan]"
    risen = ranking.previous_rank - ranking.rank
    if risen == 0:
        return "[dim]=[/dim]"
    return f"[green]▲{risen}[/green]" if risen > 0 else f"[red]▼{-risen}[/red]"


def _top(week: ChartWeek) -> Table:
    table = Table(title=f"{week.week}, from {week.start_date:%d %B}", title_justify="left", box=None, pad_edge=False)
    table.add_column("rank", justify="right", no_wrap=True)
    table.add_column("", min_width=4, no_wrap=True)
    table.add_column("show", max_width=_WIDEST_TITLE)  # the only one that gives way, and its text is cut, not wrapped
    table.add_column("downloads", justify="right", no_wrap=True)
    table.add_column("weeks", justify="right", no_wrap=True)
    for one in week.rankings[:_TOP]:
        title = Text(printable(one.title), no_wrap=True, overflow="ellipsis")
        table.add_row(str(one.rank), _arrow(one), title, count(one.downloads), str(one.weeks_on_chart))
    return table


def _rates(rate: Rate, report: Report) -> str:
    methods = ", ".join(f"{count(number)} {method}" for method, number in report.match_methods.items())
    return (
        f"\nMatched [bold]{percent(rate.by_torrents)}[/bold] of {count(rate.to_be_matched.torrents)} torrents that can "
        f"be matched, [bold]{percent(rate.by_downloads)}[/bold] of their downloads\n"
        f"Counted {count(report.counted.torrents)} of {count(report.all.torrents)} torrents ({methods}) "
        f"for {counted(report.shows, 'show')}, {count(report.counted.downloads)} downloads\n"
    )


def _left_out(report: Report) -> Table:
    table = Table(title="Left out", title_justify="left", box=None, pad_edge=False)
    table.add_column("torrents", justify="right")
    table.add_column("downloads", justify="right")
    table.add_column("why")
    for reason, tally in report.left_out.items():
        table.add_row(count(tally.torrents), count(tally.downloads), reason.description)
    return table


def _remarks(report: Report) -> Iterator[str]:
    """What a person should know before they trust the numbers."""
    bad = sum(report.rejected_torrents.values()) + sum(report.rejected_scrapes.values())
    mended = f"{counted(report.glitches, 'glitch', 'glitches')} and {counted(report.resets, 'reset')} of counts mended"
    yield f"\n{mended}, {counted(bad, 'bad row')} skipped"
    if report.unmatched_titles:
        most = report.unmatched_titles[0]
        yield f"Most downloaded without a show: {shown(most.title or most.example)} ({count(most.downloads)})"
    for missing in report.missing_shows:
        yield f"[red]Missing in the ranking: {shown(missing.title)} ({count(missing.downloads)} downloads)[/red]"
    if report.anilist_stale_since:
        since = f"{report.anilist_stale_since:%Y-%m-%d %H:%M} UTC"
        yield f"[yellow]AniList could not be asked: shows are as of {since}[/yellow]"
    if report.skipped_shows:
        yield f"[yellow]{report.skipped_shows} entries of AniList's answer could not be read[/yellow]"


# --- nyaastats explain ---------------------------------------------------------------------------------------


def show_explanation(explanation: Explained) -> None:
    """What was read in the name, each likely show with its evidence, and the decision."""
    console = make_console()
    release = explanation.release
    said = Table(box=None, show_header=False, pad_edge=False)
    for field in ("titles", "season", "part", "number", "kind", "version", "group", "resolution"):
        value = getattr(release, field)
        said.add_row(f"[dim]{field}[/dim]", shown(" | ".join(value) if isinstance(value, tuple) else str(value)))
    console.print(said)
    for weighed in explanation.shows:
        show = weighed.claim.show
        console.print(f"\n[bold]{weighed.score:6.0f}  {shown(show.title)}[/bold] [dim]{show.id}[/dim]")
        for part in weighed.evidence:
            console.print(f"{part.score:+6.0f}  [dim]{part.name}[/dim] {shown(part.why)}")
    console.print(f"\n{shown(explanation.verdict)}")


# --- nyaastats review ----------------------------------------------------------------------------------------


def require_terminal() -> None:
    """Raise InputError where nobody can be asked."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError("nyaastats review asks questions: run it in a terminal, with nothing piped in or out")


def hold_review(session: Session) -> None:
    """Ask until there is nothing left or the person has enough, which Ctrl-D says too."""
    if not session.questions:
        make_console().print("Nothing to ask: every title has a show, and no match is in doubt.")
    with suppress(EOFError):
        session.walk(partial(_ask, make_console(), session.matcher))


def show_kept(session: Session, *, is_used: bool) -> None:
    """How many decisions there are to find, and where; how to have them used where the settings name another file."""
    if not session.made:
        return
    path = str(session.notebook.path)
    make_console().print(f"\n{counted(len(session.made), 'decision')} kept in [bold]{shown(path)}[/bold]")
    if not is_used:
        make_console().print(f"To have them used, write overrides = {shown(quoted(path))} to nyaastats.toml")


def _ask(console: Console, matcher: Matcher, asked: Asked) -> Decided | Turn:
    _show_question(console, asked)
    for number, weighed in enumerate(asked.explained.shows, start=1):
        _show_candidate(console, number, weighed)
    answer = _Which([weighed.claim.show.id for weighed in asked.explained.shows], console)()
    if isinstance(answer, Turn):
        return answer
    if answer.show is not None and answer.show not in matcher:
        console.print(f"AniList's {answer.show} is not among the shows of this season: nothing will count for it")
    return Decided(answer.show, _Why(console)())


def _show_question(console: Console, asked: Asked) -> None:
    question = asked.question
    season = "no season stated" if question.season == UNSTATED else f"season {question.season} stated"
    console.rule(f"{asked.number} of {asked.of}", style="dim")
    console.print(
        f"[bold]{shown(question.title)}[/bold], {season}: "
        f"{counted(question.torrents, 'torrent')}, {counted(question.downloads, 'download')}"
    )
    for example in question.examples:
        console.print(f"  [dim]{shown(example.torrent.name)}[/dim]")
    console.print(f"{shown(asked.explained.verdict)}\n")


def _show_candidate(console: Console, number: int, weighed: Weighed) -> None:
    """The show, and what weighed for it or against it."""
    show = weighed.claim.show
    console.print(f"[bold]{number}{weighed.score:6.0f}  {shown(show.title)}[/bold] [dim]{show.id}[/dim]")
    spoke = [part for part in weighed.evidence if part.score or part.name == "title"]
    parts = (f"{part.score:+.0f} {shown(part.why)}" for part in spoke)
    console.print(Padding(f"[dim]{', '.join(parts)}[/dim]", (0, 0, 0, 9)))


class _Which(PromptBase[Answer]):
    """Asks which show it is."""

    def __init__(self, shows: Sequence[AniListId], console: Console) -> None:
        numbers = f"1–{len(shows)}, " if shows else ""
        super().__init__(f"\nWhich show? {numbers}an AniList id, none, skip or quit", console=console)
        self._shows = shows

    def process_response(self, value: str) -> Answer:
        try:
            return parse_answer(value, self._shows)
        except InputError as error:
            raise InvalidResponse(f"[red]{shown(str(error))}[/red]") from error


class _Why(PromptBase[str]):
    """Asks for the reason, until there is one."""

    def __init__(self, console: Console) -> None:
        super().__init__("Why?", console=console)

    def process_response(self, value: str) -> str:
        if not (why := value.strip()):
            raise InvalidResponse("[red]whoever reads the decision later needs a reason[/red]")
        return why


# --- nyaastats evaluate --------------------------------------------------------------------------------------


def show_evaluation(judged: Sequence[Judged]) -> None:
    """The figures, and the names that were got wrong."""
    console = make_console()
    console.print(_figures(figures(judged)))
    bad = [one for one in judged if one.outcome not in {Outcome.RIGHT, Outcome.LEFT_OUT}]
    for one in bad[:_MOST_LINES]:
        console.print(f"[red]{one.outcome:13}[/red] {shown(one.labelled.name)}")
    if len(bad) > _MOST_LINES:
        console.print(f"… and {len(bad) - _MOST_LINES} more: --json lists them all")


def _figures(all_: Figures) -> str:
    single, other = all_.single, all_.other
    return (
        f"precision [bold]{percent(all_.precision)}[/bold]  recall [bold]{percent(all_.recall)}[/bold]\n"
        f"{count(single.total)} single episodes: {count(single.right)} right, {count(single.wrong_show)} wrong show, "
        f"{count(single.wrong_episode)} wrong episode, {count(single.missed)} missed\n"
        f"{count(other.total)} others: {count(other.left_out)} left out, "
        f"{count(other.attributed)} attributed to an episode"
    )


# --- nyaastats synthetic -------------------------------------------------------------------------------------


def show_synthetic(summary: Summary) -> None:
    """Where the season went and how large it is."""
    console = make_console()
    console.print(
        f"{count(summary.shows)} shows, {count(summary.torrents)} torrents, {count(summary.stats)} scrapes, "
        f"{count(summary.downloads)} downloads\n"
        f"database  {shown(str(summary.database))}\nshows     {shown(str(summary.anilist))}\n"
        f"truth     {shown(str(summary.truth))}"
    )
