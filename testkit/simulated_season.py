"""Four weeks of a season, simulated: torrents are published, peers announce downloads, the collector runs hourly.

Time goes in hours. What happens in hour h lies between the run of hour h - 1 and that of hour h, which begins a few
seconds after five past: so the run of hour h can see all that was announced by hour h.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from pathlib import Path

from nyaastats.collect import runner
from nyaastats.collect.backfill import BackfillPlan
from nyaastats.collect.events import BackfillSummary, RunAborted, RunSummary
from nyaastats.collect.guessit_pool import GuessitPool, open_guessit_pool
from nyaastats.collect.http import HttpPolicy
from nyaastats.collect.retry import PAGE_RETRY, RetryPolicy
from nyaastats.collect.run import CollectConfig
from nyaastats.errors import CollectError
from testkit.nyaa_pages import PageEntry
from testkit.nyaa_server import Nyaa, answer, nyaa_server
from testkit.opentracker import Event, Opentracker, opentracker

START = datetime(2025, 10, 6, tzinfo=UTC)
"""The Monday of 2025-W41."""
DAY, WEEK = 24, 7 * 24
WEEKS = 4
HOURS = WEEKS * WEEK + 3
"""Into the fifth Monday, so that the last week is scraped to its end."""
UPLOADER = 60_000
"""The peer that has a torrent first; peers that download it are numbered from 1."""
PER_PAGE = 6

OFF = range(WEEK + DAY + 10, WEEK + DAY + 20)
"""The second Tuesday, 10 to 20 o'clock: the machine is off, and more is published than the feed holds."""
BACKFILL_HOUR = WEEK + 4 * DAY + 12
"""The second Friday: a backfill reads in the listing what the feed had dropped."""
FAILED = (2 * DAY + 7, 2 * WEEK + 3 * DAY + 5)
"""Neither nyaa nor the tracker answers: once over HTTP, once over UDP."""
CLOCK_BACK = WEEK + 5 * DAY + 3
FORGETFUL_HOURS = (*range(4 * DAY + 2, 4 * DAY + 9), *range(2 * WEEK + 2 * DAY, 2 * WEEK + 4 * DAY))
"""Another machine of the tracker answers, which does not know all torrents: some hours over HTTP, days over UDP."""
OVER_UDP = range(2 * WEEK, HOURS)
"""The tracker is scraped over UDP, before that over HTTP."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A torrent and its downloads over time."""

    name: str
    hour: int
    """In which it is published."""
    show: int | None = None
    episode: int | None = None
    """The episode that it counts for; None: it counts for none."""
    weight: int = 0
    """Downloads in its first hour; half as many 18 hours later."""
    first_name: str | None = None
    """Its name in its first two hours, if the uploader edits it."""
    is_steady: bool = False
    """Whether it is downloaded at the turn of a week, too."""
    is_remake: bool = False
    """Whether it is marked as a remake, two hours later."""
    is_forgotten: bool = False
    """Whether the tracker does not know it in the hours in which it is `FORGETFUL_HOURS`."""
    is_abandoned: bool = False
    """Whether its uploader leaves and nobody has it."""

    @property
    def infohash(self) -> str:
        return sha1(self.name.encode()).hexdigest()  # noqa: S324  # what an infohash is

    @property
    def published(self) -> datetime:
        return START + timedelta(hours=self.hour - 1, minutes=25)

    def downloads(self, hour: int) -> int:
        """How many are announced in that hour."""
        age = hour - self.hour
        if age < 0 or hour >= WEEKS * WEEK or not self.weight or self._rests(hour):
            return 0
        return round(self.weight * 2 ** (-age / 18)) + (age % 30 == 29)

    def _rests(self, hour: int) -> bool:
        """Whether nobody downloads it, so that each download belongs to one week for certain, and is counted.

        None may lie between two scrapes of different weeks; at the end of the last week not even of a steady torrent.
        """
        is_astride = hours_to_week_turn(hour) <= max_interval_hours(hour - self.hour)
        return is_astride and not (self.is_steady and hour < WEEKS * WEEK - DAY)

    def by(self, hour: int) -> int:
        """How many were announced until the run of that hour."""
        return sum(map(self.downloads, range(self.hour, hour + 1)))

    def entry(self, hour: int) -> PageEntry:
        """How nyaa lists it then, by the counts of the same tracker."""
        is_settled = hour >= self.hour + 2
        downloads = self.by(hour)
        return PageEntry(
            infohash=self.infohash,
            name=self.name if is_settled else self.first_name or self.name,
            published=self.published,
            nyaa_id=2_000_000 + self.hour,
            seeders=0 if self.is_abandoned else downloads + 1,
            downloads=downloads,
            remake=self.is_remake and is_settled,
        )


def max_interval_hours(age: int) -> int:
    """The longest interval, in hours, between two scrapes of a torrent that is downloaded at that age, in hours.

    By the collector's table of paces; the scrape that ends the interval comes up to a day later.
    """
    oldest = age + DAY
    return 1 if oldest < 2 * DAY else 4 if oldest < 7 * DAY else DAY


def is_boundary(upload: Upload, hour: int) -> bool:
    """Whether a torrent of that age is due from that full hour on: hourly, at 00, 04, 08 …, or at midnight."""
    age = START + timedelta(hours=hour) - upload.published
    return hour % (1 if age < timedelta(days=2) else 4 if age < timedelta(days=7) else DAY) == 0


def hours_to_week_turn(hour: int) -> int:
    """Hours from there to the nearest turn of a week."""
    return min(hour % WEEK, -hour % WEEK)


# --- what is published ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Show:
    """A show of the season; its first episode is released in `hour`, the next a week later each."""

    id: int
    title: str
    hour: int
    weights: tuple[int, int, int, int]
    is_steady: bool = False

    def uploads(self) -> Iterator[Upload]:
        for episode, weight in enumerate(self.weights, start=1):
            hour = self.hour + (episode - 1) * WEEK
            yield Upload(
                f"[SubsPlease] {self.title} - {episode:02} (1080p) [{self.id:08X}].mkv",
                hour,
                self.id,
                episode,
                weight,
                is_steady=self.is_steady,
            )


WIND, DINER, CLOCK, POST, GUITAR, LANTERN, TRAIN = range(501, 508)
SHOWS = (
    Show(WIND, "Kaze no Machi", 14, (20, 14, 9, 30)),
    Show(DINER, "Hoshizora Diner", DAY + 9, (12, 13, 16, 10)),
    Show(CLOCK, "Ryuu to Tokei", 2 * DAY + 17, (8, 25, 7, 7)),
    Show(POST, "Mori no Yuubinkyoku", 5 * DAY + 13, (15, 9, 12, 13)),
    # Twins: of equal numbers the lower id comes first.
    Show(GUITAR, "Umibe no Guitar", 3 * DAY + 10, (6, 4, 6, 4)),
    Show(LANTERN, "Yuki to Lantern", 3 * DAY + 10, (6, 4, 6, 4)),
    Show(TRAIN, "Densha Gakuen", 6 * DAY + 20, (3, 3, 3, 2), is_steady=True),
)
UNKNOWN = Upload("[Nobody] Nothing That Airs - 03 (1080p).mkv", 3 * DAY + 3, weight=15)
SECOND_VERSION = Upload("[SubsPlease] Kaze no Machi - 02v2 (1080p) [00000002].mkv", WEEK + 20, weight=5)
BATCH = Upload("[Judas] Hoshizora Diner (Season 1) [1080p][Batch]", 2 * WEEK + 3 * DAY, weight=4)
ABANDONED = Upload("[Nobody] Left Alone - 01 (720p).mkv", DAY + 2, is_abandoned=True)
EDITED = Upload(
    "[Erai-raws] Hoshizora Diner - 03 [1080p][Multiple Subtitle].mkv", 2 * WEEK + DAY + 12, DINER, 3, 6,
    first_name="[Erai-raws] Hoshizora Diner - 02 [1080p][Multiple Subtitle].mkv",
)  # fmt: skip
REMADE = Upload(
    "[Judas] Ryuu to Tokei - 01 [1080p][HEVC x265 10bit].mkv", 2 * DAY + 22, CLOCK, 1, 4, is_remake=True
)  # fmt: skip
LATE = (
    Upload("[Erai-raws] Ryuu to Tokei - 01 [1080p].mkv", OFF[1], CLOCK, 1, 11),
    Upload("[Erai-raws] Kaze no Machi - 02 [1080p].mkv", OFF[2], WIND, 2, 7),
)
FLOOD = tuple(Upload(f"[Nobody] Flood of Old Things - {number:02}.mkv", OFF[3 + number]) for number in range(PER_PAGE))
FORGOTTEN = tuple(
    Upload(f"[Erai-raws] {title} - 01 [1080p].mkv", 3 * DAY + 14, show, 1, 5, is_forgotten=True)
    for show, title in ((GUITAR, "Umibe no Guitar"), (LANTERN, "Yuki to Lantern"))
)
"""Found again an hour later while they are young, and days later when they are old."""


def uploads() -> tuple[Upload, ...]:
    """All of them, in the order in which they are published."""
    regular = [upload for show in SHOWS for upload in show.uploads()]
    others = (UNKNOWN, SECOND_VERSION, BATCH, ABANDONED, EDITED, REMADE, *LATE, *FLOOD, *FORGOTTEN)
    return tuple(sorted((*regular, *others), key=lambda upload: upload.hour))


def snapshot() -> dict[str, object]:
    """What AniList says of the shows."""
    return {"data": {"Page": {"media": [_media(show) for show in SHOWS]}}}


def _media(show: Show) -> dict[str, object]:
    first = START + timedelta(hours=show.hour - 1)
    airings = [
        {"episode": episode, "airingAt": int((first + timedelta(weeks=episode - 1)).timestamp())}
        for episode in range(1, 13)
    ]
    return {
        "id": show.id,
        "title": {"romaji": show.title, "english": None, "native": None},
        "format": "TV",
        "status": "RELEASING",
        "episodes": 12,
        "season": "FALL",
        "seasonYear": 2025,
        "startDate": {"year": 2025, "month": 10, "day": first.day},
        "airingSchedule": {"nodes": airings},
    }


# --- the simulation ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class SimulatedRuns:
    """The outcome of each run, by hour."""

    database: Path
    summaries: dict[int, RunSummary | RunAborted] = field(default_factory=dict)
    errors: dict[int, CollectError] = field(default_factory=dict)
    backfill: BackfillSummary | RunAborted | None = None


def run_season(folder: Path) -> SimulatedRuns:
    """Simulate the weeks; the database is in the folder afterwards."""
    torrents = uploads()
    all_infohashes = [upload.infohash for upload in torrents]
    known_infohashes = [upload.infohash for upload in torrents if not upload.is_forgotten]
    with (
        nyaa_server(per_page=PER_PAGE) as nyaa,
        opentracker(all_infohashes) as tracker,
        opentracker(known_infohashes) as forgetful,
        open_guessit_pool(1) as pool,
    ):
        trackers = _Trackers(tracker, forgetful)
        world = World(torrents, nyaa, trackers.announce)
        simulation = _Simulation(world, trackers, pool, folder / "nyaastats.db")
        asyncio.run(simulation.run_season())
    return simulation.runs


@dataclass(frozen=True, slots=True)
class _Trackers:
    """Two machines of one tracker: peers announce to both, and only one knows all torrents."""

    whole: Opentracker
    forgetful: Opentracker

    def announce(self, upload: Upload, peer: int, event: Event) -> None:
        self.whole.announce(upload.infohash, peer, event=event)
        if not upload.is_forgotten:
            self.forgetful.announce(upload.infohash, peer, event=event)

    def address(self, hour: int) -> str:
        tracker = self.forgetful if hour in FORGETFUL_HOURS else self.whole
        return tracker.udp_url if hour in OVER_UDP else tracker.http_url


@dataclass(slots=True)
class World:
    """nyaa, and the peers of its torrents: what is published and downloaded in each hour."""

    uploads: tuple[Upload, ...]
    nyaa: Nyaa
    announce: Callable[[Upload, int, Event], None]
    """Tell the tracker of a peer's event."""
    peers: Counter[Upload] = field(default_factory=Counter)
    """The last peer of each torrent."""

    def pass_hour(self, hour: int) -> None:
        """Let happen what happens in that hour."""
        if self.has_news(hour):
            self.list_uploads(hour)
        for upload in self.uploads:
            self._announce_peers(upload, hour)

    def has_news(self, hour: int) -> bool:
        """Whether nyaa lists another torrent, or one otherwise, than an hour before."""
        return any(hour in {upload.hour, upload.hour + 2} for upload in self.uploads)

    def list_uploads(self, hour: int) -> None:
        """Show on nyaa what is published by then, with the counts of then."""
        listed = [upload.entry(hour) for upload in self.uploads if upload.hour <= hour]
        self.nyaa.entries = listed[::-1]

    def _announce_peers(self, upload: Upload, hour: int) -> None:
        if upload.hour == hour:
            self.announce(upload, UPLOADER, "started")
        if upload.hour == hour and upload.is_abandoned:
            self.announce(upload, UPLOADER, "stopped")
        for _ in range(upload.downloads(hour)):
            self.peers[upload] += 1
            self.announce(upload, self.peers[upload], "completed")


class _Simulation:
    """The collector's runs in that world."""

    def __init__(self, world: World, trackers: _Trackers, pool: GuessitPool, database: Path) -> None:
        self._world, self._trackers, self._guesser = world, trackers, pool
        self._nyaa = world.nyaa
        self._now = START
        self.runs = SimulatedRuns(database)

    async def run_season(self) -> None:
        for hour in range(HOURS):
            self._world.pass_hour(hour)
            if hour not in OFF:
                await self._run(hour)
            if hour == BACKFILL_HOUR:
                await self._walk(hour)

    async def _run(self, hour: int) -> None:
        config = self._job(hour)
        if hour in FAILED:
            self._nyaa.fail(answer(500))
            config = replace(config, tracker_url=nobody_at(config.tracker_url))
        try:
            self.runs.summaries[hour] = await runner.run_scrape(config, self._guesser, ignore_event)
        except CollectError as error:
            self.runs.errors[hour] = error

    async def _walk(self, hour: int) -> None:
        self._world.list_uploads(hour)
        plan = BackfillPlan(self._nyaa.listing_url, max_pages=10, interval_seconds=0)
        self.runs.backfill = await runner.run_backfill(plan, self._job(hour), self._guesser, ignore_event)

    def _job(self, hour: int) -> CollectConfig:
        self._now = START + timedelta(hours=hour, minutes=5, seconds=hour * 7 % 40)
        if hour == CLOCK_BACK:
            self._now -= timedelta(days=1)
        return CollectConfig(
            database=self.runs.database,
            feed_url=self._nyaa.feed_url,
            listing_url=self._nyaa.listing_url,
            tracker_url=self._trackers.address(hour),
            http_policy=HttpPolicy("tests", replace(PAGE_RETRY, max_attempts=1, backoff_seconds=0)),
            clock=lambda: self._now,
            requests_per_second=1000,
            retry_policy=RetryPolicy(timeout_seconds=15, max_attempts=1)
            if hour not in FAILED
            else RetryPolicy(timeout_seconds=0.2, max_attempts=1),
        )


def nobody_at(address: str) -> str:
    """The same host at a port where nobody listens."""
    scheme, _, _ = address.partition(":")
    return f"{scheme}://127.0.0.1:9/announce"


def ignore_event(_: object) -> None:
    """The events of a run are not of interest here."""


def weekly(torrents: Iterable[Upload], show: int) -> Mapping[int, int]:
    """The downloads of a show that were announced, by week from 0."""
    own = [upload for upload in torrents if upload.show == show]
    return {
        week: sum(upload.downloads(hour) for upload in own for hour in range(week * WEEK, (week + 1) * WEEK))
        for week in range(WEEKS)
    }
