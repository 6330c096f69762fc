"""Where answers lead: conclusions, duties, the next question, and what falls away with a branch."""

from __future__ import annotations

import copy
import datetime as dt

import pytest
from small_packs import held, results, small, still_open

from actions.guidance import NOT_APPLICABLE, NOT_KNOWN, Answer, replay, to_json
from actions.guidance.values import IfOnPath

REFERRAL = {
    "facts": {"category": ["one", "two", "none"], "need": ["low", "high"], "public": "yes_no", "threshold": "yes_no"},
    "ask": [
        "category",
        ("need", "category is not none"),
        ("public", "category is none"),
        {"fact": "threshold", "for_record": True},
    ],
    "define": {"automatic": "category in [one, two]"},
    "gates": {"level": "automatic"},
    "conclusions": {
        "route": {"automatic_case": "automatic", "by_risk": "public is yes", "outside": "public is no"},
        "level": {"high": "need is high", "low": "need is low", "level_open": "need is not_known"},
    },
    "duties": {
        "refer": "route is automatic_case or public is yes",
        "leave": "route is outside",
        "always": None,
        "find_out_level": "need is not_known",
        "for_keyworkers": {"for": ["keyworker"]},
    },
}


@pytest.fixture(scope="module")
def referral(tmp_path_factory):
    return small(tmp_path_factory.mktemp("referral"), **REFERRAL)


def test_nothing_is_decided_before_the_first_answer(referral):
    standing = referral.standing()
    assert results(standing) == {"route": ("not_yet_decided", None), "level": ("not_yet_decided", None)}
    route, level = standing.findings
    assert [outcome.id for outcome in route.possible] == ["automatic_case", "by_risk", "outside"]
    assert route.open == ("category", "public")
    assert level.open == ("category", "need")
    assert (standing.question, standing.answered, standing.complete) == ("category", 0, False)
    assert held(standing) == ["always", "for_keyworkers"]
    assert still_open(standing) == {"refer": ("category", "public"), "leave": ("public",), "find_out_level": ("need",)}


def test_each_conclusion_is_settled_on_its_own(referral):
    standing = referral.standing(category="one")
    assert results(standing) == {"route": ("settled", "automatic_case"), "level": ("not_yet_decided", None)}
    assert standing.findings[0].possible == standing.findings[0].open == ()
    assert standing.question == "need"


def test_a_conclusion_behind_a_closed_gate_does_not_arise(referral):
    assert results(referral.standing(category="none", public="no")) == {"route": ("settled", "outside")}


def test_what_holds_because_something_is_not_known_is_provisional(referral):
    standing = referral.standing(category="two", need=NOT_KNOWN)
    assert results(standing)["level"] == ("provisional", "level_open")
    level = standing.findings[1]
    assert [outcome.id for outcome in level.possible] == ["high", "low", "level_open"]
    assert level.open == ("need",)
    assert "find_out_level" in held(standing)
    assert standing.not_known == ("need",)


def test_not_known_keeps_every_route_open(referral):
    standing = referral.standing(category=NOT_KNOWN, public=NOT_KNOWN, need=NOT_KNOWN)
    assert results(standing)["route"] == ("not_yet_decided", None)
    assert {"refer", "leave"} <= still_open(standing).keys()
    assert still_open(standing)["refer"] == ("category", "public")


def test_a_question_behind_a_guard_that_is_not_known_is_still_asked(referral):
    assert referral.standing(category=NOT_KNOWN).question == "need"
    assert referral.standing(category=NOT_KNOWN, need="low").question == "public"


def test_an_answer_whose_branch_is_not_certain_settles_nothing(referral):
    standing = referral.standing(category=NOT_KNOWN, public="yes")
    assert results(standing)["route"] == ("provisional", "by_risk")
    route = standing.findings[0]
    assert [outcome.id for outcome in route.possible] == ["automatic_case", "by_risk"]
    assert route.open == ("category",)
    assert "refer" in held(standing)
    assert "leave" not in {*held(standing), *still_open(standing)}


def test_an_answer_given_ahead_of_its_branch_leaves_the_branch_to_be_asked(referral):
    standing = referral.standing(public="no")
    assert results(standing)["route"] == ("provisional", "outside")
    assert standing.question == "category"
    assert standing.findings[0].open == ("category",)


def test_complete_means_no_question_is_left_not_that_all_is_settled(referral):
    standing = referral.standing(category="one", need=NOT_KNOWN, threshold="no")
    assert (standing.complete, statuses(standing)) == (True, ["settled", "provisional"])
    standing = referral.standing(category="one", need="low", threshold="no")
    assert (standing.complete, statuses(standing)) == (True, ["settled", "settled"])


def statuses(standing):
    return [finding.status for finding in standing.findings]


def test_questions_come_in_the_order_of_the_pathway_and_are_counted(referral):
    standing = referral.standing(category="none")
    assert (standing.question, standing.answered, standing.remaining) == ("public", 1, 2)
    standing = referral.standing(category="none", public=NOT_KNOWN)
    assert (standing.question, standing.answered, standing.remaining) == ("threshold", 2, 1)
    standing = referral.standing(category="none", public="yes", threshold="no")
    assert (standing.question, standing.answered, standing.remaining) == (None, 3, 0)


def test_a_question_for_the_record_is_asked_though_it_changes_nothing(referral):
    assert referral.standing(category="one", need="low").question == "threshold"


def test_a_question_that_can_change_nothing_any_more_is_not_asked(tmp_path):
    either = small(tmp_path, {"a": "yes_no", "b": "yes_no"}, ask=["a", "b"], duties={"act": "a is yes or b is yes"})
    assert either.standing(a="yes").question is None
    assert either.standing(a="no").question == "b"
    assert either.standing(a=NOT_KNOWN).question == "b"


def test_a_guard_is_asked_first_because_the_question_behind_it_is_needed(tmp_path):
    facts = {"a": "yes_no", "b": "yes_no", "c": "yes_no"}
    ask = ["a", ("b", "a is yes"), ("c", "b is yes")]
    chain = small(tmp_path, facts, ask=ask, duties={"act": "c is yes"})
    assert [chain.standing().question, chain.standing().remaining] == ["a", 1]
    assert chain.standing(a="yes").question == "b"
    assert chain.standing(a="yes", b="yes").question == "c"
    assert chain.standing(a="yes", b="no").question is None
    assert chain.standing(a=NOT_KNOWN, b=NOT_KNOWN).question == "c"
    assert still_open(chain.standing(a=NOT_KNOWN, b="yes", c="yes")) == {}
    assert held(chain.standing(a=NOT_KNOWN, b="yes", c="yes")) == ["act"]


def test_a_branch_behind_a_branch_hangs_on_the_first_fact_that_is_not_certain(tmp_path):
    facts = {"a": "yes_no", "b": "yes_no", "c": "yes_no"}
    conclusions = {"way": {"by_c": "c is yes", "other": "c is not yes"}}
    chain = small(tmp_path, facts, ask=["a", ("b", "a is yes"), ("c", "b is yes")], conclusions=conclusions)
    standing = chain.standing(a=NOT_KNOWN, b="yes", c="yes")
    assert results(standing) == {"way": ("provisional", "by_c")}
    assert standing.findings[0].open == ("a",)
    assert results(chain.standing(a=NOT_KNOWN, b="yes", c="no")) == {"way": ("settled", "other")}


def test_a_question_ruled_out_by_an_uncertain_answer_waits_for_what_makes_it_certain(tmp_path):
    facts = {"a": "yes_no", "b": "yes_no", "c": "yes_no"}
    ask = ["a", ("b", "a is yes"), ("c", "b is not yes")]
    other = small(tmp_path, facts, ask=ask, conclusions={"way": {"by_c": "c is yes", "other": "c is not yes"}})
    standing = other.standing(a=NOT_KNOWN, b="yes")
    assert standing.question is None
    assert results(standing) == {"way": ("not_yet_decided", None)}
    assert standing.findings[0].open == ("a",)
    assert other.standing(a="no", b="yes").question == "c"
    assert results(other.standing(a="yes", b="yes")) == {"way": ("settled", "other")}


def test_a_guard_that_waits_for_something_known_is_not_passed_by_not_known(tmp_path):
    facts = {"name": "text", "checked": "yes_no"}
    check = small(tmp_path, facts, ask=["name", ("checked", "name is known")], duties={"act": "checked is yes"})
    assert check.standing(name="A word").question == "checked"
    standing = check.standing(name=NOT_KNOWN)
    assert standing.question is None
    assert still_open(standing) == {"act": ("name",)}


def test_what_cannot_be_asked_yet_is_not_asked_for_the_record_either(tmp_path):
    facts = {"name": "text", "checked": "yes_no"}
    ask = ["name", {"fact": "checked", "when": "name is known", "for_record": True}]
    check = small(tmp_path, facts, ask=ask)
    assert [check.standing().question, check.standing().remaining] == ["name", 1]
    assert check.standing(name="A word").question == "checked"
    assert check.standing(name=NOT_KNOWN).question is None


def test_answers_on_an_abandoned_branch_do_not_leak_and_come_back_with_it(referral):
    answers = {"category": "none", "public": "yes"}
    assert held(referral.after(answers)) == ["refer", "always", "for_keyworkers"]

    away = referral.after({**answers, "category": "one"})
    assert away.facts["public"] is NOT_APPLICABLE
    assert away.fallen == ("public",)
    assert away.answered == 1
    assert results(away)["route"] == ("settled", "automatic_case")

    back = referral.after({**answers, "category": "none"})
    assert back == referral.after(answers)
    assert back.fallen == ()


def test_a_not_known_on_an_abandoned_branch_is_not_left_to_find_out(referral):
    assert referral.standing(category="none", need=NOT_KNOWN).not_known == ()


def test_a_later_answer_takes_the_place_of_an_earlier_one(referral):
    changed = [Answer("category", "none"), Answer("public", "no"), Answer("category", "one")]
    assert results(replay(referral.pathway, changed, referral.calendar))["route"] == ("settled", "automatic_case")


def test_an_answer_that_the_pathway_does_not_ask_counts_for_nothing(referral):
    assert referral.standing(weather="wet").fallen == ("weather",)
    assert "weather" not in referral.standing(weather="wet").facts


def test_advice_for_a_role_is_hidden_only_from_another_known_role(tmp_path):
    facts = {"role": ["keyworker", "pom"], "a": "yes_no"}
    duties = {"for_keyworkers": {"for": ["keyworker"]}, "for_all": None}
    roles = small(tmp_path, facts, ask=["role", "a"], duties=duties)
    assert held(roles.standing(role="keyworker")) == ["for_keyworkers", "for_all"]
    assert held(roles.standing(role=NOT_KNOWN)) == ["for_keyworkers", "for_all"]
    assert held(roles.standing()) == ["for_keyworkers", "for_all"]
    assert held(roles.standing(role="pom")) == ["for_all"]
    assert roles.standing().question == "role"


def test_the_role_is_not_asked_where_no_advice_depends_on_it(tmp_path):
    plain = small(tmp_path, {"role": ["keyworker", "pom"]}, ask=["role"], duties={"for_all": None})
    assert plain.standing().question is None


def test_several_options_a_number_and_a_text(tmp_path):
    facts = {"details": {"name", "address"}, "children": "number", "words": "text", "reasons": "rationale"}
    duties = {
        "ask_address": "address not in details",
        "children_first": "children >= 1",
        "have_words": "words is known and reasons is known",
    }
    mixed = small(tmp_path, facts, ask=["details", "children", "words", "reasons"], duties=duties)
    answers = {"details": frozenset({"name"}), "children": 2, "words": "Some words", "reasons": "Because"}
    assert held(mixed.after(answers)) == ["ask_address", "children_first", "have_words"]
    assert held(mixed.after({**answers, "details": frozenset({"name", "address"}), "children": 0})) == ["have_words"]
    unknown = mixed.after(dict.fromkeys(answers, NOT_KNOWN))
    assert held(unknown) == []
    assert still_open(unknown) == {
        "ask_address": ("details",),
        "children_first": ("children",),
        "have_words": ("words", "reasons"),
    }


def test_a_gap_is_not_yet_decided_with_nothing_open(tmp_path):
    gap = small(tmp_path, {"a": "yes_no"}, ask=["a"], conclusions={"c": {"only": "a is yes"}})
    finding = gap.standing(a="no").findings[0]
    assert (finding.status, finding.outcome, finding.possible, finding.open) == ("not_yet_decided", None, (), ())


def test_the_decision_has_its_own_condition(tmp_path):
    facts = {"a": "yes_no"}
    asked = small(tmp_path, facts, ask=["a"], conclusions={"c": {"x": "a is yes", "y": "a is no"}}, decision="c is x")
    when = asked.pathway.decision_when
    assert [when.value(asked.standing(a=a).facts) for a in ("yes", "no", NOT_KNOWN)] == [True, False, None]
    assert [when.value({"a": a}) for a in ("yes", "no", NOT_KNOWN)] == [True, False, None]
    without = small(tmp_path / "without", facts, ask=["a"], duties={"act": "a is yes"})
    assert without.pathway.decision_when.value({}) is True


def test_parts_of_a_pathway_are_found_by_name(referral):
    pathway = referral.pathway
    assert pathway.intent == "t_small"
    assert pathway.step("public").guard.facts() == {"category"}
    assert pathway.advice("refer").node.say == "Do refer."
    assert pathway.advice("by_risk") is pathway.conclusions[0].outcomes[1]
    assert [advice.id for advice in pathway.every_advice][:3] == ["automatic_case", "by_risk", "outside"]


def test_values_as_plain_json():
    values = ["yes", 3, dt.date(2026, 4, 3), frozenset({"b", "a"}), NOT_KNOWN]
    assert [to_json(value) for value in values] == ["yes", 3, "2026-04-03", ["a", "b"], None]


def test_the_marks_stay_themselves_when_copied_and_say_what_they_are():
    assert copy.copy(NOT_KNOWN) is NOT_KNOWN
    assert copy.deepcopy({"a": NOT_KNOWN})["a"] is NOT_KNOWN
    assert repr(NOT_KNOWN) == "not known yet"


def test_facts_show_the_plain_answer_even_where_its_branch_is_not_certain(referral):
    facts = referral.standing(category=NOT_KNOWN, public="yes").facts
    assert facts["public"] == "yes"
    assert not any(isinstance(value, IfOnPath) for value in facts.values())
