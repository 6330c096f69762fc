"""Options ticked because an earlier account speaks of them, and amounts of money in the pack's currency."""

import pytest
from places import harm

from actions.consultation.spotting import spotted
from actions.guidance.schema import Fact


def harms(*spots):
    return Fact(
        ask="Which?",
        kind="choices",
        why="It matters.",
        product=True,
        spotted_in="account",
        options={"it": {"label": "It", "spots": list(spots)}, "other": {"label": "Other"}},
    )


@pytest.mark.parametrize(
    ("spot", "account", "found"),
    [
        ("strangl*", "He strangled me", "strangled"),
        ("strangl*", "STRANGLING her", "STRANGLING"),
        ("kill", "he said he'd kill her", "kill"),
        ("kill", "a skilled killer", None),
        ("kill*", "a skilled killer", "killer"),
        ("hands round my neck", "His hands\nround  my neck.", "hands round my neck"),
        ("track* her phone", "he tracks her phone", "tracks her phone"),
        ("track* her phone", "he tracks the phone", None),
        ("couldn't breathe", "I couldn’t breathe", "couldn’t breathe"),
        ("couldn’t breathe", "I couldn't breathe", "couldn't breathe"),
        ("can", "she can't", None),
        ("wife", "his wife's car", "wife"),
        ("partner*", "her partner's car", "partner's"),
        ("a.c", "abc", None),
        ("wages", "", None),
    ],
)
def test_words_are_found_whole_in_any_case_and_quoted_as_written(spot, account, found):
    assert spotted(harms(spot), account) == ({"it": found} if found else {})


def test_the_first_words_are_quoted():
    assert spotted(harms("later", "first"), "first this, later that") == {"it": "first"}


def test_what_the_account_speaks_of_is_ticked_and_quoted_and_nothing_is_recorded(at):
    me = at("harms spotted")
    asked = me.last.asked
    assert "Choking (“strangled”); Money (“wages”)" in asked["text"]
    assert "What were you told?" in asked["text"]
    assert asked["buttons"][:5] == ["☑ Choking", "☐ Threats", "☑ Money", "That is all", "None of these"]
    assert [row["fact"] for row in me.office.rows("answers")["answers"]] == ["told"]


def recorded(me):
    return me.office.rows("answers")["answers"][-1]["value"]


def test_it_is_confirmed_or_changed_by_pressing(at):
    me = at("harms spotted")
    me.press("That is all")
    assert recorded(me) == ["choking", "money"]
    me = at("harms spotted")
    me.press("☑ Money", "☐ Threats", "That is all")
    assert recorded(me) == ["choking", "threats"]


def test_ticks_taken_away_stay_away(at):
    me = at("harms spotted")
    me.press("☑ Money", "☑ Choking")
    assert me.last.labels[:4] == ["☐ Choking", "☐ Threats", "☐ Money", "None of these"]
    assert "strangled" in me.last.asked["text"]
    me.press("None of these")
    assert recorded(me) == []


def test_none_of_them_can_be_said_at_once(at):
    me = at("harms spotted")
    me.press("None of these")
    assert recorded(me) == []


def test_typed_options_are_the_answer_whatever_is_ticked(at):
    me = at("harms spotted")
    me.say("threats")
    assert "☑ Threats" in me.last.labels
    me.say("threats and money")
    assert recorded(me) == ["money", "threats"]


def test_an_account_that_speaks_of_nothing_ticks_nothing(office):
    me = office.talk()
    me.begin("Harm")
    turn = me.say("She is well.")
    assert turn.labels[:4] == ["☐ Choking", "☐ Threats", "☐ Money", "None of these"]
    assert "noticed" not in turn.asked["text"]


def test_a_correction_starts_from_no_ticks(at):
    me = at("money")
    turn = me.say("back")
    assert turn.labels[:3] == ["☐ Choking", "☐ Threats", "☐ Money"]
    assert "You said on" in turn.asked["text"]


# money


def test_an_amount_is_said_back_with_the_sign_of_the_pack(at):
    me = at("money")
    assert (me.last.asked["input"], "for example £1,500" in me.last.asked["text"]) == ("number", True)
    turn = me.say("2500")
    assert turn.bubbles[0]["text"] == "Noted: £2,500."
    assert turn.outcomes == {"size": "large"}
    assert recorded(me) == 2500
    assert "£2,500" in str(me.say("export").bubble("summary"))


def test_an_amount_that_is_not_plain_is_asked_back_with_its_sign(at):
    me = at("money")
    turn = me.say("about 1999")
    assert turn.labels[:2] == ["£1,999", "Not known yet"]
    me.press("£1,999")
    assert (recorded(me), me.last.outcomes) == (1999, {"size": "small"})


def test_a_correction_shows_both_amounts(at):
    me = at("first part in words")
    me.say("back")
    assert "You said on" in me.last.asked["text"] and "£2,500" in me.last.asked["text"]
    assert "From “£2,500” to “£1,800”" in me.say("£1,800").asked["text"]


def test_pence_are_refused_and_nothing_is_recorded(at):
    me = at("money")
    turn = me.say("£1,999.50")
    assert "round up to whole units: that would be £2,000" in turn.bubbles[0]["text"]
    assert turn.question == "loss"


def test_an_earlier_amount_on_the_case_is_said(office):
    me = office.talk()
    harm(me, "loss")
    me.say("2500")
    me.say("stop")
    me.press("Stop it")
    assert "it was recorded on this case: £2,500" in harm(me, "loss").asked["text"]
