"""Rasa's memory of a conversation, kept short: the case store holds the truth, so turn 400 may cost what turn 4 did."""

from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.trackers import DialogueStateTracker

from bot import response_check

EVENTS_KEPT = 12  # about two turns

response_check.compile_once()  # Rasa imports this module, and nothing else of ours, before the first turn


class RecentTurnsTrackerStore(InMemoryTrackerStore):
    """Keeps the last EVENTS_KEPT events of each conversation, in memory only."""

    def init_tracker(self, sender_id: str) -> DialogueStateTracker:
        """A tracker that drops its oldest events."""
        return DialogueStateTracker(sender_id, self.domain.slots, max_event_history=EVENTS_KEPT)
