"""What the trained pipeline hands to the custom action, and how Rasa gets there."""

from __future__ import annotations

import asyncio
import inspect
import time

import pytest
import rasa.core.actions.action
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.utils.endpoints import EndpointConfig
from scores import SPEAKER

from bot import response_check
from bot.lock_store import PromptLockStore
from bot.policy import TURN_ACTION
from bot.tracker_store import ForgetfulTrackerStore


class FakeActionServer(EndpointConfig):
    """Stands in for the action server and remembers what it was asked."""

    def __init__(self):
        super().__init__(url="http://nowhere.invalid")
        self.asked: list[dict] = []

    async def request(self, *_args, json, **_kwargs):
        self.asked.append(json)
        return {"events": [], "responses": [{"custom": {"replies": [], "state": {}}}]}


@pytest.fixture
def server(agent) -> FakeActionServer:
    fake = FakeActionServer()
    agent.processor.action_endpoint = fake
    return fake


def say(agent, text: str, conversation: str) -> None:
    message = UserMessage(text, CollectingOutputChannel(), conversation, metadata=SPEAKER)
    asyncio.run(agent.handle_message(message))


def test_one_message_is_one_call_of_the_one_action(agent, server):
    say(agent, "He's outside her house now with a knife", "reading-1")
    assert [asked["next_action"] for asked in server.asked] == [TURN_ACTION]
    said = server.asked[0]["tracker"]["latest_message"]
    assert said["danger"]["level"] == "danger" and said["danger"]["why"]
    assert said["intent"]["name"] == "danger"
    assert len(said["intent_ranking"]) >= 4
    assert len(said["policy_answers"]) == 3 and {"id", "confidence"} == set(said["policy_answers"][0])
    assert said["metadata"] == SPEAKER


@pytest.mark.parametrize("text", ["", "   ", "/restart", '/why{"a": 1}', "/", "🙂" * 300, "\u202eabc", "x" * 4000])
def test_odd_input_still_reaches_the_action_once(agent, server, text):
    say(agent, text, "reading-odd")
    assert [asked["next_action"] for asked in server.asked] == [TURN_ACTION]


def test_message_without_words_means_nothing(read):
    nothing = read("")
    assert nothing["intent"] == {"name": None, "confidence": 0.0} and nothing["intent_ranking"] == []
    assert nothing["danger"] == {"level": "none", "why": ""} and nothing["policy_answers"] == []


def test_danger_is_found_in_a_long_story(read):
    story = "He came to see me this morning and we talked about his job and his flat. " * 12
    assert read(story)["danger"]["level"] != "danger"
    assert read(story + "Then she rang: he is kicking her door in right now. " + story)["danger"]["level"] == "danger"


def test_confidences_are_probabilities_in_order(read):
    confidences = [guess["confidence"] for guess in read("where do I put the marac minutes")["intent_ranking"]]
    assert confidences == sorted(confidences, reverse=True) and 0.9 < sum(confidences) <= 1.0001


def test_nothing_of_a_conversation_is_kept_and_each_turn_still_gets_its_one_action(agent, server):
    for turn in range(8):
        say(agent, f"message {turn}", "reading-long")
    assert [asked["next_action"] for asked in server.asked] == [TURN_ACTION] * 8
    assert [asked["tracker"]["latest_message"]["text"] for asked in server.asked] == [f"message {n}" for n in range(8)]
    assert len({len(asked["tracker"]["events"]) for asked in server.asked}) == 1, "turn 8 sends what turn 1 did"
    assert isinstance(agent.tracker_store, ForgetfulTrackerStore)
    tracker = asyncio.run(agent.tracker_store.retrieve("reading-long"))
    assert tracker.latest_message.text is None and tracker.latest_action_name == "action_listen"


def test_two_messages_that_arrive_together_wait_no_longer_than_they_must():
    async def both() -> float:
        lock_store, began = PromptLockStore(), time.perf_counter()

        async def one() -> None:
            async with lock_store.lock("reading-together"):
                await asyncio.sleep(0.05)

        await asyncio.gather(one(), one())
        return time.perf_counter() - began

    assert 0.1 <= asyncio.run(both()) < 0.9, "Rasa's own store would look again after a second"


def test_compiled_check_agrees_with_rasas_own():
    """Fails when Rasa's method, schema or exception changes underneath bot/response_check.py."""
    action = RemoteAction(TURN_ACTION, None)
    assert "validate(result, self.action_response_format_spec())" in inspect.getsource(rasa.core.actions.action)
    response_check.compile_once()
    assert RemoteAction._validate_action_result.__module__ == "bot.response_check"
    good = [{}, {"events": [], "responses": []}, {"events": [{"event": "slot", "name": "a", "value": 1}]}]
    bad = [[], {"events": {}}, {"events": [{"event": 3}]}, {"responses": ["text"]}]
    for answer in good:
        assert action._validate_action_result(answer) is True
    for answer in bad:
        with pytest.raises(ValidationError):
            action._validate_action_result(answer)


def test_the_method_that_is_replaced_is_the_one_that_rasa_calls(agent, server, monkeypatch):
    checked = []
    monkeypatch.setattr(RemoteAction, "_validate_action_result", lambda _self, answer: checked.append(answer))
    say(agent, "hello", "reading-check")
    assert len(checked) == 1
