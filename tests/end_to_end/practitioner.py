"""A practitioner at a command line: every turn is one `signpost say`, with a button pressed or words typed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from running_signpost import ROLE, RunningSignpost

from actions.guidance.schema import Fact

TYPED = {"yes": "yep", "no": "nope", "?": "don't know yet"}
"""How this practitioner puts a plain answer into words: never the button's own, so that the words have to be read."""


@dataclass
class Practitioner:
    """One person's conversation, with every reply it brought."""

    signpost: RunningSignpost
    name: str
    role: str = ROLE
    replies: list[dict] = field(default_factory=list)

    def say(self, text: str = "", press: str = "") -> dict:
        """Take one turn and return its state. An unacknowledged turn fails the test."""
        words = ["--press", press] if press else ["--", text]
        done = self.signpost.command("say", "--as", self.name, "--role", self.role, "--json", *words)
        assert done.returncode == 0, done.stderr or done.stdout
        self.replies.append(json.loads(done.stdout))
        return self.state

    def press(self, button: str) -> dict:
        return self.say(press=button)

    @property
    def state(self) -> dict:
        return self.replies[-1]["state"]

    @property
    def bubbles(self) -> list[dict]:
        return self.replies[-1]["replies"]

    @property
    def kinds(self) -> list[str]:
        return [bubble["kind"] for bubble in self.bubbles]

    @property
    def labels(self) -> list[str]:
        return [button["label"] for bubble in self.bubbles for button in bubble["buttons"]]

    def bubble(self, kind: str) -> dict:
        """The first bubble of this kind in the last reply."""
        return next(bubble for bubble in self.bubbles if bubble["kind"] == kind)

    def everything_said(self) -> str:
        """Every word that was shown in any reply, buttons too."""
        return "\n".join(text for reply in self.replies for text in _texts(reply["replies"]))

    # answering

    def answer(self, fact: Fact, value: object, *, typed: bool) -> dict:
        """Answer the pending question; `value` as a truth case writes it, "?" for not known yet."""
        return self.say(words_for(fact, value)) if typed or not pressable(fact, value) else self._press(fact, value)

    def _press(self, fact: Fact, value: object) -> dict:
        if value == "?":
            return self.press(fact.not_known.label)
        if fact.kind == "yes_no":
            return self.press(value.capitalize())
        if fact.kind == "choice":
            return self.press(fact.options[value].label)
        tokens = {button["label"]: button["token"] for bubble in self.bubbles for button in bubble["buttons"]}
        boxes = [tokens[f"☐ {fact.options[option].label}"] for option in value]
        return self.press(",".join([*boxes, tokens["None of these"]]))


def pressable(fact: Fact, value: object) -> bool:
    """Whether there is a button for it: dates, numbers and texts have to be typed."""
    return value == "?" or fact.kind in ("yes_no", "choice", "choices")


def words_for(fact: Fact, value: object) -> str:
    """The answer as somebody would type it."""
    if fact.kind == "choices" and value != "?":
        return ", ".join(_name(fact, option) for option in value) or "none of them"
    if fact.kind == "date" and value != "?":
        date = dt.date.fromisoformat(value)
        return f"{date.day} {date:%B %Y}"
    if fact.kind == "choice" and value != "?":
        return _name(fact, value)
    return TYPED.get(value, str(value))


def _name(fact: Fact, option: str) -> str:
    also = fact.options[option].also
    return also[0] if also else fact.options[option].label


def _texts(value: object, key: str = "") -> Iterator[str]:
    """Every text in a reply, but for the tokens that nobody reads."""
    if isinstance(value, str) and key != "token":
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, key)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _texts(each, name)
