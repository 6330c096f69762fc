"""Several people, processes and sudden deaths: nothing is overwritten, skipped, doubled or half done."""

import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from actions.casestore import CaseStore, Conflict, verify

PACK = "england_wales"

WRITER = """
import sys
from actions.casestore import CaseStore
store = CaseStore(sys.argv[1])
for number in range(int(sys.argv[3])):
    with store.transaction() as tx:
        me = tx.staff(sys.argv[2], "trainee", "england_wales")
        tx.log("danger", by=me, detail={"number": number})
    print(number, flush=True)
"""

ANSWERER = """
import sys, time
from actions.casestore import CaseStore
store = CaseStore(sys.argv[1])
with store.reading() as tx:
    consultation = tx.consultation(1)
while True:
    with store.transaction() as tx:
        me = tx.staff("officer-17", "probation_practitioner", "england_wales")
        now = tx.consultation(1)
        answer = tx.record_answer(now, now.version, fact=f"fact{now.version}", value="yes", by=me)
        if len(sys.argv) > 2:
            print("inside", flush=True)
            time.sleep(60)
    print(answer.seq, flush=True)
"""


def _run(script, *args):
    return subprocess.Popen([sys.executable, "-c", script, *args], stdout=subprocess.PIPE, text=True)


def test_threads_take_turns_and_the_log_has_no_gap(begun):
    store, me, *_ = begun

    def write(number):
        with store.transaction() as tx:
            tx.log("danger", by=me, detail={"number": number})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(60)))
    assert _numbers(store) == list(range(1, 60 + 5))
    assert verify(store) == []


def test_processes_take_turns_and_the_log_has_no_gap(store, url):
    writers = [_run(WRITER, url, f"officer-{n}", "25") for n in (1, 2)]
    for writer in writers:
        writer.communicate(timeout=30)
    assert [writer.returncode for writer in writers] == [0, 0]
    assert _numbers(store) == list(range(1, 2 * 26 + 1))
    assert verify(store) == []


def test_of_two_answers_to_one_question_the_second_is_refused(begun, url):
    """Two devices were shown the same question at version 0."""
    store, me, _, consultation = begun
    other_device = CaseStore(url)

    def answer(device, value):
        try:
            with device.transaction() as tx:
                tx.record_answer(consultation, 0, fact="rosh", value=value, by=me)
            return value
        except Conflict:
            return None

    with ThreadPoolExecutor(2) as pool:
        outcomes = [pool.submit(answer, store, "high"), pool.submit(answer, other_device, "low")]
        (written,) = [each.result() for each in outcomes if each.result()]
    other_device.close()
    with store.reading() as tx:
        assert [each.value for each in tx.answers(consultation)] == [written]
    assert verify(store) == []


def test_a_reader_sees_one_moment_and_waits_for_nobody(begun):
    store, me, _, consultation = begun
    with store.reading() as before:
        assert before.answers(consultation) == []
        with store.transaction() as tx:
            tx.record_answer(consultation, 0, fact="rosh", value="high", by=me)
            with store.reading() as during:
                assert during.answers(consultation) == []
        assert before.answers(consultation) == []
    with store.reading() as after:
        assert len(after.answers(consultation)) == 1


def test_a_process_killed_inside_a_turn_leaves_no_trace(begun, url):
    store, _, _, consultation = begun
    child = _run(ANSWERER, url, "stay inside")
    assert child.stdout.readline() == "inside\n"
    child.send_signal(signal.SIGKILL)
    child.communicate()
    with store.reading() as tx:
        assert tx.consultation(consultation.id).version == 0
        assert tx.answers(consultation) == []
    assert verify(store) == []


@pytest.mark.parametrize("seed", range(3))
def test_a_process_killed_at_any_time_loses_no_acknowledged_answer(begun, url, seed):
    store, _, _, consultation = begun
    child = _run(ANSWERER, url)
    acknowledged = int(child.stdout.readline())
    time.sleep(random.Random(seed).uniform(0, 0.1))
    child.send_signal(signal.SIGKILL)
    rest = child.communicate()[0].split("\n")[:-1]  # what it said before it died
    acknowledged = int(rest[-1]) if rest else acknowledged
    with store.reading() as tx:
        held = [each.seq for each in tx.answers(consultation)]
    assert held == list(range(1, len(held) + 1))
    assert len(held) - acknowledged in (0, 1)  # at most the one that it had no time to tell of
    assert verify(store) == []


def _numbers(store):
    with store.reading() as tx:
        return [entry["seq"] for entry in tx.rows("entries")]
