"""Where Signpost keeps things and which ports it uses. Read from the environment, once per call."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
POLICIES = PROJECT / "policies_kb"
"""The policy packs as shipped."""


@dataclass(frozen=True)
class Settings:
    """The settings of one installation.

    Attributes:
        home: the folder for everything that is written: store, logs, secrets, run files.
        store_url: SQLAlchemy address of the case store.
        port: loopback port of the chat server.
        action_port: loopback port of the action server.
    """

    home: Path
    store_url: str
    port: int
    action_port: int

    @property
    def logs(self) -> Path:
        return self.home / "log"

    @property
    def run(self) -> Path:
        return self.home / "run"

    @property
    def secrets(self) -> Path:
        return self.home / "secrets"

    def as_environment(self) -> dict[str, str]:
        """These settings as environment variables, for a child process."""
        return {
            "SIGNPOST_HOME": str(self.home),
            "SIGNPOST_STORE_URL": self.store_url,
            "SIGNPOST_PORT": str(self.port),
            "SIGNPOST_ACTION_PORT": str(self.action_port),
        }


def settings() -> Settings:
    """Read the settings.

    Raises:
        ValueError: a port is not a number from 1 to 65535.
    """
    home = Path(os.environ.get("SIGNPOST_HOME") or PROJECT / "var").resolve()
    return Settings(
        home=home,
        store_url=os.environ.get("SIGNPOST_STORE_URL") or f"sqlite:///{home / 'signpost.db'}",
        port=_port("SIGNPOST_PORT", 5005),
        action_port=_port("SIGNPOST_ACTION_PORT", 5055),
    )


def private_folder(folder: Path) -> Path:
    """Make `folder`, and the one that it is in, readable by their owner alone if they are new; return it."""
    for each in (folder.parent, folder):
        each.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _port(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise ValueError(f"{name} must be a port number from 1 to 65535, not {value!r}.")
    return int(value)
