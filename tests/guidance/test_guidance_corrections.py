"""What a correction would change is shown before it is made, and shown truly."""

from __future__ import annotations

import datetime as dt

import pytest
from small_packs import as_answers, results, small

from actions.guidance import NOT_KNOWN, Answer, replay

PATHWAY = {
    "facts": {"category": ["one", "none"], "public": "yes_no", "release": "date", "need": "yes_no"},
    "ask": ["category", ("public", "category is none"), ("need", "category is one"), "release"],
    "gates": {"level": "category is one"},
    "conclusions": {
        "route": {"automatic": "category is one", "by_risk": "public is yes", "outside": "public is no"},
        "level": {"high": "need is yes", "low": "need is no"},
    },
    "duties": {
        "notify": {"when": "category is one", "due": "release - 6 months"},
        "refer": "public is yes",
        "meet": "need is yes",
        "note": {"due": "release + 1 day"},
        "plain": None,
    },
}
BEFORE = {"category": "none", "public": "yes", "release": dt.date(2027, 8, 31)}


@pytest.fixture(scope="module")
def pathway(tmp_path_factory):
    return small(tmp_path_factory.mktemp("correction"), **PATHWAY)


def names(changed):
    return [(then and (then.status, then.outcome and then.outcome.id), now and now.status) for then, now in changed]


def test_a_correction_shows_what_changes_and_which_answers_fall_away(pathway):
    correction = pathway.correction(BEFORE, "category", "one")
    assert results(correction.before) == {"route": ("settled", "by_risk")}
    assert results(correction.after) == {"route": ("settled", "automatic"), "level": ("not_yet_decided", None)}
    assert names(correction.changed) == [(("settled", "by_risk"), "settled"), (None, "not_yet_decided")]
    assert correction.added == ("notify",)
    assert correction.removed == ("refer",)
    assert correction.opened == ("meet",)
    assert correction.moved == ()
    assert correction.fallen == ("public",)
    assert correction.answer == Answer("category", "one")


def test_a_conclusion_that_no_longer_arises_is_shown_as_changed(pathway):
    correction = pathway.correction({"category": "one", "need": "yes"}, "category", "none")
    assert names(correction.changed) == [(("settled", "automatic"), "not_yet_decided"), (("settled", "high"), None)]
    assert correction.removed == ("notify", "meet")
    assert correction.fallen == ("need",)


def test_a_duty_that_becomes_not_known_is_opened_and_not_removed(pathway):
    correction = pathway.correction(BEFORE, "public", NOT_KNOWN)
    assert (correction.removed, correction.opened, correction.added) == ((), ("refer",), ())
    again = pathway.correction({**BEFORE, "public": NOT_KNOWN}, "public", "yes")
    assert (again.removed, again.opened, again.added) == ((), (), ("refer",))


def test_a_due_date_that_moves_is_shown(pathway):
    correction = pathway.correction(BEFORE, "release", dt.date(2027, 9, 30))
    assert [(then.id, then.deadline.on.isoformat(), now.deadline.on.isoformat()) for then, now in correction.moved] == [
        ("note", "2027-09-01", "2027-10-01")
    ]
    assert (correction.changed, correction.added, correction.removed, correction.fallen) == ((), (), (), ())


def test_a_correction_to_the_same_answer_changes_nothing(pathway):
    correction = pathway.correction(BEFORE, "public", "yes")
    assert correction.before == correction.after
    lists = (correction.changed, correction.added, correction.removed, correction.opened, correction.moved)
    assert lists == ((), (), (), (), ())


def test_answers_that_had_fallen_away_before_are_not_shown_again(pathway):
    answers = {"category": "one", "need": "yes", "public": "yes"}
    assert pathway.after(answers).fallen == ("public",)
    assert pathway.correction(answers, "need", "no").fallen == ()


@pytest.mark.parametrize(
    ("fact", "value"),
    [("category", "one"), ("category", NOT_KNOWN), ("public", "no"), ("release", dt.date(2026, 2, 1)), ("need", "yes")],
)
def test_a_preview_equals_the_replay_after_it_is_made_and_changes_nothing(pathway, fact, value):
    given = as_answers(BEFORE)
    kept, standing = list(given), pathway.after(BEFORE)
    correction = pathway.correction(BEFORE, fact, value)
    assert given == kept
    assert correction.before == standing == pathway.after(BEFORE)
    assert correction.after == replay(pathway.pathway, [*given, Answer(fact, value)], pathway.calendar)
    assert correction.after == pathway.after({**BEFORE, fact: value})
