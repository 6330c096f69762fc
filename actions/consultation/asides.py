"""Words that answer nothing pending: a command, a policy question, another matter, or not understood."""

from __future__ import annotations

import re

from .commands import COMMANDS
from .desk import Desk
from .prompts import ask
from .reply import Bubble

SURE = 0.70
"""Confidence from which an intent is acted on; below it the person chooses. See docs/decisions/."""
ANSWER_SURE = 0.70
ANSWER_TO_A_QUESTION = 0.35
"""Confidence from which an answer to a policy question is given; less is needed when it reads as one in every way."""
MISSES_BEFORE_A_PERSON = 2


def aside(desk: Desk, text: str, problem: str) -> None:
    """Words that do not answer the pending prompt: a command, a policy question, another matter, or not understood."""
    name, confidence = desk.message.reading.intent
    if name in COMMANDS and confidence >= SURE:
        return COMMANDS[name](desk)
    if (sounds_like_question(text) or (name == "policy_question" and confidence >= SURE)) and policy_answer(desk):
        return ask(desk)
    other = desk.pack.pathway_for_intent(name)
    if other and confidence >= SURE and desk.consultation and other.id != desk.consultation.pathway:
        desk.say(
            Bubble(
                kind="offer",
                text=f"That sounds like another matter: {other.form.title}. We can go on here, or keep this for later.",
                buttons=(desk.button(f"Start: {other.form.button}", "action", do="pathway", pathway=other.id),),
            )
        )
        return ask(desk)
    return missed(desk, problem)


def sounds_like_question(text: str) -> bool:
    return text.rstrip().endswith("?") or bool(
        re.match(
            r"\s*(what|why|how|who|when|where|which|can i|do i|should i|must i|does|is it|are we|may i)\b",
            text,
            re.IGNORECASE,
        )
    )


def policy_answer(desk: Desk) -> bool:
    """Answer from the pack's information with its paragraphs. False when nothing fits well enough."""
    asked = desk.message.reading.intent[0] == "policy_question"
    for answer_id, confidence in desk.message.reading.answers:
        entry = desk.pack.information.get(answer_id)
        if entry and confidence >= (ANSWER_TO_A_QUESTION if asked else ANSWER_SURE):
            desk.state["misses"] = 0
            desk.say(Bubble(kind="answer", text=entry.say, cites=tuple(entry.cites)))
            return True
    return False


def missed(desk: Desk, problem: str) -> None:
    """Not understood: say so; the second time explain and offer a person. The case is never touched."""
    misses = desk.state.get("misses", 0) + 1
    desk.state["misses"] = misses
    if misses < MISSES_BEFORE_A_PERSON:
        desk.say(Bubble(kind="notice", text=f"{problem} Nothing was recorded."))
        return ask(desk)
    desk.state["misses"] = 0
    desk.say(
        Bubble(
            kind="offer",
            text=f"{problem} Nothing was recorded.\n\nI only take an answer that I am certain of. Press one of the "
            "buttons below, or say “not known yet”; that never counts as no. Or talk it through with a person.",
            buttons=(desk.button("Talk to a person", "action", do="command", name="talk_to_person"),),
        )
    )
    return ask(desk)
