"""When a process dies: no turn is acknowledged that was not taken, and the service comes back by itself."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

import pytest
from running_signpost import RunningSignpost

pytestmark = pytest.mark.xdist_group("failures")


@pytest.fixture(scope="module")
def fragile(tmp_path_factory):
    service = RunningSignpost(tmp_path_factory.mktemp("fragile"), "tests.faces.stub_actions")
    service.start()
    yield service
    service.stop()


def until(condition, within=60.0):
    give_up = time.monotonic() + within
    while not condition():
        assert time.monotonic() < give_up, "it did not come back"
        time.sleep(0.1)


def test_a_dead_action_server_is_admitted_and_then_comes_back(fragile):
    assert fragile.say("before").acknowledged
    before = fragile.process("actions")
    os.kill(before, signal.SIGKILL)
    turn = fragile.say("meanwhile", message_id="m-1")
    assert not turn.acknowledged and turn.worth_repeating
    (bubble,) = turn.reply["replies"]
    assert bubble["kind"] == "refusal"
    assert "not recorded" in bubble["text"] and "999" in bubble["text"]

    until(lambda: fragile.say("meanwhile", message_id="m-1").acknowledged)
    assert fragile.say("meanwhile", message_id="m-1").reply["message"]["message_id"] == "m-1"
    assert fragile.process("actions") != before


def test_a_dead_chat_server_comes_back_and_the_client_waits_for_it(fragile):
    before = fragile.process("chat")
    os.kill(before, signal.SIGKILL)
    until(lambda: fragile.say("after").acknowledged)
    assert fragile.process("chat") != before


def test_an_action_that_fails_is_not_acknowledged_and_the_next_turn_works(fragile):
    turn = fragile.say("please fail")
    assert not turn.acknowledged and turn.worth_repeating
    assert fragile.say("and now").acknowledged
    assert "RuntimeError" in fragile.logs()
    assert "please fail" not in fragile.logs()


def test_a_second_one_is_refused(fragile):
    done = fragile.command("run")
    assert done.returncode == 1
    assert "already running" in done.stderr


def test_the_chat_server_does_without_tensorflow(fragile):
    """Half of the memory and of the start; bot.service.without_tensorflow fails loudly where it is needed."""
    assert "libtensorflow" not in Path(f"/proc/{fragile.process('chat')}/maps").read_text()
    memory = Path(f"/proc/{fragile.process('chat')}/status").read_text()
    resident = int(re.search(r"VmHWM:\s+(\d+) kB", memory)[1]) / 1024
    assert resident < 600, f"{resident:.0f} MB"
