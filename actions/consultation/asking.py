"""How questions and the things around them are put into words."""

from __future__ import annotations

import datetime as dt

from actions.casestore import Answer as StoredAnswer
from actions.guidance import NOT_KNOWN
from actions.guidance.schema import Fact, NotKnown
from actions.guidance.values import FactValue

from .answers import amount, choices_of
from .desk import Desk, from_store
from .entries import entries_of, how_many, still_open, worded_list
from .reply import Bubble, Button
from .spotting import spotted


def label(fact: Fact, value: FactValue, currency: str = "") -> str:
    """The answer in the words of its button; a list only by its length. Money has the pack's `currency` sign."""
    if value is NOT_KNOWN:
        return fact.not_known.label if fact.not_known else "Not known yet"
    labels = choices_of(fact)
    if isinstance(value, frozenset):
        return ", ".join(labels[option] for option in labels if option in value) or "None of these"
    if isinstance(value, dt.date):
        return day(value)
    if fact.kind == "entries":
        return how_many(entries_of(value))
    if fact.kind == "money":
        return amount(value, currency)
    return labels.get(value, str(value))


def worded(desk: Desk, fact_id: str, value: FactValue) -> str:
    """The answer in the words of its button, as this pack writes it."""
    return label(desk.fact(fact_id), value, desk.pack.form.currency)


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
    noticed = None if correcting else _tick_what_is_spotted(desk, fact)
    buttons = [*_answer_buttons(desk, fact), *side_buttons(desk)]
    known = known_before(desk, fact_id, correcting)
    parts = [fact.ask, fact.hint, noticed, _how_to_answer(desk, fact), known]
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
            "money": "number",
            "text": "text",
            "rationale": "text",
        }.get(fact.kind, "buttons"),
        progress=None if correcting else progress(desk),
    )


def _tick_what_is_spotted(desk: Desk, fact: Fact) -> str | None:
    """Tick what an earlier account speaks of, once, and say which words it was. Nothing is recorded by that."""
    stored = next((answer for answer in desk.stored_answers if answer.fact == fact.spotted_in), None)
    found = spotted(fact, stored.value) if stored and not stored.not_known else {}
    if not found:
        return None
    desk.prompt.setdefault("picked", list(found))
    labels = choices_of(fact)
    quoted = "; ".join(f"{labels[option]} (“{words}”)" for option, words in found.items())
    return (
        f"In the answer to “{desk.fact(fact.spotted_in).ask}” I noticed: {quoted}. I ticked only what the words "
        "suggest: please check it, untick what is wrong and add what is missing. Nothing is recorded until you confirm."
    )


def _answer_buttons(desk: Desk, fact: Fact) -> list[Button]:
    buttons = []
    if fact.kind == "choices":
        picked = desk.prompt.get("picked", [])
        buttons += [
            desk.button(("☑ " if option in picked else "☐ ") + words, do="pick", option=option)
            for option, words in choices_of(fact).items()
        ]
        buttons.append(desk.button("That is all" if picked else "None of these", do="picked"))
        if picked and fact.spotted_in:
            buttons.append(desk.button("None of these", do="answer", value=[]))
    else:
        buttons += [desk.button(words, do="answer", value=option) for option, words in choices_of(fact).items()]
    if fact.not_known:
        buttons.append(desk.button(fact.not_known.label, do="answer", value=None))
    return buttons


def side_buttons(desk: Desk, *, can_keep: bool = True) -> list[Button]:
    buttons = [
        desk.button("Why do you ask?", "action", do="command", name="why"),
        desk.button("Back", "action", do="command", name="go_back"),
        desk.button("Summary so far", "action", do="command", name="summary"),
        desk.button("Pause", "action", do="command", name="pause"),
    ]
    if can_keep and desk.prompt["kind"] == "correct_answer":
        buttons.insert(0, desk.button("Keep it as it was", "action", do="carry_on"))
    return buttons


def _how_to_answer(desk: Desk, fact: Fact) -> str | None:
    example = amount(1500, desk.pack.form.currency)
    return {
        "choices": "Choose all that apply, or type them with commas.",
        "date": "Send a date, for example 3 May 2026.",
        "number": "Send a whole number.",
        "money": f"Send an amount in whole units, rounded up, for example {example}.",
    }.get(fact.kind)


def known_before(desk: Desk, fact_id: str, correcting: bool) -> str | None:
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
        return worded(desk, stored.fact, from_store(fact, stored))
    except (TypeError, ValueError):  # an answer from an edition in which the question had another shape
        return str(stored.value)


def changeable(desk: Desk) -> list[StoredAnswer]:
    """The answers that may be changed: not the verified role, and not a list that is still being made."""
    return [stored for stored in desk.stored_answers if stored.source != "identity" and not still_open(desk, stored)]


def recorded(desk: Desk, stored: StoredAnswer) -> str:
    """An answer in full: the words of its button, or every entry of a list."""
    fact, value = desk.fact(stored.fact), from_store(desk.fact(stored.fact), stored)
    entries = worded_list(fact, entries_of(value))
    if not entries:
        return worded(desk, stored.fact, value)
    return "\n".join([*entries, "(more may follow)"] if still_open(desk, stored) else entries)


def progress(desk: Desk) -> dict:
    """Question 4 of about 7: midway between the questions that are sure to come and all that may."""
    given = sum(1 for answer in desk.stored_answers if answer.source == "identity")
    answered = desk.standing.answered - given
    to_come = (desk.standing.remaining + desk.standing.at_most + 1) // 2
    return {"number": answered + 1, "of": answered + to_come}
