"""What is just still sound, and faults that only show where two things in a pack differ in one respect."""

from __future__ import annotations

import pytest
from sound_pack import DUTIES, FACTS, LEDGER, PATHWAY, build, line_of, problems_of

ABLE = (FACTS, "facts:\n", "facts:\n  able: {ask: Is it so, kind: yes_no, why: It is., product: true}\n")
ASK_ABLE = (PATHWAY, "ask:\n", "ask:\n- {fact: able}\n")


def tell_police(condition, rows):
    """The duty to tell the police, carrying an obligation of its own, and when its table says it is owed."""
    return [
        (PATHWAY, "when: police not in told\n", f"when: {condition}\n  carries: [T-1.2-08]\n"),
        (LEDGER, "T-1.2-09,", "T-1.2-08,1.2,must,Tell the police\nT-1.2-09,"),
        (DUTIES, "duties:\n", f"duties:\n- row: T-1.2-08\n{rows}"),
    ]


def test_a_section_is_covered_and_no_other_that_begins_with_its_number(tmp_path):
    elsewhere = (LEDGER, "T-2.1-01,", "T-10.1-01,10.1,must,Tell nobody\nT-2.1-01,")

    assert problems_of(build(tmp_path, elsewhere)) == []


@pytest.mark.parametrize(
    "use",
    [
        (PATHWAY, "- {fact: told}", "- {fact: told, when: able is yes}"),
        (PATHWAY, "decision:\n", "decision:\n  when: able is yes\n"),
    ],
    ids=["guard", "decision"],
)
def test_a_question_that_only_decides_whether_something_is_asked_is_not_loose(tmp_path, use):
    assert problems_of(build(tmp_path, ABLE, ASK_ABLE, use)) == []


def test_a_text_as_long_as_it_may_be(tmp_path):
    assert problems_of(build(tmp_path, (PATHWAY, "say: Tell the police.", f"say: {'w' * 600}"))) == []


def test_options_stand_in_a_cell_in_any_order(tmp_path):
    rows = '  held: [{told: police+partner}]\n  open: [{told: "?"}]\n'
    changes = tell_police("police in told and partner in told", rows)

    assert problems_of(build(tmp_path, *changes)) == []


def test_advice_that_hangs_on_something_being_known_is_open_until_it_is(tmp_path):
    rows = '  held: [{told: nothing|police|partner|police+partner}]\n  open: [{told: "?"}]\n'

    assert problems_of(build(tmp_path, *tell_police("told is known", rows))) == []


def test_two_obligations_of_one_duty_are_each_held_against_their_own_table(tmp_path):
    pack = build(
        tmp_path,
        (PATHWAY, "carries: [T-1.1-01]", "carries: [T-1.1-01, T-1.1-02]"),
        (LEDGER, "T-1.2-01,", "T-1.1-02,1.1,must,Ring again\nT-1.2-01,"),
        (DUTIES, "- row: T-1.2-03\n", "- row: T-1.1-02\n  held: [{danger_now: yes}]\n- row: T-1.2-03\n"),
    )

    (problem,) = problems_of(pack)

    assert (problem.code, problem.line) == ("SP703", line_of(pack, DUTIES, "- row: T-1.1-02"))
    assert problem.message == "T-1.1-02 should be absent but is open when danger_now = not known yet"
