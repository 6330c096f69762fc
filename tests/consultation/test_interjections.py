"""What may be said at any point, at every point: the case stays as it was and the same question comes again."""

import pytest
from places import IN_DANGER, PLACES

WORDS = (
    "why?",
    "repeat",
    "where are we",
    "help",
    "my cases",
    "export",
    "talk to a person",
    "thanks",
    "hello",
)
CALM = [place for place in PLACES if place not in IN_DANGER and place != "asked back"]


@pytest.fixture
def unchanged(at):
    """A function that says something at a place, and checks that the case is as it was."""

    def say(place, *sayings):
        me = at(place)
        before, kept = me.last, me.office.rows()
        for saying in sayings:
            saying(me)
        assert me.office.rows() == kept
        return before, me.last

    return say


@pytest.mark.parametrize("place", CALM)
def test_an_interjection_leaves_everything_and_the_question_comes_again(at, place):
    me = at(place)
    before, kept = me.last, me.office.rows()
    for words in WORDS:
        after = me.say(words)
        assert after.asked == before.asked, words
        assert (after.stage, after.question) == (before.stage, before.question)
        assert after.outcomes == before.outcomes
        assert me.office.rows() == kept


@pytest.mark.parametrize("place", ["question level", "question forums", "decision", "reasons", "closing"])
def test_resume_where_one_is_puts_the_question_again(unchanged, place):
    before, after = unchanged(place, lambda me: me.say("resume"))
    assert after.asked == before.asked


@pytest.mark.parametrize("place", CALM)
def test_a_policy_question_is_answered_with_its_paragraphs_and_the_question_comes_again(unchanged, place):
    def ask(me):
        return me.say("What is a panel?", intents=(("policy_question", 0.9),), answers=(("what_is_a_panel", 0.9),))

    before, after = unchanged(place, ask)
    assert after.bubble("answer")["cites"] == ["1.2"]
    assert after.asked == before.asked


@pytest.mark.parametrize("place", [place for place in CALM if place.startswith(("question", "decision", "reasons"))])
def test_a_question_nobody_can_answer_is_admitted_and_nothing_is_recorded(unchanged, place):
    before, after = unchanged(place, lambda me: me.say("What is the meaning of all this?"))
    assert after.kinds[0] == "notice"
    assert after.asked == before.asked


@pytest.mark.parametrize(
    "place", [place for place in CALM if place.startswith(("question", "decision", "reasons", "clos"))]
)
@pytest.mark.parametrize("words", ["change an answer", "back"])
def test_beginning_to_correct_and_keeping_everything(unchanged, place, words):
    if place == "question danger_now":
        before, after = unchanged(place, lambda me: me.say(words))
    elif place == "reasons" and words == "back":  # the choice is asked again, and no answer
        before, after = unchanged(place, lambda me: me.say("back"), lambda me: me.press("Stay"))
    elif words == "back":
        before, after = unchanged(place, lambda me: me.say("back"), lambda me: me.press("Keep it as it was"))
    else:
        before, after = unchanged(place, lambda me: me.say(words), lambda me: me.press("Keep everything"))
    assert after.asked == before.asked


@pytest.mark.parametrize("place", CALM)
@pytest.mark.parametrize("words", ["stop", "new"])
def test_stop_and_new_are_asked_about_and_carry_on_comes_back(unchanged, place, words):
    if not has_a_consultation(place):
        before, after = unchanged(place, lambda me: me.say(words))
        assert after.stage in (before.stage, "start")
        return
    before, after = unchanged(place, lambda me: me.say(words), lambda me: me.say("no"))
    came_back = {"stop_confirm": "question", "new_confirm": "question"}.get(before.stage, before.stage)
    assert after.stage == came_back
    if before.stage == came_back:
        assert after.asked == before.asked


def has_a_consultation(place):
    return place not in ("start", "choosing", "case", "unfinished")


def test_why_says_why_with_the_paragraph_or_that_it_is_our_own_advice(at):
    me = at("question level")
    assert me.say("why").bubble("answer")["cites"] == ["1.2"]
    assert "our own advice" in at("question danger_now").say("why").bubble("answer")["text"]
    assert at("decision").say("why").bubble("answer")["cites"] == ["1.3"]
    assert at("start").say("why").bubble("answer")["cites"] == []


@pytest.mark.parametrize("place", ["question level", "decision"])
def test_an_intent_that_is_sure_is_a_command_too(at, place):
    me = at(place)
    before = me.last
    after = me.say("would you kindly remind me", intents=(("help", 0.9),))
    assert after.bubble("answer")["title"]
    assert after.asked == before.asked


def test_at_the_start_too(at):
    assert at("start").say("could you show me my list", intents=(("my_cases", 0.9),)).kinds == ["notice", "offer"]


def test_ticks_survive_an_interjection(at):
    me = at("question forums")
    ticked = me.press("☐ Hub")
    assert me.say("help").asked == ticked.asked
    me.say("change an answer")
    assert me.press("Keep everything").asked == ticked.asked


def test_progress_is_shown_and_does_not_count_what_was_given(at):
    assert at("question danger_now").last.asked["progress"]["number"] == 1
    assert at("question partner").last.asked["progress"]["number"] == 2


def test_another_matter_is_kept_for_later_or_begun(at):
    me = at("question level")
    before = me.last
    heard = me.say("they want a meeting", intents=(("mu_meeting", 0.9),))
    assert heard.asked == before.asked
    assert me.press("Start: Meeting").stage == "new_confirm"
    assert me.press("Carry on").asked == before.asked
    me.say("new")
    assert me.press("Keep it").stage == "start"


def test_another_matter_asks_for_its_case(at):
    me = at("question level")
    me.say("they want a meeting", intents=(("mu_meeting", 0.9),))
    me.press("Start: Meeting")
    assert me.press("Keep it").stage == "case"
    turn = me.say("B123456")
    assert (turn.state["pathway"], turn.state["case"]) == ("mu.meeting", "B123456")


def test_the_same_matter_is_not_offered_again(at):
    assert at("question level").say("a visit", intents=(("mu_visit", 0.9),)).kinds[0] == "notice"
