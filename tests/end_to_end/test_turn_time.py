"""How long a press of a button takes over HTTP, with everything that it stores. Shown with `pytest -rP`."""

from __future__ import annotations

import statistics
import time
from datetime import timedelta

import httpx
import pytest
from running_signpost import PACK, ROLE

from bot.channels.identity import Identity, issue_token
from bot.channels.keys import local_channel_key

CASES = 6
SLOWEST_MEDIAN = 0.25  # seconds; many times what it takes, so that a busy machine passes and a blunder does not


@pytest.mark.xdist_group("signpost")
def test_a_button_turn_is_quick(signpost):
    token = issue_token(
        Identity.local("officer-t", ROLE, PACK), local_channel_key(signpost.settings), timedelta(minutes=10)
    )
    seconds = []
    with httpx.Client(base_url=signpost.base, headers={"Authorization": f"Bearer {token}"}, trust_env=False) as client:

        def send(**message):
            begun = time.perf_counter()
            answer = client.post("/chat/turn", json=message, timeout=30)
            if answer.json()["state"]["stage"] == "question":
                seconds.append(time.perf_counter() - begun)
            assert answer.status_code == 200
            return answer.json()

        for case in range(CASES):
            send(text="new")
            send(press="Safeguarding and referrals")
            send(press="Choose a referral route")
            reply = send(text=f"T{case:06}")
            while reply["state"]["stage"] == "question":
                answers = [each for each in reply["replies"][-1]["buttons"] if each["style"] == "answer"]
                reply = send(press=answers[:2][-1]["token"])
            assert reply["state"]["stage"] == "decision"
            send(press="Decide later")
    p50, p95 = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
    print(f"{len(seconds)} turns with an answer: p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms")
    assert p50 < SLOWEST_MEDIAN
