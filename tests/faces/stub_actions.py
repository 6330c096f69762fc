"""A stand-in for the consultation: its reply shows exactly what the channel passed on."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

FAIL = "please fail"


class EchoTurn(Action):
    """Answers every turn with the message it was given, and fails when asked to."""

    def name(self) -> str:
        return "action_turn"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list:
        said = tracker.latest_message
        if FAIL in said["metadata"]["text"]:
            raise RuntimeError(said["metadata"]["text"])
        bubble = {"kind": "notice", "text": "Noted.", "buttons": []}
        echo = {"words": said["text"], "message": said["metadata"]}
        dispatcher.utter_message(json_message={"replies": [bubble], "state": None, **echo})
        return []
