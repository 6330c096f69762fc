"""Where a consultation stands, worked out anew from its ordered answers.

Nothing is remembered between calls, so back, correct and resume are only different lists of answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from .conditions import PathView, View
from .deadlines import Calendar
from .pathways import Advice, Conclusion, Pathway, Step
from .values import NOT_APPLICABLE, NOT_ASKED, NOT_KNOWN, Answer, FactValue, IfOnPath, SoFar

Status = Literal["settled", "provisional", "not_yet_decided"]


@dataclass(frozen=True)
class Deadline:
    """A date by which something is due. `on` is None while its start is not known."""

    on: dt.date | None
    start: str
    rule: str
    governs: bool = True


@dataclass(frozen=True)
class Duty:
    """A piece of advice that holds. `open` names the facts that its due date still waits for."""

    advice: Advice
    deadline: Deadline | None = None

    @property
    def id(self) -> str:
        return self.advice.id


@dataclass(frozen=True)
class OpenDuty:
    """Advice that may hold: it hangs on facts that are not known yet."""

    advice: Advice
    open: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.advice.id


@dataclass(frozen=True)
class Finding:
    """One conclusion: its status, the outcome that holds, those that still may, and the facts in the way."""

    conclusion: Conclusion
    status: Status
    outcome: Advice | None
    possible: tuple[Advice, ...]
    open: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.conclusion.id


@dataclass(frozen=True)
class Standing:
    """Everything that follows from the answers so far."""

    pathway: Pathway
    facts: View
    findings: tuple[Finding, ...]
    duties: tuple[Duty, ...]
    open_duties: tuple[OpenDuty, ...]
    question: str | None
    answered: int
    remaining: int
    at_most: int
    fallen: tuple[str, ...]
    not_known: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """No question is left that could change anything."""
        return self.question is None


def replay(pathway: Pathway, answers: Iterable[Answer], calendar: Calendar) -> Standing:
    """Work out where the answers lead. A later answer to the same fact takes the place of an earlier one."""
    given = {answer.fact: NOT_ASKED if isinstance(answer.value, SoFar) else answer.value for answer in answers}
    facts, known = _on_this_path(pathway, given)
    findings = tuple(found for c in pathway.conclusions if (found := find(pathway, c, facts, known)) is not None)
    duties, open_duties = _duties(pathway, facts, known)
    duties = _with_deadlines(duties, facts, calendar)
    wanted, at_most = _wanted(pathway, facts, findings, duties, open_duties)
    return Standing(
        pathway=pathway,
        facts=facts,
        findings=findings,
        duties=duties,
        open_duties=open_duties,
        question=wanted[0] if wanted else None,
        answered=sum(1 for step in pathway.steps if _is_answer(facts.get(step.fact, NOT_ASKED))),
        remaining=len(wanted),
        at_most=at_most if wanted else 0,
        fallen=tuple(fact for fact, value in given.items() if _has_fallen(fact, value, facts)),
        not_known=tuple(fact for fact, value in facts.items() if value is NOT_KNOWN),
    )


def _is_answer(value: FactValue) -> bool:
    return value is not NOT_ASKED and value is not NOT_APPLICABLE


def _has_fallen(fact: str, value: FactValue, facts: View) -> bool:
    """Whether an answer no longer counts. A list still being made does not count yet: it falls with its branch only."""
    return facts.get(fact, NOT_ASKED if value is NOT_ASKED else NOT_APPLICABLE) is NOT_APPLICABLE


def _on_this_path(pathway: Pathway, given: Mapping[str, FactValue]) -> tuple[View, View]:
    """The answers that count: those on a branch that is not ruled out. Guards look back only, so one pass is enough.

    Of the two views the second leaves out what was answered "not known yet". Only that one may rule anything out,
    so a "not known yet" closes nothing, however a condition is written. It also marks the answers whose branch may
    still be ruled out, so that they settle nothing.
    """
    facts, known = PathView(), PathView()
    for step in pathway.steps:
        place(step, given.get(step.fact, NOT_ASKED), facts, known)
    return facts, known


def place(step: Step, value: FactValue, facts: dict[str, FactValue], known: dict[str, FactValue | IfOnPath]) -> None:
    """Put the answer to one question, or NOT_ASKED, into the two views of the answers before it."""
    belongs = step.guard.weigh(known)
    if belongs is False:
        facts[step.fact] = known[step.fact] = NOT_APPLICABLE
    elif value is not NOT_ASKED:
        facts[step.fact] = value
        if value is not NOT_KNOWN:
            known[step.fact] = value if belongs is True else IfOnPath(value, belongs)
    elif step.guard.value(facts) is False or step.guard.open_facts(facts) & (known.keys() - facts.keys()):
        # not asked as things stand, and not ruled out either (nor is any question behind it): it waits for the facts
        # that decide its branch. Such questions are in `known` only.
        known[step.fact] = IfOnPath(NOT_ASKED, belongs)


def find(pathway: Pathway, conclusion: Conclusion, facts: View, known: View) -> Finding | None:
    """A conclusion in the two views of the answers. None when it does not arise on this path."""
    if conclusion.gate.value(known) is False:
        return None
    standing = [(outcome, outcome.condition.value(known)) for outcome in conclusion.outcomes]
    possible = tuple(outcome for outcome, value in standing if value is None)
    held = [o for o, value in standing if value or (value is None and o.condition.value(facts))]
    open_facts = _in_order(pathway, *(outcome.condition.open_facts(known) for outcome in possible))
    if not held:
        return Finding(conclusion, "not_yet_decided", None, possible, open_facts)
    return Finding(conclusion, "provisional" if possible else "settled", held[0], possible, open_facts)


def _duties(pathway: Pathway, facts: View, known: View) -> tuple[tuple[Duty, ...], tuple[OpenDuty, ...]]:
    held, still_open = [], []
    role = facts.get("role")
    for advice in pathway.duties:
        if not advice.shown_to(role):
            continue
        worth = advice.condition.weigh(known)
        if worth is True or (worth is not False and advice.condition.value(facts)):
            held.append(Duty(advice))
        elif worth is not False:
            still_open.append(OpenDuty(advice, _in_order(pathway, worth)))
    return tuple(held), tuple(still_open)


def _with_deadlines(duties: tuple[Duty, ...], facts: View, calendar: Calendar) -> tuple[Duty, ...]:
    dated = [Duty(duty.advice, _deadline(duty.advice, facts, calendar)) for duty in duties]
    earliest: dict[str, dt.date] = {}
    for duty in dated:
        group = duty.advice.node.limit_of
        if group and duty.deadline and duty.deadline.on:
            earliest[group] = min(duty.deadline.on, earliest.get(group, duty.deadline.on))
    return tuple(_governed(duty, earliest) for duty in dated)


def _deadline(advice: Advice, facts: View, calendar: Calendar) -> Deadline | None:
    if advice.due is None:
        return None
    start = facts.get(advice.due.start)
    on = calendar.due(advice.due, start) if isinstance(start, dt.date) else None
    return Deadline(on, advice.due.start, advice.due.text)


def _governed(duty: Duty, earliest: Mapping[str, dt.date]) -> Duty:
    """Where limits overlap the earliest governs; the others stay visible."""
    group, deadline = duty.advice.node.limit_of, duty.deadline
    if not (group and deadline and deadline.on) or deadline.on == earliest[group]:
        return duty
    return Duty(duty.advice, Deadline(deadline.on, deadline.start, deadline.rule, governs=False))


def _wanted(
    pathway: Pathway,
    facts: View,
    findings: tuple[Finding, ...],
    duties: tuple[Duty, ...],
    open_duties: tuple[OpenDuty, ...],
) -> tuple[list[str], int]:
    """The unanswered questions that can still change something, in the pathway's order (worst first).

    With them the number there would be if every branch that is still open were taken.
    """
    needed = {fact for finding in findings for fact in finding.open}
    needed.update(fact for duty in open_duties for fact in duty.open)
    needed.update(duty.deadline.start for duty in duties if duty.deadline)
    if pathway.names_roles:
        needed.add("role")
    wanted, at_most = [], 0
    for step in reversed(pathway.steps):
        if facts.get(step.fact, NOT_ASKED) is not NOT_ASKED or not (step.for_record or step.fact in needed):
            continue
        needed.update(step.guard.open_facts(facts))
        at_most += step.guard.value(facts) is not False
        if askable(step, facts):
            wanted.append(step.fact)
    return wanted[::-1], at_most


def askable(step: Step, facts: View) -> bool:
    """Whether a question may be put: its branch is not ruled out, and what that hangs on has been asked."""
    if step.guard.value(facts) is False:
        return False
    return all(facts.get(fact, NOT_ASKED) is not NOT_ASKED for fact in step.guard.open_facts(facts))


def _in_order(pathway: Pathway, *facts: frozenset[str]) -> tuple[str, ...]:
    """The facts in the pathway's order, worst first."""
    wanted = frozenset().union(*facts)
    return tuple(step.fact for step in pathway.steps if step.fact in wanted)
