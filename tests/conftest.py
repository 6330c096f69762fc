"""The whole service for tests that need it.

@pytest.mark.xdist_group("signpost")   # one worker starts it once for all of them
def test_it(signpost):
    turn = signpost.say("he has a new girlfriend", name="officer-a")            # a client in this process
    done = signpost.command("say", "--as", "officer-a", "--json", "hello")      # the command line itself
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from running_signpost import RunningSignpost


@pytest.fixture(scope="session")
def signpost(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSignpost]:
    """The whole service, shared by the tests of a worker. Use a name of your own to start afresh."""
    service = RunningSignpost(tmp_path_factory.mktemp("signpost"))
    service.start()
    yield service
    service.stop()
