"""Going back and changing an answer: seen before it is made, and the old one stays on record."""

import pytest
from places import WALK


def standing(office):
    """Fact to value of the answers that hold."""
    with office.store.reading() as reading:
        [consultation] = reading.consultations_of()
        return {a.fact: (None if a.not_known else a.value) for a in reading.answers(consultation)}


def sections(turn):
    return {section["heading"]: [item["text"] for item in section["items"]] for section in turn.bubbles[-1]["sections"]}


def test_the_change_is_shown_before_it_is_made(at):
    me = at("question agreed")
    kept, before = me.office.rows(), me.last
    me.say("change an answer")
    me.press("2. ")
    shown = me.press("No")
    assert shown.stage == "correct_confirm"
    told = sections(shown)
    assert len(told["What it comes to"]) == 1
    assert any("Visit now." in line and "No visit" in line for line in told["What it comes to"])
    assert told["No longer"] == ["Write it up."]
    assert len(told["Answers that fall away"]) == 1
    assert me.office.rows() == kept
    assert shown.outcomes == before.outcomes


def test_keeping_it_leaves_everything(at):
    me = at("question agreed")
    kept, before = me.office.rows(), me.last
    me.say("change an answer")
    me.press("2. ", "No")
    assert me.press("Keep it as it was").asked == before.asked
    assert me.office.rows() == kept


@pytest.mark.parametrize("confirm", ["press", "yes"])
def test_making_it_supersedes_the_answer_and_withdraws_what_falls_away(at, confirm):
    me = at("question agreed")
    before = me.office.rows("answers")["answers"]
    me.say("change an answer")
    me.press("2. ", "No")
    turn = me.press("Make the change") if confirm == "press" else me.say("yes")
    assert turn.outcomes == {"visit": "no_visit"}
    rows = me.office.rows("answers")["answers"]
    assert rows[: len(before)] == before
    new, fallen = rows[len(before) :]
    old = {row["fact"]: row for row in before}
    assert (new["fact"], new["value"], new["supersedes"]) == ("partner", "no", old["partner"]["id"])
    assert (fallen["fact"], fallen["withdrawn"], fallen["supersedes"]) == (
        "address_known",
        True,
        old["address_known"]["id"],
    )
    assert "address_known" not in standing(me.office)
    tasks = {row["node"]: row["state"] for row in me.office.rows("tasks")["tasks"]}
    assert tasks == {"write_up": "withdrawn"}


def test_back_asks_the_question_before_again_and_nothing_is_written(at):
    me = at("question level")
    kept = me.office.rows()
    turn = me.say("back")
    assert (turn.stage, turn.question) == ("correct_answer", "address_known")
    assert me.office.rows() == kept
    assert me.press("No").stage == "correct_confirm"
    assert me.office.rows() == kept
    me.press("Make the change")
    assert standing(me.office)["address_known"] == "no"
    assert "find_address" in me.last.state["duties"]


def test_each_back_goes_one_question_further_and_nothing_is_written(at):
    me = at("question agreed")
    kept, before = me.office.rows(), me.last
    facts = list(WALK)
    for fact in facts[: facts.index("agreed")][::-1]:
        turn = me.say("back")
        assert (turn.stage, turn.question) == ("correct_answer", fact)
    turn = me.say("back")
    assert (turn.bubbles[0]["text"], turn.question) == ("This is the first question.", facts[0])
    assert me.office.rows() == kept
    assert me.press("Keep it as it was").asked == before.asked


def test_an_answer_two_questions_back_is_changed_only_once_it_is_confirmed(at):
    me = at("question level")
    kept = me.office.rows()
    me.say("back")
    assert me.say("back").question == "partner"
    assert me.press("No").stage == "correct_confirm"
    assert me.office.rows() == kept
    me.press("Make the change")
    assert standing(me.office)["partner"] == "no"


def test_back_from_the_confirmation_asks_what_is_being_changed_once_more(at):
    me = at("correct_confirm")
    kept = me.office.rows()
    turn = me.say("back")
    assert (turn.stage, turn.question) == ("correct_answer", "partner")
    assert me.say("back").question == "danger_now"
    assert me.office.rows() == kept


def test_back_at_the_first_question(at):
    turn = at("question danger_now").say("back")
    assert (turn.kinds, turn.question) == (["notice", "question"], "danger_now")


def test_back_from_decision_and_reasons(at):
    assert at("reasons").say("back").stage == "decision"
    turn = at("decision").say("back")
    assert (turn.stage, turn.question) == ("correct_answer", "agreed")


def test_back_goes_to_what_was_answered_last_even_if_it_was_a_correction(at):
    me = at("question level")
    me.say("change an answer")
    me.press("1. ", "No", "Make the change")
    assert me.say("back").question == "danger_now"


def test_there_is_nothing_to_change_before_the_first_answer(at):
    assert at("question danger_now").say("change an answer").kinds == ["notice", "question"]


def test_the_role_that_the_channel_vouches_for_is_not_among_them(at):
    texts = [label for label in at("correct_choose").last.labels if label[0].isdigit()]
    assert len(texts) == 8
    assert not any("role" in text for text in texts)


def test_a_number_chooses_an_answer(at):
    assert at("correct_choose").say("4").question == "level"


def test_a_correction_can_be_typed_and_is_asked_back_where_it_is_uncertain(at):
    me = at("correcting 4")
    assert me.say("low or high").asked["title"] == "To be sure"
    assert me.press("Low risk").stage == "correct_confirm"
    me.press("Make the change")
    assert standing(me.office)["level"] == "low"
    assert me.last.outcomes == {"visit": "visit_later"}


@pytest.mark.parametrize(
    ("number", "words", "fact", "value"),
    [
        (4, "don't know", "level", None),
        (5, "board", "forums", ["board"]),
        (6, "1 June 2026", "seen_on", "2026-06-01"),
        (7, "3", "children", 3),
        (8, "They rang. Nobody came.", "account", "They rang. Nobody came."),
    ],
)
def test_every_kind_of_answer_can_be_corrected(at, number, words, fact, value):
    me = at(f"correcting {number}")
    me.say(words)
    if fact == "forums":
        me.press("That is all")
    me.press("Make the change")
    assert standing(me.office)[fact] == value


def test_a_correction_that_changes_nothing_else_says_so(at):
    me = at("correcting 7")
    shown = me.say("5")
    assert sections(shown) == {}
    assert "Nothing else changes" in shown.bubbles[-1]["text"]


def test_not_known_in_a_correction_makes_the_outcome_provisional_and_never_lower(at):
    me = at("correcting 4")
    me.press("Not known yet", "Make the change")
    [visit] = me.last.state["conclusions"]
    assert visit["status"] != "settled"
    assert visit["outcome"] != "visit_later"
    assert visit["open"] == ["level"]


def test_correcting_another_answer_begins_over(at):
    me = at("correct_confirm")
    me.say("change an answer")
    assert me.press("Keep everything").asked == at("question agreed").last.asked


def test_a_correction_during_the_reasons_comes_back_to_them(at):
    me = at("reasons")
    before = me.last
    me.say("change an answer")
    me.press("4. ", "Very high risk")
    assert me.press("Keep it as it was").asked == before.asked
