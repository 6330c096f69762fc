"""Not understood once: said so. Twice: explained, with a person to talk to. The case is never touched."""

import pytest
from places import PLACES

CANNOT_MISS = ("question account", "reasons", "reopened")
TAKES_WORDS = [place for place in PLACES if place not in (*CANNOT_MISS, "correcting 8") and "in words" not in place]


@pytest.mark.parametrize("place", TAKES_WORDS)
def test_twice_not_understood(at, place):
    me = at(place)
    before, kept = me.last, me.office.rows()
    first = me.say("xyzzy plugh")
    assert "Talk to a person" not in first.labels
    second = me.say("xyzzy plugh")
    assert second.kinds[0] == "offer"
    assert "Talk to a person" in second.labels
    assert me.office.rows() == kept
    assert second.stage == before.stage
    assert second.asked == (before.asked if place != "asked back" else at("question level").last.asked)
    person = me.press("Talk to a person")
    assert person.kinds[0] == "answer"
    assert person.asked == second.asked


def test_an_understood_answer_starts_the_count_again(at):
    me = at("question level")
    me.say("xyzzy")
    me.say("high risk")
    assert "Talk to a person" not in me.say("xyzzy").labels
    assert "Talk to a person" in me.say("xyzzy").labels


def test_a_policy_answer_starts_the_count_again(at):
    me = at("question level")
    me.say("xyzzy")
    me.say("What is a panel?", answers=(("what_is_a_panel", 0.9),))
    assert "Talk to a person" not in me.say("xyzzy").labels


def test_after_the_offer_the_count_starts_again(at):
    me = at("question level")
    for _ in range(2):
        assert "Talk to a person" not in me.say("xyzzy").labels
        assert "Talk to a person" in me.say("xyzzy").labels


def test_what_is_uncertain_is_asked_back_and_not_recorded(at):
    me = at("question level")
    kept = me.office.rows()
    asked = me.say("low or high risk")
    assert asked.labels == ["Low risk", "High risk", "Not known yet", "Show the question again"]
    assert asked.stage == "question"
    assert me.office.rows() == kept
    assert me.press("High risk").question == "forums"
    assert [row["value"] for row in me.office.rows("answers")["answers"]][-1] == "high"


def test_asked_back_can_be_left(at):
    me = at("question level")
    before = me.last
    me.say("low or high risk")
    assert me.press("Show the question again").asked == before.asked


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("question partner", "yes but not sure"),
        ("question partner", "not yet"),
        ("question level", "lwo risk"),
        ("question forums", "panel, not hub"),
        ("question seen_on", "3 May"),
        ("question children", "about 2"),
    ],
)
def test_each_kind_is_asked_back(at, place, words):
    me = at(place)
    kept, before = me.office.rows(), me.last
    asked = me.say(words)
    assert asked.asked["title"] == "To be sure"
    assert me.office.rows() == kept
    assert me.press("Not known yet").question != before.question


def test_a_reference_is_not_understood_where_it_is_not_one(at):
    me = at("case")
    for words in ("X1234567", "AX123456", "A123456 or B123456", "the usual"):
        assert me.say(words).stage == "case"
    assert me.office.rows("cases") == {"cases": []}
    assert me.say("it is x123456, thanks").state["case"] == "X123456"


def test_a_short_reason_is_asked_for_again(at):
    me = at("reasons")
    before = me.last
    assert me.say("no need").asked == before.asked
    assert me.office.rows("decisions") == {"decisions": []}
