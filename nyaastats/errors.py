"""All errors, as one tree; every message says what is wrong, names the input, and says what to do.

NyaastatsError             exit code 1, one line on stderr (2 is for the parser of the command line alone)
├── InputError             an argument or a file of names that cannot be used
├── SettingsError          nyaastats.toml, NYAASTATS_* or an overrides file that cannot be read, or written
│   └── OverridesChangedError  another program wrote the overrides file during a review
├── DatabaseError          no such file, not SQLite, cut short, a table or column missing, empty, full, locked
├── ArchiveError           an archive that cannot be read or written, is another program's, or of a newer nyaastats
├── EngineError            a Spark Connect server that cannot be reached, or fails; or its client is not installed; or
│                          DuckDB without memory, room for its temporary files, or an extension
├── CollectError           a run of the collector that could not do all of its work; the next one tries again
│   ├── FetchError         a page cannot be fetched: no answer, a refusal, too long, too slow
│   ├── PageError          a page was fetched, but is not a feed or listing of nyaa
│   ├── TrackerError       the tracker cannot be reached, refuses, or its answer is invalid
│   │   ├── BusyTrackerError  it is rate-limiting us (429, 503), or says when to ask again
│   │   └── LongRequestError  it refuses so many torrents in one request
│   └── ClockError         the machine's clock is behind the newest count
├── AniListError           the service cannot be reached, or its answer is invalid
│   └── SnapshotError      a file given as an AniList snapshot is not one
├── NothingMatchedError    a run that would publish nothing
├── ContractError          a table or file about to be published breaks its contract
└── OutputError            the output folder is not ours or cannot be written
"""


class NyaastatsError(Exception):
    """Something that the user can correct; its text is one line that says how."""


class InputError(NyaastatsError):
    """An argument or a file of names that cannot be used."""


class SettingsError(NyaastatsError):
    """A settings or overrides file that cannot be read, or an overrides file that cannot be written."""


class OverridesChangedError(SettingsError):
    """Another program wrote the overrides file during a review: nothing is written before it was read again."""


class DatabaseError(NyaastatsError):
    """A nyaastats.db that cannot be used."""


class ArchiveError(NyaastatsError):
    """An archive that cannot be read or written, is another program's, or of a newer nyaastats."""


class EngineError(NyaastatsError):
    """A Spark Connect server that cannot be reached or fails at its work, or whose client is not installed."""


class CollectError(NyaastatsError):
    """A run of the collector that could not do all of its work; the next one tries again."""


class FetchError(CollectError):
    """A page cannot be fetched; `retry_after` is the pause in seconds that the server asks for, None if it does not.

    `status` is the HTTP status of the answer, None when there was no answer, or when it was its body that failed.
    `was_reached` is False when the server was not reached, so that the request does not count as one; `is_robot_check`
    says that the answer was a page that lets only browsers through, and so says nothing about the page behind it.
    """

    def __init__(
        self,
        message: str,
        retry_after: int | None = None,
        status: int | None = None,
        *,
        was_reached: bool = True,
        is_robot_check: bool = False,
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.status = status
        self.was_reached = was_reached
        self.is_robot_check = is_robot_check


class PageError(CollectError):
    """A page was fetched, but is not a feed or listing of nyaa."""


class TrackerError(CollectError):
    """The tracker cannot be reached, refuses, or its answer is invalid."""


class BusyTrackerError(TrackerError):
    """The tracker is rate-limiting us; `retry_after` is the pause in seconds that it asks for, None if it does not."""

    def __init__(self, message: str, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class LongRequestError(TrackerError):
    """The tracker refuses a request because it asks for so many torrents: fewer may be answered."""


class ClockError(CollectError):
    """The machine's clock is behind the newest count, so that a count stamped now would come before it."""


class AniListError(NyaastatsError):
    """AniList cannot be reached, or its answer is invalid."""


class NoShowsError(AniListError):
    """AniList answers that a season has no shows."""


class SnapshotError(AniListError):
    """A file given as an AniList snapshot is not one; `fault` says so without the advice."""

    def __init__(self, fault: str, advice: str) -> None:
        super().__init__(f"{fault}: {advice}")
        self.fault = fault


class NothingMatchedError(NyaastatsError):
    """A run that would publish nothing."""


class ContractError(NyaastatsError):
    """A table or file about to be published breaks its contract."""


class OutputError(NyaastatsError):
    """The output folder is not ours or cannot be written."""
