"""Making Signpost available: prepared, trained, started, or found running."""

from __future__ import annotations

import getpass
import re
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import typer

from actions.settings import Settings, settings
from bot.channels.identity import Identity, issue_token
from bot.channels.keys import local_channel_key
from bot.cli.defaults import PACK, ROLE
from bot.cli.progress import progress
from bot.service.model import TrainingFailed, current_model
from bot.service.model import train as train_model
from bot.service.running import AlreadyRunning, NotReady, Service, address, is_claimed, running, when_ready

LINK_LIFETIME = timedelta(hours=12)


def run(with_chat: bool) -> None:
    """Serve until Ctrl-C or SIGTERM; with `with_chat`, until the person leaves the chat."""
    try:
        with _until_interrupted(), _started(_settings()) as base:
            _serve(base, with_chat)
    except AlreadyRunning as error:
        _end(str(error), 1)


def _serve(base: str, with_chat: bool) -> None:
    me = identity(None, ROLE, PACK)
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
    current = _settings()
    state = running(current)
    if not (state or is_claimed(current)):
        print("Signpost is not running; starting it for this.", file=sys.stderr)
        with suppress(AlreadyRunning):  # somebody else was a moment faster
            with _started(current) as base:
                yield base
            return
    if not (state and state["ready"]):
        state = _state_once_ready(current)
    yield f"http://127.0.0.1:{state['port']}"


def _state_once_ready(current: Settings) -> dict:
    try:
        with progress("Signpost is still starting; waiting for it") as on_wait:
            return when_ready(current, on_wait)
    except NotReady as error:
        _end(str(error), 1)


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
    """The address of a Signpost that runs until this ends. Raises AlreadyRunning."""
    from actions.casestore import migrate

    service = Service(current, current_model())
    service.claim()
    try:
        migrate(current.store_url)
        ready_model()
        with progress("Starting Signpost") as on_wait:
            service.start(on_wait)
        yield address(current)
    except NotReady as error:
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


def _settings() -> Settings:
    try:
        return settings()
    except ValueError as error:
        _end(str(error), 2)


def _end(message: str, code: int) -> NoReturn:
    print(message, file=sys.stderr)
    raise typer.Exit(code)
