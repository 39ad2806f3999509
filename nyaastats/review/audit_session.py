"""A person's way through the sample of an audit, whatever asks them: from where they stopped, each judgement kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from nyaastats.identify.matcher import MatchContext
from nyaastats.review.audit import Audit, AuditJudgement
from nyaastats.review.audit_file import AuditFile
from nyaastats.review.audit_sample import SAMPLE_SIZE, AuditItem, SampledMatch, build_item, draw_sample
from nyaastats.review.session import Session

AskAudit = Callable[[AuditItem], AuditJudgement | None]
"""Shows a person one match and asks; None when they quit."""


@dataclass(slots=True)
class AuditSession:
    """A person's way through a sample, from where they stopped. For one thread at a time."""

    sample: Sequence[SampledMatch]
    context: MatchContext
    audit: Audit
    """What is judged so far."""
    save: Callable[[Audit], None]
    """Keeps what is judged; called after each judgement."""

    def ask_all(self, ask: AskAudit) -> None:
        """Ask for one judgement after the other; each is kept before the next match is shown."""
        for number, sampled in enumerate(self.sample, start=1):
            if _find_judgement(self.audit.judgements, sampled):
                continue
            judgement = ask(build_item(number, len(self.sample), sampled, self.context))
            if judgement is None:
                return
            self.audit = replace(self.audit, judgements=(*self.audit.judgements, judgement))
            self.save(self.audit)

    def restart(self) -> None:
        """Forget what is judged; what is kept stays until the first new judgement takes its place."""
        self.audit = replace(self.audit, judgements=())


def resume(kept: Audit | None, sample: Sequence[SampledMatch], audit: Audit) -> Audit:
    """`audit`, which has no judgement yet, with those of `kept` that are of matches in the sample as they are now."""
    judgements = kept.judgements if kept else ()
    return replace(audit, judgements=tuple(_renew(judgements, sample)))


def _renew(judgements: Sequence[AuditJudgement], sample: Iterable[SampledMatch]) -> Iterator[AuditJudgement]:
    for sampled in sample:
        if judgement := _find_judgement(judgements, sampled):
            yield replace(judgement, draws=sampled.draws)


def _find_judgement(judgements: Iterable[AuditJudgement], sampled: SampledMatch) -> AuditJudgement | None:
    """The judgement on a match; none on another match of the same name, which may be right where the other is wrong."""
    key = (sampled.torrent.name, sampled.match.show, sampled.episode)
    same = (item for item in judgements if (item.name, item.show, item.episode) == key)
    return next(same, None)


def start_audit(session: Session) -> AuditSession:
    """An audit of the matches as they are under the person's decisions, which is kept beside these.

    Raises SettingsError if what is kept cannot be read, or nothing could be kept.
    """
    run, audits = session.run, AuditFile.beside(session.overrides_file.path)
    audits.require_writable()
    season, judged_at = str(run.span.current), run.config.now.replace(microsecond=0)
    # By the data: whoever audits the same data sees the same sample, and goes on where they stopped.
    sample = draw_sample(session.torrents, seed=f"{season} {run.data_until.isoformat()}")
    audit = Audit(season, run.data_until, judged_at, SAMPLE_SIZE, ())
    return AuditSession(sample, run.context, resume(audits.find(audit), sample, audit), audits.save)
