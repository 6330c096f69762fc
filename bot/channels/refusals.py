"""What a channel itself says when a message could not be dealt with. A Reply, like any other."""

from __future__ import annotations

from bot.channels.message import MAX_TEXT


def too_long(emergency_number: str) -> dict:
    """The message was longer than we take; nothing has read it."""
    return _refusal(
        "That message is too long",
        f"I can read up to {MAX_TEXT:,} characters at a time. Nothing from it was recorded.\n\n"
        f"Please send it in shorter parts, with what matters most first.\n\n{_in_danger(emergency_number)}",
    )


def not_recorded(emergency_number: str) -> dict:
    """The turn was not finished, for whatever reason; the person has no acknowledgement."""
    return _refusal(
        "That did not go through",
        "Something stopped working before I could confirm it. Treat your message as not recorded, and "
        f"send it again: it can't be recorded twice.\n\n{_in_danger(emergency_number)}",
    )


def _in_danger(emergency_number: str) -> str:
    return f"If someone is in danger now, call {emergency_number}."


def _refusal(title: str, text: str) -> dict:
    bubble = {
        "kind": "refusal",
        "title": title,
        "text": text,
        "sections": [],
        "buttons": [],
        "cites": [],
        "input": None,
        "progress": None,
    }
    return {"replies": [bubble], "state": None}
