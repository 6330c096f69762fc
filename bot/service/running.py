"""Signpost as a whole: start it once, know whether it runs, and where."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from actions.settings import PROJECT, Settings, private_folder
from bot.channels.emergency import SETTING
from bot.channels.keys import action_server_key
from bot.service.emergency import POLICIES, emergency_numbers
from bot.service.supervisor import LOOK_EVERY, Process, Supervisor
from bot.service.surroundings import quiet_environment

READY_WITHIN = 180.0  # seconds; ten or so are usual
STARTED_BY_ANOTHER_WITHIN = 300.0  # seconds; the other may have to train first, which takes a minute or two
ACTIONS = "actions.actions"


class AlreadyRunning(RuntimeError):
    """Signpost already runs with this home folder."""


class NotReady(RuntimeError):
    """A process did not come up; the message names the logs."""


class Service:
    """Signpost's two processes under supervision, for one home folder at a time."""

    def __init__(self, settings: Settings, model: Path, actions: str = ACTIONS) -> None:
        """`actions` is the module whose actions are served."""
        self._settings = settings
        self._model = model
        self._actions = actions
        self._lock: IO | None = None
        self._supervisor: Supervisor | None = None
        self._ready = False
        self._one_writer = threading.Lock()  # the supervisor writes the state from a thread of its own

    def claim(self) -> None:
        """Hold the home folder from now on, so that nobody else starts one while this is prepared.

        Raises:
            AlreadyRunning: another one holds this home folder.
        """
        if self._lock is None:
            self._lock = _take_lock(self._settings, fcntl.LOCK_EX)
            _state_file(self._settings).unlink(missing_ok=True)  # of one that was killed

    def start(self, on_wait: Callable[[float], None]) -> None:
        """Start and wait until it can take a turn; `on_wait` is told the seconds so far.

        Raises:
            AlreadyRunning: another one holds this home folder.
            NotReady: it did not come up in time; everything has been stopped again.
        """
        self.claim()
        try:
            self._start_processes(on_wait)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop both processes; does nothing if none runs."""
        if self._supervisor:
            self._supervisor.stop()
            self._supervisor, self._ready = None, False
        if self._lock:
            _state_file(self._settings).unlink(missing_ok=True)
            self._lock.close()
            self._lock = None

    def _start_processes(self, on_wait: Callable[[float], None]) -> None:
        _check_ports_are_free(self._settings)
        logs = private_folder(self._settings.logs)
        self._supervisor = Supervisor(
            self._processes(),
            environment=quiet_environment(self._settings),
            folder=PROJECT,
            logs=logs,
            on_change=self._write_state,
        )
        self._supervisor.start()
        if not self._supervisor.wait_until_ready(READY_WITHIN, on_wait):
            raise NotReady(f"Signpost did not start. Please look at the logs in {logs}.")
        self._ready = True
        self._write_state(self._supervisor.processes)

    def _processes(self) -> list[Process]:
        endpoints = _write_endpoints(self._settings)
        # A copy of its own: training anew tidies old models away, and a process that died needs this one again.
        model = shutil.copyfile(self._model, self._settings.run / "model.tar.gz")
        python = [sys.executable, "-m"]
        chat = [str(model), str(endpoints), str(_write_credentials(self._settings))]
        return [
            Process(
                "chat",
                [*python, "bot.service.chat_server", *chat],
                f"{address(self._settings)}/chat/ready",
            ),
            Process(
                "actions",
                [*python, "bot.service.action_server", self._actions],
                f"http://127.0.0.1:{self._settings.action_port}/health",
            ),
        ]

    def _write_state(self, processes: Sequence[Process]) -> None:
        with self._one_writer:
            state = {
                "pid": os.getpid(),
                "port": self._settings.port,
                "action_port": self._settings.action_port,
                "processes": {process.name: process.pid for process in processes},
                "ready": self._ready,
            }
            _write_private(_state_file(self._settings), json.dumps(state))


def address(settings: Settings) -> str:
    """Where the chat server of these settings listens."""
    return f"http://127.0.0.1:{settings.port}"


def running(settings: Settings) -> dict | None:
    """The state of the Signpost that runs with this home folder, if one does: pid, ports, processes, ready.

    It is not ready until it could take a turn for the first time. One that is being prepared has no state yet.
    """
    if is_claimed(settings):
        with suppress(FileNotFoundError):
            return json.loads(_state_file(settings).read_text(encoding="utf-8"))
    return None


def is_claimed(settings: Settings) -> bool:
    """Whether somebody runs, starts or prepares a Signpost with this home folder."""
    try:
        _take_lock(settings, fcntl.LOCK_SH).close()
    except AlreadyRunning:
        return True
    return False


def when_ready(settings: Settings, on_wait: Callable[[float], None]) -> dict:
    """Wait for the Signpost that somebody else starts with this home folder, and return its state.

    Raises:
        NotReady: it ended before it was ready, or took too long.
    """
    begun, logs = time.monotonic(), f"Please look at the logs in {settings.logs}."
    while (waited := time.monotonic() - begun) < STARTED_BY_ANOTHER_WITHIN:
        state = running(settings)
        if state and state["ready"]:
            return state
        if not (state or is_claimed(settings)):
            raise NotReady(f"The Signpost that was starting has ended. {logs}")
        on_wait(waited)
        time.sleep(LOOK_EVERY)
    raise NotReady(f"Signpost is still starting after {waited:.0f} seconds. {logs}")


def _take_lock(settings: Settings, kind: int) -> IO:
    # The system lets go of the lock when its holder ends in any way, so a crash leaves nothing to tidy.
    lock = (private_folder(settings.run) / "service.lock").open("a")
    for _ in range(5 if kind == fcntl.LOCK_EX else 1):  # somebody who only looks holds it for a moment
        try:
            fcntl.flock(lock, kind | fcntl.LOCK_NB)
            return lock
        except BlockingIOError:
            time.sleep(0.02)
    lock.close()
    raise AlreadyRunning(f"Signpost is already running with {settings.home}.")


def _check_ports_are_free(settings: Settings) -> None:
    for name, port in (("SIGNPOST_PORT", settings.port), ("SIGNPOST_ACTION_PORT", settings.action_port)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                raise NotReady(f"Port {port} is in use. Set {name} to a free one.") from None


def _write_endpoints(settings: Settings) -> Path:
    """The project's endpoints, with the action server's real port and key."""
    import yaml

    endpoints = yaml.safe_load((PROJECT / "endpoints.yml").read_text(encoding="utf-8")) or {}
    endpoints["action_endpoint"] = {
        **(endpoints.get("action_endpoint") or {}),
        "url": f"http://127.0.0.1:{settings.action_port}/webhook",
        "headers": {"Authorization": f"Bearer {action_server_key(settings)}"},
    }
    path = settings.run / "endpoints.yml"
    _write_private(path, yaml.safe_dump(endpoints))
    return path


def _write_credentials(settings: Settings) -> Path:
    """The project's channels, each with the emergency number of every pack."""
    import yaml

    from actions.guidance import PackError

    try:
        numbers = dict(emergency_numbers(POLICIES).by_pack)
    except PackError as error:
        raise NotReady(f"The policy packs cannot be used.\n{error}") from None
    channels = yaml.safe_load((PROJECT / "credentials.yml").read_text(encoding="utf-8"))
    path = settings.run / "credentials.yml"
    _write_private(
        path, yaml.safe_dump({name: {**(given or {}), SETTING: numbers} for name, given in channels.items()})
    )
    return path


def _write_private(path: Path, content: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
    draft.replace(path)


def _state_file(settings: Settings) -> Path:
    return settings.run / "service.json"
