"""Starts the action server on loopback, for callers that know its key.

Run by the supervisor as `python -m bot.service.action_server MODULE`. Rasa's own start-up of an action
server listens on every address, answers any web page and sends a failed request back in full. Ours does
none of these, because a request holds what a person wrote and who they are.
"""

from __future__ import annotations

import hmac
import logging
import sys
import traceback
import warnings

warnings.simplefilter("ignore")  # its libraries warn about each other at every start

from rasa_sdk.executor import ActionExecutor  # noqa: E402
from sanic import Sanic, response  # noqa: E402
from sanic.exceptions import SanicException  # noqa: E402
from sanic.request import Request  # noqa: E402
from sanic.response import HTTPResponse  # noqa: E402

from actions.settings import settings  # noqa: E402
from bot.channels.keys import action_server_key  # noqa: E402
from bot.service.lifeline import end_with_parent  # noqa: E402
from bot.service.memory import settle_memory  # noqa: E402

logger = logging.getLogger(__name__)

IDLE_CONNECTION = 75  # seconds; longer than bot.action_endpoint keeps one


def create_app(actions: str, key: str) -> Sanic:
    """The action server for the module `actions`; callers show `Authorization: Bearer <key>`."""
    app = Sanic("signpost_actions", configure_logging=False)
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.KEEP_ALIVE_TIMEOUT = IDLE_CONNECTION
    executor = ActionExecutor()
    executor.register_package(actions)
    expected = f"Bearer {key}".encode()

    @app.get("/health")
    async def health(_request: Request) -> HTTPResponse:
        return response.json({"status": "ok"})

    @app.post("/webhook")
    async def webhook(request: Request) -> HTTPResponse:
        shown = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(shown, expected):
            return response.json({"error": "not allowed"}, status=401)
        return response.json(await executor.run(request.json))

    @app.exception(Exception)
    async def failed(_request: Request, error: Exception) -> HTTPResponse:
        if isinstance(error, SanicException):
            return response.json({"error": type(error).__name__}, status=error.status_code)
        # Neither the error's text nor the request goes to the log or back: both may quote the person.
        frames = "".join(traceback.format_tb(error.__traceback__))
        logger.error("An action failed: %s\n%s", type(error).__name__, frames)
        return response.json({"error": "the action failed"}, status=500)

    return app


def main(actions: str) -> None:
    """Serve the actions of the module `actions` until stopped."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    end_with_parent()
    app = create_app(actions, action_server_key(settings()))
    settle_memory()
    app.run("127.0.0.1", settings().action_port, access_log=False, motd=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
