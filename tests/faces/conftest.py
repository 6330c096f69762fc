"""A Signpost whose action only echoes what the channel passed on; see stub_actions.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from running_signpost import RunningSignpost

STUB = "tests.faces.stub_actions"


@pytest.fixture(scope="session")
def echo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSignpost]:
    """For tests that leave it as it is."""
    service = RunningSignpost(tmp_path_factory.mktemp("echo"), STUB)
    service.start()
    yield service
    service.stop()
