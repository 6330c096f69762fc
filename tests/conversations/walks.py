"""Walking the pathways of the real pack from end to end by their buttons."""

from __future__ import annotations

from collections.abc import Iterator

from talk import Talk, Turn

from actions.consultation.answers import choices_of
from actions.guidance import Pack
from actions.guidance.schema import Fact

MANNERS = ("first", "last", "not known")
"""The first option to every question, the last, or not known yet."""
NO_HURRY = ("danger_now", "imminent")
"""Answered no when all else is answered with the first option, so that the walk is long."""


def pack_of(talk: Talk) -> Pack:
    return talk.office.library.packs[talk.office.pack]


REFERENCES = {"england_wales": "X123456"}
"""A case reference of each pack; the others take the same form."""


def reference_of(pack: str) -> str:
    return REFERENCES.get(pack, "REF-104233")


def answer(talk: Talk, manner: str) -> Turn:
    """Answer the question that is asked."""
    fact_id = talk.last.question
    fact = pack_of(talk).facts[fact_id]
    if manner == "not known" and fact.not_known:
        return talk.press(fact.not_known.label)
    if fact.kind == "date":
        return talk.say(("May 3, 2027" if month_first(talk) else "3 May 2027") if manner == "first" else "yesterday")
    if fact.kind in ("number", "money"):
        return talk.say("3" if manner == "first" else "2500")
    if fact.kind in ("text", "rationale"):
        return talk.say("Something that was said and seen")
    if fact.kind == "entries":
        return one_entry(talk, fact)
    if fact.kind == "choices":
        return talk.press(f"☐ {next(iter(choices_of(fact).values()))}", "That is all")
    labels = list(choices_of(fact).values())
    return talk.press(labels[0] if manner == "first" and fact_id not in NO_HURRY else labels[-1])


def month_first(talk: Talk) -> bool:
    return pack_of(talk).form.date_order == "month_first"


def one_entry(talk: Talk, fact: Fact) -> Turn:
    for column in fact.columns.values():
        if column.kind == "choice":
            talk.press(next(iter(column.options.values())).label)
        else:
            talk.say("Something that was seen")
    return talk.press("That is all")


def begin(talk: Talk, pathway: str) -> Turn:
    """Ask for the pathway in words, and give this person's case where it is asked for."""
    talk.say("Please take me through this", intents=((pack_of(talk).pathways[pathway].intent, 0.99),))
    return talk.say(talk.case) if talk.last.stage == "case" else talk.last


def questions(talk: Talk, pathway: str, manner: str) -> Iterator[Turn]:
    """Each turn that asks something, to the decision or the end; the questions are answered in between."""
    turn = begin(talk, pathway)
    while turn.stage == "question":
        yield turn
        turn = answer(talk, manner)
    yield turn


def end(talk: Talk) -> Turn:
    """Decide with reasons, or close."""
    if talk.last.stage == "closing":
        return talk.press("Close it")
    [pathway] = [p for p in pack_of(talk).pathways.values() if p.id == talk.last.state["pathway"]]
    talk.press(next(iter(pathway.form.decision.options.values())).label)
    return talk.say("I have weighed this with my manager.")
