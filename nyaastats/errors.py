"""The one tree of errors; every message names the input and says what to do.

NyaastatsError             exit code 1, one line on stderr
├── InputError             exit code 2: an argument that cannot be meant
├── SettingsError          nyaastats.toml, NYAASTATS_* or an overrides file that cannot be read, or written
├── DatabaseError          no such file, not SQLite, cut short, a table or column missing, empty
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
