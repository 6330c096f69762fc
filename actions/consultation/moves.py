"""What a press of a button, or words that mean the same, makes happen."""

from __future__ import annotations

from collections.abc import Callable

from actions.casestore import Case, Consultation
from actions.guidance import Answer, Standing, preview
from actions.guidance.values import FactValue

from . import danger
from .asking import worded
from .desk import Desk, from_json
from .entries import forget
from .prompts import ask, confirm_prompt
from .records import show_record_of
from .reply import Bubble
from .summary import do_now, summary

PRIVATE = (
    "This is about you. It stays apart from every case, no list of cases shows it, and in this chat nobody but you "
    "can open it."
)
CONFIRMING = ("correct_choose", "correct_answer", "correct_confirm", "stop_confirm", "new_confirm")

# beginning


def start(desk: Desk, action: dict) -> None:
    """Back to the open question, with no consultation in focus."""
    desk.focus(None)
    desk.state.pop("case", None)
    desk.prompt = {"kind": "start"}
    ask(desk)


def choose_topic(desk: Desk, action: dict) -> None:
    """Offer the pathways of one topic of the menu."""
    desk.prompt = {"kind": "choosing", "offered": desk.pack.form.topics[action["topic"]].pathways}
    ask(desk)


def choose_pathway(desk: Desk, action: dict) -> None:
    """Begin a pathway. The case is asked for if it is about one, unless the button itself says which."""
    desk.state["case"] = action.get("case")
    if desk.consultation:
        desk.prompt = {"kind": "new_confirm", "then": desk.prompt, "pathway": action["pathway"]}
        return ask(desk)
    desk.prompt = {"kind": "case", "pathway": action["pathway"]}
    if desk.case or desk.pack.pathways[action["pathway"]].form.about != "case":
        return begin_on(desk, desk.case)
    return ask(desk)


def give_reference(desk: Desk, reference: str) -> None:
    """Take the agency's reference: open the case, or find it if this person may see it."""
    case = desk.tx.find_case(desk.pack.id, reference)
    if case is None:
        case = desk.tx.open_case(desk.pack.id, reference, desk.staff)
    elif not desk.tx.may_see(case, desk.staff):
        desk.tx.log("view_refused", by=desk.staff, case=case)
        desk.say(
            Bubble(
                kind="refusal",
                text="That reference belongs to a case that is not shared with you. Check it, or ask the "
                "person who holds the case or your manager. Nothing has been changed.",
            )
        )
        return ask(desk)
    return begin_on(desk, case)


def no_reference(desk: Desk, action: dict) -> None:
    begin_on(desk, desk.tx.open_case(desk.pack.id, None, desk.staff))


def begin_on(desk: Desk, case: Case | None) -> None:
    """Start the chosen pathway, on a case if it is about one, unless there is an unfinished one to go on with."""
    pathway_id = desk.prompt["pathway"]
    if desk.pack.pathways[pathway_id].form.about != "case":
        case = None
    desk.state["case"] = case.id if case else None
    unfinished = [
        c
        for c in desk.tx.consultations_of(staff=desk.staff, case=case)
        if c.pathway == pathway_id and c.status in ("open", "paused", "suspended")
    ]
    if unfinished:
        desk.prompt = {"kind": "unfinished", "pathway": pathway_id, "consultation": unfinished[-1].id}
        return ask(desk)
    return afresh(desk, {})


def afresh(desk: Desk, action: dict) -> None:
    pack, pathway_id = desk.pack, desk.prompt["pathway"]
    case = desk.tx.case(desk.state["case"]) if desk.state["case"] else None
    desk.focus(desk.tx.start_consultation(pack.id, pathway_id, pack.edition, case=case, by=desk.staff))
    for step in desk.pathway.steps:
        fact = desk.fact(step.fact)
        if fact.given_by == "role" and desk.staff.role in fact.options:
            desk.record(step.fact, desk.staff.role, source="identity")
    desk.settle()
    if desk.pathway.form.about == "self":
        desk.say(Bubble(kind="notice", text=PRIVATE))
    go_on(desk)


# going on


def go_on(desk: Desk, before: Standing | None = None, prompt: dict | None = None) -> None:
    """Say what cannot wait, then the next question; at the end the summary and the practitioner's decision.

    `prompt` takes the place of what the answers alone would wait for.
    """
    standing = desk.standing
    already = {duty.id for duty in before.duties} if before else set()
    urgent = [duty for duty in standing.duties if duty.advice.node.due == "at once" and duty.id not in already]
    if urgent:
        desk.say(do_now(urgent))
    desk.prompt = prompt or pending(desk)
    if desk.prompt["kind"] == "decision":
        desk.say(summary(desk, closing=True))
    desk.state["misses"] = 0
    ask(desk)


def pending(desk: Desk) -> dict:
    """What the consultation waits for, by its answers alone."""
    standing = desk.standing
    if not standing.complete:
        return {"kind": "question", "fact": standing.question}
    if desk.pathway.form.decision and desk.pathway.decision_when.value(standing.facts) is not False:
        return {"kind": "decision"}
    return {"kind": "closing"}


def answer(desk: Desk, action: dict) -> None:
    """Take an answer to the pending question, or show what a correction would change."""
    fact_id = desk.prompt["fact"]
    value, note = from_json(desk.fact(fact_id), action["value"]), action.get("note")
    if fact_id == desk.pack.form.danger_fact and value == "yes":
        desk.say(danger.emergency_bubble(desk))
    if desk.prompt["kind"] == "correct_answer":
        return propose(desk, fact_id, value, action["value"], note)
    before = desk.standing
    same = action["value"] is not None and action["value"] == desk.prompt.get("earlier")
    desk.record(fact_id, value, note, source="confirmed" if same else "practitioner")
    desk.settle()
    if action.get("typed"):
        desk.say(Bubble(kind="notice", text=f"Noted: {worded(desk, fact_id, value)}."))
    return go_on(desk, before)


def pick(desk: Desk, action: dict) -> None:
    tick(desk, action["option"])
    ask(desk)


def tick(desk: Desk, option: str) -> None:
    """Tick or untick one of several options."""
    picked = desk.prompt.get("picked", [])
    desk.prompt["picked"] = [o for o in picked if o != option] if option in picked else [*picked, option]


def picked(desk: Desk, action: dict) -> None:
    answer(desk, {"value": sorted(desk.prompt.get("picked", []))})


# correcting


def correct(desk: Desk, action: dict) -> None:
    desk.prompt = {"kind": "correct_answer", "fact": action["fact"], "then": pending_below(desk)}
    ask(desk)


def pending_below(desk: Desk) -> dict:
    """What was pending before a correction or a confirmation was begun."""
    prompt = desk.prompt
    while prompt["kind"] in CONFIRMING:
        prompt = prompt["then"]
    return prompt


def propose(desk: Desk, fact_id: str, value: FactValue, plain: object, note: str | None) -> None:
    correction = preview(desk.pathway, desk.answers, Answer(fact_id, value), desk.pack.calendar)
    desk.prompt = {**confirm_prompt(desk, correction, plain, note), "then": pending_below(desk)}
    ask(desk)


def make_change(desk: Desk, action: dict) -> None:
    fact_id, before = desk.prompt["fact"], desk.standing
    value = from_json(desk.fact(fact_id), desk.prompt["value"])
    desk.record(fact_id, value, desk.prompt["note"])
    desk.settle()
    desk.say(Bubble(kind="notice", text="Changed. The earlier answer stays on record as superseded."))
    more = {"kind": "correct_answer", "fact": fact_id, "then": desk.prompt["then"]}
    # a list that was not known before has its first entry now, and may have another
    go_on(desk, before, more if value and isinstance(value, tuple) else None)


def carry_on(desk: Desk, action: dict) -> None:
    """Leave things as they are and go back to what was pending."""
    if desk.prompt["kind"] == "correct_confirm":
        desk.say(Bubble(kind="notice", text="Nothing was changed."))
    desk.prompt = desk.prompt.get("then", desk.prompt)
    ask(desk)


# deciding


def to_decision(desk: Desk, action: dict) -> None:
    desk.prompt = {"kind": "decision"}
    ask(desk)


def decide(desk: Desk, action: dict) -> None:
    desk.prompt = {"kind": "reasons", "choice": action["choice"]}
    ask(desk)


def give_reasons(desk: Desk, reasons: str) -> None:
    """Record the decision with its reasons. An undecided one keeps the consultation open for later."""
    choice = desk.prompt["choice"]
    earlier = desk.tx.decisions(desk.consultation)
    desk.tx.record_decision(
        desk.consultation,
        desk.consultation.version,
        choice=choice,
        reasons=reasons,
        by=desk.staff,
        supersedes=earlier[-1] if earlier else None,
    )
    desk.focus(desk.tx.consultation(desk.consultation.id))
    option = desk.pathway.form.decision.options[choice]
    if option.undecided:
        desk.move("paused", "undecided, advice sought")
        text = (
            f"Recorded: {option.label}. This stays open until you decide; it does not count as a no. "
            "Say “resume” when you are ready."
        )
    else:
        desk.move("closed", "decision recorded")
        text = f"Recorded: {option.label}, with your reasons."
    _leave(desk, text)


def close(desk: Desk, action: dict) -> None:
    desk.move("closed", "nothing left to ask")
    _leave(desk, "Closed. Everything is on record.")


def stop(desk: Desk, action: dict) -> None:
    desk.move("stopped", "the practitioner stopped it")
    _leave(desk, "Stopped. What you answered stays on record, without a decision.")


def pause(desk: Desk, action: dict) -> None:
    desk.move("paused", "the practitioner paused it")
    _leave(desk, "Paused. Say “resume” whenever you are ready; you will be asked the same question again.")


def new(desk: Desk, action: dict) -> None:
    desk.move("paused", "the practitioner started another")
    wanted = desk.prompt.get("pathway")
    desk.focus(None)
    if wanted:
        return choose_pathway(desk, {"pathway": wanted})
    return start(desk, {})


def _leave(desk: Desk, text: str) -> None:
    consultation = desk.consultation
    if consultation.status != "paused":
        forget(desk)
    buttons = (
        desk.button("Show the record", do="show_record", consultation=consultation.id),
        *_related(desk),
        desk.button("My cases", "action", do="command", name="my_cases"),
    )
    desk.focus(None)
    desk.state["case"] = None
    desk.prompt = {"kind": "start"}
    desk.say(Bubble(kind="notice", text=text, buttons=buttons))


def _related(desk: Desk) -> list:
    """What may come next on the same case: the other pathways of this topic, or all of a pack without topics."""
    if desk.consultation.case_id is None:
        return []
    pack, here = desk.library.packs[desk.staff.pack], desk.consultation.pathway
    topics = [topic.pathways for topic in pack.form.topics.values() if here in topic.pathways]
    near = dict.fromkeys(pathway for pathways in topics for pathway in pathways) or pack.pathways
    case = desk.consultation.case_id
    return [
        desk.button(f"{other.form.button}, same case", "action", do="pathway", pathway=other.id, case=case)
        for other in (pack.pathways[pathway] for pathway in near if pathway in pack.pathways)
        if other.id != here and other.form.about == "case"
    ]


def resume(desk: Desk, action: dict) -> None:
    """Take up a consultation of this person's own where it was."""
    consultation: Consultation | None = desk.tx.consultation(action["consultation"])
    if consultation is None or consultation.staff != desk.staff.handle:
        desk.say(Bubble(kind="refusal", text="That consultation is not yours to take up."))
        return ask(desk)
    if desk.consultation and desk.consultation.id != consultation.id:
        desk.move("paused", "the practitioner took up another")
    desk.focus(consultation)
    desk.state["case"] = consultation.case_id
    desk.move("open", "the practitioner took it up again")
    reference = desk.case.reference if desk.case and desk.case.reference else "no reference yet"
    desk.say(Bubble(kind="notice", text=f"Back to: {desk.pathway.form.title} (case: {reference})."))
    return go_on(desk, desk.standing)


def show_record(desk: Desk, action: dict) -> None:
    show_record_of(desk, desk.tx.consultation(action["consultation"]))


# danger


def after_danger(desk: Desk, action: dict) -> None:
    danger.stand_down(desk)
    ask(desk)


def alarm(desk: Desk, action: dict) -> None:
    danger.sound_the_alarm(desk, "confirmed" if desk.prompt["kind"] == "danger_check" else "shown again")


MOVES: dict[str, Callable[[Desk, dict], None]] = {
    "start": start,
    "topic": choose_topic,
    "pathway": choose_pathway,
    "no_reference": no_reference,
    "afresh": afresh,
    "answer": answer,
    "pick": pick,
    "picked": picked,
    "correct": correct,
    "make_change": make_change,
    "carry_on": carry_on,
    "decision": to_decision,
    "decide": decide,
    "close": close,
    "stop": stop,
    "new": new,
    "resume": resume,
    "show_record": show_record,
    "after_danger": after_danger,
    "danger": alarm,
}
