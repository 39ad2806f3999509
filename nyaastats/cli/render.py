"""What the commands print: progress on long steps, and each command's result as a short report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from nyaastats.cli.console import escape_markup, format_count, format_percent, make_console, make_printable, pluralize
from nyaastats.cli.render_archive import describe_scrapes
from nyaastats.cli.render_week import describe_season, list_news
from nyaastats.domain.audits import MatchAudit
from nyaastats.domain.events import EventRejection
from nyaastats.domain.matches import CLEAR_MARGINS
from nyaastats.domain.measures import Attribution
from nyaastats.identify.evaluation import EvaluationFigures, Judgement, NameOutcome, count_outcomes
from nyaastats.identify.explanation import Explanation
from nyaastats.identify.reading_evaluation import ReadingJudgement
from nyaastats.pipeline.etl import EtlResult
from nyaastats.pipeline.etl import Progress as StepProgress
from nyaastats.publish.contracts.public import ChartRow, WeekChart
from nyaastats.publish.contracts.report import Audit, Rate, Report, Revision

if TYPE_CHECKING:
    from nyaastats.synthetic import Summary  # which would import guessit for every command


_CHART_ROWS = 10
_MAX_WRONG_NAMES = 20
_MAX_TITLE_WIDTH = 64


# --- progress ------------------------------------------------------------------------------------------------


@contextmanager
def show_progress(steps: int) -> Iterator[StepProgress]:
    """A progress bar over `steps` steps on a terminal's stderr; elsewhere one line for each step, on stdout.

    Not on stderr: cron mails what a job writes there, so that a scheduled run writes only errors to it.
    """
    console = make_console(stderr=True)
    if not console.is_terminal:
        yield partial(_print_step, make_console())
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
def _print_step(console: Console, text: str) -> Iterator[None]:
    console.print(text)
    yield


# --- nyaastats etl -------------------------------------------------------------------------------------------


def show_outcome(outcome: EtlResult, output: Path) -> None:
    """What was new, the last complete week and its news, how much was matched, what was excluded, and the seasons."""
    console = make_console()
    report = outcome.report
    if outcome.update:
        console.print(escape_markup(describe_scrapes(outcome.update)))
    for fault in outcome.unusable_shows:
        console.print(f"[yellow]{escape_markup(fault)}: skipped[/yellow]", soft_wrap=True)
    synthetic = " (synthetic data)" if report.synthetic else ""
    console.print(f"\n[bold]{report.season}[/bold]{synthetic}, scrapes until {report.data_until:%Y-%m-%d %H:%M} UTC\n")
    if week := _find_last_week(outcome.publication.weeks):
        console.print(_make_chart(week))
        if week.complete and not week.settled:
            console.print(_describe_provisional(week, report))
        for line in list_news(week):
            console.print(line)
    console.print(_describe_match_rate(report.match_rate, report))
    console.print(f"{_describe_margins(report)}\n")
    console.print(_make_exclusions(report))
    for line in _list_remarks(report):
        console.print(line)
    if unpublished := outcome.publication.events.left_out.get(EventRejection.UNPUBLISHED_SHOW):
        entries = pluralize(unpublished, "event")
        console.print(f"[yellow]{entries} of your own left out: no show with that id is published[/yellow]")
    console.print()
    for season in outcome.publication.seasons_index.seasons:
        console.print(describe_season(season))
    console.print(f"\nWritten to [bold]{escape_markup(str(output))}[/bold], every detail in report.json.")


def show_missing_website() -> None:
    """Say where the website is built, after files were written for one that is not here."""
    make_console().print(
        "There is no website here: build it in a checkout of the repository, with make site.", soft_wrap=True
    )


def _find_last_week(weeks: Sequence[WeekChart]) -> WeekChart | None:
    # The current week is ranked too, but by a part of its days: it is shown only where there is no other.
    ranked_weeks = [week for week in weeks if week.rows]
    complete = [week for week in ranked_weeks if week.complete]
    return next(reversed(complete or ranked_weeks), None)


def _describe_move(row: ChartRow) -> str:
    if row.previous_rank is None:
        return "[green]new[/green]" if row.weeks_on_chart == 1 else "[cyan]back[/cyan]"
    places = row.previous_rank - row.rank
    if places == 0:
        return "[dim]=[/dim]"
    return f"[green]▲{places}[/green]" if places > 0 else f"[red]▼{-places}[/red]"


def _make_chart(week: WeekChart) -> Table:
    table = Table(title=f"{week.week}, from {week.start_date:%d %B}", title_justify="left", box=None, pad_edge=False)
    table.add_column("rank", justify="right", no_wrap=True)
    table.add_column("", min_width=4, no_wrap=True)
    # The only column that may shrink; its text is cut, not wrapped.
    table.add_column("show", max_width=_MAX_TITLE_WIDTH)
    table.add_column("downloads", justify="right", no_wrap=True)
    table.add_column("weeks", justify="right", no_wrap=True)
    for row in week.rows[:_CHART_ROWS]:
        title = Text(make_printable(row.title), no_wrap=True, overflow="ellipsis")
        downloads, weeks = format_count(row.downloads), str(row.weeks_on_chart)
        table.add_row(str(row.rank), _describe_move(row), title, downloads, weeks)
    return table


def _describe_provisional(week: WeekChart, report: Report) -> str:
    torrents = pluralize(report.tail_torrents, "torrent")
    estimated = format_percent(week.downloads_estimated / week.downloads)
    return (
        f"[yellow]Provisional: {estimated} of this week's downloads are estimated; "
        f"{torrents} will be scraped again[/yellow]"
    )


def _describe_match_rate(rate: Rate, report: Report) -> str:
    methods = ", ".join(f"{format_count(tally.torrents)} {method}" for method, tally in report.match_methods.items())
    return (
        f"\nMatched [bold]{format_percent(rate.by_torrents)}[/bold] of "
        f"{format_count(rate.to_be_matched.torrents)} torrents that can be matched, "
        f"[bold]{format_percent(rate.by_downloads)}[/bold] of their downloads\n"
        f"Counted {format_count(report.counted.torrents)} of {format_count(report.all.torrents)} torrents ({methods}) "
        f"for {pluralize(report.shows, 'show')}, {format_count(report.counted.downloads)} downloads"
    )


def _describe_margins(report: Report) -> str:
    """How sure the matches are, and how right a person found them."""
    whole = sum(margin.downloads for margin in report.match_margins)
    clear = sum(margin.downloads for margin in report.match_margins if margin.min_margins is None)
    contested = sum(margin.downloads for margin in report.match_margins if (margin.min_margins or inf) < CLEAR_MARGINS)
    shares = (format_percent(part / whole if whole else None) for part in (clear, contested))
    margins = "Of the downloads {} have no second show near, {} are contested by one".format(*shares)
    if report.audit is None:
        return margins
    return f"{margins}\nJudged by a person on {report.audit.judged_at:%Y-%m-%d}: {describe_precision(report.audit)}"


def describe_precision(audit: MatchAudit | Audit) -> str:
    """`48 of 50 right, 1 cannot tell: precision 98.0 %, between 89.3 % and 99.6 % (95 %), weighted by downloads`."""
    unsure = f", {audit.unsure} cannot tell" if audit.unsure else ""
    low, high = map(format_percent, (audit.low, audit.high))
    return (
        f"{audit.right} of {audit.judged} right{unsure}: precision {format_percent(audit.precision)}, "
        f"between {low} and {high} (95 %), weighted by downloads"
    )


def _describe_revision(revision: Revision) -> str:
    share, places = format_percent(revision.mean_revision), format_count(revision.places)
    return (
        f"First editions of {pluralize(revision.weeks, 'week')}: downloads have changed since by {share} in the mean, "
        f"{format_count(revision.ranks_moved)} of {places} ranks have moved"
    )


def _make_exclusions(report: Report) -> Table:
    table = Table(title="Excluded", title_justify="left", box=None, pad_edge=False)
    table.add_column("torrents", justify="right")
    table.add_column("downloads", justify="right")
    table.add_column("why")
    for reason, tally in report.excluded.items():
        table.add_row(format_count(tally.torrents), format_count(tally.downloads), reason.description)
    return table


def _list_remarks(report: Report) -> Iterator[str]:
    """Lines about repaired counts, skipped rows and everything else that may make the numbers wrong."""
    bad = sum(report.rejected_torrents.values()) + sum(report.rejected_scrapes.values())
    drops, resets = pluralize(report.count_drops, "count drop"), pluralize(report.resets, "counter reset")
    spikes = pluralize(report.spikes, "spike")
    yield f"\n{drops}, {resets} and {spikes} corrected, {pluralize(bad, 'invalid row')} skipped"
    if report.in_doubt:
        torrents = pluralize(report.in_doubt, "torrent")
        yield f"[yellow]{torrents} in doubt: the last rise is not counted until it is confirmed[/yellow]"
    if report.tracker_restarts:
        events = pluralize(report.tracker_restarts, "event")
        yield f"[yellow]The tracker was restarted, {events}: what came in around it is in no count[/yellow]"
    yield from _list_remarks_on_estimates(report)
    if report.revision:
        yield _describe_revision(report.revision)
    if report.unmatched_titles:
        first = report.unmatched_titles[0]
        title, downloads = escape_markup(first.title or first.example), format_count(first.downloads)
        yield f"Most downloaded title without a show: {title} ({downloads})"
    for show in report.missing_shows:
        title, downloads = escape_markup(show.title), format_count(show.downloads)
        yield f"[red]Missing from the ranking: {title} ({downloads} downloads)[/red]"
    if report.anilist_stale_since:
        since = f"{report.anilist_stale_since:%Y-%m-%d %H:%M} UTC"
        yield f"[yellow]AniList could not be reached: the shows are those of {since}[/yellow]"
    if report.skipped_shows:
        entries = pluralize(report.skipped_shows, "entry", "entries")
        yield f"[yellow]{entries} of AniList's response could not be read[/yellow]"


def _list_remarks_on_estimates(report: Report) -> Iterator[str]:
    """Lines about what could not be estimated, or is not published yet."""
    if report.attribution is Attribution.INTERVAL and not report.decay_torrents:
        yield (
            "[yellow]No torrent was scraped from its start: downloads are spread evenly between scrapes, "
            "and what came in since the last ones is not estimated[/yellow]"
        )
    if report.overdue_torrents:
        torrents = pluralize(report.overdue_torrents, "torrent")
        yield f"[yellow]{torrents} passed over by the scraper: nothing is estimated since the last scrape[/yellow]"
    if report.unscraped_torrents:
        torrents = pluralize(report.unscraped_torrents, "torrent")
        yield f"[yellow]{torrents} counted without a scrape: nothing is known of the downloads yet[/yellow]"
    if report.not_begun:
        downloads = pluralize(report.not_begun, "download")
        yield f"{downloads} of the day that has just begun are published once it is an hour old"


# --- nyaastats explain ---------------------------------------------------------------------------------------


def show_explanation(explanation: Explanation) -> None:
    """What the name says, each likely show with its evidence, and the decision."""
    console = make_console()
    release = explanation.release
    fields = Table(box=None, show_header=False, pad_edge=False)
    for field in ("titles", "season", "part", "number", "kind", "version", "group", "resolution"):
        value = getattr(release, field)
        fields.add_row(
            f"[dim]{field}[/dim]", escape_markup(" | ".join(value) if isinstance(value, tuple) else str(value))
        )
    console.print(fields)
    for candidate in explanation.shows:
        show = candidate.show
        console.print(f"\n[bold]{candidate.score:6.0f}  {escape_markup(show.title)}[/bold] [dim]{show.id}[/dim]")
        for part in candidate.evidence:
            console.print(f"{part.score:+6.0f}  [dim]{part.name}[/dim] {escape_markup(part.why)}")
    console.print(f"\n{escape_markup(explanation.verdict)}")


# --- nyaastats evaluate --------------------------------------------------------------------------------------


def show_evaluation(judgements: Sequence[Judgement], readings: Sequence[ReadingJudgement] = ()) -> None:
    """The figures, and the names with a wrong answer or misread; readings are there only for names labelled so."""
    console = make_console()
    console.print(_describe_figures(count_outcomes(judgements)))
    wrong = [item for item in judgements if item.outcome not in {NameOutcome.RIGHT, NameOutcome.EXCLUDED}]
    _show_wrong_names(console, [(item.outcome, item.labelled.name) for item in wrong])
    if readings:
        misread = [(", ".join(reading.wrong), reading.name) for reading in readings if reading.wrong]
        names, right = format_count(len(readings)), format_count(len(readings) - len(misread))
        console.print(f"{names} names labelled with what they say: {right} read right")
        _show_wrong_names(console, misread)


def _show_wrong_names(console: Console, names: Sequence[tuple[str, str]]) -> None:
    """What is wrong with each name, and the name."""
    for fault, name in names[:_MAX_WRONG_NAMES]:
        console.print(f"[red]{fault:13}[/red] {escape_markup(name)}")
    if len(names) > _MAX_WRONG_NAMES:
        console.print(f"… and {len(names) - _MAX_WRONG_NAMES} more: --json lists them all")


def _describe_figures(figures: EvaluationFigures) -> str:
    single, other = figures.single, figures.other
    return (
        f"precision [bold]{format_percent(figures.precision)}[/bold]  "
        f"recall [bold]{format_percent(figures.recall)}[/bold]\n"
        f"{format_count(single.total)} single episodes: {format_count(single.right)} right, "
        f"{format_count(single.wrong_show)} wrong show, "
        f"{format_count(single.wrong_episode)} wrong episode, {format_count(single.missed)} missed\n"
        f"{format_count(other.total)} others: {format_count(other.excluded)} excluded, "
        f"{format_count(other.attributed)} attributed to an episode"
    )


# --- nyaastats synthetic -------------------------------------------------------------------------------------


def show_synthetic(summary: Summary) -> None:
    """Where the season went and how large it is."""
    console = make_console()
    console.print(
        f"{format_count(summary.shows)} shows, {format_count(summary.torrents)} torrents, "
        f"{format_count(summary.stats)} scrapes, "
        f"{format_count(summary.downloads)} downloads\n"
        f"database  {escape_markup(str(summary.database))}\nshows     {escape_markup(str(summary.anilist))}\n"
        f"truth     {escape_markup(str(summary.truth))}"
    )
