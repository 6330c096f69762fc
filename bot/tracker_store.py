"""Rasa's memory of a conversation: none. The case store holds the truth, so turn 400 costs what turn 4 did.

Nothing that a person wrote stays behind here after their turn, and wiping it loses nothing.
"""

from collections.abc import Iterable

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker

from bot import response_check

response_check.compile_once()  # Rasa imports this module, and nothing else of ours, before the first turn


class ForgetfulTrackerStore(TrackerStore):
    """Hands out each conversation as one that has just begun and waits for a message."""

    async def retrieve(self, sender_id: str) -> DialogueStateTracker:
        """A new tracker, already in a session, so that Rasa does not start one at every turn."""
        tracker = DialogueStateTracker(sender_id, self.domain.slots)
        for event in (ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted(), ActionExecuted(ACTION_LISTEN_NAME)):
            tracker.update(event)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps nothing."""

    async def keys(self) -> Iterable[str]:
        """No conversations are kept."""
        return ()
