"""What a turn starts from: the words, who said them, and what the pipeline read in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Scored = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Reading:
    """What the words may mean. `danger` is "danger", "unsure" or "none"."""

    intents: Scored = ()
    danger: str = "none"
    answers: Scored = ()

    @property
    def intent(self) -> tuple[str, float]:
        """The likeliest intent and its confidence from 0 to 1."""
        return self.intents[0] if self.intents else ("", 0.0)


@dataclass(frozen=True)
class Message:
    """One message from a verified person. `text` is masked already; `press` is a button's token or label, or the
    tokens of ticked boxes and of the button that ends the list, with commas."""

    text: str
    message_id: str
    channel: str
    address: str
    handle: str
    role: str
    pack: str
    press: str | None = None
    opening: bool = False
    masked: tuple[str, ...] = ()
    reading: Reading = Reading()

    @classmethod
    def from_wire(cls, metadata: Mapping, parsed: Mapping) -> Message:
        """Read the metadata that the channel set and the parse data that the pipeline added.

        Raises KeyError if the channel left out what only it can vouch for.
        """
        staff = metadata["staff"]
        ranking = tuple((i["name"], float(i["confidence"])) for i in parsed.get("intent_ranking", ()) if i["name"])
        answers = tuple((a["id"], float(a["confidence"])) for a in parsed.get("policy_answers") or ())
        danger = (parsed.get("danger") or {}).get("level", "none")
        return cls(
            text=metadata["text"],
            message_id=metadata["message_id"],
            channel=metadata["channel"],
            address=metadata["address"],
            handle=staff["handle"],
            role=staff["role"],
            pack=staff["pack"],
            press=metadata.get("press"),
            opening=bool(metadata.get("open")),
            masked=tuple(metadata.get("masked", ())),
            reading=Reading(ranking, danger, answers),
        )
