"""The way to the action server, kept open from one turn to the next."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from rasa.utils.endpoints import EndpointConfig


class KeptOpenEndpoint(EndpointConfig):
    """Rasa opens a connection for each action and closes it again; this one stays open while there is work.

    The action server has to keep an idle connection longer than aiohttp does (15 s), so that it never closes one that
    is about to be used.
    """

    _open: aiohttp.ClientSession | None = None

    @classmethod
    def like(cls, endpoint: EndpointConfig) -> KeptOpenEndpoint:
        """The same endpoint, kept open."""
        return cls(
            endpoint.url,
            endpoint.params,
            endpoint.headers,
            endpoint.basic_auth,
            endpoint.token,
            endpoint.token_name,
            endpoint.cafile,
            **endpoint.kwargs,
        )

    @asynccontextmanager
    async def session(self) -> AsyncIterator[aiohttp.ClientSession]:
        """The one session of this process; it is not closed after use."""
        if self._open is None:
            self._open = super().session()
        yield self._open
