"""What no question waits for: a clear answer each, and nothing changed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from places import PLACES

RUBBISH = {
    "nothing": "",
    "spaces": " \n\t ",
    "long": "word " * 2_000,
    "emoji": "🙂🙃🔥",
    "marks": "-- !! ..",
    "control characters": "\x00\x07\x1b",
    "invisible": "\u200f\u202e\u200b",
    "restart": "/restart",
    "slot": '/slot{"danger_now": "no"}',
    "an intent": ' /mu_visit{"level": "low"}',
    "back": "/back",
}


@pytest.mark.parametrize("place", PLACES)
def test_rubbish_changes_nothing_anywhere(at, place):
    me = at(place)
    before, kept = me.last, me.office.rows()
    for kind, text in RUBBISH.items():
        after = me.say(text)
        assert after.kinds[0] == "refusal", kind
        assert after.bubbles[0]["text"]
        assert after.stage == before.stage
        assert after.asked == (before.asked if place != "asked back" else at("question level").last.asked)
    assert me.office.rows() == kept


@pytest.mark.parametrize(
    "place", [place for place in PLACES if not place.endswith(("account", "8", "reasons", "reopened", "in words"))]
)
def test_another_script_is_not_understood_and_changes_nothing(at, place):
    me = at(place)
    before, kept = me.last, me.office.rows()
    after = me.say("نعم ربما أو لا")
    assert after.kinds[0] == "notice"
    assert after.stage == before.stage
    assert me.office.rows() == kept


def test_the_longest_that_is_taken(at):
    me = at("question account")
    assert me.say("x" * 4_001).kinds[0] == "refusal"
    assert me.say("x" * 4_000).question == "agreed"


def test_another_persons_case_is_refused_and_the_refusal_is_logged(office):
    office.talk().begin("Visit")
    other = office.talk("officer-2")
    kept = office.rows()
    turn = other.begin("Visit")
    assert turn.kinds[0] == "refusal"
    assert turn.stage == "case"
    assert turn.state["case"] is None
    assert office.rows() == kept
    assert len(office.entries("view_refused")) == 1


def test_anothers_record_and_consultation_cannot_be_had_by_a_button(office):
    mine = office.talk()
    mine.begin("Visit")
    mine.say("my cases")
    token = mine.last.token("Open")
    other = office.talk("officer-2")
    other.say(opening=True)
    assert other.say(press=token).kinds == ["notice", "offer"]


def test_a_stale_button_does_nothing(at):
    me = at("question level")
    stale = me.last.token("High risk")
    me.say("low risk")
    kept = me.office.rows()
    turn = me.say(press=stale)
    assert (turn.kinds, turn.question) == (["notice", "question"], "forums")
    assert me.office.rows() == kept


def test_the_label_of_an_older_question_does_nothing(at):
    me = at("question forums")
    kept = me.office.rows()
    assert me.say(press="High risk").kinds == ["notice", "question"]
    assert me.say(press="Make the change").kinds == ["notice", "question"]
    assert me.office.rows() == kept


def test_a_made_up_token_does_nothing(at):
    me = at("question forums")
    for press in ("0123456789", ",", ",,", "a,b", "☐ Panel,That is all", me.last.token("☐ Hub") + ",nonsense"):
        assert me.say(press=press).kinds == ["notice", "question"]


def test_a_button_of_a_correction_is_no_answer_to_the_question_it_was_made_from(at):
    me = at("question agreed")
    me.say("change an answer")
    stale = me.press("3. ").token("No")
    me.press("Keep it as it was")
    kept = me.office.rows()
    assert me.say(press=stale).kinds == ["notice", "question"]
    assert me.office.rows() == kept


def test_a_button_of_the_question_is_no_answer_to_a_correction(at):
    me = at("question agreed")
    stale = me.last.token("No")
    me.say("change an answer")
    me.press("3. ")
    assert me.say(press=stale).stage == "correct_answer"


def test_the_button_of_one_correction_does_not_make_another(at):
    me = at("question agreed")
    me.say("change an answer")
    stale = me.press("3. ", "No").token("Make the change")
    me.press("Keep it as it was")
    me.say("change an answer")
    me.press("4. ", "Low risk")
    kept = me.office.rows()
    assert me.say(press=stale).stage == "correct_confirm"
    assert me.office.rows() == kept


def test_a_token_of_the_question_still_works_after_an_interjection(at):
    me = at("question level")
    token = me.last.token("High risk")
    me.say("why")
    assert me.say(press=token).question == "forums"


def test_boxes_ticked_together(at):
    me = at("question forums")
    boxes = [me.last.token(label) for label in ("☐ Panel", "☐ Board", "None of these")]
    assert me.say(press=",".join(boxes)).question == "seen_on"
    assert me.office.rows("answers")["answers"][-1]["value"] == ["board", "panel"]


def test_boxes_ticked_one_by_one(at):
    me = at("question forums")
    me.press("☐ Panel", "☐ Hub", "☑ Panel")
    stale = me.last.token("☑ Hub")
    me.press("That is all")
    assert me.office.rows("answers")["answers"][-1]["value"] == ["hub"]
    assert me.say(press=stale).kinds == ["notice", "question"]


def test_a_box_can_be_ticked_by_its_words(at):
    me = at("question forums")
    assert "☑ Hub" in me.say("hub").labels
    assert me.say("that is all").question == "seen_on"


def test_no_box_at_all_is_an_answer(at):
    me = at("question forums")
    assert me.press("None of these").question == "seen_on"
    assert me.office.rows("answers")["answers"][-1]["value"] == []


@pytest.mark.parametrize("words", ["31 Feb 2026", "30/30/2026", "May 2026", "soon"])
def test_a_date_that_does_not_exist(at, words):
    me = at("question seen_on")
    before, kept = me.last, me.office.rows()
    turn = me.say(words)
    assert turn.kinds == ["notice", "question"]
    assert turn.asked == before.asked
    assert me.office.rows() == kept


def test_a_pack_that_is_not_there(office):
    office.pack = "atlantis"
    turn = office.talk().say("hello")
    assert turn.kinds == ["refusal"]
    assert "atlantis" in turn.bubbles[0]["text"]
    assert office.rows("staff")["staff"] == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=60), st.sampled_from([None, "x", "Yes", "No", ","]), st.sampled_from(["none", "unsure", "danger"])
)
def test_whatever_is_sent_gets_a_reply_and_records_at_most_one_answer(at, text, press, danger):
    me = at("question partner")
    before = len(me.office.rows("answers")["answers"])
    turn = me.say(text, press, danger=danger)
    assert turn.bubbles[0]["kind"]
    answers = me.office.rows("answers")["answers"]
    assert len(answers) <= before + 1
    if len(answers) > before:
        assert answers[-1]["fact"] == "partner"
        assert press in ("Yes", "No") or danger != "danger"
    me.office.store.close()
