"""A conversation with a running Signpost over its local channel."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from bot.channels.identity import Identity, issue_token

TOKEN_LIFETIME = timedelta(minutes=10)
REPLY_WITHIN = 60.0  # seconds
COME_BACK_WITHIN = 30.0  # seconds that a process which died may take to be there again

_loopback = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Outgoing:
    """One message on its way. Sending the same one again is safe: it is recorded once at most."""

    text: str = ""
    press: str = ""
    message_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    opening: bool = False


@dataclass(frozen=True)
class Turn:
    """What came of one message.

    Attributes:
        reply: the Reply of docs/architecture.md.
        acknowledged: the service took the message in; what it recorded is committed.
        worth_repeating: it may arrive if it is sent again.
    """

    reply: dict
    acknowledged: bool
    worth_repeating: bool = False


class NotAllowed(Exception):
    """The channel refused the request itself; the message says why."""


class Conversation:
    """One person's conversation with the Signpost at `base`."""

    def __init__(self, base: str, who: Identity, key: str) -> None:
        self._base = base
        self._who = who
        self._key = key

    def send(self, message: Outgoing) -> Turn:
        """Send one message and wait for the reply.

        Raises:
            NotAllowed: the channel did not accept the request or who is speaking.
        """
        self._wait_until_ready()
        body = {"text": message.text, "press": message.press, "message_id": message.message_id}
        request = urllib.request.Request(
            self._base + ("/chat/open" if message.opening else "/chat/turn"),
            data=json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {issue_token(self._who, self._key, TOKEN_LIFETIME)}",
                "Content-Type": "application/json",
            },
        )
        try:
            with _loopback.open(request, timeout=REPLY_WITHIN) as answer:
                return Turn(json.load(answer), acknowledged=True)
        except urllib.error.HTTPError as error:
            return self._unacknowledged(error)
        except (OSError, ValueError):
            return Turn(self._not_recorded(), acknowledged=False, worth_repeating=True)

    def _wait_until_ready(self) -> None:
        give_up = time.monotonic() + COME_BACK_WITHIN
        while time.monotonic() < give_up:
            try:
                _loopback.open(self._base + "/chat/ready", timeout=5).close()
                return
            except OSError:  # an HTTP error is one of these too
                time.sleep(0.2)

    def _unacknowledged(self, error: urllib.error.HTTPError) -> Turn:
        try:
            body = json.load(error)
        except ValueError:
            body = self._not_recorded()
        if "replies" not in body:
            raise NotAllowed(body.get("error", f"The request was refused ({error.code})."))
        return Turn(body, acknowledged=False, worth_repeating=error.code >= 500)

    def _not_recorded(self) -> dict:
        # here, because what it needs takes longer to load than a turn takes
        from actions.guidance import PackError
        from bot.channels import refusals
        from bot.channels.emergency import EmergencyNumbers
        from bot.service.emergency import POLICIES, emergency_numbers

        try:
            numbers = emergency_numbers(POLICIES)
        except PackError:  # they must hear that nothing was recorded, even while a pack is being mended
            numbers = EmergencyNumbers()
        return refusals.not_recorded(numbers.of(self._who.pack))
