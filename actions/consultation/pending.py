"""Free words, read in the light of what is pending."""

from __future__ import annotations

import re

from actions.guidance import to_json

from .answers import Certain, Perhaps, Understood, read_answer
from .asides import (
    SURE,
    aside,
    asks_for_a_fact,
    missed,
    nearest_answers,
    policy_answer,
    sounds_like_question,
)
from .asking import label
from .commands import COMMANDS
from .desk import Desk, from_json
from .entries import LONGEST_TEXT, asks_for_entries, column_asked, fact_asked
from .moves import choose_pathway, give_reasons, give_reference
from .pressing import MOVES
from .prompts import ask
from .reply import Bubble
from .words import NO_WORDS, YES_WORDS

POSSIBLE = 0.10
"""Confidence from which a pathway is offered rather than an answer that is only near."""


def _route(desk: Desk, text: str) -> None:
    """Nothing is pending: find the pathway, answer a policy question, or offer the best three."""
    reference = _reference_in(desk, text)
    if reference and reference.casefold() == text.strip().strip(".").casefold():
        desk.prompt = {"kind": "start"}
        desk.say(Bubble(kind="notice", text="Tell me what it is about first; I will ask for the case then."))
        return ask(desk)
    intents = desk.message.reading.intents
    name, confidence = desk.message.reading.intent
    if asks_for_a_fact(text) and policy_answer(desk, text):
        return ask(desk)
    pathway = desk.pack.pathway_for_intent(name)
    if pathway and confidence >= SURE:
        desk.say(Bubble(kind="notice", text=f"This sounds like: {pathway.form.title}. If not, say “new”."))
        return choose_pathway(desk, {"pathway": pathway.id})
    if sounds_like_question(text) or name == "policy_question":
        if policy_answer(desk, text):
            return ask(desk)
    elif name in COMMANDS and confidence >= SURE:
        return COMMANDS[name](desk)
    pathways = [(p.id, odds) for intent, odds in intents if (p := desk.pack.pathway_for_intent(intent))]
    if name == "policy_question" and not any(odds >= POSSIBLE for _, odds in pathways) and nearest_answers(desk):
        return ask(desk)
    offered = [pathway_id for pathway_id, _ in pathways][:3]
    if not offered:
        return missed(desk, "I could not tell which question this is about.")
    desk.prompt = {"kind": "choosing", "offered": offered}
    return ask(desk)


def _reference_in(desk: Desk, text: str) -> str | None:
    """The one case reference in the words. A longer word that holds one is a slip, and of two neither is taken."""
    pattern = desk.pack.form.case_reference_pattern.strip("^$")
    found = {match.group().upper() for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE)}
    return found.pop() if len(found) == 1 else None


def _take_reference(desk: Desk, text: str) -> None:
    reference = _reference_in(desk, text)
    if reference:
        return give_reference(desk, reference)
    return aside(desk, text, "That does not look like a case reference.")


def _take_answer(desk: Desk, text: str) -> None:
    fact = fact_asked(desk)
    if fact is None:
        return _take_whether_there_is_another(desk, text)
    if asks_for_entries(desk) and len(text) > LONGEST_TEXT:
        return _refuse_as_too_long(desk, text)
    understood = read(desk, text)
    asks_back = fact.kind in ("text", "rationale") and text.rstrip().endswith("?")
    if isinstance(understood, Certain) and not asks_back:
        action = _taking(desk, to_json(understood.value))
        return MOVES[action["do"]](desk, {**action, "note": understood.note, "typed": True})
    if sounds_like_question(text) and policy_answer(desk, text):
        return ask(desk)
    if isinstance(understood, Perhaps):
        return _ask_back(desk, understood)
    if sounds_like_question(text):
        if desk.message.reading.intent[0] == "policy_question" and nearest_answers(desk):
            return ask(desk)
        return aside(desk, text, "I do not have an answer to that in this policy pack.")
    return aside(desk, text, understood.problem or "I could not read that as an answer.")


def _take_whether_there_is_another(desk: Desk, text: str) -> None:
    plain = text.strip(" .!").casefold()
    if plain in YES_WORDS or plain in NO_WORDS:
        return MOVES["entry_begin" if plain in YES_WORDS else "entries_done"](desk, {})
    return only_buttons(desk, text)


def _refuse_as_too_long(desk: Desk, text: str) -> None:
    desk.say(
        Bubble(
            kind="refusal",
            text=f"That has {len(text)} characters, and each part of an entry holds {LONGEST_TEXT}. Please send the "
            "heart of it, or make two entries of it. This part was not taken; the parts before it are kept.",
        )
    )
    ask(desk)


def read(desk: Desk, text: str) -> Understood:
    """The words as an answer to what is asked now: a question, or one part of an entry."""
    form = desk.pack.form
    return read_answer(fact_asked(desk), text, desk.today, form.date_order == "day_first", form.currency)


def _taking(desk: Desk, value: object) -> dict:
    """What takes this value for what is asked now."""
    if asks_for_entries(desk):
        return {"do": "entry", "column": column_asked(desk), "value": value}
    return {"do": "answer", "value": value}


def _ask_back(desk: Desk, perhaps: Perhaps) -> None:
    """Uncertain: ask back with buttons; nothing is recorded."""
    fact, currency = fact_asked(desk), desk.pack.form.currency
    plain = [to_json(value) for value in perhaps.values]
    buttons = [desk.button(label(fact, from_json(fact, value), currency), **_taking(desk, value)) for value in plain]
    if fact.not_known and None not in plain:
        buttons.append(desk.button(fact.not_known.label, do="answer", value=None))
    buttons.append(desk.button("Show the question again", "action", do="command", name="repeat"))
    desk.say(
        Bubble(
            kind="question",
            title="To be sure",
            text=f"{fact.ask}\n\nWhich did you mean? Nothing is recorded until you choose.",
            buttons=tuple(buttons),
            cites=tuple(fact.cites),
            input="buttons",
        )
    )


def _take_reasons(desk: Desk, text: str) -> None:
    if len(text.split()) < 3:
        desk.say(
            Bubble(
                kind="notice",
                text="A few more words, please: they are what will explain this decision later.",
            )
        )
        return ask(desk)
    if text.rstrip().endswith("?"):
        return aside(desk, text, "That reads like a question, so I did not take it as your reasons.")
    return give_reasons(desk, text.strip())


def _take_decision(desk: Desk, text: str) -> None:
    """One of the decision's options in other words that the pack lists for it; nothing else is taken for a decision."""
    plain = text.strip(" .!").casefold()
    options = desk.pathway.form.decision.options
    chosen = next((choice for choice, option in options.items() if plain in map(str.casefold, option.also)), None)
    if chosen is None:
        return only_buttons(desk, text)
    return MOVES["decide"](desk, {"choice": chosen})


def only_buttons(desk: Desk, text: str) -> None:
    aside(desk, text, "Please choose one of the buttons.")


TAKES_WORDS = {
    "start": _route,
    "choosing": _route,
    "case": _take_reference,
    "question": _take_answer,
    "correct_answer": _take_answer,
    "decision": _take_decision,
    "reasons": _take_reasons,
}
