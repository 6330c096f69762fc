"""Which answers the checker tries."""

from __future__ import annotations

import pytest
from sound_pack import FACTS, PATHWAY, build

from actions.guidance import NOT_KNOWN, load_pack
from actions.guidance.checking.parts import AdvicePart
from actions.guidance.checking.worlds import SAMPLE_DATE, worlds


def tried(folder, duty, *changes):
    """Every combination of answers that is tried for a duty of the sound pack."""
    pack = load_pack(build(folder, *changes))
    pathway = pack.pathways["t.visit"]
    part = AdvicePart(pathway, pathway.advice(duty))
    return [dict(world.given) for world in worlds(pathway, pack.facts, part.watches)]


def test_both_sides_of_every_number_that_is_compared(tmp_path):
    assert [world["children"] for world in tried(tmp_path, "tell_school")] == [0, 1, 2, NOT_KNOWN]


def test_one_number_where_none_is_compared(tmp_path):
    change = (PATHWAY, "children >= 1", "children is known")

    assert [world["children"] for world in tried(tmp_path, "tell_school", change)] == [1, NOT_KNOWN]


def test_a_date_and_whether_its_question_arises(tmp_path):
    change = (PATHWAY, "police not in told", "seen_on is known")

    assert tried(tmp_path, "tell_police", change) == [
        {"history": "yes", "seen_on": SAMPLE_DATE},
        {"history": "yes", "seen_on": NOT_KNOWN},
        {"history": "no"},
        {"history": NOT_KNOWN, "seen_on": SAMPLE_DATE},
        {"history": NOT_KNOWN, "seen_on": NOT_KNOWN},
    ]


def test_every_set_of_few_options(tmp_path):
    sets = [world["told"] for world in tried(tmp_path, "tell_police")]

    assert sets == [frozenset(), {"police"}, {"partner"}, {"police", "partner"}, NOT_KNOWN]


def test_none_each_and_all_of_many_options(tmp_path):
    more = {name: f", {name}: {{label: {name}}}" for name in ("school", "nurse", "doctor", "court")}
    change = (FACTS, "label: The partner}", "label: The partner}" + "".join(more.values()))

    sets = [world["told"] for world in tried(tmp_path, "tell_police", change)]

    everybody = {"police", "partner", *more}
    assert sets == [frozenset(), *({one} for one in ("police", "partner", *more)), everybody, NOT_KNOWN]


def test_a_world_ends_where_its_advice_is_decided(tmp_path):
    assert tried(tmp_path, "visit_soon") == [
        {"role": "pom", "history": "yes"},
        {"role": "pom", "history": "no"},
        {"role": "pom", "history": NOT_KNOWN},
        {"role": "keyworker"},
        {"role": NOT_KNOWN, "history": "yes"},
        {"role": NOT_KNOWN, "history": "no"},
        {"role": NOT_KNOWN, "history": NOT_KNOWN},
    ]


@pytest.mark.parametrize("condition, expected", [("danger_now is yes or history is yes", 7), ("danger_now is yes", 3)])
def test_what_is_decided_is_not_asked_further(tmp_path, condition, expected):
    assert len(tried(tmp_path, "ring", (PATHWAY, "when: danger_now is yes", f"when: {condition}"))) == expected
