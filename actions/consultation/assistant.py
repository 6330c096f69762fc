"""Decides one turn: danger first, then what is pending, then commands and policy questions, then a bounded fallback."""

from __future__ import annotations

import re
import unicodedata
from zoneinfo import ZoneInfo

from actions.casestore import CaseStore, Conflict, Staff, Transaction
from actions.guidance import to_json

from . import danger
from .answers import Certain, Perhaps, read_answer
from .asking import label
from .commands import COMMANDS
from .desk import Desk, from_json
from .library import Library
from .message import Message
from .moves import MOVES, choose_pathway, give_reasons, give_reference, pending, tick
from .prompts import ask
from .reply import Bubble
from .words import NO_WORDS, YES_WORDS, command_in

SURE = 0.70
"""Confidence from which an intent is acted on; below it the person chooses. See docs/decisions/."""
ANSWER_SURE = 0.70
ANSWER_TO_A_QUESTION = 0.35
"""Confidence from which an answer to a policy question is given; less is needed when it reads as one in every way."""
LONGEST = 4000
MISSES_BEFORE_A_PERSON = 2


class Assistant:
    """Takes turns. One object serves a whole process; each turn is one transaction."""

    def __init__(self, store: CaseStore, library: Library) -> None:
        self._store, self._library = store, library

    def take(self, message: Message) -> dict:
        """Answer one message. What the reply acknowledges is durable when this returns."""
        try:
            return self._turn(message)
        except Conflict:
            return self._turn(message, conflicted=True)

    def _turn(self, message: Message, *, conflicted: bool = False) -> dict:
        with self._store.transaction() as tx:
            staff = tx.staff(message.handle, message.role, message.pack)
            conversation = tx.conversation(message.channel, message.address, staff)
            before = tx.seen(conversation, message.message_id)
            if before is not None:
                return before
            desk = self._desk(tx, message, staff, conversation)
            if conflicted or _moved_elsewhere(desk):
                _catch_up(desk)
            else:
                take_message(desk)
            desk.state["buttons"] = desk.buttons
            desk.state["version"] = desk.consultation.version if desk.consultation else None
            focus = desk.consultation.id if desk.consultation else None
            reply = desk.reply()
            tx.save_conversation(conversation, desk.state, focus)
            tx.remember_reply(conversation, message.message_id, reply)
            return reply

    def _desk(self, tx: Transaction, message: Message, staff: Staff, conversation) -> Desk:
        if staff.pack not in self._library.packs:
            raise KeyError(f"there is no policy pack {staff.pack!r}; there are: {', '.join(self._library.packs)}")
        consultation = tx.consultation(conversation.focus) if conversation.focus else None
        office = ZoneInfo(self._library.packs[staff.pack].form.timezone)
        today = tx.now.astimezone(office).date()
        return Desk(tx, self._library, message, staff, conversation, dict(conversation.state), consultation, today)


def _moved_elsewhere(desk: Desk) -> bool:
    """Whether this consultation was taken further on another device since this conversation last spoke."""
    return bool(desk.consultation) and desk.state["version"] != desk.consultation.version


def _catch_up(desk: Desk) -> None:
    """Take nothing that was meant for what is no longer pending, but danger always."""
    if desk.consultation and desk.consultation.status == "open":
        desk.prompt = pending(desk)
    else:
        desk.focus(None)
        desk.prompt = {"kind": "start"}
    if desk.message.reading.danger == "danger":
        return danger.sound_the_alarm(desk, "words")
    desk.say(
        Bubble(
            kind="notice",
            text="This consultation was taken further on another device. Nothing you just sent was recorded. "
            "Here is where it stands.",
        )
    )
    if desk.message.reading.danger == "unsure":
        desk.prompt = {"kind": "danger_check", "then": desk.prompt}
    return ask(desk)


def take_message(desk: Desk) -> None:
    """Take one message in the order that keeps people safe and answers where they belong."""
    message = desk.message
    if message.opening:
        return _open(desk)
    if message.press:
        return _press(desk, message.press)
    if message.reading.danger == "danger":
        return danger.sound_the_alarm(desk, "words")
    if message.masked:
        desk.say(Bubble(kind="notice", text=_masked_words(message.masked)))
    if (
        message.reading.danger == "unsure"
        and desk.prompt["kind"] != "danger_check"
        and not _plain_answer(desk, message.text)
    ):
        return danger.check_first(desk)
    return _words(desk, message.text)


def _masked_words(kinds: tuple[str, ...]) -> str:
    what = " and a ".join(kinds)
    return f"I left out what looked like a {what}; it is not stored. Please use no names or personal details here."


def _plain_answer(desk: Desk, text: str) -> bool:
    """Whether the words are exactly a command or an answer to the pending question: nothing to be unsure of."""
    if command_in(text):
        return True
    if desk.prompt["kind"] not in ("question", "correct_answer"):
        return False
    fact = desk.fact(desk.prompt["fact"])
    return fact.kind not in ("text", "rationale") and isinstance(_read(desk, text), Certain) and len(text.split()) <= 3


def _open(desk: Desk) -> None:
    if desk.consultation or desk.prompt["kind"] != "start":
        desk.say(Bubble(kind="notice", text="Welcome back. You are where you left off."))
    else:
        desk.say(
            Bubble(
                kind="notice",
                title="Signpost",
                text="I guide you through domestic abuse policy one question at a time, show the paragraph behind "
                f"each, and keep the record. The decision is always yours. If anyone is in danger now, call "
                f"{desk.pack.form.emergency_number} first.",
            )
        )
    ask(desk)


def _press(desk: Desk, press: str) -> None:
    ticks, action = _pressed(desk.state.get("buttons", {}), press)
    if action is None:
        desk.say(
            Bubble(
                kind="notice",
                text="That button belongs to an earlier question, so it did nothing. This is where we are.",
            )
        )
        return ask(desk)
    for ticked in ticks:
        tick(desk, ticked["option"])
    return _do(desk, action)


def _pressed(buttons: dict[str, dict], press: str) -> tuple[list[dict], dict | None]:
    """The button of a token or label, and the boxes ticked with it: their tokens come before its own, with commas."""
    *first, last = press.split(",")
    if first and last in buttons and all(buttons.get(token, {}).get("do") == "pick" for token in first):
        return [buttons[token] for token in first], buttons[last]
    named = (b for b in buttons.values() if b["label"].casefold() == press.casefold())
    return [], buttons.get(press) or next(named, None)


def _do(desk: Desk, action: dict) -> None:
    if action["do"] == "command":
        return COMMANDS[action["name"]](desk)
    if action["do"] == "no_danger":
        return _no_danger(desk)
    return MOVES[action["do"]](desk, action)


def _no_danger(desk: Desk) -> None:
    """Back to what was pending; the words that raised the doubt are taken as if they came now."""
    held = danger.held_message(desk)
    desk.prompt = desk.prompt["then"]
    if held is None:
        return ask(desk)
    desk.message = held
    return _words(desk, held.text)


def _words(desk: Desk, text: str) -> None:
    """Free words, once danger is ruled out."""
    if len(text) > LONGEST:
        desk.say(
            Bubble(
                kind="refusal",
                text=f"That is longer than {LONGEST} characters. Please send the heart of it. Nothing was changed.",
            )
        )
        return ask(desk)
    if text.lstrip().startswith("/"):
        desk.say(
            Bubble(
                kind="refusal",
                text="Words that begin with / do nothing here. Nothing was changed. Say “help” to see what works.",
            )
        )
        return ask(desk)
    if not any(unicodedata.category(c)[0] in "LN" or c == "?" for c in text):
        desk.say(Bubble(kind="refusal", text="I could not find any words in that. Nothing was changed."))
        return ask(desk)
    label_pressed = _same_as_button(desk, text)
    if label_pressed:
        return _do(desk, label_pressed)
    command = command_in(text)
    if command:
        return COMMANDS[command](desk)
    return TAKES_WORDS.get(desk.prompt["kind"], _only_buttons)(desk, text)


def _same_as_button(desk: Desk, text: str) -> dict | None:
    """Typing a button's exact words, or its number, is pressing it."""
    if desk.prompt["kind"] == "reasons":
        return None
    buttons = list(desk.state.get("buttons", {}).values())
    plain = text.strip().strip(".!").casefold()
    exact = next((b for b in buttons if b["label"].casefold().lstrip("☑☐ ") == plain), None)
    numbered = desk.prompt["kind"] == "correct_choose" and plain.isdecimal()
    return exact or (next((b for b in buttons if b["label"].startswith(f"{plain}. ")), None) if numbered else None)


# words, by what is pending


def _route(desk: Desk, text: str) -> None:
    """Nothing is pending: find the pathway, answer a policy question, or offer the best three."""
    reference = _reference_in(desk, text)
    if reference and reference.casefold() == text.strip().strip(".").casefold():
        desk.prompt = {"kind": "start"}
        desk.say(Bubble(kind="notice", text="Tell me what it is about first; I will ask for the case then."))
        return ask(desk)
    intents = desk.message.reading.intents
    name, confidence = desk.message.reading.intent
    pathway = desk.pack.pathway_for_intent(name)
    if pathway and confidence >= SURE:
        desk.say(Bubble(kind="notice", text=f"This sounds like: {pathway.form.title}. If not, say “new”."))
        return choose_pathway(desk, {"pathway": pathway.id})
    if _sounds_like_question(text) or name == "policy_question":
        if _policy_answer(desk):
            return ask(desk)
    elif name in COMMANDS and confidence >= SURE:
        return COMMANDS[name](desk)
    offered = [p.id for intent, _ in intents if (p := desk.pack.pathway_for_intent(intent))][:3]
    if not offered:
        return _missed(desk, "I could not tell which question this is about.")
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
    return _aside(desk, text, "That does not look like a case reference.")


def _take_answer(desk: Desk, text: str) -> None:
    fact = desk.fact(desk.prompt["fact"])
    understood = _read(desk, text)
    asks_back = fact.kind in ("text", "rationale") and text.rstrip().endswith("?")
    if isinstance(understood, Certain) and not asks_back:
        return MOVES["answer"](desk, {"value": to_json(understood.value), "note": understood.note, "typed": True})
    if _sounds_like_question(text) and _policy_answer(desk):
        return ask(desk)
    if isinstance(understood, Perhaps):
        return _ask_back(desk, understood)
    if _sounds_like_question(text):
        return _aside(desk, text, "I do not have an answer to that in this policy pack.")
    return _aside(desk, text, understood.problem or "I could not read that as an answer.")


def _read(desk: Desk, text: str):
    day_first = desk.pack.form.date_order == "day_first"
    return read_answer(desk.fact(desk.prompt["fact"]), text, desk.today, day_first)


def _ask_back(desk: Desk, perhaps: Perhaps) -> None:
    """Uncertain: ask back with buttons; nothing is recorded."""
    fact = desk.fact(desk.prompt["fact"])
    plain = [to_json(value) for value in perhaps.values]
    buttons = [desk.button(label(fact, from_json(fact, value)), do="answer", value=value) for value in plain]
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
        return _aside(desk, text, "That reads like a question, so I did not take it as your reasons.")
    return give_reasons(desk, text.strip())


def _confirm(yes: str, no: str):
    def take(desk: Desk, text: str) -> None:
        plain = text.strip(" .!").casefold()
        if plain in YES_WORDS:
            return _do(desk, {"do": yes})
        if plain in NO_WORDS:
            return _do(desk, {"do": no})
        return _aside(desk, text, "Please choose one of the buttons.")

    return take


def _only_buttons(desk: Desk, text: str) -> None:
    _aside(desk, text, "Please choose one of the buttons.")


TAKES_WORDS = {
    "start": _route,
    "choosing": _route,
    "case": _take_reference,
    "question": _take_answer,
    "correct_answer": _take_answer,
    "reasons": _take_reasons,
    "correct_confirm": _confirm("make_change", "carry_on"),
    "stop_confirm": _confirm("stop", "carry_on"),
    "new_confirm": _confirm("new", "carry_on"),
    "danger_check": _confirm("danger", "no_danger"),
    "danger": _confirm("after_danger", "danger"),
    "closing": _confirm("close", "carry_on"),
}


# asides


def _aside(desk: Desk, text: str, problem: str) -> None:
    """Words that do not answer the pending prompt: a command, a policy question, another matter, or not understood."""
    name, confidence = desk.message.reading.intent
    if name in COMMANDS and confidence >= SURE:
        return COMMANDS[name](desk)
    if (_sounds_like_question(text) or (name == "policy_question" and confidence >= SURE)) and _policy_answer(desk):
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
    return _missed(desk, problem)


def _sounds_like_question(text: str) -> bool:
    return text.rstrip().endswith("?") or bool(
        re.match(
            r"\s*(what|why|how|who|when|where|which|can i|do i|should i|must i|does|is it|are we|may i)\b",
            text,
            re.IGNORECASE,
        )
    )


def _policy_answer(desk: Desk) -> bool:
    """Answer from the pack's information with its paragraphs. False when nothing fits well enough."""
    asked = desk.message.reading.intent[0] == "policy_question"
    for answer_id, confidence in desk.message.reading.answers:
        entry = desk.pack.information.get(answer_id)
        if entry and confidence >= (ANSWER_TO_A_QUESTION if asked else ANSWER_SURE):
            desk.state["misses"] = 0
            desk.say(Bubble(kind="answer", text=entry.say, cites=tuple(entry.cites)))
            return True
    return False


def _missed(desk: Desk, problem: str) -> None:
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
