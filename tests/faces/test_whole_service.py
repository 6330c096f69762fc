"""`signpost run` as a person runs it, with the real assistant behind it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from running_signpost import free_port, run_signpost, trained_model

from actions.settings import PROJECT, Settings
from bot.service.running import NotReady, Service, is_claimed, running, when_ready


@pytest.fixture
def home(tmp_path):
    settings = Settings(tmp_path, f"sqlite:///{tmp_path / 'signpost.db'}", free_port(), free_port())
    trained_model(settings)
    return settings


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_run_serves_until_it_is_asked_to_stop(home, how):
    environment = {**os.environ, **home.as_environment()}
    command = [sys.executable, "-c", "from bot.cli import main; main()", "run"]
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True) as serving:
        try:
            assert "/chat/#token=" in serving.stdout.readline()
            done = run_signpost(home.as_environment(), "say", "--as", "officer-a", "--json", "help")
            assert done.returncode == 0
            assert '"state"' in done.stdout
            pids = [running(home)["pid"], *running(home)["processes"].values()]
            serving.send_signal(how)
            assert serving.wait(30) == 0
        finally:
            serving.kill()  # a failure above must not leave it running, and this test waiting
    time.sleep(0.2)
    assert not any(alive(pid) for pid in pids)
    assert running(home) is None


def test_say_starts_signpost_for_one_turn_when_none_runs(home):
    done = run_signpost(home.as_environment(), "say", "--as", "officer-a", "help")
    assert done.returncode == 0
    assert "starting it" in done.stderr
    assert done.stdout.strip()
    assert running(home) is None


def test_say_waits_for_a_signpost_that_is_still_starting(home):
    environment = {**os.environ, **home.as_environment()}
    command = [sys.executable, "-c", "from bot.cli import main; main()", "run"]
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True) as serving:
        while not is_claimed(home):
            time.sleep(0.01)
        done = run_signpost(home.as_environment(), "say", "--as", "officer-a", "help")
        assert (done.returncode, "still starting" in done.stderr) == (0, True), done.stderr
        assert done.stdout.strip()
        assert serving.poll() is None  # it was that one, and it goes on
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(30) == 0


def test_waiting_for_one_that_does_not_come_up_has_an_end(home, monkeypatch):
    monkeypatch.setattr("bot.service.running.STARTED_BY_ANOTHER_WITHIN", 0.3)
    starting, waited = Service(home, home.home / "model.tar.gz"), []
    starting.claim()
    with pytest.raises(NotReady, match="still starting after 0 seconds"):
        when_ready(home, waited.append)
    starting.stop()
    assert waited == sorted(waited) and len(waited) > 1
    with pytest.raises(NotReady, match="has ended"):
        when_ready(home, waited.append)


def test_what_a_killed_one_left_behind_is_not_taken_for_one_that_runs(home):
    home.run.mkdir()
    (home.run / "service.json").write_text('{"port": 1, "processes": {}, "ready": true}')
    assert running(home) is None
    starting = Service(home, home.home / "model.tar.gz")
    starting.claim()
    assert is_claimed(home) and running(home) is None
    starting.stop()


def test_a_model_that_cannot_be_loaded_is_admitted_soon(home, tmp_path):
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(b"no archive")
    with pytest.raises(NotReady, match="logs"):
        Service(home, broken).start(lambda _seconds: None)
    assert running(home) is None


@pytest.mark.xdist_group("signpost")
def test_opening_is_greeted_and_a_message_repeated_counts_once(signpost):
    assert signpost.open(name="new").reply["replies"]
    first = signpost.say("what is MARAC", name="new", message_id="m-1")
    again = signpost.say("what is MARAC", name="new", message_id="m-1")
    assert first.acknowledged
    assert again.reply == first.reply
