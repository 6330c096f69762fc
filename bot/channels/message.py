"""From what a person sent to what Rasa and the action may see: cleaned, masked, without power."""

from __future__ import annotations

import re
import unicodedata
import uuid
from dataclasses import dataclass

from actions.masking import mask
from bot.channels.identity import Identity

MAX_TEXT = 4_000
MAX_PRESS = 400
MAX_MESSAGE_ID = 100

# Joiners are needed in several scripts and in emoji; every other invisible character goes.
_KEPT = {"\n", "\t", "\u200c", "\u200d"}
_DROPPED_CATEGORIES = {"Cc", "Cf", "Cs"}
_LEADING_SLASHES = re.compile(r"^[\s/]+")


class TextTooLong(ValueError):
    """The text is longer than MAX_TEXT characters."""


class BadRequest(ValueError):
    """The request is not one that a channel of ours sends. The message may be shown."""


@dataclass(frozen=True)
class Inbound:
    """One message on its way in.

    Attributes:
        words: what Rasa's pipeline reads: masked, and never a command.
        metadata: the part of the Message (docs/architecture.md) that the pipeline does not add.
    """

    words: str
    metadata: dict

    @property
    def message_id(self) -> str:
        return self.metadata["message_id"]


def receive(channel: str, identity: Identity, body: object, *, opening: bool = False) -> Inbound:
    """Make an inbound message of a request body `{text?, press?, message_id?}`.

    `opening` says that the person has only opened the conversation, and said nothing.

    Raises:
        BadRequest: the body is not an object, or a field is of the wrong kind or too long.
        TextTooLong: the text is over MAX_TEXT characters.
    """
    if not isinstance(body, dict):
        raise BadRequest("A message is a JSON object with text, press and message_id.")
    text = "" if opening else clean(_string(body, "text"))
    if len(text) > MAX_TEXT:
        raise TextTooLong
    masked_text, kinds = mask(text)
    return Inbound(
        words=powerless(masked_text),
        metadata={
            "text": masked_text,
            "press": None if opening else clean(_string(body, "press", MAX_PRESS)) or None,
            "message_id": clean(_string(body, "message_id", MAX_MESSAGE_ID)) or uuid.uuid4().hex,
            "channel": channel,
            "address": identity.address,
            "staff": identity.staff,
            "masked": kinds,
            "open": opening,
        },
    )


def clean(text: str) -> str:
    """Normalise to NFC and drop control and invisible characters; keep line breaks and tabs."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (c for c in text if c in _KEPT or unicodedata.category(c) not in _DROPPED_CATEGORIES)
    return "".join(kept).strip()


def powerless(text: str) -> str:
    """The text without leading slashes: Rasa would read `/name{...}` as an order to itself."""
    return _LEADING_SLASHES.sub("", text)


def _string(body: dict, field: str, longest: int | None = None) -> str:
    value = body.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadRequest(f"{field} must be text.")
    if longest and len(value) > longest:
        raise BadRequest(f"{field} is longer than {longest} characters.")
    return value
