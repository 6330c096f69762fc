"""Starting Signpost for tests, on free ports, with a home folder of its own, and speaking to it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from actions.casestore import migrate
from actions.settings import PROJECT, Settings
from bot.channels.identity import Identity
from bot.channels.keys import local_channel_key
from bot.cli.client import Conversation, Outgoing, Turn
from bot.service.model import current_model, train
from bot.service.running import ACTIONS, Service, address, running

ROLE, PACK = "probation_practitioner", "england_wales"


class RunningSignpost:
    """A started service and ways to speak to it."""

    def __init__(self, home: Path, actions: str = ACTIONS) -> None:
        """`actions` is the module that serves the custom action."""
        port, action_port = free_port(), free_port()
        self.settings = Settings(home, f"sqlite:///{home / 'signpost.db'}", port, action_port)
        self.base = address(self.settings)
        self._service = Service(self.settings, trained_model(self.settings), actions)

    def start(self) -> None:
        migrate(self.settings.store_url)
        self._service.start(lambda _seconds: None)

    def stop(self) -> None:
        self._service.stop()

    def conversation(self, name: str = "officer-a", role: str = ROLE, pack: str = PACK) -> Conversation:
        return Conversation(self.base, Identity.local(name, role, pack), local_channel_key(self.settings))

    def say(self, text: str = "", press: str = "", name: str = "officer-a", **message: str) -> Turn:
        return self.conversation(name).send(Outgoing(text, press, **message))

    def open(self, name: str = "officer-a") -> Turn:
        return self.conversation(name).send(Outgoing(opening=True))

    def process(self, name: str) -> int:
        """The process id of "chat" or "actions"."""
        return running(self.settings)["processes"][name]

    def command(
        self, *arguments: str, typed: str | None = None, folder: Path = PROJECT
    ) -> subprocess.CompletedProcess[str]:
        """Run `signpost` with these arguments in `folder`, against this service."""
        return run_signpost(self.settings.as_environment(), *arguments, typed=typed, folder=folder)

    def logs(self) -> str:
        return "".join(log.read_text(errors="replace") for log in sorted(self.settings.logs.glob("*")))


def run_signpost(
    environment: dict[str, str], *arguments: str, typed: str | None = None, folder: Path = PROJECT
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, with `typed` as its input."""
    return subprocess.run(
        [sys.executable, "-c", "from bot.cli import main; main()", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        input=typed if typed is not None else "",
        capture_output=True,
        text=True,
        timeout=240,
    )


def trained_model(settings: Settings) -> Path:
    model = current_model()
    return model if model.exists() else train(settings, lambda _seconds: None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
