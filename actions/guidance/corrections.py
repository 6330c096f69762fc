"""What a correction would change, worked out on a pending copy before anything is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .deadlines import Calendar
from .pathways import Pathway
from .replay import Finding, Standing, replay
from .values import Answer


@dataclass(frozen=True)
class Correction:
    """`before` and `after` differ as listed; `fallen` are the answers that would no longer count."""

    answer: Answer
    before: Standing
    after: Standing
    changed: tuple[tuple[Finding | None, Finding | None], ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    fallen: tuple[str, ...]


def preview(pathway: Pathway, answers: Sequence[Answer], answer: Answer, calendar: Calendar) -> Correction:
    """Show what putting `answer` in the place of the earlier one would do. Changes nothing."""
    before = replay(pathway, answers, calendar)
    after = replay(pathway, [*(a for a in answers if a.fact != answer.fact), answer], calendar)
    then = {finding.id: finding for finding in before.findings}
    now = {finding.id: finding for finding in after.findings}
    changed = tuple(
        (then.get(key), now.get(key))
        for key in dict.fromkeys([*then, *now])
        if _result(then.get(key)) != _result(now.get(key))
    )
    had, has = [duty.id for duty in before.duties], [duty.id for duty in after.duties]
    return Correction(
        answer=answer,
        before=before,
        after=after,
        changed=changed,
        added=tuple(duty for duty in has if duty not in had),
        removed=tuple(duty for duty in had if duty not in has),
        fallen=tuple(fact for fact in after.fallen if fact not in before.fallen),
    )


def _result(finding: Finding | None) -> tuple[str, str | None] | None:
    return finding and (finding.status, finding.outcome and finding.outcome.id)
