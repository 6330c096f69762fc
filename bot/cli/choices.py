"""What a person at a terminal may choose from, and what they meant by a line they typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TYPED_INPUT = {"number", "date"}
_LIST = re.compile(r"\w+(?:[\s,]+\w+)*")
_TICKED = "☑"
_BOXES = ("☐", _TICKED)


@dataclass(frozen=True)
class Choices:
    """The buttons of a reply under the keys shown in front of them.

    Keys are numbers, or letters where a number could be the answer itself.
    """

    buttons: dict[str, dict]

    @classmethod
    def of(cls, reply: dict) -> Choices:
        """The choices that `reply` offers."""
        kinds = {bubble.get("input") for bubble in reply["replies"]}
        buttons = [button for bubble in reply["replies"] for button in bubble.get("buttons") or []]
        letters = bool(kinds & _TYPED_INPUT) and len(buttons) <= 26
        keys = [chr(ord("a") + i) if letters else str(i + 1) for i in range(len(buttons))]
        return cls(dict(zip(keys, buttons, strict=True)))

    def key_of(self, token: str) -> str:
        """The key shown in front of the button with this token."""
        return next(key for key, button in self.buttons.items() if button["token"] == token)

    def pressed(self, line: str) -> str:
        """What `line` presses: a button's token, several joined by commas, or "" if it is words.

        Boxes are ticked together and confirmed at once: "1,3" presses both, then the button that ends the list. Where
        some are ticked already it could mean either "only these" or "change these", so they change and are shown again.
        """
        line = line.strip().lower().rstrip(".)")
        keys = re.split(r"[\s,]+", line) if _LIST.fullmatch(line) else []
        if not keys or not all(key in self.buttons for key in keys):
            return ""
        chosen = [self.buttons[key] for key in dict.fromkeys(keys)]
        if all(button["label"].startswith(_BOXES) for button in chosen):
            if not any(button["label"].startswith(_TICKED) for button in self.buttons.values()):
                chosen.append(self._end_of_boxes())
        elif len(chosen) > 1:
            return ""
        return ",".join(button["token"] for button in chosen)

    def _end_of_boxes(self) -> dict:
        return next(
            button
            for button in self.buttons.values()
            if button["style"] == "answer" and not button["label"].startswith(_BOXES)
        )
