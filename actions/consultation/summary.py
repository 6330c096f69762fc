"""What the answers come to: settled, due, to consider, not to do, where to record it, and what is still open."""

from __future__ import annotations

from collections.abc import Iterable

from actions.guidance import Duty, Finding

from .asking import day, follow_up, moment, recorded, sentence
from .desk import Desk, due_note, manager_words
from .reply import Bubble, Item, Section
from .words import FORCE_HEADINGS, STATUS_WORDS

NO_CASE = {"case": "no reference yet", "work": "none; this is about the work", "self": "none; this is about yourself"}
"""What a record says where it has no case reference."""


def summary(desk: Desk, *, closing: bool) -> Bubble:
    standing = desk.standing
    sections = [
        _conclusions(desk),
        *(_advice(force, heading, desk) for force, heading in FORCE_HEADINGS.items()),
        _records(desk),
        _may_apply(desk),
        _still_open(desk),
    ]
    opening = (
        "This is where your answers lead. It guides; the decision is yours."
        if closing
        else "This is where things stand."
    )
    return Bubble(
        kind="summary",
        title=f"{'Summary' if closing else 'So far'}: {desk.pathway.form.title}",
        text=opening if standing.answered else "Nothing has been answered yet.",
        sections=tuple(section for section in sections if section.items),
    )


def do_now(duties: Iterable[Duty]) -> Bubble:
    """What cannot wait for the end of the questions."""
    items = tuple(_duty(duty) for duty in duties)
    return Bubble(kind="notice", title="Do this now", text="The questions can wait.", sections=(Section("Now", items),))


def _conclusions(desk: Desk) -> Section:
    return Section("What this comes to", tuple(finding_item(desk, finding) for finding in desk.standing.findings))


def finding_item(desk: Desk, finding: Finding) -> Item:
    """One conclusion in a line."""
    title = finding.conclusion.title
    line = f"{title}{'' if title.endswith('?') else ':'} {finding_words(desk, finding)}"
    if finding.outcome is None:
        return Item(line, cites=_paragraphs(finding))
    node = finding.outcome.node
    manager = manager_words(node.manager)
    return Item(line, tuple(node.cites), node.force, manager=manager, record=_place(node))


def finding_words(desk: Desk, finding: Finding) -> str:
    """The outcome, if there is one, and how firm it is."""
    status = STATUS_WORDS[finding.status]
    if finding.outcome is None:
        return f"{status}. {_what_is_missing(desk, finding)}"
    says = finding.outcome.node.say
    return says if finding.status == "settled" else f"{says} ({status}: what is not known could still change it)"


def _what_is_missing(desk: Desk, finding: Finding) -> str:
    not_known = [fact for fact in finding.open if fact in desk.standing.not_known]
    if not not_known:
        return "There are questions to come."
    return "It hangs on " + ", and ".join(desk.fact(fact).not_known.find_out for fact in not_known) + "."


def _paragraphs(finding: Finding) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cite for outcome in finding.possible for cite in outcome.node.cites))


def _advice(force: str, heading: str, desk: Desk) -> Section:
    held = [_duty(duty, desk) for duty in desk.standing.duties if duty.advice.node.force == force]
    return Section(heading, tuple(held))


def _duty(duty: Duty, desk: Desk | None = None) -> Item:
    node = duty.advice.node
    return Item(
        text=node.say + _whose(duty, desk),
        cites=tuple(node.cites),
        force=node.force,
        due=due_words(duty),
        record=_place(node),
        manager=manager_words(node.manager),
    )


def _may_apply(desk: Desk) -> Section:
    """What binds if something that is not known yet turns out so: it must not vanish because nobody knows."""
    held = {duty.advice.node.say for duty in desk.standing.duties}
    nodes = [duty.advice.node for duty in desk.standing.open_duties]
    binding = [node for node in nodes if node.force in ("must", "must_not") and node.say not in held]
    return Section(
        "May bind you, depending on what is still open",
        tuple(Item(text=node.say, cites=tuple(node.cites), force=node.force, record=_place(node)) for node in binding),
    )


def _whose(duty: Duty, desk: Desk | None) -> str:
    """Say so when the source puts the duty on somebody else."""
    node = duty.advice.node
    role = desk.standing.facts.get("role") if desk else None
    if node.owner:
        return f" ({node.owner})"
    if not node.actor or role in node.actor or not isinstance(role, str):
        return ""
    named = " or ".join(desk.pack.form.roles.get(actor, actor) for actor in node.actor)
    return f" (the policy names the {named.lower()}: agree with them who does it)"


def due_words(duty: Duty) -> str | None:
    if duty.deadline and duty.deadline.on:
        note = due_note(duty)
        return f"by {day(duty.deadline.on)}" + (f" ({note})" if note else "")
    return due_note(duty)


def _place(node) -> str | None:
    if not node.record:
        return None
    return node.record.where + (f"; keep it out of {node.record.keep_out}" if node.record.keep_out else "")


def _records(desk: Desk) -> Section:
    """Each place once, with the paragraphs that name it."""
    places: dict[str, list[str]] = {}
    nodes = [duty.advice.node for duty in desk.standing.duties]
    nodes += [finding.outcome.node for finding in desk.standing.findings if finding.outcome]
    for node in nodes:
        if node.record:
            places.setdefault(_place(node), []).extend(node.record.cites or node.cites)
    return Section(
        "Where to record it",
        tuple(Item(place, tuple(dict.fromkeys(cites))) for place, cites in places.items()),
    )


def _still_open(desk: Desk) -> Section:
    items = []
    standing = desk.standing
    matters = {fact for finding in standing.findings for fact in finding.open}
    matters |= {fact for duty in standing.open_duties for fact in duty.open}
    matters |= {duty.deadline.start for duty in standing.duties if duty.deadline and duty.deadline.on is None}
    for fact_id in standing.not_known:
        unknown = desk.fact(fact_id).not_known
        changes = " " + sentence("It could change " + unknown.changes) if fact_id in matters else ""
        items.append(Item(follow_up(unknown) + changes, tuple(desk.fact(fact_id).cites)))
    return Section("Still open", tuple(items))


def record_of(desk: Desk) -> Bubble:
    """The record of the consultation as it stands, for reading in the chat."""
    consultation, pack = desk.consultation, desk.pack
    answers = [
        Item(
            f"{desk.fact(a.fact).ask} {recorded(desk, a)}" + (f" ({a.note})" if a.note else "") + f" [{moment(a.at)}]",
            tuple(desk.fact(a.fact).cites),
        )
        for a in desk.stored_answers
    ]
    decisions = [
        Item(f"{_choice(desk, d.choice)}: {d.reasons} [{moment(d.at)}]") for d in desk.tx.decisions(consultation)
    ]
    reference = desk.case.reference if desk.case and desk.case.reference else NO_CASE[desk.pathway.form.about]
    return Bubble(
        kind="summary",
        title=f"Record of consultation {consultation.id}: {desk.pathway.form.title}",
        text=f"Case: {reference}. Policy edition: {pack.edition}. Status: {consultation.status}.",
        sections=tuple(
            s
            for s in (
                Section("Answers", tuple(answers)),
                _conclusions(desk),
                Section("Decisions", tuple(decisions)),
            )
            if s.items
        ),
    )


def _choice(desk: Desk, choice: str) -> str:
    decision = desk.pathway.form.decision
    return decision.options[choice].label if decision and choice in decision.options else choice
