"""The truth cases of the policy, answered question by question in the engine alone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from truth_cases import TruthCase, rows_shown, truth_cases

from actions.guidance import NOT_KNOWN, Answer, Pack, Standing, load_pack, replay

CASES = truth_cases()


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(Path(__file__).parents[2] / "policies_kb" / "england_wales")


def value_of(case: TruthCase, fact: str) -> object:
    """What the case answers; a question that it says nothing about is not known yet."""
    said = case.facts.get(fact, "?")
    if said == "?":
        return NOT_KNOWN
    if isinstance(said, dt.date):
        return said
    return frozenset(said) if isinstance(said, list) else said


def walk(pack: Pack, case: TruthCase) -> tuple[Standing, list[str]]:
    pathway = pack.pathways[case.pathway]
    answers: list[Answer] = []
    while (fact := (standing := replay(pathway, answers, pack.calendar)).question) is not None:
        answers.append(Answer(fact, value_of(case, fact)))
    return standing, [answer.fact for answer in answers]


def state_of(standing: Standing) -> dict:
    return {
        "conclusions": [
            {"id": f.id, "status": f.status, "outcome": f.outcome.id if f.outcome else None, "open": list(f.open)}
            for f in standing.findings
        ],
        "duties": [duty.id for duty in standing.duties],
        "open_duties": [duty.id for duty in standing.open_duties],
    }


def test_there_are_twelve_of_each_part():
    assert [sum(case.id.startswith(part) for case in CASES) for part in "ab"] == [12, 12]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_truth(pack, case):
    standing, asked = walk(pack, case)
    state = state_of(standing)
    found = {f["id"]: (f["outcome"] or "none", f["status"]) for f in state["conclusions"]}
    for conclusion, expected in case.conclusions.items():
        wanted = (expected["outcome"] or "none", expected["status"])
        assert found.get(conclusion, ("absent", "absent")) == wanted, conclusion
    shown = rows_shown(pack, standing.pathway, state, asked)
    assert case.held <= shown.held | shown.asked
    assert case.open <= shown.open | shown.asked
    assert not case.absent & shown.held
    assert case.open_facts <= {fact for f in state["conclusions"] for fact in f["open"]} | set(standing.not_known)
    said = " ".join(duty.advice.node.say for duty in standing.duties).casefold()
    said += " ".join(f.outcome.node.say for f in standing.findings if f.outcome).casefold()
    assert not [word for word in case.never_says if word.casefold() in said]
