"""Words that answer nothing pending: a command, a policy question, another matter, or not understood."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from actions.guidance.schema import Information

from .answers import Certain, read_date
from .asking import day as day_words
from .asking import sentence
from .commands import COMMANDS
from .desk import Desk
from .prompts import ask, pathway_buttons
from .reply import Bubble, Button

SURE = 0.70
"""Confidence from which an intent is acted on; below it the person chooses. See docs/decisions/."""
ANSWER_SURE = 0.60
ANSWER_TO_A_QUESTION = 0.40
"""Odds from which an answer to a policy question is given; less is needed when it reads as one in every way.
On 511 questions 79 % are answered at the lower one, 96 % of them rightly; at the higher one 54 %, 99 % rightly."""
NEAR_A_QUESTION = 0.15
"""Confidence from which something is offered as near the question, when nothing answers it."""
MISSES_BEFORE_A_PERSON = 2
BESIDE_THE_POINT = ("small_talk", "out_of_scope")
"""What is not heard while a question is pending: there, odd words are an answer that could not be read."""

_AS_AT = re.compile(r"\bas (?:at|of)\b(.+?)(?:[?,;]|$)", re.IGNORECASE)
_ASKS_FOR_A_FACT = re.compile(
    r"\s*(how (?:long|many|much|soon|often)|what(?:'s| is| does| counts| are)|who(?:'s| is| has| are)|by when"
    r"|when (?:must|is|does))\b",
    re.IGNORECASE,
)


def aside(desk: Desk, text: str, problem: str) -> None:
    """Words that do not answer the pending prompt: a command, a policy question, another matter, or not understood."""
    name, confidence = desk.message.reading.intent
    if name in COMMANDS and name not in BESIDE_THE_POINT and confidence >= SURE:
        return COMMANDS[name](desk)
    if (sounds_like_question(text) or (name == "policy_question" and confidence >= SURE)) and policy_answer(desk, text):
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


def asks_for_a_fact(text: str) -> bool:
    """ "How long have I got?" wants the answer itself; "should I tell her?" wants to be led."""
    return bool(_ASKS_FOR_A_FACT.match(text))


def policy_answer(desk: Desk, text: str) -> bool:
    """Answer from the pack's information with its paragraphs. False when nothing fits well enough."""
    reads_as_one = desk.message.reading.intent[0] == "policy_question" and sounds_like_question(text)
    asked = reads_as_one or asks_for_a_fact(text)
    day, problem = as_at(desk, text)
    pack = desk.library.as_at(desk.pack.id, day) if day else desk.pack
    found = [(pack.information[name], odds) for name, odds in desk.message.reading.answers if name in pack.information]
    if paragraph_odds(found) < (ANSWER_TO_A_QUESTION if asked else ANSWER_SURE):
        return False
    entry = found[0][0]
    desk.state["misses"] = 0
    said = problem or (f"As at {day_words(day)}: {entry.say}" if day else entry.say)
    cites = () if problem else tuple(entry.cites)
    desk.say(Bubble(kind="answer", text=said, cites=cites, buttons=_pathway_about(desk, entry)))
    return True


def paragraph_odds(found: Sequence[tuple[Information, float]]) -> float:
    """The odds that the first answer is from the right paragraph: those of the others on its paragraphs count too."""
    if not found:
        return 0.0
    first = set(found[0][0].cites)
    return found[0][1] + sum(odds for entry, odds in found[1:] if not first.isdisjoint(entry.cites))


def nearest_answers(desk: Desk) -> bool:
    """Nothing answers the question for sure: say so, and offer what is nearest. False when nothing is near."""
    near = [
        (entry_id, desk.pack.information[entry_id])
        for entry_id, confidence in desk.message.reading.answers
        if confidence >= NEAR_A_QUESTION and entry_id in desk.pack.information
    ]
    if not near:
        return False
    desk.state["misses"] = 0
    desk.say(
        Bubble(
            kind="offer",
            text="I am not sure that this policy answers that, and I do not guess. The nearest I hold:",
            buttons=tuple(
                desk.button(sentence(entry.asks[0])[:40], "action", do="tell", entry=entry_id)
                for entry_id, entry in near
            ),
        )
    )
    return True


def tell(desk: Desk, action: dict) -> None:
    """Give the answer that was chosen, then what was pending."""
    entry = desk.pack.information[action["entry"]]
    desk.say(Bubble(kind="answer", text=entry.say, cites=tuple(entry.cites), buttons=_pathway_about(desk, entry)))
    ask(desk)


def _pathway_about(desk: Desk, entry: Information) -> tuple[Button, ...]:
    """The offer to go through the matter step by step, unless that is what is being done."""
    pathway = desk.pack.pathway_about(entry.cites)
    if pathway is None or (desk.consultation and desk.consultation.pathway == pathway.id):
        return ()
    return pathway_buttons(desk, [pathway.id])


def as_at(desk: Desk, text: str) -> tuple[dt.date | None, str | None]:
    """The day that a question is asked about ("as at 3 May 2024"), or why it cannot be answered for that day."""
    named = _AS_AT.search(text)
    if not named:
        return None, None
    understood = read_date(named[1], desk.today, desk.pack.form.date_order == "day_first")
    if not isinstance(understood, Certain):
        return None, f"I cannot tell which day you mean by “{named[1].strip()}”. Please ask again with a whole date."
    first = min((dated[0].since for dated in desk.pack.form.values.values()), default=None)
    if first and understood.value < first:
        return None, f"The figures I hold begin on {day_words(first)}. For an earlier day, ask whoever owns the policy."
    return understood.value, None


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
