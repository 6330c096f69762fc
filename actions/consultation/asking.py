"""How questions and the things around them are put into words."""

from __future__ import annotations

import datetime as dt

from actions.casestore import Answer as StoredAnswer
from actions.guidance import NOT_KNOWN
from actions.guidance.schema import Fact, NotKnown
from actions.guidance.values import FactValue

from .answers import choices_of
from .desk import Desk, from_store
from .reply import Bubble, Button


def label(fact: Fact, value: FactValue) -> str:
    """The answer in the words of its button."""
    if value is NOT_KNOWN:
        return fact.not_known.label if fact.not_known else "Not known yet"
    labels = choices_of(fact)
    if isinstance(value, frozenset):
        return ", ".join(labels[option] for option in labels if option in value) or "None of these"
    if isinstance(value, dt.date):
        return day(value)
    return labels.get(value, str(value))


def day(date: dt.date) -> str:
    """Monday 14 December 2026."""
    return f"{date:%A} {date.day} {date:%B %Y}"


def moment(at: dt.datetime) -> str:
    return f"{at.day} {at:%B %Y}"


def sentence(text: str) -> str:
    """The words as a sentence: a capital first, a stop last."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def follow_up(unknown: NotKnown) -> str:
    """What to find out, and from whom."""
    return f"{sentence('Find out ' + unknown.find_out)} {sentence('Ask: ' + unknown.ask)}"


def question(desk: Desk, fact_id: str, *, correcting: bool = False) -> Bubble:
    """The question for a fact, with its buttons. The same fact is always asked in the same words."""
    fact = desk.fact(fact_id)
    buttons = [*_answer_buttons(desk, fact_id, fact), *_side_buttons(desk)]
    known = _known_before(desk, fact_id, correcting)
    parts = [fact.ask, fact.hint, _how_to_answer(fact), known]
    return Bubble(
        kind="question",
        title="Changing an answer" if correcting else None,
        text="\n\n".join(part for part in parts if part),
        buttons=tuple(buttons),
        cites=tuple(fact.cites),
        input={
            "choices": "many",
            "date": "date",
            "number": "number",
            "text": "text",
            "rationale": "text",
        }.get(fact.kind, "buttons"),
        progress=None if correcting else _progress(desk),
    )


def _answer_buttons(desk: Desk, fact_id: str, fact: Fact) -> list[Button]:
    buttons = []
    if fact.kind == "choices":
        picked = desk.prompt.get("picked", [])
        buttons += [
            desk.button(("☑ " if option in picked else "☐ ") + words, do="pick", option=option)
            for option, words in choices_of(fact).items()
        ]
        buttons.append(desk.button("That is all" if picked else "None of these", do="picked"))
    else:
        buttons += [desk.button(words, do="answer", value=option) for option, words in choices_of(fact).items()]
    if fact.not_known:
        buttons.append(desk.button(fact.not_known.label, do="answer", value=None))
    return buttons


def _side_buttons(desk: Desk) -> list[Button]:
    return [
        desk.button("Why do you ask?", "action", do="command", name="why"),
        desk.button("Back", "action", do="command", name="go_back"),
        desk.button("Summary so far", "action", do="command", name="summary"),
        desk.button("Pause", "action", do="command", name="pause"),
    ]


def _how_to_answer(fact: Fact) -> str | None:
    return {
        "choices": "Choose all that apply, or type them with commas.",
        "date": "Send a date, for example 3 May 2026.",
        "number": "Send a whole number.",
    }.get(fact.kind)


def _known_before(desk: Desk, fact_id: str, correcting: bool) -> str | None:
    """What was recorded earlier for this fact: in this consultation when correcting, else elsewhere on the case."""
    if correcting:
        stored = next((answer for answer in desk.stored_answers if answer.fact == fact_id), None)
        return f"You said on {moment(stored.at)}: {_stored_label(desk, stored)}." if stored else None
    earlier = earlier_answer(desk, fact_id)
    if earlier is None:
        return None
    # kept with the prompt, so that giving the same answer again is recorded as confirming it
    desk.prompt["earlier"] = earlier.value
    said = _stored_label(desk, earlier)
    return f"On {moment(earlier.at)} it was recorded on this case: {said}. Confirm it or change it."


def earlier_answer(desk: Desk, fact_id: str) -> StoredAnswer | None:
    """The latest answer to this fact in another consultation on the same case."""
    if not desk.case:
        return None
    return desk.tx.earlier_answers(desk.case, desk.pack.id, but_not=desk.consultation).get(fact_id)


def _stored_label(desk: Desk, stored: StoredAnswer) -> str:
    fact = desk.fact(stored.fact)
    try:
        return label(fact, from_store(fact, stored))
    except (TypeError, ValueError):  # an answer from an edition in which the question had another shape
        return str(stored.value)


def _progress(desk: Desk) -> dict:
    """Question 4 of about 7: midway between the questions that are sure to come and all that may."""
    given = sum(1 for answer in desk.stored_answers if answer.source == "identity")
    answered = desk.standing.answered - given
    to_come = (desk.standing.remaining + desk.standing.at_most + 1) // 2
    return {"number": answered + 1, "of": answered + to_come}
