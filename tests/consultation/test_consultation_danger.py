"""Danger first, in every place a conversation can be in."""

import pytest
from places import IN_DANGER, PLACES

from actions.consultation.prompts import PROMPTS

CALM = [place for place in PLACES if place not in IN_DANGER]
ANSWERS = ("answers", "conclusions", "decisions")


def test_every_kind_of_prompt_is_among_the_places(at):
    assert {at(place).last.stage for place in PLACES} == set(PROMPTS)


@pytest.mark.parametrize("place", CALM)
def test_danger_comes_first_and_the_same_question_after_it(at, place):
    me = at(place)
    before, kept = me.last, me.office.rows(*ANSWERS)
    in_danger = me.say("he is here with a knife", danger="danger", masked=("phone",))
    assert in_danger.kinds[0] == "danger"
    assert "999" in in_danger.bubbles[0]["title"]
    assert in_danger.stage == "danger"
    if before.state["consultation"]:
        assert in_danger.state["status"] == "suspended"
    safe = me.press("Go on")
    assert (safe.stage, safe.question) == (before.stage, before.question)
    assert safe.state.get("status") == before.state.get("status")
    assert safe.asked == (before.asked if place != "asked back" else at("question level").last.asked)
    assert me.office.rows(*ANSWERS) == kept
    assert len(me.office.entries("danger")) == 1


@pytest.mark.parametrize("place", CALM)
def test_when_in_doubt_danger_is_asked_about_and_a_no_takes_the_words_as_if_nothing_had_happened(at, place):
    words = {"text": "I have a visit to plan", "intents": (("mu_meeting", 0.5), ("mu_visit", 0.4))}
    doubted, plain = at(place), at(place)
    before = doubted.office.rows()
    asked = doubted.say(**words, danger="unsure")
    assert asked.stage == "danger_check"
    assert asked.labels == ["Yes, now", "No"]
    assert doubted.office.rows() == before
    taken, straight = doubted.press("No"), plain.say(**words)
    assert taken.bubbles == straight.bubbles
    assert taken.state | {"version": None} == straight.state | {"version": None}


@pytest.mark.parametrize("place", CALM)
@pytest.mark.parametrize("yes", ["press", "yes"])
def test_when_in_doubt_a_yes_is_an_alarm(at, place, yes):
    me = at(place)
    before = me.last
    me.say("he is outside", danger="unsure")
    alarm = me.press("Yes, now") if yes == "press" else me.say("yes")
    assert alarm.kinds[0] == "danger"
    assert me.press("Go on").stage == before.stage


def test_danger_inside_the_reasons_is_not_recorded_as_reasons(at):
    me = at("reasons")
    me.say("I decided this since he has a knife and is at her door", danger="danger")
    assert me.office.rows("decisions") == {"decisions": []}
    assert me.press("Go on").stage == "reasons"
    me.say("Nobody was hurt and she is with her sister.")
    assert [row["reasons"] for row in me.office.rows("decisions")["decisions"]] == [
        "Nobody was hurt and she is with her sister."
    ]


def test_danger_twice_is_one_alarm_deep(at):
    me = at("question level")
    asked = me.last
    me.say("he has a knife", danger="danger")
    again = me.say("he is breaking the door", danger="danger")
    assert again.kinds[0] == "danger"
    assert len(me.office.entries("danger")) == 2
    back = me.press("Go on")
    assert (back.question, back.asked, back.state["status"]) == ("level", asked.asked, "open")


def test_doubt_during_an_alarm_goes_back_to_the_alarm(at):
    me = at("question level")
    asked = me.last
    alarm = me.say("he has a knife", danger="danger")
    assert me.say("high risk, he is at the door", danger="unsure").stage == "danger_check"
    held = me.press("No")
    assert held.stage == "danger"
    assert held.state["status"] == "suspended"
    assert alarm.stage == "danger"
    assert me.press("Go on").asked == asked.asked
    assert [row["fact"] for row in me.office.rows("answers")["answers"]] == [
        "role",
        "danger_now",
        "partner",
        "address_known",
    ]


def test_an_alarm_from_doubt_during_an_alarm_stands_down_to_the_question(at):
    me = at("question level")
    asked = me.last
    me.say("he has a knife", danger="danger")
    me.say("now outside", danger="unsure")
    assert me.press("Yes, now").kinds[0] == "danger"
    assert me.press("Go on").asked == asked.asked


def test_the_advice_is_shown_again_on_request(at):
    me = at("question level")
    me.say("he has a knife", danger="danger")
    again = me.press("Show the emergency advice again")
    assert again.kinds == ["danger", "offer"]
    assert [entry["detail"]["how"] for entry in me.office.entries("danger")] == ["words", "shown again"]


@pytest.mark.parametrize("words", ["yes", "go on", "resume"])
def test_words_that_mean_go_on(at, words):
    me = at("question level")
    asked = me.last
    me.say("he has a knife", danger="danger")
    safe = me.say(words)
    assert (safe.asked, safe.state["status"]) == (asked.asked, "open")


@pytest.mark.parametrize("words", ["no", "not yet"])
def test_not_safe_yet_shows_the_advice_again(at, words):
    me = at("question level")
    me.say("he has a knife", danger="danger")
    assert me.say(words).kinds[0] == "danger"


@pytest.mark.parametrize("place", IN_DANGER)
@pytest.mark.parametrize(
    "words", ["back", "change an answer", "repeat", "help", "why", "summary", "high risk", "qwerty"]
)
def test_nothing_slips_past_a_danger_prompt(at, place, words):
    me = at(place)
    there, kept = me.last, me.office.rows()
    after = me.say(words)
    assert after.stage == there.stage
    assert after.asked == there.asked
    assert me.office.rows() == kept


@pytest.mark.parametrize("place", IN_DANGER)
@pytest.mark.parametrize("words", ["stop", "new"])
def test_a_danger_prompt_is_come_back_to_when_one_carries_on_after_all(at, place, words):
    me = at(place)
    there = me.last
    me.say(words)
    assert me.press("Carry on").asked == there.asked


def test_carry_on_at_a_danger_check_does_not_answer_it(at):
    me = at("danger_check")
    there = me.last
    assert me.say("resume").asked == there.asked


def test_a_pause_in_danger_keeps_the_place(at):
    me = at("question level")
    asked = me.last
    me.say("he has a knife", danger="danger")
    me.say("pause")
    assert me.office.rows("consultations")["consultations"][0]["status"] == "paused"
    assert me.say("resume").asked == asked.asked


@pytest.mark.parametrize("words", ["no", "yes", "high risk", "help", "back"])
def test_a_plain_answer_or_command_raises_no_doubt(at, words):
    me = at("question level" if words == "high risk" else "question address_known")
    assert me.say(words, danger="unsure").stage != "danger_check"


@pytest.mark.parametrize("words", ["no he is here", "yes, he says he will come round tonight"])
def test_an_answer_with_more_words_does(at, words):
    me = at("question address_known")
    kept = me.office.rows("answers")
    assert me.say(words, danger="unsure").stage == "danger_check"
    assert me.office.rows("answers") == kept


def test_words_in_an_account_always_do(at):
    me = at("question account")
    assert me.say("he shouts", danger="unsure").stage == "danger_check"


def test_yes_to_the_danger_question_shows_the_advice_first_and_goes_on(at):
    me = at("question danger_now")
    turn = me.say("yes, he is in the garden")
    assert turn.kinds[0] == "danger"
    assert turn.question == "partner"
    assert [a["value"] for a in me.office.rows("answers")["answers"] if a["fact"] == "danger_now"] == ["yes"]
    assert "ring" in turn.state["duties"]
    assert any(bubble["sections"] for bubble in turn.bubbles if bubble["kind"] == "notice")


def test_correcting_the_danger_question_to_yes_shows_the_advice_before_it_is_confirmed(at):
    me = at("question level")
    me.say("change an answer")
    me.press("1. ")
    turn = me.press("Yes")
    assert turn.kinds[0] == "danger"
    assert turn.stage == "correct_confirm"


def test_danger_at_the_decision_leaves_it_undecided(at):
    me = at("decision")
    asked = me.last
    me.say("she has just rung, he is hitting her", danger="danger")
    assert me.office.rows("decisions") == {"decisions": []}
    assert me.press("Go on").asked == asked.asked


def test_danger_is_logged_on_no_case_after_that_case_was_left(at):
    me = at("reasons")
    me.say("It is safer to stay away.")
    me.say("he has a knife", danger="danger")
    assert [entry["case_id"] for entry in me.office.entries("danger")] == [None]
