"""Starts the chat server: Rasa with our channels, on loopback, with its HTTP API off.

Run by the supervisor as `python -m bot.service.chat_server MODEL ENDPOINTS CREDENTIALS`.
"""

from __future__ import annotations

import logging
import sys
import warnings
from typing import Any


def main(model: str, endpoints: str, credentials: str) -> None:
    """Serve until stopped."""
    from bot.service.lifeline import end_with_parent

    end_with_parent()

    from bot.service.without_tensorflow import leave_out

    leave_out()

    import sanic.app  # turns some warnings on, so it comes before we turn all of them off  # noqa: F401

    warnings.simplefilter("ignore")

    import rasa.core.run
    from rasa.core.utils import AvailableEndpoints

    from actions.settings import settings
    from bot.action_endpoint import KeptOpenEndpoint

    _configure_logging()
    reached = AvailableEndpoints.read_endpoints(endpoints)
    reached.action = KeptOpenEndpoint.like(reached.action)
    rasa.core.run.serve_application(
        model,
        interface="127.0.0.1",
        port=settings().port,
        credentials=credentials,
        endpoints=reached,
        enable_api=False,
        cors=None,
    )


def _configure_logging() -> None:
    """Say what happens, never what was said: details of Rasa's structured events quote messages."""
    import structlog

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    structlog.configure(
        processors=[_event_name_only],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
    )


def _event_name_only(_logger: Any, level: str, event: dict[str, Any]) -> str:
    return f"{level}: {event['event']}"


if __name__ == "__main__":
    main(*sys.argv[1:])
