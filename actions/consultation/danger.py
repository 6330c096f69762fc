"""Danger comes before everything: what to do now, nothing to fill in, and the consultation kept where it was."""

from __future__ import annotations

from .desk import Desk
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


def check_first(desk: Desk, text: str) -> None:
    """Unsure: ask before the message is taken for anything else. Its words are kept until that is answered."""
    desk.prompt = {"kind": "danger_check", "then": _underneath(desk.prompt), "text": text}
    ask(desk)


def _underneath(prompt: dict) -> dict:
    """The prompt below a danger prompt, so that they never stack up."""
    return prompt["then"] if prompt["kind"] in ("danger", "danger_check") else prompt


def stand_down(desk: Desk) -> None:
    """Everyone is safe: back to the prompt that was pending."""
    desk.prompt = _underneath(desk.prompt)
    if desk.consultation and desk.consultation.status == "suspended":
        desk.move("open", "the practitioner went on after the danger check")
        desk.prompt["version"] = desk.consultation.version
