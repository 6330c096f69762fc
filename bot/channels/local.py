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

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.settings import settings
from bot.channels import refusals
from bot.channels.emergency import SETTING, EmergencyNumbers
from bot.channels.identity import Identity, NotSignedIn, verify
from bot.channels.keys import local_channel_key
from bot.channels.message import BadRequest, Inbound, TextTooLong, receive
from bot.service.memory import settle_memory

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

    def __init__(self, emergency_numbers: EmergencyNumbers) -> None:
        self._emergency_numbers = emergency_numbers

    @classmethod
    def name(cls) -> str:
        return "local"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> LocalChannel:
        """The channel with its settings, which the running service writes; see `EmergencyNumbers`."""
        return cls(EmergencyNumbers((credentials or {}).get(SETTING, {})))

    def url_prefix(self) -> str:
        return "/chat"

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        key = local_channel_key(settings())
        numbers = self._emergency_numbers
        start_page = _start_page(numbers)
        chat = Blueprint("local_channel", strict_slashes=False)

        @chat.listener("before_server_start")
        async def limit_bodies(app: Sanic, _loop: object) -> None:
            app.config.REQUEST_MAX_SIZE = MAX_BODY

        @chat.listener("after_server_start")
        async def stop_without_model(app: Sanic, _loop: object) -> None:
            if not _is_ready(app):  # Rasa would go on and answer nobody
                logger.error("The model could not be loaded.")
                app.stop()
            settle_memory()

        @chat.get("/")
        async def page(_request: Request) -> HTTPResponse:
            return response.html(start_page)

        for name in ("page.css", "page.js", "draw.js", "icon.svg"):
            chat.static(f"/{name}", PAGE / name, name=name)

        @chat.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            is_ready = _is_ready(request.app)
            return response.json({"ready": is_ready}, status=200 if is_ready else 503)

        @chat.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            return await answer(request)

        @chat.post("/open")
        async def open_conversation(request: Request) -> HTTPResponse:
            return await answer(request, opening=True)

        async def answer(request: Request, *, opening: bool = False) -> HTTPResponse:
            identity = verify(request.headers.get("authorization"), key)
            request.ctx.emergency_number = numbers.of(identity.pack)
            inbound = receive(self.name(), identity, request.json, opening=opening)
            reply = await take_turn(on_new_message, inbound, identity)
            if reply is None:
                return response.json(refusals.not_recorded(request.ctx.emergency_number), status=503)
            return response.json(reply)

        @chat.exception(NotSignedIn)
        async def not_signed_in(_request: Request, error: NotSignedIn) -> HTTPResponse:
            return response.json({"error": str(error)}, status=401, headers={"WWW-Authenticate": "Bearer"})

        @chat.exception(TextTooLong)
        async def too_long(request: Request, _error: TextTooLong) -> HTTPResponse:
            return response.json(refusals.too_long(request.ctx.emergency_number), status=413)

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


def _start_page(numbers: EmergencyNumbers) -> str:
    templates = Environment(loader=FileSystemLoader(PAGE), autoescape=True, undefined=StrictUndefined)
    return templates.get_template("index.html").render(numbers=numbers.packs_by_number)


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
