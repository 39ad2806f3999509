"""The named processes: what all have in common, and of each what its description says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from nyaastats.synthetic.clocks import FadingClock, Rhythm
from nyaastats.synthetic.curves import DownloadCurves
from nyaastats.synthetic.decay import PowerDecay
from nyaastats.synthetic.facts import DATA_UNTIL
from nyaastats.synthetic.plan import PlannedTorrent, plan_torrents
from nyaastats.synthetic.process import draw_downloads
from nyaastats.synthetic.processes import PARAMETERS, Process, Spread, draw_curves
from nyaastats.synthetic.scrape_times import DAY, HOUR, Seconds, TorrentTimes
from nyaastats.synthetic.traits import Traits, read_traits

Floats = NDArray[np.float64]

DECEMBER = int(datetime(2025, 12, 8, tzinfo=UTC).timestamp())
MONDAY = int(datetime(2025, 11, 3, tzinfo=UTC).timestamp())


@cache
def plan_once() -> tuple[PlannedTorrent, ...]:
    """Not while tests are collected, which every process does: guessit takes seconds."""
    return plan_torrents(np.random.default_rng(1), 0.2)


@cache
def read_once() -> Traits:
    return read_traits(plan_once())


def list_indices() -> NDArray[np.intp]:
    return np.arange(len(plan_once()))


def curves_of(process: Process, traits: Traits | None = None) -> DownloadCurves:
    return draw_curves(process, traits or read_once(), np.random.default_rng(1))


def share_at_age(curves: DownloadCurves, seconds: int) -> Floats:
    return curves.share(TorrentTimes(list_indices(), read_once().published + seconds))


def share_between(curves: DownloadCurves, torrents: NDArray[np.intp], since: Seconds, until: Seconds) -> Floats:
    """The part of each torrent's downloads between two moments."""
    before, after = (curves.share(TorrentTimes(torrents, at)) for at in (since, until))
    return after - before


# --- all of them -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("process", Process)
def test_expected_downloads_are_those_of_the_first_thirteen_days(process: Process) -> None:
    assert share_at_age(curves_of(process), 13 * DAY) == pytest.approx(1)


@pytest.mark.parametrize("process", Process)
def test_curves_begin_at_nothing_and_never_fall(process: Process) -> None:
    curves = curves_of(process)
    shares = np.array([share_at_age(curves, hour * HOUR) for hour in range(0, 150 * 24, 3)])
    assert (shares[0] == 0).all()
    assert (np.diff(shares, axis=0) > -1e-9).all()


@pytest.mark.parametrize("process", Process)
def test_the_tail_is_long_and_most_downloads_are_early(process: Process) -> None:
    curves = curves_of(process)
    first_week, hundred_days = share_at_age(curves, 7 * DAY), share_at_age(curves, 100 * DAY)
    assert (first_week > 0.55).all()
    assert ((hundred_days > 1.02) & (hundred_days < 3)).all()


@pytest.mark.parametrize("process", Process)
def test_counts_at_midnights_are_the_sums_of_days(process: Process) -> None:
    curves = curves_of(process)
    day = read_once().published // DAY
    midnights = [(index, at) for index in list_indices() for at in DAY * np.arange(day[index] + 1, day[index] + 30)]
    torrent, at = np.array([row for row in midnights if row[1] < DATA_UNTIL.timestamp()]).T
    downloads = draw_downloads(
        curves, np.full(len(list_indices()), 300.0), TorrentTimes(torrent, at), np.random.default_rng(2)
    )
    daily = downloads.daily
    sums = {
        index: dict(zip(daily.day[own].tolist(), np.cumsum(daily.downloads[own]).tolist(), strict=True))
        for index in list_indices().tolist()
        for own in [daily.torrent == index]
    }
    for index, moment, count in zip(torrent.tolist(), at.tolist(), downloads.at_scrapes.tolist(), strict=True):
        assert sums[index][moment // DAY - 1] == count


def test_no_process_shares_a_varying_parameter_with_practice() -> None:
    practice = spreads_of(Process.PRACTICE)
    for process in Process:
        if process is not Process.PRACTICE:
            assert spreads_of(process) & practice == set()


def spreads_of(process: Process) -> set[Spread]:
    parameters = PARAMETERS[process]
    spreads = [getattr(parameters.decay, name) for name in parameters.decay.__dataclass_fields__]
    spreads += [parameters.bump, parameters.half_interest_days]
    return {spread for spread in spreads if spread and spread != Spread(spread.usual)}


# --- each of them ----------------------------------------------------------------------------------------


def test_plain_is_one_curve_for_all() -> None:
    """But for the time of day at which a torrent is published."""
    whole_days = np.array([share_at_age(curves_of(Process.PLAIN), day * DAY) for day in (1, 2, 30)])
    assert np.ptp(whole_days, axis=1) == pytest.approx(0, abs=1e-9)


def is_late() -> NDArray[np.bool_]:
    return read_once().delay_hours > 8


def is_prompt() -> NDArray[np.bool_]:
    return read_once().delay_hours < 1


@pytest.mark.parametrize("process", [Process.MIXED, Process.PRACTICE])
def test_late_groups_have_flatter_curves_than_prompt_ones(process: Process) -> None:
    first_day = share_at_age(curves_of(process), DAY)
    assert min(is_late().sum(), is_prompt().sum()) > 30
    assert first_day[is_prompt()].mean() > first_day[is_late()].mean() + 0.05


@pytest.mark.parametrize("process", [Process.MIXED, Process.POWER, Process.PRACTICE])
def test_tails_differ_by_torrent(process: Process) -> None:
    hundred_days = share_at_age(curves_of(process), 100 * DAY)
    same_show = hundred_days[read_once().show == np.bincount(read_once().show).argmax()]
    assert np.std(same_show) > 0.05


def test_shows_differ_besides() -> None:
    hundred_days = share_at_age(curves_of(Process.MIXED), 100 * DAY)
    sizes = np.bincount(read_once().show)
    of_shows = [hundred_days[read_once().show == show].mean() for show in np.flatnonzero(sizes > 8)]
    assert np.std(of_shows) > 0.1


def old_share_by_weekday(process: Process, traits: Traits | None = None) -> Floats:
    """The share of each weekday, from Monday, in what torrents of more than 30 days get in ten weeks."""
    traits = traits or read_once()
    curves, days = curves_of(process, traits), np.zeros(70)
    for day in range(70):
        old = np.flatnonzero(traits.published < MONDAY + (day - 30) * DAY)
        since = np.full(len(old), MONDAY + day * DAY)
        days[day] = share_between(curves, old, since, since + DAY).sum()
    weekdays = days.reshape(10, 7).sum(axis=0)
    return np.asarray(weekdays / weekdays.sum())


def forget_broadcasts() -> Traits:
    """The same torrents of shows that never air and never end."""
    traits = read_once()
    never = np.zeros_like(traits.published)
    unending = np.zeros_like(traits.is_ending)
    return Traits(traits.published, traits.show, traits.show_count, traits.delay_hours, never, never, unending)


@pytest.mark.parametrize(
    ("process", "low", "high"), [(Process.MIXED, 1.2, 1.4), (Process.BUMPY, 1.1, 1.3), (Process.PRACTICE, 1.3, 1.6)]
)
def test_weekends_are_stronger(process: Process, low: float, high: float) -> None:
    weekdays = old_share_by_weekday(process, forget_broadcasts())
    assert low < weekdays[5:].mean() / weekdays[:5].mean() < high


@pytest.mark.parametrize("process", [Process.PLAIN, Process.POWER, Process.CUTOFF])
def test_other_processes_have_even_weeks(process: Process) -> None:
    # The first week has fewer old torrents on its Monday than on its Sunday, hence not exactly.
    weekdays = old_share_by_weekday(process, forget_broadcasts())
    assert weekdays == pytest.approx(1 / 7, rel=0.12)


@pytest.mark.parametrize(
    ("process", "low", "high"),
    [
        (Process.PLAIN, 0.285, 0.31),
        (Process.MIXED, 0.36, 0.50),
        (Process.BUMPY, 0.68, 0.82),
        (Process.CUTOFF, 0.285, 0.31),
        (Process.POWER, 0.285, 0.31),
        (Process.PRACTICE, 0.45, 0.70),
    ],
)
def test_the_two_days_after_a_broadcast_have_their_share_of_an_old_episodes_week(
    process: Process, low: float, high: float
) -> None:
    """2 of 7 are 0.286, and a little more as decay goes on."""
    curves = curves_of(process)
    weeks = (DECEMBER - read_once().first_broadcast) // (7 * DAY)
    aired_at = read_once().first_broadcast + weeks * 7 * DAY
    is_old = (read_once().published < aired_at - 28 * DAY) & (aired_at <= read_once().last_broadcast)
    old = np.flatnonzero(is_old)
    two_days = share_between(curves, old, aired_at[old], aired_at[old] + 2 * DAY).sum()
    week = share_between(curves, old, aired_at[old], aired_at[old] + 7 * DAY).sum()
    assert len(old) > 50
    assert low < two_days / week < high


def test_a_shows_weeks_are_not_lengthened_by_bumps() -> None:
    clock = curves_of(Process.BUMPY).broadcasts
    for weeks in range(30):
        at = clock.first_at + 7 * weeks
        assert clock.read(list_indices(), at) == pytest.approx(at)


def test_interest_ends_with_the_show_by_an_amount_of_its_own() -> None:
    with_end, without = curves_of(Process.CUTOFF), curves_of(Process.CUTOFF, forget_broadcasts())
    thirty_days_after = read_once().last_broadcast + 30 * DAY
    aired = np.flatnonzero(read_once().is_ending & (read_once().published < read_once().last_broadcast - 20 * DAY))
    slowed = slowdown(with_end, without, aired, thirty_days_after)
    assert (slowed < 0.7).all()
    assert np.ptp(slowed) > 0.2
    before = slowdown(with_end, without, aired, read_once().last_broadcast - 2 * DAY)
    assert before == pytest.approx(1, abs=1e-6)


def slowdown(with_end: DownloadCurves, without: DownloadCurves, torrents: NDArray[np.intp], at: Seconds) -> Floats:
    day = at[torrents], at[torrents] + DAY
    return share_between(with_end, torrents, *day) / share_between(without, torrents, *day)


def test_a_show_of_unknown_length_keeps_its_audience() -> None:
    running = np.flatnonzero(~read_once().is_ending & (read_once().first_broadcast > 0))
    assert len(running)
    fading = curves_of(Process.CUTOFF).fading
    assert np.isinf(fading.from_at[running]).all()


# --- their parts -----------------------------------------------------------------------------------------


def test_a_fading_clock_runs_at_half_its_speed_after_the_half_time() -> None:
    clock = FadingClock(np.array([100.0]), np.array([15.0]))
    first = np.zeros(2, dtype=np.intp)
    at_half_time = clock.read(first, np.array([114.9995, 115.0005]))
    assert np.diff(at_half_time)[0] / 0.001 == pytest.approx(0.5, rel=1e-3)
    assert clock.read(first[:1], np.array([99.0])) == [99.0]


def test_a_rhythm_is_slowest_at_six_and_fastest_on_the_night_to_sunday() -> None:
    rhythm = Rhythm(daily_swing=0.3, weekly_swing=0.2)
    hours = rhythm.read(MONDAY + HOUR * np.arange(7 * 24 + 1))
    by_hour = np.diff(hours)
    assert hours[-1] - hours[0] == pytest.approx(7)
    assert by_hour.reshape(7, 24).mean(axis=0).argmin() in {5, 6}
    assert set(by_hour.reshape(7, 24).sum(axis=1).argsort()[-2:].tolist()) == {5, 6}


def test_a_power_law_falls_as_its_exponent_says() -> None:
    decay = PowerDecay(np.array([0.1, 0.1]), np.array([0.0, -0.5]))
    both = np.arange(2)
    at = [decay.count(both, np.array([days, days])) for days in (9.9, 9.901, 99.9, 99.901)]
    # (1 + u / c) grows tenfold between the two ages, so the rate falls to 10 ** (q − 1).
    assert (at[3] - at[2]) / (at[1] - at[0]) == pytest.approx([0.1, 10**-1.5], rel=1e-3)


def test_season_packs_and_films_have_the_neutral_delay() -> None:
    is_episode = np.array(
        [torrent.truth.episode is not None and torrent.truth.show is not None for torrent in plan_once()]
    )
    assert (read_once().delay_hours[~is_episode] == 1).all()
    assert timedelta(hours=float(read_once().delay_hours.max())) < timedelta(days=30)
