"""The same message delivered twice, and one consultation on two devices."""

import threading

import pytest
from places import PLACES, question

from actions.casestore import Conflict


@pytest.mark.parametrize("place", PLACES)
def test_a_second_delivery_gets_the_same_reply_and_has_no_second_effect(at, place):
    me = at(place)
    first = me.say("yes I would say so", message_id="same")
    kept = me.office.rows(*me.office.rows(), "entries")
    assert me.say("yes I would say so", message_id="same") == first
    assert me.say("something else", message_id="same") == first
    assert me.office.rows(*me.office.rows(), "entries") == kept


@pytest.mark.parametrize(
    ("place", "label"), [("question level", "High risk"), ("stop_confirm", "Stop it"), ("danger", "Go on")]
)
def test_a_press_delivered_twice(at, place, label):
    me = at(place)
    token = me.last.token(label)
    first = me.say(press=token, message_id="same")
    kept = me.office.rows()
    assert me.say(press=token, message_id="same") == first
    assert me.office.rows() == kept


def test_an_alarm_delivered_twice_is_one_alarm(at):
    me = at("question level")
    first = me.say("he has a knife", danger="danger", message_id="same")
    assert me.say("he has a knife", danger="danger", message_id="same") == first
    assert len(me.office.entries("danger")) == 1


def test_the_same_id_at_another_address_is_another_message(at):
    me = at("question level")
    me.say("high risk", message_id="same")
    other = me.office.talk(address="laptop")
    assert other.say(opening=True, message_id="same") != me.last


@pytest.fixture
def two(at):
    """A phone and a laptop at the same question of one consultation."""
    phone = at("question level")
    laptop = phone.office.talk(address="laptop")
    laptop.say("resume")
    assert laptop.last.asked == phone.last.asked
    return phone, laptop


def test_the_slower_device_is_told_and_nothing_is_doubled(two):
    phone, laptop = two
    phone.say("high risk")
    kept = phone.office.rows()
    late = laptop.say("low risk")
    assert late.kinds == ["notice", "question"]
    assert late.question == "forums"
    assert phone.office.rows() == kept
    assert laptop.say("hub").question == "forums"  # ticked
    assert laptop.press("That is all").question == "seen_on"


def test_a_button_of_the_slower_device_is_not_taken_either(two):
    phone, laptop = two
    token = laptop.last.token("Low risk")
    phone.say("high risk")
    kept = phone.office.rows()
    assert laptop.say(press=token).question == "forums"
    assert phone.office.rows() == kept


def test_even_an_interjection_on_the_slower_device_shows_where_things_stand(two):
    phone, laptop = two
    phone.say("high risk")
    assert laptop.say("help").question == "forums"


@pytest.mark.parametrize("words", ["stop", "new", "change an answer", "back"])
def test_a_confirmation_does_not_hide_that_things_moved_on(two, words):
    phone, laptop = two
    laptop.say(words)
    phone.say("high risk")
    kept = phone.office.rows()
    assert laptop.say("yes").question == "forums"
    assert phone.office.rows() == kept


def test_danger_on_the_slower_device_comes_first_and_then_what_is_now_pending(two):
    phone, laptop = two
    phone.say("high risk")
    alarm = laptop.say("he has a knife", danger="danger")
    assert alarm.kinds[0] == "danger"
    assert laptop.press("Go on").question == "forums"
    assert [a["fact"] for a in phone.office.rows("answers")["answers"]].count("level") == 1


def test_doubt_on_the_slower_device_is_asked_about(two):
    phone, laptop = two
    phone.say("high risk")
    assert laptop.say("he is outside", danger="unsure").stage == "danger_check"
    assert laptop.press("No").question == "forums"


def test_an_alarm_on_one_device_is_seen_by_the_other(two):
    phone, laptop = two
    phone.say("he has a knife", danger="danger")
    kept = phone.office.rows()
    turn = laptop.say("low risk")
    assert (turn.stage, turn.kinds[0]) == ("danger", "danger")
    assert phone.office.rows() == kept
    assert phone.press("Go on").question == "level"


@pytest.mark.parametrize("ending", ["pause", "stop"])
def test_a_consultation_that_ended_on_the_other_device(two, ending):
    phone, laptop = two
    phone.say(ending)
    if ending == "stop":
        phone.say("yes")
    kept = phone.office.rows()
    assert laptop.say("low risk").stage == "start"
    assert phone.office.rows() == kept


def test_ones_own_danger_and_confirmations_are_not_another_device(at):
    me = at("stop_confirm")
    me.say("he has a knife", danger="danger")
    assert me.press("Go on").stage == "stop_confirm"
    assert me.press("Carry on").question == "level"
    assert me.say("high risk").question == "forums"


def test_two_devices_at_the_same_moment_record_one_answer(two):
    phone, laptop = two
    barrier = threading.Barrier(2)

    def answer(talk, words):
        barrier.wait()
        talk.say(words)

    threads = [threading.Thread(target=answer, args=pair) for pair in ((phone, "high risk"), (laptop, "low risk"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    levels = [a for a in phone.office.rows("answers")["answers"] if a["fact"] == "level"]
    assert len(levels) == 1
    assert {phone.last.question, laptop.last.question} == {"forums"}
    told = [talk for talk in two if talk.last.kinds == ["notice", "question"]]
    assert len(told) == 1


def test_the_same_message_at_the_same_moment_is_taken_once(at):
    me = at("question level")
    barrier, replies = threading.Barrier(4), []

    def send():
        talk = me.office.talk()
        barrier.wait()
        replies.append(talk.say("high risk", message_id="same"))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert replies == [replies[0]] * 4
    assert [a["fact"] for a in me.office.rows("answers")["answers"]].count("level") == 1


def test_a_turn_that_lost_a_race_in_the_store_shows_where_things_stand(at, monkeypatch):
    """Writers take turns, so this cannot be brought about from outside; the store may still refuse."""
    from actions.casestore import Transaction

    me = at("question level")
    kept = me.office.rows()
    refuse = iter([True])

    def record_answer(*_args, **_more):
        assert next(refuse)
        raise Conflict("moved on")

    monkeypatch.setattr(Transaction, "record_answer", record_answer)
    turn = me.say("high risk")
    assert (turn.kinds, turn.question) == (["notice", "question"], "level")
    assert me.office.rows() == kept


def test_two_people_do_not_share_a_conversation_at_one_address(office):
    question(office.talk(), "level")
    other = office.talk("officer-2", case="B123456")
    assert other.say(opening=True).stage == "start"
