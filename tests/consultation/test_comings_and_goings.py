"""Beginning, pausing, resuming, stopping, deciding, closing, and coming back."""

import datetime as dt

import pytest


def statuses(office):
    return [row["status"] for row in office.rows("consultations")["consultations"]]


def test_opening(me):
    turn = me.say(opening=True)
    assert turn.kinds == ["notice", "offer"]
    assert "999" in turn.bubbles[0]["text"]
    assert me.say(opening=True).stage == "start"


def test_opening_again_puts_one_where_one_was(at):
    me = at("question level")
    before = me.last
    turn = me.say(opening=True)
    assert turn.kinds == ["notice", "question"]
    assert turn.asked == before.asked


def test_a_sentence_that_is_sure_begins_its_pathway(me):
    turn = me.say("there is a home to see", intents=(("mu_visit", 0.9),))
    assert turn.stage == "case"
    assert me.say("it is a123456").state["case"] == "A123456"


def test_a_sentence_that_is_not_sure_is_offered_the_nearest(me):
    turn = me.say("there is a home", intents=(("mu_meeting", 0.5), ("help", 0.3), ("mu_visit", 0.2)))
    assert turn.stage == "choosing"
    assert turn.labels == ["Meeting", "Visit", "None of these"]
    assert me.press("None of these").stage == "start"


def test_a_held_sentence_is_understood_after_the_danger_question(me):
    me.say("he turned up at her home and I have to plan", intents=(("mu_visit", 0.9),), danger="unsure")
    assert me.press("No").stage == "case"


def test_a_reference_alone_is_no_beginning(me):
    assert me.say("A123456").stage == "start"


def test_a_pathway_is_offered_to_its_roles_and_to_roles_the_pack_does_not_know(office):
    assert "Keys" not in office.talk().say(opening=True).labels
    assert "Keys" in office.talk("k", role="keyworker").say(opening=True).labels
    assert "Keys" in office.talk("s", role="supervisor").say(opening=True).labels


def test_a_case_without_a_reference(me):
    me.say(opening=True)
    me.press("Visit")
    turn = me.press("No reference yet")
    assert (turn.question, turn.state["case"]) == ("danger_now", None)
    me.say("pause")
    assert me.say("resume").question == "danger_now"
    assert me.office.rows("cases")["cases"][0]["reference"] is None
    assert "no reference" in me.say("my cases").bubble("answer")["text"]
    assert len(me.say("export").bubbles) == 2


def test_something_else(at):
    assert at("case").press("Something else").stage == "start"


def test_the_role_is_given_by_the_channel(at):
    rows = at("question danger_now").office.rows("answers")["answers"]
    assert [(row["fact"], row["value"], row["source"]) for row in rows] == [("role", "officer", "identity")]


def test_a_role_the_pack_does_not_know_is_asked_for(office):
    talk = office.talk(role="supervisor")
    talk.begin("Visit")
    assert talk.say("no").question == "role"
    talk.press("Keyworker")
    [_, role] = office.rows("answers")["answers"]
    assert (role["value"], role["source"]) == ("keyworker", "practitioner")


def test_pause_and_resume_at_the_same_question(at):
    me = at("question level")
    before, kept = me.last, me.office.rows("answers", "conclusions", "decisions")
    me.say("pause")
    assert statuses(me.office) == ["paused"]
    assert me.last.stage == "start"
    back = me.say("resume")
    assert back.asked == before.asked
    assert statuses(me.office) == ["open"]
    assert me.office.rows("answers", "conclusions", "decisions") == kept


def test_resume_from_another_device(at):
    me = at("question level")
    me.say("pause")
    assert me.office.talk(address="laptop").say("resume").asked == at("question level").last.asked


def test_resume_with_several_unfinished_shows_them(at):
    me = at("question level")
    me.say("new")
    me.press("Keep it")
    me.press("Meeting")
    me.say("B123456")
    me.say("pause")
    assert [label for label in me.say("resume").labels if label.startswith("Open")] == [
        "Open A123456 1",
        "Open B123456 2",
    ]
    assert me.press("Open B123456 2").state["pathway"] == "mu.meeting"
    me.say("my cases")
    assert me.press("Open A123456 1").question == "level"
    assert statuses(me.office) == ["open", "paused"]


@pytest.mark.parametrize("words", ["resume", "pause", "stop", "summary", "change an answer", "export", "my cases"])
def test_with_nothing_begun(me, words):
    me.say(opening=True)
    turn = me.say(words)
    assert turn.stage == "start"
    assert turn.kinds[0] == "notice"


def test_new_with_nothing_begun(at):
    assert at("choosing").say("new").stage == "start"


def test_stop(at):
    me = at("stop_confirm")
    kept = me.office.rows("answers")
    assert me.press("Stop it").stage == "start"
    assert statuses(me.office) == ["stopped"]
    assert me.office.rows("answers") == kept
    assert me.say("my cases").kinds == ["notice", "offer"]


def test_unfinished_is_gone_on_with(at):
    turn = at("unfinished").press("Go on with it")
    assert (turn.question, turn.state["case"]) == ("level", "A123456")


def test_or_begun_afresh_and_what_is_known_on_the_case_is_shown(at):
    me = at("unfinished")
    assert me.press("Start afresh").question == "danger_now"
    assert statuses(me.office) == ["paused", "open"]
    assert "it was recorded on this case: No" in me.last.asked["text"]
    me.say("no")
    assert "recorded on this case: Yes" in me.last.asked["text"]
    me.say("no")
    new = [a for a in me.office.rows("answers")["answers"] if a["consultation_id"] == 2 and a["source"] != "identity"]
    assert [a["source"] for a in new] == ["confirmed", "practitioner"]


def test_a_decision_with_reasons_closes_it(at):
    me = at("reasons")
    turn = me.say("She asked us to keep away.")
    assert turn.stage == "start"
    assert statuses(me.office) == ["closed"]
    [row] = me.office.rows("decisions")["decisions"]
    assert (row["choice"], row["reasons"]) == ("stay", "She asked us to keep away.")


def test_another_choice_can_be_made_before_the_reasons(at):
    me = at("reasons")
    assert me.press("Choose again").stage == "decision"
    me.press("Go")
    me.say("It is the safest thing to do.")
    assert me.office.rows("decisions")["decisions"][0]["choice"] == "go"


def test_undecided_stays_open_and_is_no_decision_against(at):
    me = at("decision")
    me.press("Undecided")
    me.say("Waiting to hear from the police.")
    assert statuses(me.office) == ["paused"]
    assert me.office.rows("decisions")["decisions"][0]["choice"] == "undecided"
    assert me.say("resume").stage == "decision"
    me.press("Go")
    me.say("The police have answered now.")
    first, second = me.office.rows("decisions")["decisions"]
    assert (second["choice"], second["supersedes"]) == ("go", first["id"])
    assert statuses(me.office) == ["closed"]


def test_decide_later(at):
    me = at("decision")
    me.press("Decide later")
    assert me.office.rows("decisions")["decisions"] == []
    assert me.say("resume").stage == "decision"


def test_typed_words_at_the_decision_are_no_decision(at):
    me = at("decision")
    assert me.say("I will go there tomorrow").stage == "decision"
    assert me.say("go").stage == "reasons"


@pytest.mark.parametrize("how", ["press", "yes"])
def test_closing_where_there_is_nothing_to_decide(at, how):
    me = at("closing")
    assert me.last.bubble("summary")
    turn = me.press("Close it") if how == "press" else me.say("yes")
    assert turn.stage == "start"
    assert statuses(me.office) == ["closed"]


def test_closing_can_wait(at):
    me = at("closing")
    assert me.say("no").asked == me.last.asked
    assert statuses(me.office) == ["open"]


def test_reopened_from_my_cases(at):
    me = at("reopened")
    assert statuses(me.office) == ["open"]
    me.press("Go")
    me.say("She has asked us to come now.")
    assert [row["choice"] for row in me.office.rows("decisions")["decisions"]] == ["stay", "go"]


def test_the_next_consultation_asks_for_its_case(at):
    me = at("reasons")
    me.say("She asked us to keep away.")
    assert me.last.state["case"] is None
    assert me.say("somebody else's home", intents=(("mu_visit", 0.9),)).stage == "case"


def test_another_question_on_the_same_case(at):
    me = at("reasons")
    me.say("She asked us to keep away.")
    turn = me.press("Meeting, same case")
    assert (turn.state["case"], turn.state["pathway"]) == ("A123456", "mu.meeting")


def test_a_wish_that_was_not_followed_is_forgotten(at):
    me = at("question level")
    me.say("they want a meeting", intents=(("mu_meeting", 0.9),))
    me.press("Start: Meeting", "Carry on")
    me.say("new")
    assert me.say("yes").stage == "start"


def test_the_record(at):
    me = at("reasons")
    me.say("She asked us to keep away.")
    turn = me.press("Show the record")
    record = turn.bubble("summary")
    assert [section["heading"] for section in record["sections"]] == ["Answers", "What this comes to", "Decisions"]
    assert len(record["sections"][0]["items"]) == 10
    assert "She asked us to keep away." in record["sections"][2]["items"][0]["text"]
    assert "A123456" in record["text"]
    assert len(me.office.entries("export")) == 1


def test_the_record_in_the_middle_holds_notes_and_no_decision(at):
    me = at("question address_known")
    me.say("yes, the police told us")
    record = me.say("export").bubble("summary")
    assert [section["heading"] for section in record["sections"]] == ["Answers", "What this comes to"]
    assert any("the police told us" in item["text"] for item in record["sections"][0]["items"])


def test_export_after_leaving_shows_the_last_one(at):
    me = at("question level")
    me.say("pause")
    turn = me.say("export")
    assert turn.bubble("summary")
    assert turn.state["consultation"] is None


def test_the_summary_says_what_is_due_and_what_is_open(at):
    me = at("question level")
    me.say("don't know")
    me.press("None of these")
    me.say("don't know")
    headings = {s["heading"]: s["items"] for s in me.say("summary").bubble("summary")["sections"]}
    assert len(headings["Still open"]) == 2
    [due] = [item["due"] for item in headings["You must"] if item["due"]]
    assert "not known" in due
    assert headings["Where to record it"][0]["text"].startswith("the case file; keep it out of")


def test_a_due_date_is_worked_out_in_working_days(at):
    me = at("decision")
    before, task = (row for row in me.office.rows("tasks")["tasks"] if row["node"] == "write_up")
    assert (before["state"], before["due_on"]) == ("withdrawn", None)
    assert (task["state"], task["due_on"]) == ("open", dt.date(2026, 5, 11))  # 4 May is a bank holiday


def test_an_answer_that_is_due_at_once_is_said_at_once(at):
    me = at("question danger_now")
    turn = me.say("yes")
    assert turn.kinds == ["danger", "notice", "question"]
    assert turn.bubbles[1]["sections"]


def test_a_typed_answer_is_said_back(at):
    turn = at("question level").say("serious")
    assert turn.kinds[0] == "notice"
    assert "High risk" in turn.bubbles[0]["text"]
