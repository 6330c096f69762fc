"""A list of entries: asked part by part, each entry on record at once, the half-built one never lost."""

import pytest
from places import harm
from talk import Office

FIRST = {"when": "March", "kind": "violence", "behaviour": "He hit her."}
SECOND = {"when": "April", "kind": "control", "behaviour": "He hid the keys."}


def history(me):
    """Every version of the list on record."""
    return [row["value"] for row in me.office.rows("answers")["answers"] if row["fact"] == "history"]


def says(turn):
    return " ".join(bubble["text"] for bubble in turn.bubbles)


def shown(turn):
    [section] = turn.bubbles[-1]["sections"]
    return [item["text"] for item in section["items"]]


def test_it_is_asked_part_by_part_and_each_entry_is_on_record_at_once(at):
    me = at("first part in words")
    first = me.last.bubbles[-1]
    assert all(words in first["text"] for words in ("one thing after another?", "Begin with", "When was it?"))
    assert first["input"] == "text"
    second = me.say("March")
    assert (second.bubbles[-1]["input"], second.question) == ("buttons", "history")
    assert "When: March" in says(second)
    assert "When: March; Kind: Violence" in says(me.press("Violence"))
    assert history(me) == []
    turn = me.say("He hit her.")
    assert shown(turn) == ["1. When: March; Kind: Violence; Behaviour: He hit her."]
    assert turn.asked["buttons"][:3] == ["Add another", "That is all", "Remove the last one"]
    assert history(me) == [{"so_far": [FIRST]}]
    assert "entry 2" in says(me.press("Add another"))
    me.say("April")
    me.say("control")
    assert len(shown(me.say("He hid the keys."))) == 2
    assert turn.asked["progress"] == me.last.asked["progress"]
    assert me.press("That is all").question == "told_manager"
    assert history(me) == [{"so_far": [FIRST]}, {"so_far": [FIRST, SECOND]}, [FIRST, SECOND]]


def test_each_version_supersedes_the_one_before(at):
    me = at("list reopened")
    rows = [row for row in me.office.rows("answers")["answers"] if row["fact"] == "history"]
    assert [row["supersedes"] for row in rows] == [None, rows[0]["id"], rows[1]["id"]]


def test_until_it_is_called_whole_it_is_no_answer(at):
    me = at("another entry")
    assert me.last.state["duties"] == []
    assert me.press("That is all").state["duties"] == ["keep_it"]


@pytest.mark.parametrize(("words", "question"), [("yes", "history"), ("no", "told_manager"), ("No.", "told_manager")])
def test_yes_and_no_say_whether_there_is_another(at, words, question):
    assert at("another entry").say(words).question == question


def test_other_words_there_are_not_taken(at):
    me = at("another entry")
    before = me.last
    turn = me.say("he also broke the phone")
    assert turn.kinds == ["notice", "question"]
    assert turn.asked == before.asked
    assert history(me) == [{"so_far": [FIRST]}]


def test_the_last_one_can_be_removed_and_stays_on_record(at):
    me = at("another entry")
    turn = me.press("Remove the last one")
    assert "He hit her." in says(turn)
    assert "When was it?" in turn.asked["text"]
    assert history(me) == [{"so_far": [FIRST]}, {"so_far": []}]
    assert me.press("Nothing to list").question == "told_manager"
    assert history(me)[-1] == []


def test_nothing_to_list_is_an_answer_and_not_known_another(at):
    me = at("first part in words")
    assert me.press("Nothing to list").state["duties"] == ["keep_it"]
    me = at("first part in words")
    assert me.press("Not known yet").state["duties"] == ["ask_again"]
    assert me.office.rows("answers")["answers"][-1]["not_known"]


def test_back_goes_part_by_part_then_to_the_list_then_to_the_answer_before(at):
    me = at("second part of the second")
    assert "When was it?" in me.say("back").asked["text"]
    assert me.say("back").asked["buttons"][0] == "Add another"
    assert (me.say("back").stage, me.last.question) == ("correct_answer", "loss")
    assert me.press("Keep it as it was").asked["buttons"][0] == "Add another"
    assert history(me) == [{"so_far": [FIRST]}]
    me = at("second part")
    assert "When was it?" in me.say("back").asked["text"]
    assert (me.say("back").stage, me.last.question) == ("correct_answer", "loss")


def test_a_part_that_was_gone_back_to_is_given_anew(at):
    me = at("last part in words")
    me.say("back")
    me.press("Money")
    me.say("He took her card.")
    assert history(me) == [{"so_far": [{"when": "March", "kind": "money", "behaviour": "He took her card."}]}]


PLACES = [
    "second part",
    "last part in words",
    "another entry",
    "part of the second in words",
    "second part of the second",
]


@pytest.mark.parametrize("place", PLACES)
def test_a_restart_finds_it_where_it_was(at, made_up, place):
    me = at(place)
    before = me.last
    me.office.store.close()
    again = Office.in_folder(me.office.file.parent, made_up, "made_up", me.office.file)
    talk = again.talk()
    assert talk.say("repeat").asked == before.asked
    again.store.close()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "away",
    [
        lambda me: [me.say("pause"), me.say("resume")],
        lambda me: [me.say("he has a knife", danger="danger"), me.press("Go on")],
        lambda me: [me.say("What is it?", danger="unsure"), me.say("help"), me.press("No"), me.say("repeat")],
        lambda me: [me.say("new"), me.press("Keep it"), me.say("resume")],
        lambda me: [me.say("change an answer"), me.press("3. "), me.say("1800"), me.press("Make the change")],
        lambda me: [me.say("stop"), me.say("no")],
    ],
    ids=["pause", "danger", "unsure", "new", "correct", "stop"],
)
def test_whatever_comes_between_it_goes_on_where_it_was(at, place, away):
    me = at(place)
    before = {**me.last.asked, "progress": None}
    away(me)
    assert {**me.last.asked, "progress": None} == before


def test_words_that_raised_a_doubt_are_taken_for_the_part_once_it_is_cleared(at):
    me = at("last part in words")
    assert me.say("he hit her", danger="unsure").stage == "danger_check"
    assert me.press("No").asked["buttons"][0] == "Add another"
    assert history(me) == [{"so_far": [{**FIRST, "behaviour": "he hit her"}]}]


@pytest.mark.parametrize(("place", "words"), [("another entry", "yes"), ("last part in words", "yes")])
def test_an_unsure_word_is_asked_about_first(at, place, words):
    assert at(place).say(words, danger="unsure").stage == "danger_check"


def test_the_option_in_plain_words_is_not(at):
    assert "What was done?" in at("second part").say("control", danger="unsure").asked["text"]


def test_another_device_finds_the_list_so_far(at):
    me = at("another entry")
    other = me.office.talk(address="laptop")
    assert other.say("resume").asked["buttons"][0] == "Add another"
    other.press("That is all")
    assert me.press("Add another").kinds == ["notice", "question"]
    assert history(me) == [{"so_far": [FIRST]}, [FIRST]]


def test_a_misspelt_option_is_asked_back_and_taken_when_pressed(at):
    me = at("second part")
    assert me.say("violense").asked["title"] == "To be sure"
    assert "What was done?" in me.press("Violence").asked["text"]
    assert me.say("back").asked["buttons"][0] == "Violence"


def test_a_question_in_a_part_is_no_part(at):
    me = at("last part in words")
    before = me.last
    assert me.say("What is the meaning of this?").asked == before.asked
    answered = me.say("What is a panel?", answers=(("what_is_a_panel", 0.9),))
    assert answered.bubble("answer")["cites"] == ["1.2"]
    assert answered.asked == before.asked


def test_why_says_why_the_list_is_asked(at):
    assert "A pattern shows" in at("second part").say("why").bubble("answer")["text"]


def test_a_part_has_at_most_500_characters(at):
    me = at("last part in words")
    before = me.last
    refused = me.say("x" * 501)
    assert refused.kinds == ["refusal", "question"]
    assert "501 characters" in refused.bubbles[0]["text"] and "500" in refused.bubbles[0]["text"]
    assert refused.asked == before.asked
    assert me.say("x" * 500).asked["buttons"][0] == "Add another"
    assert "x" * 500 in shown(me.last)[0]


def test_a_list_has_at_most_40_entries(at):
    me = at("another entry")
    for _ in range(39):
        for words in ("add another", "May " + "x" * 100, "money", "He took her wages."):
            turn = me.say(words)
    assert "40 entries" in says(turn)
    assert "Add another" not in turn.labels
    assert len(shown(turn)) == 40
    assert shown(turn)[1].endswith("…") and not shown(turn)[-1].endswith("…")
    assert me.say("yes").asked == turn.asked
    me.press("Remove the last one")
    assert "Add another" in me.last.labels
    me.say("no")
    assert len(history(me)[-1]) == 39


def test_a_stale_button_adds_nothing(at):
    me = at("second part")
    stale = me.last.token("Violence")
    me.press("Violence")
    me.say("He hit her.")
    assert me.say(press=stale).kinds == ["notice", "question"]
    me.say("yes")
    me.say("April")
    assert me.say(press=stale).kinds == ["notice", "question"]
    assert history(me) == [{"so_far": [FIRST]}]


# changed later


def test_a_correction_reopens_the_list(at):
    me = at("list reopened")
    assert (me.last.stage, me.last.asked["title"]) == ("correct_answer", "Changing an answer")
    assert len(shown(me.last)) == 2
    me.press("Add another")
    me.say("May")
    me.say("money")
    assert len(shown(me.say("He took her card."))) == 3
    assert history(me)[-1] == [FIRST, SECOND, {"when": "May", "kind": "money", "behaviour": "He took her card."}]
    assert me.press("That is all").question == "told_manager"
    assert me.last.state["duties"] == ["keep_it"]


def test_a_correction_can_leave_it_as_it_was(at):
    me = at("list reopened")
    kept = me.office.rows()
    assert "Keep it as it was" not in me.last.labels
    assert me.press("That is all").question == "told_manager"
    assert me.office.rows() == kept


def test_a_list_that_is_changed_to_not_known_is_shown_first(at):
    me = at("list reopened")
    turn = me.press("Not known yet")
    assert turn.stage == "correct_confirm"
    assert "From “2 entries” to “Not known yet”" in turn.asked["text"]
    assert me.press("Make the change").state["duties"] == ["ask_again"]


def test_what_was_not_known_becomes_a_list_once_that_is_confirmed(at):
    me = at("first part in words")
    me.press("Not known yet")
    me.say("back")
    for words in ("March", "violence", "He hit her."):
        turn = me.say(words)
    assert turn.stage == "correct_confirm"
    assert "From “Not known yet” to “1 entry”" in turn.asked["text"]
    turn = me.press("Make the change")
    assert (turn.asked["buttons"][0], turn.state["duties"]) == ("Add another", ["keep_it"])
    assert history(me)[-1] == [FIRST]
    assert me.press("That is all").question == "told_manager"


def test_what_was_not_known_becomes_nothing_to_list(at):
    me = at("first part in words")
    me.press("Not known yet")
    me.say("back")
    assert me.press("Nothing to list").stage == "correct_confirm"
    assert me.press("Make the change").question == "told_manager"
    assert history(me)[-1] == []


def test_a_list_in_the_making_is_not_offered_for_a_change(at):
    me = at("another entry")
    turn = me.say("change an answer")
    assert [label.split(".")[0] for label in turn.labels[:-1]] == ["1", "2", "3"]


# what else shows it


def test_the_record_has_every_entry_in_full(at):
    me = at("list reopened")
    record = str(me.say("export").bubble("summary")["sections"])
    assert "1. When: March; Kind: Violence; Behaviour: He hit her." in record
    assert "2. When: April; Kind: Control; Behaviour: He hid the keys." in record
    me = at("another entry")
    assert "(more may follow)" in str(me.say("export").bubble("summary")["sections"])


def half_built(me):
    with me.office.store.transaction() as tx:
        return tx.conversation("local", me.address, tx.staff(me.who, me.role, "made_up")).state["half_built"]


def test_stopping_drops_what_was_half_built(at):
    me = at("second part of the second")
    me.say("stop")
    assert half_built(me)
    me.press("Stop it")
    assert not half_built(me)


@pytest.fixture
def second_time(at):
    """At the list in a second consultation on the case; the first one has two entries."""

    def begin():
        me = at("list reopened")
        me.press("That is all")
        me.say("yes")
        me.press("Close it")
        harm(me, "history")
        return me

    return begin


def test_an_earlier_list_on_the_case_can_be_begun_from_and_is_recorded_as_confirmed(second_time):
    me = second_time()
    assert "it was recorded on this case: 2 entries" in says(me.last)
    assert len(shown(me.press("Start from those: 2 entries"))) == 2
    me.press("That is all")
    assert history(me)[-1] == [FIRST, SECOND]
    assert me.office.rows("answers")["answers"][-1]["source"] == "confirmed"


def test_or_changed(second_time):
    me = second_time()
    me.press("Start from those: 2 entries")
    me.press("Remove the last one", "That is all")
    assert history(me)[-1] == [FIRST]
    assert me.office.rows("answers")["answers"][-1]["source"] == "practitioner"


def test_or_left(second_time):
    me = second_time()
    me.say("May")
    assert "When: May" in says(me.last)
    assert not any(label.startswith("Start from") for label in me.last.labels)


@pytest.mark.parametrize(
    "value", [[{"when": "March"}], [{**FIRST, "kind": "noise"}], "words", [["when", "March"]], {"other": []}, []]
)
def test_an_earlier_list_of_another_shape_cannot(at, value):
    me = at("money")
    with me.office.store.transaction() as tx:
        staff = tx.staff("officer-1", "officer", "made_up")
        case = tx.find_case("made_up", me.case)
        other = tx.start_consultation("made_up", "mu.harm", "old", case=case, by=staff)
        tx.record_answer(other, other.version, fact="history", value=value, by=staff)
    turn = me.say("2500")
    assert turn.question == "history"
    assert not any(label.startswith("Start from") for label in turn.labels)
