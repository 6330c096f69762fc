"""Money, lists of entries, and options spotted in a text: what a pack may say of them, and what they are worth."""

from __future__ import annotations

import json

import pytest
from pack_files import write
from small_packs import PACK_YML, Small, as_answers, fact_form, held, pathway_form, results, still_open

from actions.guidance import NOT_KNOWN, PackError, load_pack, preview, replay, to_json
from actions.guidance.checking.parts import AdvicePart
from actions.guidance.checking.worlds import worlds
from actions.guidance.schema import Fact
from actions.guidance.values import SoFar, entries_from_json

COLUMNS = {
    "when": {"ask": "When was it?", "kind": "text"},
    "kind": {"ask": "What kind?", "kind": "choice", "options": {"threat": {"label": "A threat"}}},
}
ONE = ((("when", "March"), ("kind", "threat")),)
HARMS = {"choke": {"label": "Choking", "spots": ["strangl*"]}}
FACTS = {
    "told": fact_form("text"),
    "safe": fact_form("yes_no"),
    "history": {**fact_form("entries"), "columns": COLUMNS},
    "loss": fact_form("money"),
    "harms": {**fact_form("choices"), "options": HARMS, "spotted_in": "told"},
}
RECORDED = [{"fact": fact, "for_record": True} for fact in FACTS]


def build(folder, **pathway):
    write(folder / "small", "pack.yml", PACK_YML)
    write(folder / "small", "facts/facts.yml", json.dumps({"facts": FACTS}))
    write(folder / "small", "pathways/small.yml", json.dumps(pathway_form(**pathway)))
    pack = load_pack(folder / "small")
    return Small(pack, pack.pathways["t.small"])


def faults(folder, **pathway):
    with pytest.raises(PackError) as caught:
        build(folder, **pathway)
    return [(problem.code, problem.message, problem.remedy) for problem in caught.value.problems]


# what a pack may say


@pytest.mark.parametrize("condition", ["history is threat", "threat in history", "history > 2", "history in [a, b]"])
def test_a_list_can_only_be_known_or_not(tmp_path, condition):
    found = faults(tmp_path, ask=RECORDED, duties={"act": condition})
    assert ("SP103", "'history' is a entries; this test does not fit it") in [fault[:2] for fault in found]
    assert any("only 'is known' and 'is not_known'" in remedy for _, _, remedy in found)


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (["harms"], "'harms' is spotted in 'told', which is not asked before this point"),
        (["harms", "told"], "'harms' is spotted in 'told', which is not asked before this point"),
    ],
)
def test_what_is_spotted_in_a_text_is_asked_after_it(tmp_path, ask, says):
    [(code, message, remedy)] = faults(tmp_path, ask=ask)
    assert (code, message) == ("SP104", says)
    assert "ask for the text first" in remedy


def test_it_is_spotted_in_a_text_and_in_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setitem(FACTS, "harms", {**FACTS["harms"], "spotted_in": "safe"})
    [(code, message, remedy)] = faults(tmp_path, ask=["safe", "harms"])
    assert (code, message) == ("SP104", "'harms' is spotted in 'safe', which is not a text")
    assert "kind text" in remedy


def test_a_text_that_is_no_fact_is_one_fault(tmp_path, monkeypatch):
    monkeypatch.setitem(FACTS, "harms", {**FACTS["harms"], "spotted_in": "tales"})
    found = faults(tmp_path, ask=["tales", "harms"])
    assert [message for _, message, _ in found] == ["asks for 'tales', which is no fact of this pack"]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"kind": "entries"}, "entries need columns"),
        ({"kind": "text", "columns": COLUMNS}, "nothing else has them"),
        ({"kind": "choices", "options": HARMS}, "`spotted_in` goes with"),
        ({"kind": "choice", "options": HARMS, "spotted_in": "told"}, "`spotted_in` goes with"),
        ({"kind": "text", "spotted_in": "told"}, "`spotted_in` goes with"),
    ],
)
def test_columns_and_spots_where_they_do_not_belong(more, says):
    with pytest.raises(ValueError, match=says):
        Fact(**{**fact_form("text"), **more})


# what they are worth


def test_a_list_is_known_once_it_is_whole_and_not_before(tmp_path):
    small = build(tmp_path, ask=RECORDED, duties={"file": "history is known", "ask": "history is not_known"})
    begun = {"told": "Some words.", "safe": "no"}
    for answers in (begun, {**begun, "history": SoFar(())}, {**begun, "history": SoFar(ONE)}):
        standing = small.after(answers)
        assert (standing.question, standing.answered, standing.fallen) == ("history", 2, ())
        assert still_open(standing) == {"file": ("history",), "ask": ("history",)}
    for whole in (ONE, ()):
        standing = small.after({**begun, "history": whole})
        assert (standing.question, held(standing)) == ("loss", ["file"])
    assert held(small.after({**begun, "history": NOT_KNOWN})) == ["ask"]


def test_a_list_in_the_making_falls_with_its_branch(tmp_path):
    small = build(tmp_path, ask=["safe", {"fact": "history", "when": "safe is no", "for_record": True}])
    answers = as_answers({"safe": "no", "history": SoFar(ONE)})
    assert replay(small.pathway, answers, small.calendar).fallen == ()
    [change] = as_answers({"safe": "yes"})
    assert preview(small.pathway, answers, change, small.calendar).fallen == ("history",)


def test_an_answer_the_pathway_does_not_ask_for_does_not_count(tmp_path):
    small = build(tmp_path, ask=["safe"])
    assert small.after({"loss": 5}).fallen == ("loss",)


def test_money_is_compared_as_a_number(tmp_path):
    small = build(tmp_path, ask=["loss"], conclusions={"size": {"big": "loss >= 2000", "small": "loss < 2000"}})
    assert results(small.standing(loss=2000)) == {"size": ("settled", "big")}
    assert results(small.standing(loss=1999)) == {"size": ("settled", "small")}


def test_the_checker_tries_a_list_as_it_tries_a_text_and_money_as_a_number(tmp_path):
    small = build(tmp_path, ask=RECORDED, duties={"file": "history is known", "claim": "loss > 100"})

    def tried(duty, fact):
        part = AdvicePart(small.pathway, small.pathway.advice(duty))
        return [world.given[fact] for world in worlds(small.pathway, small.pack.facts, part.watches)]

    assert tried("file", "history") == ["some words", NOT_KNOWN]
    assert tried("claim", "loss") == [99, 100, 101, NOT_KNOWN]


# as plain JSON


@pytest.mark.parametrize("value", [ONE, (), SoFar(ONE), SoFar(()), ONE * 3])
def test_entries_come_back_from_json_as_they_went(value):
    plain = json.loads(json.dumps(to_json(value)))
    assert entries_from_json(COLUMNS, plain) == value
    assert hash(entries_from_json(COLUMNS, plain)) == hash(value)


def test_entries_are_written_as_objects_and_read_in_the_order_of_the_columns():
    assert to_json(SoFar(ONE)) == {"so_far": [{"when": "March", "kind": "threat"}]}
    assert entries_from_json(COLUMNS, [{"kind": "threat", "when": "March"}]) == ONE


@pytest.mark.parametrize("plain", ["words", None, 5, ["words"], [{"when": "March"}], {"other": []}, {}, {"so_far": 1}])
def test_anything_else_is_no_list_of_entries(plain):
    with pytest.raises(ValueError, match="when, kind"):
        entries_from_json(COLUMNS, plain)
