"""Every option of the real packs can be typed, and no word stands for two options of one question."""

import datetime as dt

import pytest

from actions.consultation.answers import Certain, choices_of, read_answer

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def facts(library):
    return [(name, fact) for pack in library.packs.values() for name, fact in pack.facts.items()]


def test_the_label_of_every_option_is_read_as_that_option(facts):
    for name, fact in facts:
        if fact.kind in ("yes_no", "choice"):
            for option, label in choices_of(fact).items():
                assert read_answer(fact, label, TODAY, True) == Certain(option), name


def test_every_other_word_for_an_option_is_read_as_that_option(facts):
    for name, fact in facts:
        for option, about in fact.options.items():
            value = frozenset({option}) if fact.kind == "choices" else option
            for words in about.also:
                assert read_answer(fact, words, TODAY, True) == Certain(value), (name, words)


def test_not_known_is_read_wherever_it_is_an_answer(facts):
    for name, fact in facts:
        if fact.not_known and fact.kind != "text":
            understood = read_answer(fact, "not known yet", TODAY, True)
            assert isinstance(understood, Certain), name
