"""The one tree of errors; every message names the input and says what to do.

NyaastatsError             exit code 1, one line on stderr
├── InputError             exit code 2: an argument that cannot be meant
├── SettingsError          nyaastats.toml, NYAASTATS_* or an overrides file that cannot be read, or written
├── DatabaseError          no such file, not SQLite, cut short, a table or column missing, empty, full, locked
├── CollectError           a run of the collector that could not do all of its work; the next one goes on
│   ├── FetchError         a page cannot be had: no answer, a refusal, too long, too slow
│   ├── PageError          a page came, and is no feed or listing of nyaa's form
│   ├── TrackerError       the tracker cannot be asked, refuses, or its answer is not one
│   │   └── BusyTrackerError  it asks to be left alone for now
│   └── ClockError         the machine's clock is behind the newest count
├── AniListError           the service cannot be asked, or its answer is not one
│   └── SnapshotError      a file given as an AniList snapshot is not one
├── NothingMatchedError    a run that would publish nothing
├── ContractError          a table or file about to be published breaks its contract
└── OutputError            the output folder is not ours or cannot be written
"""


class NyaastatsError(Exception):
    """Something the user can mend; its text is one line that says how."""


class InputError(NyaastatsError):
    """An argument or a file of names that cannot be meant."""


class SettingsError(NyaastatsError):
    """A settings or overrides file that cannot be read, or an overrides file that cannot be written."""


class DatabaseError(NyaastatsError):
    """A nyaastats.db that cannot be used."""


class CollectError(NyaastatsError):
    """A run of the collector that could not do all of its work; the next one goes on."""


class FetchError(CollectError):
    """A page cannot be had; `retry_after` are the seconds that the server asks to be left alone for, if it says so.

    `status` is the HTTP status of the answer, None when there was no answer, or when it was its body that failed.
    `was_reached` is False when there was nobody to ask: then the server has had no visit.
    """

    def __init__(
        self, message: str, retry_after: int | None = None, status: int | None = None, *, was_reached: bool = True
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.status = status
        self.was_reached = was_reached


class PageError(CollectError):
    """A page came, and is no feed or listing of nyaa's form."""


class TrackerError(CollectError):
    """The tracker cannot be asked, refuses, or its answer is not one."""


class BusyTrackerError(TrackerError):
    """The tracker asks to be left alone for now: there is no second try in this run."""


class ClockError(CollectError):
    """The machine's clock is behind the newest count, so that a count stamped now would come before it."""


class AniListError(NyaastatsError):
    """AniList cannot be asked, or its answer is not one."""


class SnapshotError(AniListError):
    """A file given as an AniList snapshot is not one."""


class NothingMatchedError(NyaastatsError):
    """A run that would publish nothing."""


class ContractError(NyaastatsError):
    """A table or file about to be published breaks its contract."""


class OutputError(NyaastatsError):
    """The output folder is not ours or cannot be written."""
