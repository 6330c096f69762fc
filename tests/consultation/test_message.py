"""What the channel and the pipeline hand over."""

import pytest

from actions.consultation import Message, Reading

METADATA = {
    "text": "he has a new girlfriend",
    "message_id": "m1",
    "channel": "local",
    "address": "desk",
    "staff": {"handle": "officer-1", "role": "pom", "pack": "england_wales"},
    "masked": ["phone"],
    "press": None,
}


def test_all_of_it():
    parsed = {
        "intent_ranking": [{"name": "ew_disclosure", "confidence": 0.8}, {"name": None, "confidence": 0.1}],
        "danger": {"level": "unsure"},
        "policy_answers": [{"id": "what_is_marac", "confidence": 0.7}],
    }
    message = Message.from_wire(METADATA, parsed)
    assert (message.text, message.handle, message.role, message.pack) == (
        "he has a new girlfriend",
        "officer-1",
        "pom",
        "england_wales",
    )
    assert message.masked == ("phone",)
    assert message.reading == Reading((("ew_disclosure", 0.8),), "unsure", (("what_is_marac", 0.7),))
    assert message.reading.intent == ("ew_disclosure", 0.8)


def test_a_pipeline_that_read_nothing():
    message = Message.from_wire({**METADATA, "press": "abc", "open": True}, {})
    assert message.reading == Reading()
    assert message.reading.intent == ("", 0.0)
    assert (message.press, message.opening) == ("abc", True)


@pytest.mark.parametrize("missing", ["staff", "message_id", "address", "channel", "text"])
def test_without_what_only_the_channel_can_vouch_for_there_is_no_message(missing):
    with pytest.raises(KeyError):
        Message.from_wire({name: value for name, value in METADATA.items() if name != missing}, {})
