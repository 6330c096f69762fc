"""What a correction would change, worked out on a pending copy before anything is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .deadlines import Calendar
from .pathways import Pathway
from .replay import Duty, Finding, Standing, replay
from .values import Answer


@dataclass(frozen=True)
class Correction:
    """`before` and `after` differ as listed.

    `added`, `removed` and `opened` are ids of duties that now hold, that no longer arise, and that now hang on
    something not known. `moved` are the duties with another due date. `fallen` are answers that no longer count.
    """

    answer: Answer
    before: Standing
    after: Standing
    changed: tuple[tuple[Finding | None, Finding | None], ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    opened: tuple[str, ...]
    moved: tuple[tuple[Duty, Duty], ...]
    fallen: tuple[str, ...]


def preview(pathway: Pathway, answers: Sequence[Answer], answer: Answer, calendar: Calendar) -> Correction:
    """Show what putting `answer` in the place of the earlier one would do. Changes nothing."""
    before = replay(pathway, answers, calendar)
    after = replay(pathway, [*answers, answer], calendar)
    then = {finding.id: finding for finding in before.findings}
    now = {finding.id: finding for finding in after.findings}
    changed = tuple(
        (then.get(key), now.get(key))
        for key in dict.fromkeys([*then, *now])
        if _result(then.get(key)) != _result(now.get(key))
    )
    had, has = ({duty.id: duty for duty in standing.duties} for standing in (before, after))
    was_open, is_open = ([duty.id for duty in standing.open_duties] for standing in (before, after))
    return Correction(
        answer=answer,
        before=before,
        after=after,
        changed=changed,
        added=tuple(duty for duty in has if duty not in had),
        removed=tuple(duty for duty in had if duty not in has and duty not in is_open),
        opened=tuple(duty for duty in is_open if duty not in was_open),
        moved=tuple((had[duty], has[duty]) for duty in had if duty in has and had[duty].deadline != has[duty].deadline),
        fallen=tuple(fact for fact in after.fallen if fact not in before.fallen),
    )


def _result(finding: Finding | None) -> tuple[str, str | None] | None:
    return finding and (finding.status, finding.outcome and finding.outcome.id)
