"""Danger comes before everything: what to do now, nothing to fill in, and the consultation kept where it was."""

from __future__ import annotations

from dataclasses import replace

from .desk import Desk
from .message import Message, Reading
from .prompts import ask
from .reply import Bubble


def emergency_bubble(desk: Desk) -> Bubble:
    form = desk.pack.form
    return Bubble(
        kind="danger",
        title=f"If anyone is in danger now, call {form.emergency_number}",
        text="\n\n".join(form.emergency_advice),
    )


def sound_the_alarm(desk: Desk, how: str) -> None:
    """Show the emergency advice, log that it was shown, and keep the pending prompt for afterwards.

    `how` is "words" (read in a message), "confirmed" (asked and confirmed) or "shown again".
    """
    desk.say(emergency_bubble(desk))
    desk.tx.log("danger", by=desk.staff, case=desk.case, consultation=desk.consultation, detail={"how": how})
    if desk.prompt["kind"] != "danger":
        desk.prompt = {"kind": "danger", "then": _underneath(desk.prompt)}
    if desk.consultation and desk.consultation.status == "open":
        desk.move("suspended", "somebody may be in danger")
    ask(desk)


def check_first(desk: Desk) -> None:
    """Unsure: ask before the message is taken for anything else. It is kept until that is answered."""
    reading = desk.message.reading
    held = {"text": desk.message.text, "intents": reading.intents, "answers": reading.answers}
    desk.prompt = {"kind": "danger_check", "then": desk.prompt, "held": held}
    ask(desk)


def held_message(desk: Desk) -> Message | None:
    """The message that is kept while its danger is asked about, without that doubt."""
    held = desk.prompt.get("held")
    if held is None:
        return None
    intents, answers = (tuple(map(tuple, held[ranking])) for ranking in ("intents", "answers"))
    return replace(desk.message, text=held["text"], press=None, reading=Reading(intents, "none", answers))


def _underneath(prompt: dict) -> dict:
    """The prompt below the danger prompts, so that they never stack up."""
    while prompt["kind"] in ("danger", "danger_check"):
        prompt = prompt["then"]
    return prompt


def stand_down(desk: Desk) -> None:
    """Everyone is safe: back to the prompt that was pending."""
    desk.prompt = _underneath(desk.prompt)
    if desk.consultation and desk.consultation.status == "suspended":
        desk.move("open", "the practitioner went on after the danger check")
