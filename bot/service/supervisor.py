"""Starts Signpost's processes, starts again the one that dies, and stops them all cleanly."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

logger = logging.getLogger(__name__)

FIRST_PAUSE = 0.2  # seconds before a process that was never ready is started again; doubled each time
LONGEST_PAUSE = 30.0
STOP_WITHIN = 10.0
HOPELESS = 3  # deaths before it was ever ready
LOOK_EVERY = 0.1
OLD_LOG = 5_000_000  # bytes; a log longer than this is set aside at the next start


@dataclass
class Process:
    """One process to keep running.

    Attributes:
        name: for people and for the log file's name.
        command: what to run.
        ready_url: answers 200 once the process can do its work.
        deaths: how often it ended without being asked to.
    """

    name: str
    command: Sequence[str]
    ready_url: str
    deaths: int = 0
    _was_ready: bool = False
    _child: subprocess.Popen | None = field(default=None, repr=False)
    _pause: float = FIRST_PAUSE
    _start_at: float = 0.0

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    def start(self, environment: dict[str, str], folder: Path, logs: Path) -> None:
        """Start it in `folder`, writing to its own log, holding the pipe that keeps it alive."""
        log = logs / f"{self.name}.log"
        if log.exists() and log.stat().st_size > OLD_LOG:
            log.replace(log.with_suffix(".log.old"))
        with log.open("ab") as output:
            self._child = subprocess.Popen(
                self.command,
                cwd=folder,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches only the supervisor, which stops them in order
            )

    def has_died(self) -> bool:
        return self._child is not None and self._child.poll() is not None

    def bury(self) -> float:
        """Note that it died, and say after how many seconds it is to be started again.

        At once if it had been ready; after ever longer pauses if it keeps dying before that.
        """
        self._child.stdin.close()
        self._child = None
        self.deaths += 1
        if self._was_ready:
            pause, self._pause = 0.0, FIRST_PAUSE
        else:
            pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        self._was_ready = False
        self._start_at = time.monotonic() + pause
        return pause

    def is_due(self) -> bool:
        return self._child is None and time.monotonic() >= self._start_at

    def look(self) -> None:
        """Note that it has become ready."""
        self._was_ready = self._was_ready or self.is_ready()

    def is_ready(self) -> bool:
        try:
            with _loopback.open(self.ready_url, timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        """Ask it to end, and end it if it does not."""
        if self._child is None:
            return
        self._child.stdin.close()
        _signal(self._child, signal.SIGTERM)
        try:
            self._child.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            _signal(self._child, signal.SIGKILL)
            self._child.wait()
        self._child = None


class Supervisor:
    """Keeps a few processes running until it is told to stop."""

    def __init__(
        self,
        processes: Sequence[Process],
        *,
        environment: dict[str, str],
        folder: Path,
        logs: Path,
        on_change: Callable[[Sequence[Process]], None],
    ) -> None:
        """`on_change` is called whenever a process was started, with all of them."""
        self._processes = processes
        self._environment = environment
        self._folder = folder
        self._logs = logs
        self._on_change = on_change
        self._stop = threading.Event()
        self._watching: threading.Thread | None = None

    @property
    def processes(self) -> Sequence[Process]:
        return self._processes

    def start(self) -> None:
        """Start every process and watch over them in the background."""
        for process in self._processes:
            process.start(self._environment, self._folder, self._logs)
        self._on_change(self._processes)
        self._watching = threading.Thread(target=self._watch, name="supervisor", daemon=True)
        self._watching.start()

    def wait_until_ready(self, timeout: float, on_wait: Callable[[float], None]) -> bool:
        """Wait until every process is ready; `on_wait` is told the seconds so far.

        False: it took longer than `timeout` seconds, or one ended again and again.
        """
        begun = time.monotonic()
        while not all(process.is_ready() for process in self._processes):
            waited = time.monotonic() - begun
            if waited > timeout or any(process.deaths >= HOPELESS for process in self._processes):
                return False
            on_wait(waited)
            time.sleep(LOOK_EVERY)
        return True

    def stop(self) -> None:
        """Stop every process, the first one first, and return when all have ended."""
        self._stop.set()
        if self._watching:
            self._watching.join()
        for process in self._processes:
            process.stop()

    def _watch(self) -> None:
        while not self._stop.wait(LOOK_EVERY):
            for process in self._processes:
                if process.has_died():
                    pause = process.bury()
                    logger.warning("%s ended; starting it again in %.1f s", process.name, pause)
                elif process.is_due():
                    process.start(self._environment, self._folder, self._logs)
                    self._on_change(self._processes)
                elif process.pid:
                    process.look()


# Proxies of the surroundings are not for the loopback address.
_loopback = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _signal(child: subprocess.Popen, number: int) -> None:
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return
