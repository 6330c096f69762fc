"""The truth cases through the command line: from a typed sentence to a logged decision, turn by turn."""

from __future__ import annotations

import json

import pytest
from practitioner import Practitioner
from running_signpost import PACK, ROLE
from truth_cases import rows_shown, truth_cases

from actions.guidance import load_pack
from actions.settings import PROJECT

REASONS = "These answers point this way, and my manager and I have weighed what is still open."

OPENINGS = {
    "a01": "He's MAPPA cat 2 but nobody wants meetings, and the ex is at high risk. Does it go to MARAC?",
    "a02": "serial abuser, not in any MAPPA category, several women at risk. Is this MAPPA or MARAC or both",
    "a03": "Not MAPPA eligible. Do I need to refer to MARAC, she is at high risk",
    "a04": "there's stalking but he isn't a MAPPA nominal, which forum do I use",
    "a05": "don't know his MAPPA category yet, he is a risk to the wider public, where do I refer",
    "a06": "is MARAC enough or does this need MAPPA level 2",
    "a07": "Lifer who killed his wife has a new girlfriend, does he go to MAPPA or MARAC?",
    "a08": "thinking about a Category 3 referral but not sure the public is at risk",
    "a09": "Registered sex offender, level 3. Do I need a MARAC as well?",
    "a10": "our MARAC says she doesn't meet the threshold",
    "a11": "need to work out whether to refer this one to MARAC, I have only just picked the case up",
    "a12": "MARAC referral or MAPPA for this case?",
    "b01": "New partner, he has a history of abuse. Should she be told?",
    "b02": "he says she already knows everything and now she's rung me",
    "b03": "do I have to tell the new partner about his convictions",
    "b04": "I don't think disclosure is needed, do I need sign off not to tell her",
    "b05": "not sure whether to disclose his past to his new partner",
    "b06": "do I tell his ex about his past, she may be at risk from him",
    "b07": "On licence, new girlfriend, he will only give me her first name",
    "b08": "he's on a community order with a new partner and only gave a first name",
    "b09": "prisoner told me on the wing he has a new girlfriend",
    "b10": "should his partner be told what he has done before",
    "b11": "DVDS panel said no disclosure",
    "b12": "the panel disclosed to her, she lives in Wales. What are my jobs now",
}
ALARMS = {
    "a12": "MARAC is next week but he is outside her house now with a knife",
    "b03": "he has just told me he is going to kill her tonight",
    "b10": "a prisoner says he will have his girlfriend killed tonight",
}
"""What is said first where somebody is in danger now."""

CASES = [pytest.param(case, id=case.id, marks=pytest.mark.xdist_group(f"truth-{case.id[0]}")) for case in truth_cases()]


@pytest.fixture(scope="module")
def pack():
    return load_pack(PROJECT / "policies_kb" / PACK)


@pytest.mark.parametrize("case", CASES)
def test_a_truth_case_from_a_typed_sentence_to_a_logged_decision(case, signpost, pack, tmp_path):
    person = Practitioner(signpost, f"officer-{case.id}", case.facts.get("role", ROLE))
    reference = f"{case.id[0].upper()}1000{case.id[1:]}"

    open_the_pathway(person, case, pack, reference)
    given = answer_every_question(person, case, pack)
    at_the_end, summary = person.state, person.bubble("summary")
    chosen = decide(person)

    assert_what_it_comes_to(case, at_the_end)
    assert_what_is_open(case, summary, pack)
    assert_the_advice(case, rows_shown(pack, pack.pathways[case.pathway], at_the_end, list(given)))
    said = person.everything_said().casefold()
    assert [words for words in case.never_says if words.casefold() in said] == []
    assert_the_record(signpost, reference, given, at_the_end, chosen, tmp_path / "case.json")


def open_the_pathway(person, case, pack, reference):
    if case.id in ALARMS:
        if person.say(ALARMS[case.id])["stage"] == "danger_check":  # not sure, so it asks before anything else
            person.press("Yes, now")
        assert person.state["stage"] == "danger"
        assert person.kinds[0] == "danger" and pack.form.emergency_number in person.bubbles[0]["title"]
        person.press("Go on")
    if person.say(OPENINGS[case.id])["stage"] == "danger_check":  # "she's rung me": it asks before anything else
        person.press("No")
    if person.state["stage"] == "choosing":  # it is not sure, so it has to offer ours
        person.press(pack.pathways[case.pathway].form.button)
    assert person.state["stage"] == "case"
    person.say(f"it is {reference.lower()}")
    assert (person.state["case"], person.state["pathway"]) == (reference, case.pathway)


def answer_every_question(person, case, pack):
    """Answer as the case says, by button and in words in turn. What it does not say is not known yet.

    Returns the answers in their order.
    """
    given = {}
    while person.state["stage"] not in ("decision", "closing"):
        if person.state["stage"] == "danger_check":
            person.press("No")
            continue
        assert person.state["stage"] == "question", person.bubbles
        fact = person.state["question"]
        assert fact not in given, f"{fact} was asked twice: {person.bubbles}"
        given[fact] = case.facts.get(fact, "?")
        person.answer(pack.facts[fact], given[fact], typed=len(given) % 2 == 0)
    return given


def decide(person):
    """Take the first decision that is offered, with reasons; or close, where there is nothing to decide."""
    if person.state["stage"] == "closing":
        person.press("Close it")
        assert person.state["stage"] == "start"
        return None
    chosen = person.bubbles[-1]["buttons"][0]["label"]
    assert person.press(chosen)["stage"] == "reasons"
    assert person.say(REASONS)["stage"] == "start"
    assert f"Recorded: {chosen}" in person.bubbles[0]["text"]
    return chosen


def assert_what_it_comes_to(case, state):
    found = {finding["id"]: finding for finding in state["conclusions"]}
    for conclusion, expected in case.conclusions.items():
        finding = found.get(conclusion, {"outcome": "absent", "status": "absent"})
        assert (finding["outcome"] or "none", finding["status"]) == (expected["outcome"], expected["status"]), (
            conclusion
        )


def assert_what_is_open(case, summary, pack):
    """The summary says what to find out, for each answer that something still hangs on."""
    still_open = next((each["items"] for each in summary["sections"] if each["heading"] == "Still open"), [])
    for fact in case.open_facts:
        unknown = pack.facts[fact].not_known
        (item,) = (item for item in still_open if unknown.find_out in item["text"])
        assert unknown.changes in item["text"]


def assert_the_advice(case, rows):
    assert case.held - rows.held - rows.asked == set()
    assert case.open - rows.open - rows.asked == set()
    assert case.absent & (rows.held | rows.open) == set()


def assert_the_record(signpost, reference, given, state, chosen, exported):
    shown = json.loads(run(signpost, "show", reference, "--json"))
    (consultation,) = shown["consultations"]
    own = [answer for answer in consultation["answers"] if answer["source"] == "practitioner"]
    assert [(answer["fact"], as_given(answer)) for answer in own] == [
        (fact, as_stored(value)) for fact, value in given.items()
    ]
    assert consultation["status"] == "closed"
    assert [decision["reasons"] for decision in consultation["decisions"]] == ([REASONS] if chosen else [])
    run(signpost, "export", reference, "--out", str(exported))
    assert json.loads(exported.read_text())["case"]["reference"] == reference
    assert "All of it holds" in run(signpost, "verify", str(exported))
    arising = [each for each in consultation["conclusions"] if each["status"] != "does_not_arise"]
    stored = {each["conclusion"]: each for each in arising if not each["superseded"]}
    assert {name: (each["outcome"], each["status"]) for name, each in stored.items()} == {
        each["id"]: (each["outcome"], each["status"]) for each in state["conclusions"]
    }


def as_given(answer):
    return "?" if answer["not_known"] else answer["value"]


def as_stored(value):
    return sorted(value) if isinstance(value, list) else value


def run(signpost, *arguments):
    done = signpost.command("cases", *arguments)
    assert done.returncode == 0, done.stderr or done.stdout
    return done.stdout


@pytest.mark.parametrize("part", [pytest.param(part, marks=pytest.mark.xdist_group(f"truth-{part}")) for part in "ab"])
def test_the_whole_record_holds_afterwards(part, signpost):
    assert "All of it holds" in run(signpost, "verify")
