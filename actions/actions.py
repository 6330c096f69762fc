"""The one custom action: hands the verified message to the consultation service and passes its reply on."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.casestore import CaseStore
from actions.consultation import Assistant, Message
from actions.consultation.library import Library
from actions.settings import POLICIES, settings


@lru_cache(maxsize=1)
def assistant() -> Assistant:
    """The process's one assistant: packs loaded and checked, store open. Raises PackError for a bad pack."""
    ours = settings()
    return Assistant(CaseStore(ours.store_url), Library(POLICIES, ours.home / "editions"))


class ActionTurn(Action):
    """Decides the whole turn. Rasa learns nothing of the case: no slot is set, no event is returned."""

    def __init__(self) -> None:
        """Loads the packs, so that the first person does not wait for them. Raises PackError for a bad pack."""
        assistant()

    def name(self) -> str:
        return "action_turn"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[dict[str, Any]]:
        said = tracker.latest_message
        message = Message.from_wire(said["metadata"], said)
        reply = await asyncio.get_running_loop().run_in_executor(None, assistant().take, message)
        dispatcher.utter_message(json_message=reply)
        return []
