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


def value_of(pack: Pack, case: TruthCase, fact: str) -> object:
    """What the case answers; a question that it says nothing about is not known yet."""
    said = case.facts.get(fact, "?")
    if said == "?":
        return NOT_KNOWN
    if pack.facts[fact].kind == "date":
        return dt.date.fromisoformat(said)
    return frozenset(said) if isinstance(said, list) else said


def walk(pack: Pack, case: TruthCase) -> tuple[Standing, list[str]]:
    pathway = pack.pathways[case.pathway]
    answers: list[Answer] = []
    while (fact := (standing := replay(pathway, answers, pack.calendar)).question) is not None:
        answers.append(Answer(fact, value_of(pack, case, fact)))
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
    assert case.held <= shown.held
    assert case.open <= shown.open
    assert not case.absent & (shown.held | shown.open)
    still_open = {fact for f in (*standing.findings, *standing.open_duties) for fact in f.open}
    assert case.open_facts <= still_open
    advice = [duty.advice for duty in (*standing.duties, *standing.open_duties)]
    outcomes = [f.outcome for f in standing.findings if f.outcome]
    said = " ".join(one.node.say for one in (*advice, *outcomes)).casefold()
    assert not [words for words in case.never_says if words.casefold() in said]


def test_the_limit_of_the_last_case_is_counted_from_the_start_of_the_order(pack):
    standing, _ = walk(pack, next(case for case in CASES if case.id == "b12"))
    limits = {duty.deadline.start: duty.deadline.on for duty in standing.duties if duty.deadline}
    assert limits == {"order_started_on": dt.date(2026, 3, 17)}
