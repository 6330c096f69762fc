"""The local channel: the web page, the terminal and scripts on this machine speak to Signpost here.

Nothing is taken from a request but its words, its button and its message id. Who is speaking comes from
the signed token alone.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.settings import settings
from bot.channels import refusals
from bot.channels.identity import Identity, NotSignedIn, verify
from bot.channels.keys import local_channel_key
from bot.channels.message import BadRequest, Inbound, TextTooLong, receive

logger = logging.getLogger(__name__)

PAGE = Path(__file__).parent / "page"
MAX_BODY = 64 * 1024  # bytes; 4,000 characters of any script fit many times over

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


class LocalChannel(InputChannel):
    """Signpost's own channel on the loopback address, under /chat/."""

    @classmethod
    def name(cls) -> str:
        return "local"

    def url_prefix(self) -> str:
        return "/chat"

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        key = local_channel_key(settings())
        chat = Blueprint("local_channel", strict_slashes=False)

        @chat.listener("before_server_start")
        async def limit_bodies(app: Sanic, _loop: object) -> None:
            app.config.REQUEST_MAX_SIZE = MAX_BODY

        @chat.listener("after_server_start")
        async def stop_without_model(app: Sanic, _loop: object) -> None:
            if not _is_ready(app):  # Rasa would go on and answer nobody
                logger.error("The model could not be loaded.")
                app.stop()

        @chat.get("/")
        async def page(_request: Request) -> HTTPResponse:
            return await response.file(PAGE / "index.html")

        for name in ("page.css", "page.js", "draw.js", "icon.svg"):
            chat.static(f"/{name}", PAGE / name, name=name)

        @chat.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            is_ready = _is_ready(request.app)
            return response.json({"ready": is_ready}, status=200 if is_ready else 503)

        @chat.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            identity = verify(request.headers.get("authorization"), key)
            return await answer(receive(self.name(), identity, request.json), identity)

        @chat.post("/open")
        async def open_conversation(request: Request) -> HTTPResponse:
            identity = verify(request.headers.get("authorization"), key)
            return await answer(receive(self.name(), identity, request.json, opening=True), identity)

        async def answer(inbound: Inbound, identity: Identity) -> HTTPResponse:
            reply = await take_turn(on_new_message, inbound, identity)
            return response.json(reply or refusals.not_recorded(), status=200 if reply else 503)

        @chat.exception(NotSignedIn)
        async def not_signed_in(_request: Request, error: NotSignedIn) -> HTTPResponse:
            return response.json({"error": str(error)}, status=401, headers={"WWW-Authenticate": "Bearer"})

        @chat.exception(TextTooLong)
        async def too_long(_request: Request, _error: TextTooLong) -> HTTPResponse:
            return response.json(refusals.too_long(), status=413)

        @chat.exception(BadRequest)
        async def bad_request(_request: Request, error: BadRequest) -> HTTPResponse:
            return response.json({"error": str(error)}, status=400)

        @chat.exception(SanicException)
        async def refused(_request: Request, error: SanicException) -> HTTPResponse:
            return response.json({"error": str(error)}, status=error.status_code)

        @chat.on_response
        async def protect(_request: Request, answered: HTTPResponse) -> None:
            answered.headers.update(HEADERS)

        return chat


def _is_ready(app: Sanic) -> bool:
    agent = getattr(app.ctx, "agent", None)
    return bool(agent and agent.is_ready())


async def take_turn(on_new_message: OnNewMessage, inbound: Inbound, identity: Identity) -> dict | None:
    """Pass one message through Rasa and return the Reply, or None if there was no acknowledgement.

    Rasa takes one message of a conversation at a time, so two that arrive together are dealt with in turn.
    """
    collector = CollectingOutputChannel()
    message = UserMessage(
        inbound.words,
        collector,
        sender_id=f"local:{identity.address}",
        input_channel=LocalChannel.name(),
        message_id=inbound.message_id,
        metadata=inbound.metadata,
    )
    try:
        await on_new_message(message)
    except Exception as error:
        # Whatever went wrong, the person must hear that they have no acknowledgement. The error's own text
        # stays out of the log, because it may quote what they wrote.
        frames = "".join(traceback.format_tb(error.__traceback__))
        logger.error("A turn was not finished: %s\n%s", type(error).__name__, frames)
        return None
    replies = [sent["custom"] for sent in collector.messages if "custom" in sent]
    return replies[-1] if replies else None
