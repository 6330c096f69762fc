"""Why, back, repeat, summary, correct, pause, resume, stop, help, my cases, export: at any point."""

from __future__ import annotations

from collections.abc import Callable

from actions.casestore import Answer as StoredAnswer

from . import moves
from .asking import changeable, follow_up, sentence
from .desk import Desk
from .entries import asks_for_entries, back_to_the_part_before
from .prompts import ask
from .records import line_of, reference_of, show_record_of
from .reply import Bubble
from .summary import summary

SUPERVISOR_VERBS = ("queue", "approve", "return", "ask", "take_over", "pass_on", "on_call", "swap")
PRACTICE_VERBS = ("start", "hint", "why_wrong", "compare", "again", "daily", "progress", "leave")

Command = Callable[[Desk], None]
UNFINISHED = ("open", "paused", "suspended")
IN_DANGER = ("danger", "danger_check")


def why(desk: Desk) -> None:
    if "fact" in desk.prompt:
        fact = desk.fact(desk.prompt["fact"])
        parts = [fact.why]
        if fact.not_known:
            unknown = fact.not_known
            changes = sentence("It could change " + unknown.changes)
            parts.append(f"If you do not know yet, that is fine. {follow_up(unknown)} {changes}")
        if not fact.cites:
            parts.append("This question is our own advice; the policy does not ask it in these words.")
        desk.say(Bubble(kind="answer", text="\n\n".join(parts), cites=tuple(fact.cites)))
    elif desk.prompt["kind"] in ("decision", "reasons"):
        decision = desk.pathway.form.decision
        desk.say(
            Bubble(
                kind="answer",
                text="The policy leaves this to you. Your decision and your reasons go on record, with what was "
                "known and not known when you made it.",
                cites=tuple(decision.cites),
            )
        )
    else:
        desk.say(
            Bubble(
                kind="answer",
                text="I ask one thing at a time, to find the right pathway and to keep the record straight.",
            )
        )
    ask(desk)


def go_back(desk: Desk) -> None:
    """Ask the question before once more, each time one further; nothing changes unless the new answer is confirmed."""
    if desk.prompt["kind"] in IN_DANGER:
        return ask(desk)
    if asks_for_entries(desk) and back_to_the_part_before(desk):
        return ask(desk)
    if desk.prompt["kind"] == "reasons":
        return moves.to_decision(desk, {})
    if desk.prompt["kind"] == "correct_confirm":
        return moves.correct(desk, {"fact": desk.prompt["fact"]})
    if desk.prompt["kind"] not in ("question", "decision", "closing", "correct_answer"):
        return moves.carry_on(desk, {}) if desk.consultation else ask(desk)
    given = _given_before(desk)
    if not given:
        desk.say(Bubble(kind="notice", text="This is the first question."))
        return ask(desk)
    return moves.correct(desk, {"fact": max(given, key=lambda answer: answer.seq).fact})


def _given_before(desk: Desk) -> list[StoredAnswer]:
    """The answers that may be changed, up to the one that is being changed."""
    given = changeable(desk)
    if desk.prompt["kind"] != "correct_answer":
        return given
    changing = next(answer for answer in given if answer.fact == desk.prompt["fact"])
    return [answer for answer in given if answer.seq < changing.seq]


def repeat(desk: Desk) -> None:
    ask(desk)


def sum_up(desk: Desk) -> None:
    if desk.consultation:
        desk.say(summary(desk, closing=False))
    else:
        desk.say(Bubble(kind="notice", text="No consultation is open here."))
    ask(desk)


def correct(desk: Desk) -> None:
    if desk.prompt["kind"] in IN_DANGER:
        return ask(desk)
    if not desk.consultation or not changeable(desk):
        desk.say(Bubble(kind="notice", text="There is no answer to change yet."))
    else:
        desk.prompt = {"kind": "correct_choose", "then": moves.pending_below(desk)}
    return ask(desk)


def pause(desk: Desk) -> None:
    if desk.consultation:
        return moves.pause(desk, {})
    desk.say(Bubble(kind="notice", text="No consultation is open here."))
    return ask(desk)


def resume(desk: Desk) -> None:
    if desk.consultation:
        if desk.prompt["kind"] == "danger":
            return moves.after_danger(desk, {})
        return ask(desk) if desk.prompt["kind"] == "danger_check" else moves.carry_on(desk, {})
    unfinished = [c for c in desk.tx.consultations_of(staff=desk.staff) if c.status in UNFINISHED]
    if not unfinished:
        desk.say(Bubble(kind="notice", text="You have nothing unfinished."))
        return ask(desk)
    if len(unfinished) == 1:
        return moves.resume(desk, {"consultation": unfinished[0].id})
    return my_cases(desk)


def stop(desk: Desk) -> None:
    if desk.consultation:
        desk.prompt = {"kind": "stop_confirm", "then": _unless_confirming(desk.prompt)}
    else:
        desk.say(Bubble(kind="notice", text="No consultation is open here."))
    ask(desk)


def start_new(desk: Desk) -> None:
    if desk.consultation:
        desk.prompt = {"kind": "new_confirm", "then": _unless_confirming(desk.prompt)}
        return ask(desk)
    return moves.start(desk, {})


def _unless_confirming(prompt: dict) -> dict:
    """The prompt to come back to, so that two confirmations never stack up."""
    return prompt["then"] if prompt["kind"] in ("stop_confirm", "new_confirm") else prompt


def help_(desk: Desk) -> None:
    desk.say(
        Bubble(
            kind="answer",
            title="What you can say at any time",
            text="why · back · repeat · summary · change an answer · pause · resume · stop · new · my cases · export · "
            "talk to a person\n\nYou can also ask about the policy in the middle of a question. “Not known yet” is "
            "always a good answer: it never counts as no. Please use no names; your agency's case reference is enough.",
        )
    )
    ask(desk)


def my_cases(desk: Desk) -> None:
    mine = [c for c in desk.tx.consultations_of(staff=desk.staff) if c.status != "stopped"][-8:]
    if not mine:
        desk.say(Bubble(kind="notice", text="You have no cases here yet."))
    else:
        lines = [line_of(desk, consultation) for consultation in mine]
        buttons = [
            desk.button(f"Open {reference_of(desk, c)} {i}", "action", do="resume", consultation=c.id)
            for i, c in enumerate(mine, start=1)
        ]
        desk.say(
            Bubble(
                kind="answer",
                title="Your cases",
                text="\n\n".join(f"{i}. {line}" for i, line in enumerate(lines, start=1)),
                buttons=tuple(buttons),
            )
        )
    ask(desk)


def export(desk: Desk) -> None:
    if desk.consultation:
        return show_record_of(desk, desk.consultation)
    mine = desk.tx.consultations_of(staff=desk.staff)
    if mine:
        return show_record_of(desk, mine[-1])
    desk.say(Bubble(kind="notice", text="There is nothing to export yet."))
    return ask(desk)


def talk_to_person(desk: Desk) -> None:
    desk.say(
        Bubble(
            kind="answer",
            title="Talk to a person",
            text="Ring your line manager, or the manager on call outside office hours. "
            f"If anyone is in danger now, call {desk.pack.form.emergency_number}.\n\nYour place here is kept.",
        )
    )
    ask(desk)


def greet(desk: Desk) -> None:
    desk.say(Bubble(kind="notice", text="Hello."))
    ask(desk)


def thank(desk: Desk) -> None:
    desk.say(Bubble(kind="notice", text="You are welcome."))
    ask(desk)


def _saying(text: str) -> Command:
    def say(desk: Desk) -> None:
        desk.say(Bubble(kind="notice", text=text))
        ask(desk)

    return say


OUT_OF_BOUNDS = (
    "I can't do that. I don't open cases that are not yours, look people up, give legal advice, change what is on "
    "record or its dates, sign for anybody else, or leave out the safety questions. I can take you through the policy "
    "step by step, answer what it says, and keep your record. For anything else, talk to your manager."
)
OUT_OF_SCOPE = (
    "That is outside what I know. I help with domestic abuse cases: who to tell, what to do, by when, and why."
)
SMALL_TALK = "I am only a guide to the policy, but I am here for as long as you need me."
SIGN_OFF = (
    "Sign-off, the queue and the on-call rota are not part of this installation. Ring the manager on call; "
    "your place is kept."
)
PRACTICE = "Practice cases are not part of this installation. Nothing was recorded."

COMMANDS: dict[str, Command] = {
    "why": why,
    "go_back": go_back,
    "repeat": repeat,
    "summary": sum_up,
    "correct": correct,
    "pause": pause,
    "resume": resume,
    "stop": stop,
    "help": help_,
    "my_cases": my_cases,
    "export": export,
    "talk_to_person": talk_to_person,
    "start_new": start_new,
    "greet": greet,
    "thank": thank,
    "out_of_bounds": _saying(OUT_OF_BOUNDS),
    "out_of_scope": _saying(OUT_OF_SCOPE),
    "small_talk": _saying(SMALL_TALK),
    **{f"sup_{verb}": _saying(SIGN_OFF) for verb in SUPERVISOR_VERBS},
    **{f"practice_{verb}": _saying(PRACTICE) for verb in PRACTICE_VERBS},
}
