"""`kill -9` of either process, between turns and inside them: nothing that was acknowledged is lost or doubled.

The real supervisor runs (`signpost run`). One practitioner works through case after case over the local channel and
sends a message again, with the same id, until it is acknowledged. The kills are drawn from a fixed seed.
"""

from __future__ import annotations

import os
import random
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from running_signpost import PACK, ROLE, free_port, trained_model

from actions.casestore import CaseStore, verify
from actions.consultation.asking import label
from actions.consultation.desk import from_json
from actions.guidance import load_pack
from actions.guidance.schema import Fact
from actions.settings import PROJECT, Settings
from bot.channels.identity import Identity
from bot.channels.keys import local_channel_key
from bot.cli.client import Conversation, Outgoing
from bot.service.running import address, running

SEED = 20_261_122
ROUNDS = [*[("actions",)] * 30, *[("chat",)] * 4, *[("actions", "chat")] * 8]
"""Which processes are killed in each round: 50 kills, 12 of them of the chat server, which is slow to come back."""
WITHIN = 0.06  # seconds after a turn was sent in which its kill falls
PATIENCE = 90.0  # seconds in which a message has to be acknowledged in the end
REASONS = "The answers point this way, and nothing is left open that we know of."

pytestmark = pytest.mark.xdist_group("kill")


class Supervised:
    """`signpost run` in a process of its own, as a person starts it."""

    def __init__(self, home: Path) -> None:
        self.settings = Settings(home, f"sqlite:///{home / 'signpost.db'}", free_port(), free_port())
        trained_model(self.settings)
        self.serving: subprocess.Popen | None = None

    def start(self) -> None:
        environment = {**os.environ, **self.settings.as_environment()}
        command = [sys.executable, "-c", "from bot.cli import main; main()", "run"]
        self.serving = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True)
        assert "/chat/#token=" in self.serving.stdout.readline()

    def stop(self) -> None:
        self.serving.terminate()
        assert self.serving.wait(30) == 0

    def processes(self) -> dict[str, int]:
        return running(self.settings)["processes"]


class Persistent:
    """A practitioner who sends each message until it is acknowledged, and remembers what was."""

    def __init__(self, settings: Settings) -> None:
        who = Identity.local("officer-1", ROLE, PACK)
        self.conversation = Conversation(address(settings), who, local_channel_key(settings))
        self.reply: dict = {}
        self.answers: list[tuple[str, str, str]] = []
        self.cases: list[str] = []
        self.decisions = 0
        self.sent_again = 0

    @property
    def asked(self) -> tuple[dict, dict]:
        """What is pending, word for word: the state's part of it and the bubble."""
        state = self.reply["state"]
        return {name: state[name] for name in ("stage", "case", "pathway", "question")}, self.reply["replies"][-1]

    def send(self, text: str = "", press: str = "") -> None:
        message, give_up = Outgoing(text, press), time.monotonic() + PATIENCE
        turn = self.conversation.send(message)
        while not turn.acknowledged:
            assert turn.worth_repeating and time.monotonic() < give_up, turn.reply
            self.sent_again += 1
            time.sleep(0.2)
            turn = self.conversation.send(message)
        self.reply = turn.reply

    def go_on(self, drawn: random.Random) -> None:
        """Take the next turn, whatever is pending. Each answer is drawn from the buttons."""
        pending, bubble = self.asked
        buttons = [button for button in bubble["buttons"] if button["style"] == "answer"]
        if pending["stage"] == "question":
            button = drawn.choice([button for button in buttons if not button["label"].startswith("☐")])
            self.send(press=button["token"])
            self.answers.append((pending["case"], pending["question"], button["label"]))
        elif pending["stage"] == "case":
            self.cases.append(f"K{len(self.cases):06}")
            self.send(self.cases[-1])
        elif pending["stage"] == "decision":
            self.send(press=buttons[0]["token"])
        elif pending["stage"] == "reasons":
            self.send(REASONS)
            self.decisions += 1
        else:
            self.begin()

    def begin(self) -> None:
        self.send("new")
        self.send(press="Safeguarding and referrals")
        self.send(press="Choose a referral route")


def test_no_acknowledged_answer_is_lost_or_doubled_by_kills(tmp_path):
    drawn, service = random.Random(SEED), Supervised(tmp_path)
    service.start()
    person = Persistent(service.settings)
    person.begin()
    rounds = drawn.sample(ROUNDS, len(ROUNDS))
    recoveries: dict[tuple[str, ...], list[float]] = {victims: [] for victims in ROUNDS}
    for number, victims in enumerate(rounds):
        if number == len(rounds) // 2:
            kill_the_supervisor(service)
        person.go_on(drawn)
        kill_and_go_on = kill_inside_a_turn if drawn.random() < 0.6 else kill_between_turns
        pids = [service.processes()[name] for name in victims]
        recoveries[victims].append(kill_and_go_on(person, pids, drawn))
    service.stop()

    print(f"\n{sum(map(len, rounds))} kills, {len(person.answers)} answers, {person.sent_again} messages sent again")
    for victims, seconds in recoveries.items():
        print(f"{' and '.join(victims)}: back after {statistics.median(seconds):.1f} s, at most {max(seconds):.1f} s")
    assert person.sent_again >= len(rounds)  # the kills did get in the way
    assert_the_store_holds(service.settings, person)


def kill_between_turns(person: Persistent, victims: list[int], drawn: random.Random) -> float:
    kill(victims)
    return same_question_again(person)


def kill_inside_a_turn(person: Persistent, victims: list[int], drawn: random.Random) -> float:
    after = drawn.uniform(0, WITHIN)
    with ThreadPoolExecutor(1) as beside:
        turn = beside.submit(person.go_on, drawn)
        time.sleep(after)
        kill(victims)
        begun = time.monotonic()
        turn.result()
    same_question_again(person)
    return time.monotonic() - begun


def kill(victims: list[int]) -> None:
    for pid in victims:
        os.kill(pid, signal.SIGKILL)


def same_question_again(person: Persistent) -> float:
    """Ask for the question again; it has to be the very same. Returns the seconds until it came."""
    begun, asked = time.monotonic(), person.asked
    person.send("repeat")
    if asked[0]["stage"] != "start":
        assert person.asked == asked
    return time.monotonic() - begun


def kill_the_supervisor(service: Supervised) -> None:
    """Its processes end with it, and it can be started again at once."""
    children = service.processes().values()
    service.serving.kill()
    service.serving.wait()
    until(lambda: not any(alive(pid) for pid in children))
    assert running(service.settings) is None
    service.start()


def assert_the_store_holds(settings: Settings, person: Persistent) -> None:
    facts = load_pack(PROJECT / "policies_kb" / PACK).facts
    store = CaseStore(settings.store_url)
    with store.reading() as reading:
        case_of = {row["id"]: row["case_id"] for row in reading.rows("consultations")}
        reference = {row["id"]: row["reference"] for row in reading.rows("cases")}
        answers = [row for row in reading.rows("answers") if row["source"] == "practitioner"]
        decisions = list(reading.rows("decisions"))
    assert [
        (reference[case_of[row["consultation_id"]]], row["fact"], label_of(facts[row["fact"]], row)) for row in answers
    ] == person.answers
    assert list(reference.values()) == person.cases
    assert [row["reasons"] for row in decisions] == [REASONS] * person.decisions
    assert verify(store) == []
    store.close()


def label_of(fact: Fact, row: Mapping) -> str:
    """The button whose press was stored."""
    return label(fact, from_json(fact, None if row["not_known"] else row["value"]))


def until(condition: Callable[[], bool], within: float = 30.0) -> None:
    give_up = time.monotonic() + within
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def alive(pid: int | None) -> bool:
    """Whether there is such a process; one that has ended but not been reaped does not count."""
    if pid is None:
        return False
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
