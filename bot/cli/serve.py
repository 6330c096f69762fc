"""Making Signpost available: prepared, trained, started, or found running."""

from __future__ import annotations

import getpass
import re
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import typer

from actions.settings import Settings, settings
from bot.channels.identity import Identity, issue_token
from bot.channels.keys import local_channel_key
from bot.cli.progress import progress
from bot.service.model import TrainingFailed, current_model
from bot.service.model import train as train_model
from bot.service.running import AlreadyRunning, NotReady, Service, address, running

LINK_LIFETIME = timedelta(hours=12)


def run(with_chat: bool) -> None:
    """Serve until Ctrl-C or SIGTERM; with `with_chat`, until the person leaves the chat."""
    with _until_interrupted(), _started(_settings()) as base:
        me = identity(None, *_default_role_and_pack())
        print(f"Signpost is ready. On this computer, open {page_link(me)}")
        if with_chat and sys.stdin.isatty():
            from bot.cli import talk

            print("Or talk to it here. Ctrl-D leaves and stops it; your place is kept.\n", flush=True)
            talk.chat(base, me)
        else:
            print("Ctrl-C stops it. In another terminal: signpost chat", flush=True)
            threading.Event().wait()


@contextmanager
def available() -> Iterator[str]:
    """The address of a Signpost that takes turns: the one that runs, or one started for as long as needed."""
    state = running(_settings())
    if state:
        yield f"http://127.0.0.1:{state['port']}"
        return
    print("Signpost is not running; starting it for this.", file=sys.stderr)
    with _started(_settings()) as base:
        yield base


def identity(name: str | None, role: str, pack: str) -> Identity:
    """Who speaks; without a name, the person's login on this computer."""
    name = name or re.sub(r"[^A-Za-z0-9._-]", "-", getpass.getuser()).lstrip("._-") or "me"
    try:
        return Identity.local(name, role, pack)
    except ValueError as error:
        _end(str(error), 2)


def page_link(who: Identity) -> str:
    """A link that signs `who` in to the web page."""
    current = _settings()
    port = (running(current) or {}).get("port", current.port)
    token = issue_token(who, local_channel_key(current), LINK_LIFETIME)
    return f"http://127.0.0.1:{port}/chat/#token={token}"


def ready_model() -> tuple[Path, bool]:
    """The model of the present inputs, and whether it had to be trained for that."""
    model = current_model()
    if model.exists():
        return model, False
    try:
        with progress("Training the language model, needed only when something has changed") as on_wait:
            return train_model(_settings(), on_wait), True
    except TrainingFailed as error:
        _end(str(error), 1)


@contextmanager
def _started(current: Settings) -> Iterator[str]:
    from actions.casestore import migrate

    if running(current):
        _end(f"Signpost is already running with {current.home}.", 1)
    migrate(current.store_url)
    model, _ = ready_model()
    service = Service(current, model)
    try:
        with progress("Starting Signpost") as on_wait:
            service.start(on_wait)
        yield address(current)
    except (AlreadyRunning, NotReady) as error:
        _end(str(error), 1)
    finally:
        service.stop()


@contextmanager
def _until_interrupted() -> Iterator[None]:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        print("\nSignpost has stopped.", file=sys.stderr)


def _default_role_and_pack() -> tuple[str, str]:
    from bot.cli.commands import PACK, ROLE

    return ROLE, PACK


def _settings() -> Settings:
    try:
        return settings()
    except ValueError as error:
        _end(str(error), 2)


def _end(message: str, code: int) -> NoReturn:
    print(message, file=sys.stderr)
    raise typer.Exit(code)
