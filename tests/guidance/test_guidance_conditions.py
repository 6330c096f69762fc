"""Conditions in three values: what each test is worth, and which facts leave it open."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.guidance import NOT_APPLICABLE, NOT_ASKED, NOT_KNOWN
from actions.guidance.conditions import ALWAYS, ConditionError, parse

WORTH = {"yes": True, "no": False, NOT_KNOWN: None, NOT_ASKED: None, NOT_APPLICABLE: False}

AND = {
    (True, True): True,
    (True, False): False,
    (True, None): None,
    (False, True): False,
    (False, False): False,
    (False, None): False,
    (None, True): None,
    (None, False): False,
    (None, None): None,
}
OR = {
    (True, True): True,
    (True, False): True,
    (True, None): True,
    (False, True): True,
    (False, False): False,
    (False, None): None,
    (None, True): True,
    (None, False): None,
    (None, None): None,
}
NOT = {True: False, False: True, None: None}


@pytest.mark.parametrize(("a", "b"), itertools.product(WORTH, repeat=2), ids=repr)
def test_and_or_follow_the_kleene_tables(a, b):
    view = {"a": a, "b": b}
    assert parse("a is yes and b is yes").value(view) is AND[WORTH[a], WORTH[b]]
    assert parse("a is yes or b is yes").value(view) is OR[WORTH[a], WORTH[b]]


@pytest.mark.parametrize("a", WORTH, ids=repr)
def test_not_follows_the_kleene_table(a):
    for text in ("not a is yes", "a is not yes", "a not in [yes]"):
        assert parse(text).value({"a": a}) is NOT[WORTH[a]]


def test_a_fact_that_is_missing_from_the_view_is_not_asked():
    assert parse("a is yes").value({}) is None
    assert parse("a is not_known").value({}) is None


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        # red, not known, not asked, not applicable
        ("colour is red", (True, None, None, False)),
        ("colour is blue", (False, None, None, False)),
        ("colour in [red, blue]", (True, None, None, False)),
        ("colour in [blue, green]", (False, None, None, False)),
        ("colour is known", (True, False, None, False)),
        ("colour is not_known", (False, True, None, False)),
        ("colour is not known", (False, True, None, True)),
        ("colour is not not_known", (True, False, None, True)),
    ],
)
def test_each_kind_of_test_on_each_state_of_a_fact(text, worth):
    states = ("red", NOT_KNOWN, NOT_ASKED, NOT_APPLICABLE)
    assert tuple(parse(text).value({"colour": state}) for state in states) == worth


@pytest.mark.parametrize(
    ("text", "held", "worth"),
    [
        ("name in details", frozenset({"name", "address"}), True),
        ("name in details", frozenset({"address"}), False),
        ("name in details", frozenset(), False),
        ("name not in details", frozenset({"address"}), True),
        ("name in details", NOT_KNOWN, None),
        ("name not in details", NOT_KNOWN, None),
        ("details is known", frozenset(), True),
    ],
)
def test_an_option_in_a_fact_that_holds_several(text, held, worth):
    assert parse(text).value({"details": held}) is worth


@pytest.mark.parametrize(
    ("sign", "worth"), [("<", (True, False, False)), ("<=", (True, True, False)), (">", (False, False, True))]
)
def test_numbers_below_at_and_above_a_limit(sign, worth):
    assert tuple(parse(f"n {sign} 3").value({"n": n}) for n in (2, 3, 4)) == worth


def test_at_least_holds_from_the_limit_on():
    assert [parse("n >= 3").value({"n": n}) for n in (2, 3, 4, NOT_KNOWN)] == [False, True, True, None]


def test_brackets_bind_before_and_and_and_before_or():
    view = {"a": "no", "b": "yes", "c": "yes"}
    assert parse("a is yes and b is yes or c is yes").value(view) is True
    assert parse("a is yes and (b is yes or c is yes)").value(view) is False


def test_open_facts_are_those_that_can_still_change_it():
    condition = parse("a is yes and (b is yes or not c is no)")
    assert condition.open_facts({}) == {"a", "b", "c"}
    assert condition.open_facts({"a": "yes", "b": "no"}) == {"c"}
    assert condition.open_facts({"a": "yes", "b": NOT_KNOWN, "c": NOT_KNOWN}) == {"b", "c"}
    assert condition.open_facts({"a": "yes", "b": "yes"}) == frozenset()
    assert condition.open_facts({"a": "no"}) == frozenset()
    assert parse("a is not yes").open_facts({"a": NOT_APPLICABLE}) == frozenset()


def test_a_condition_names_its_facts_and_its_single_tests():
    condition = parse("a is yes and not (b in [x, y] or z in c)")
    assert condition.facts() == {"a", "b", "c"}
    assert [(test.fact, test.kind) for test in condition.tests()] == [("a", "is"), ("b", "is"), ("c", "has")]


def test_the_condition_of_a_node_without_when_always_holds():
    assert ALWAYS.value({}) is True
    assert (ALWAYS.open_facts({}), ALWAYS.facts(), ALWAYS.tests()) == (frozenset(), frozenset(), ())


def test_defined_names_and_outcomes_stand_for_their_conditions():
    names = {
        "automatic": parse("category in [cat1, cat2]"),
        "mappa.level_2": parse("level is two"),
        "mappa.level_3": parse("level is three"),
    }
    assert parse("automatic and mappa is level_3", names).value({"category": "cat1", "level": "three"}) is True
    assert parse("mappa is not level_3", names).value({"level": "three"}) is False
    either = parse("mappa in [level_2, level_3]", names)
    assert [either.value({"level": level}) for level in ("one", "two", "three")] == [False, True, True]
    assert parse("mappa not in [level_2, level_3]", names).value({"level": "one"}) is True


def test_quotes_and_blank_space_around_a_condition_do_not_matter():
    assert parse("  a is 'yes'\n").value({"a": "yes"}) is True
    assert parse("level is 3").value({"level": "3"}) is True


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a is", "cannot read the condition 'a is'"),
        ("", "cannot read the condition ''"),
        ("a is yes;", "Write tests as 'fact is yes'"),
        ("a", "write 'a is yes'"),
        ("a and b is yes", "write 'a is yes'"),
        ("'a' + b", "no test and no defined name"),
        ("a is b is c", "no test and no defined name"),
        ("-a", "no test and no defined name"),
        ("a == 3", "use is, is not, in, not in, or < <= > >="),
        ("a > b", "with a whole number"),
        ("a > 1.5", "with a whole number"),
        ("a in []", "the list in 'a in []' is empty; name at least one option"),
    ],
)
def test_what_is_no_condition_is_refused_with_a_remedy(text, says):
    with pytest.raises(ConditionError, match=re.escape(says)):
        parse(text)


LEAVES = st.sampled_from("abcd").map(lambda fact: f"{fact} is yes")
TEXTS = st.recursive(
    LEAVES,
    lambda part: st.one_of(
        part.map(lambda text: f"not ({text})"),
        st.lists(part, min_size=2, max_size=3).map(lambda texts: " and ".join(f"({text})" for text in texts)),
        st.lists(part, min_size=2, max_size=3).map(lambda texts: " or ".join(f"({text})" for text in texts)),
    ),
    max_leaves=6,
)
VIEWS = st.fixed_dictionaries({fact: st.sampled_from(["yes", "no", NOT_KNOWN, NOT_ASKED]) for fact in "abcd"})


def in_two_values(text: str, view: dict) -> bool:
    """The condition by Python's own logic, in a world where everything is known."""
    return eval(re.sub(r"\b([abcd]) is yes", lambda match: str(view[match[1]] == "yes"), text))


@given(TEXTS, VIEWS)
def test_a_decided_condition_stays_so_whatever_the_open_facts_turn_out_to_be(text, view):
    condition, missing = parse(text), [fact for fact in "abcd" if view[fact] in (NOT_KNOWN, NOT_ASKED)]
    value = condition.value(view)
    worlds = [
        {**view, **dict(zip(missing, values, strict=True))}
        for values in itertools.product(["yes", "no"], repeat=len(missing))
    ]
    assert all(condition.value(world) is in_two_values(text, world) for world in worlds)
    if value is not None:
        assert {in_two_values(text, world) for world in worlds} == {value}
    assert bool(condition.open_facts(view)) is (value is None)
    assert condition.open_facts(view) <= set(missing)


@given(TEXTS, VIEWS)
def test_answering_the_open_facts_decides_a_condition(text, view):
    condition = parse(text)
    answered = {**view, **dict.fromkeys(condition.open_facts(view), "no")}
    assert condition.value(answered) is not None
