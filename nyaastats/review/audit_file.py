"""The file of a person's audits, beside their overrides file: `mine.toml` has its audits in `mine.audit.json`."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import to_jsonable_python

from nyaastats.domain.audits import MatchAudit
from nyaastats.domain.shows import AniListId
from nyaastats.domain.torrents import InfoHash
from nyaastats.durable_files import replace_file
from nyaastats.errors import SettingsError
from nyaastats.regular_files import MAX_TEXT_BYTES, read_file
from nyaastats.review.audit import Audit, AuditJudgement, AuditVerdict, summarise


@dataclass(frozen=True, slots=True)
class AuditFile:
    """A person's audits, which need not be there yet."""

    path: Path

    @classmethod
    def beside(cls, overrides: Path) -> AuditFile:
        """The one that belongs to an overrides file."""
        return cls(overrides.with_suffix(".audit.json"))

    def read(self) -> list[Audit]:
        """The audits so far; raise SettingsError if the file is not valid."""
        try:
            content = read_file(self.path, MAX_TEXT_BYTES)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise SettingsError(
                f"the audits {str(self.path)!r} cannot be read ({error.strerror}): make it a readable file"
            ) from error
        return parse_audits(content, str(self.path))

    def find(self, audit: Audit) -> Audit | None:
        """The audit of the same sample, if there is one."""
        return next((kept for kept in self.read() if kept.is_of_same_sample(audit)), None)

    def save(self, audit: Audit) -> None:
        """Add an audit, or put it in the place of that of the same sample; when this returns it is on the disk."""
        others = [kept for kept in self.read() if not kept.is_of_same_sample(audit)]
        try:
            replace_file(self.path, format_audits([*others, audit]))
        except OSError as error:
            raise SettingsError(
                f"the audits {str(self.path)!r} cannot be written ({error.strerror}): the last judgement is not kept"
            ) from error

    def require_writable(self) -> None:
        """Raise SettingsError if nothing could be kept, before a person has judged anything."""
        folder = self.path.resolve().parent
        if not (folder.is_dir() and os.access(folder, os.W_OK)):
            raise SettingsError(
                f"the audits {str(self.path)!r} cannot be written: make their folder writable, or choose another"
            )


def read_match_audit(overrides: Path | None, season: str) -> MatchAudit | None:
    """What is published of the audits beside an overrides file: the newest of the season, finished ones first.

    None when there is none. Raises SettingsError when the file is not valid.
    """
    audits = AuditFile.beside(overrides).read() if overrides else []
    summaries = [(audit, summary) for audit in audits if audit.season == season and (summary := summarise(audit))]
    # An audit that was just begun says next to nothing: it does not hide the last one that was finished.
    ordered = sorted(summaries, key=lambda pair: (pair[0].is_finished, pair[0].judged_at, pair[0].data_until))
    return ordered[-1][1] if ordered else None


# --- as JSON -------------------------------------------------------------------------------------------------


class _Judgement(BaseModel):
    model_config = ConfigDict(extra="forbid")
    infohash: str = Field(pattern=r"^[0-9a-f]{40}$")
    name: str
    show: int = Field(gt=0)
    episode: int = Field(ge=0)
    judged_show: Annotated[int, Field(gt=0)] | None
    draws: Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(min_length=1)]
    verdict: AuditVerdict


class _Audit(BaseModel):
    model_config = ConfigDict(extra="forbid")
    season: str = Field(min_length=1)
    data_until: AwareDatetime
    judged_at: AwareDatetime
    sample_size: int = Field(ge=1)
    judgements: list[_Judgement]


class _Audits(BaseModel):
    model_config = ConfigDict(extra="forbid")
    audits: list[_Audit]


def parse_audits(content: bytes, source: str) -> list[Audit]:
    """Parse a file of audits; raise SettingsError that names `source` and the first entry that is wrong."""
    try:
        return [_build_audit(audit) for audit in _Audits.model_validate_json(content).audits]
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"])) or "the file"
        what = f"{place}: {fault['msg']}"
    except ValueError as error:
        what = str(error)
    raise SettingsError(f"the audits {source!r} cannot be used: {what}; correct the file, or move it away")


def _build_audit(audit: _Audit) -> Audit:
    judgements = tuple(map(_build_judgement, audit.judgements))
    data_until, judged_at = audit.data_until.astimezone(UTC), audit.judged_at.astimezone(UTC)
    return Audit(audit.season, data_until, judged_at, audit.sample_size, judgements)


def _build_judgement(row: _Judgement) -> AuditJudgement:
    judged_show = None if row.judged_show is None else AniListId(row.judged_show)
    return AuditJudgement(
        InfoHash(row.infohash), row.name, AniListId(row.show), row.episode, judged_show, row.draws, row.verdict
    )


def format_audits(audits: list[Audit]) -> str:
    """The audits as JSON, the oldest data first: a line for each judgement, so that a person can read them."""
    ordered = sorted(audits, key=lambda audit: (audit.data_until, audit.season))
    return '{"audits": [\n' + ",\n".join(map(_format_audit, ordered)) + "\n]}\n"


def _format_audit(audit: Audit) -> str:
    head = _format_compact(replace(audit, judgements=()))
    judgements = ",\n".join(map(_format_compact, audit.judgements))
    return head.removesuffix("[]}") + (f"[\n{judgements}\n]}}" if judgements else "[]}")


def _format_compact(document: object) -> str:
    text = json.dumps(to_jsonable_python(document), ensure_ascii=False)
    # Half a surrogate pair, which a name may hold and UTF-8 cannot, becomes a question mark.
    return text.encode("utf-8", "replace").decode()
