"""Walking the pathways of the real pack from end to end by their buttons."""

from __future__ import annotations

from collections.abc import Iterator

from talk import Talk, Turn

from actions.consultation.answers import choices_of
from actions.guidance import Pack

MANNERS = ("first", "last", "not known")
"""The first option to every question, the last, or not known yet."""
NO_HURRY = ("danger_now", "imminent")
"""Answered no when all else is answered with the first option, so that the walk is long."""


def pack_of(talk: Talk) -> Pack:
    return talk.office.library.packs[talk.office.pack]


def answer(talk: Talk, manner: str) -> Turn:
    """Answer the question that is asked."""
    fact_id = talk.last.question
    fact = pack_of(talk).facts[fact_id]
    if manner == "not known" and fact.not_known:
        return talk.press(fact.not_known.label)
    if fact.kind == "date":
        return talk.say("3 May 2027" if manner == "first" else "yesterday")
    if fact.kind == "choices":
        return talk.press(f"☐ {next(iter(choices_of(fact).values()))}", "That is all")
    labels = list(choices_of(fact).values())
    return talk.press(labels[0] if manner == "first" and fact_id not in NO_HURRY else labels[-1])


def begin(talk: Talk, pathway: str) -> Turn:
    return talk.begin(pack_of(talk).pathways[pathway].form.button)


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
