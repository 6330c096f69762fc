"""The supervisor, with small stand-ins for the two servers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest
from running_signpost import free_port

from actions.settings import PROJECT
from bot.service import supervisor
from bot.service.supervisor import Process, Supervisor

SERVER = """
import http.server, sys
http.server.test(http.server.SimpleHTTPRequestHandler, port=int(sys.argv[1]), bind="127.0.0.1")
"""


@pytest.fixture
def started(tmp_path):
    supervisors = []

    def start(*commands):
        processes = [
            Process(f"p{number}", [sys.executable, "-c", *command], f"http://127.0.0.1:{command[-1]}/")
            for number, command in enumerate(commands)
        ]
        changes = []
        made = Supervisor(
            processes,
            environment=dict(os.environ),
            folder=tmp_path,
            logs=tmp_path,
            on_change=lambda them: changes.append([process.pid for process in them]),
        )
        supervisors.append(made)
        made.start()
        return made, processes, changes

    yield start
    for made in supervisors:
        made.stop()


def until(condition, within=20.0):
    give_up = time.monotonic() + within
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.05)


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_waits_until_all_are_ready_and_says_so_meanwhile(started):
    made, processes, _ = started((SERVER, str(free_port())), (SERVER, str(free_port())))
    waited = []
    assert made.wait_until_ready(20, waited.append)
    assert all(process.is_ready() for process in processes)
    assert waited and waited == sorted(waited)


def test_what_dies_is_started_again_and_the_rest_is_left_alone(started):
    made, processes, changes = started((SERVER, str(free_port())), (SERVER, str(free_port())))
    assert made.wait_until_ready(20, lambda _: None)
    first, second = (process.pid for process in processes)
    os.kill(first, signal.SIGKILL)
    until(lambda: processes[0].pid not in {None, first} and processes[0].is_ready())
    assert processes[1].pid == second
    assert changes == [[first, second], [processes[0].pid, second]]


def test_what_keeps_dying_is_given_up_with_ever_longer_pauses(started):
    made, (process,), _ = started(("import sys; sys.exit(3)", str(free_port())))
    begun = time.monotonic()
    assert not made.wait_until_ready(30, lambda _: None)
    assert process.deaths == supervisor.HOPELESS
    assert time.monotonic() - begun >= supervisor.FIRST_PAUSE * (1 + 2)


def test_what_is_not_ready_in_time_is_admitted(started):
    made, _, _ = started(("import time; time.sleep(60)", str(free_port())))
    assert not made.wait_until_ready(0.3, lambda _: None)


def test_stopping_ends_them_even_one_that_will_not_listen(started, monkeypatch):
    monkeypatch.setattr(supervisor, "STOP_WITHIN", 0.5)
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    made, processes, _ = started((SERVER, str(free_port())), (stubborn, str(free_port())))
    pids = [process.pid for process in processes]
    time.sleep(1)
    made.stop()
    until(lambda: not any(is_alive(pid) for pid in pids))


def test_a_log_that_has_grown_long_is_set_aside(started, tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "OLD_LOG", 10)
    (tmp_path / "p0.log").write_text("a line of long ago")
    started((SERVER, str(free_port())))
    assert (tmp_path / "p0.log.old").read_text() == "a line of long ago"


def test_children_end_when_their_supervisor_was_killed(tmp_path):
    child = "from bot.service.lifeline import end_with_parent; end_with_parent(); import time; time.sleep(60)"
    parent = textwrap.dedent(
        f"""
        import os, sys, time
        from pathlib import Path
        from bot.service.supervisor import Process, Supervisor
        process = Process("child", [sys.executable, "-c", {child!r}], "http://127.0.0.1:1/")
        Supervisor([process], environment=dict(os.environ), folder=Path({str(PROJECT)!r}), logs=Path({str(tmp_path)!r}),
                   on_change=lambda them: print(them[0].pid, flush=True)).start()
        time.sleep(60)
        """
    )
    supervising = subprocess.Popen([sys.executable, "-c", parent], cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    child_pid = int(supervising.stdout.readline())
    assert is_alive(child_pid)
    supervising.kill()
    supervising.wait()
    until(lambda: not is_alive(child_pid))
