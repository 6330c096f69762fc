"""Takes one message in the order that keeps people safe: danger, the pressed button, commands, what is pending."""

from __future__ import annotations

import unicodedata

from . import danger
from .answers import Certain
from .commands import COMMANDS
from .desk import Desk
from .entries import fact_asked
from .moves import tick
from .pending import TAKES_WORDS, only_buttons, read
from .pressing import MOVES
from .prompts import ask
from .reply import Bubble
from .words import NO_WORDS, YES_WORDS, command_in

LONGEST = 4000
YES_AND_NO = {
    "correct_confirm": ("make_change", "carry_on"),
    "stop_confirm": ("stop", "carry_on"),
    "new_confirm": ("new", "carry_on"),
    "danger_check": ("danger", "no_danger"),
    "danger": ("after_danger", "danger"),
    "closing": ("close", "carry_on"),
}
"""What yes and no do at the prompts that ask for nothing else."""


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
    fact = fact_asked(desk)
    if fact is None or fact.kind in ("text", "rationale"):
        return False
    return isinstance(read(desk, text), Certain) and len(text.split()) <= 3


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
    return do(desk, action)


def _pressed(buttons: dict[str, dict], press: str) -> tuple[list[dict], dict | None]:
    """The button of a token or label, and the boxes ticked with it: their tokens come before its own, with commas."""
    *first, last = press.split(",")
    if first and last in buttons and all(buttons.get(token, {}).get("do") == "pick" for token in first):
        return [buttons[token] for token in first], buttons[last]
    named = (b for b in buttons.values() if b["label"].casefold() == press.casefold())
    return [], buttons.get(press) or next(named, None)


def do(desk: Desk, action: dict) -> None:
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
        return do(desk, label_pressed)
    command = command_in(text)
    if command:
        return COMMANDS[command](desk)
    if desk.prompt["kind"] in YES_AND_NO:
        return _confirm(desk, text)
    return TAKES_WORDS.get(desk.prompt["kind"], only_buttons)(desk, text)


def _confirm(desk: Desk, text: str) -> None:
    """A plain yes or no to a prompt that has two buttons."""
    plain = text.strip(" .!").casefold()
    yes, no = YES_AND_NO[desk.prompt["kind"]]
    if plain in YES_WORDS or plain in NO_WORDS:
        return do(desk, {"do": yes if plain in YES_WORDS else no})
    return only_buttons(desk, text)


def _same_as_button(desk: Desk, text: str) -> dict | None:
    """Typing a button's exact words, or its number, is pressing it."""
    if desk.prompt["kind"] == "reasons":
        return None
    buttons = list(desk.state.get("buttons", {}).values())
    plain = text.strip().strip(".!").casefold()
    exact = next((b for b in buttons if b["label"].casefold().lstrip("☑☐ ") == plain), None)
    numbered = desk.prompt["kind"] == "correct_choose" and plain.isdecimal()
    return exact or (next((b for b in buttons if b["label"].startswith(f"{plain}. ")), None) if numbered else None)
