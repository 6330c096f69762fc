"""Secret keys kept in files of mode 600, made the first time they are needed."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from actions.settings import Settings, private_folder


def local_channel_key(settings: Settings) -> str:
    """The key that signs the local channel's tokens."""
    return _key(settings, "local-channel.key")


def action_server_key(settings: Settings) -> str:
    """The key with which the chat server shows itself to the action server."""
    return _key(settings, "action-server.key")


def _key(settings: Settings, name: str) -> str:
    path = private_folder(settings.secrets) / name
    if not path.exists():
        _create(path)
    return path.read_text(encoding="ascii")


def _create(path: Path) -> None:
    # Written whole under another name and then linked, so that nobody ever reads half a key
    # and the first of two processes wins.
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
