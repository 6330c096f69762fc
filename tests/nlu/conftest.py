"""The trained model, loaded once for the tests of understanding."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
import structlog
from rasa.core.agent import Agent, load_agent
from rasa.core.channels.channel import UserMessage
from running_signpost import trained_model
from scores import SPEAKER

from actions.settings import Settings
from bot.nlu.encoder import Encoder
from bot.nlu.encoder_build import built_encoder
from bot.tracker_store import ForgetfulTrackerStore

Read = Callable[[str], dict]


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model of the present inputs, trained if need be."""
    home = tmp_path_factory.mktemp("training")
    return trained_model(Settings(home, f"sqlite:///{home / 'unused.db'}", 0, 0))


@pytest.fixture(scope="session")
def agent(model: Path) -> Agent:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    loaded = asyncio.run(load_agent(str(model)))
    loaded.tracker_store = ForgetfulTrackerStore(loaded.domain)
    loaded.processor.tracker_store = loaded.tracker_store
    return loaded


@pytest.fixture(scope="session")
def read(agent: Agent) -> Read:
    """What the pipeline makes of a text."""
    return lambda text: asyncio.run(agent.processor.parse_message(UserMessage(text, metadata=SPEAKER)))


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return Encoder(built_encoder())
