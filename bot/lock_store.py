"""One message of a conversation at a time; the next one starts as soon as the first is done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, InMemoryLockStore
from rasa.utils.endpoints import EndpointConfig

LOOK_AGAIN_AFTER = 0.01  # seconds; Rasa's own stores look once a second, which is most of what a person waits


class PromptLockStore(InMemoryLockStore):
    """Rasa's lock store in memory, looked at more often."""

    def __init__(self, endpoint_config: EndpointConfig | None = None) -> None:
        """Rasa passes its configuration to a store of one's own; there is nothing to configure."""
        super().__init__()

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = LOOK_AGAIN_AFTER,
    ) -> AsyncIterator[TicketLock]:
        """Hold the conversation. Raises LockError if it cannot be had in `lock_lifetime` seconds."""
        async with super().lock(conversation_id, lock_lifetime, wait_time_in_seconds) as ticket:
            yield ticket
