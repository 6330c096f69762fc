"""Whole conversations, written from the sources: what is asked, what comes of it, and what must never be shown.

One file for each pathway in PACK/PATHWAY.yml. Each pathway has a conversation in which nothing is known yet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from talk import Office, Talk, Turn
from walks import begin, one_entry, reference_of

from actions.consultation.answers import choices_of
from actions.guidance import Pack
from actions.guidance.schema import Fact

HERE = Path(__file__).parent
POLICIES = HERE.parents[1] / "policies_kb"
NOTHING_KNOWN = "all_not_known"
MOST_QUESTIONS = 40


def cases() -> Iterator[dict]:
    for file in sorted(HERE.glob("*/*.yml")):
        for case in yaml.safe_load(file.read_text("utf-8")):
            yield {**case, "pack": file.parent.name}


CASES = list(cases())


def reply_to(talk: Talk, fact_id: str, fact: Fact, answers: dict | str) -> Turn:
    """Answer one question as the case says, by buttons where there are buttons."""
    if answers == NOTHING_KNOWN:
        said = "?" if fact.not_known else next(iter(choices_of(fact)), "words")
    else:
        assert fact_id in answers, f"'{fact_id}' was asked, and the conversation does not expect it"
        said = answers[fact_id]
    if said == "?":
        return talk.press(fact.not_known.label)
    if fact.kind == "choices":
        labels = choices_of(fact)
        ticked = {label[2:] for label in talk.last.labels if label.startswith("☑")}
        wanted = {labels[option] for option in ([said] if isinstance(said, str) else said)}
        for label in labels.values():
            if (label in ticked) != (label in wanted):
                talk.press(f"{'☑' if label in ticked else '☐'} {label}")
        return talk.press("That is all" if wanted else "None of these")
    if fact.kind == "entries":
        return one_entry(talk, fact)
    if fact.kind in ("yes_no", "choice"):
        return talk.press(choices_of(fact)[said])
    return talk.say(f"{said.day} {said:%B %Y}" if isinstance(said, dt.date) else str(said))


def walk(talk: Talk, pack: Pack, case: dict) -> list[str]:
    """The questions asked, in order, until the end; the last turn is the talk's last."""
    asked: list[str] = []
    turn = begin(talk, case["pathway"])
    while turn.stage == "question":
        fact_id = turn.question
        assert len(asked) < MOST_QUESTIONS and fact_id not in asked
        asked.append(fact_id)
        turn = reply_to(talk, fact_id, pack.facts[fact_id], case["answers"])
    return asked


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_conversation(tmp_path, library, case):
    office = Office.in_folder(tmp_path, library, case["pack"])
    pack = library.packs[case["pack"]]
    talk = office.talk(role=case.get("role", "officer"), case=reference_of(case["pack"]))
    asked, expect = walk(talk, pack, case), case["expect"]
    state = talk.last.state
    if "asks" in expect:
        assert asked == expect["asks"]
    found = {c["id"]: {"outcome": c["outcome"], "status": c["status"]} for c in state["conclusions"]}
    for conclusion, wanted in expect.get("conclusions", {}).items():
        if wanted["status"] == "absent":
            assert conclusion not in found
        else:
            outcome = None if wanted.get("outcome") in (None, "none") else wanted["outcome"]
            assert found[conclusion] == {"outcome": outcome, "status": wanted["status"]}, conclusion
    assert set(expect.get("shows", ())) <= set(state["duties"])
    assert set(expect.get("open", ())) <= set(state["open_duties"])
    assert not set(expect.get("absent", ())) & {*state["duties"], *state["open_duties"]}
    if case["answers"] == NOTHING_KNOWN:
        assert_useful_even_so(talk, pack, asked)
    office.store.close()


def assert_useful_even_so(talk: Talk, pack: Pack, asked: list[str]) -> None:
    """Nothing is known: there is advice to follow now, and each unknown is named with whom to ask."""
    summary = talk.last.bubble("summary")
    said = " ".join(item["text"] for section in summary["sections"] for item in section["items"])
    assert said.strip()
    open_duties = [
        pack.pathways[talk.last.state["pathway"]].advice(duty).node for duty in talk.last.state["open_duties"]
    ]
    for node in open_duties:
        if node.force in ("must", "must_not"):
            assert node.say in said, f"{node.id} may bind, and vanished because nobody knows"
    open_facts = {fact for c in talk.last.state["conclusions"] for fact in c["open"]} & set(asked)
    for fact in open_facts:
        unknown = pack.facts[fact].not_known
        assert unknown is None or unknown.ask.rstrip(".") in said, f"nobody is named to ask about {fact}"


def test_every_pathway_has_a_whole_conversation_and_one_in_which_nothing_is_known(library):
    pathways = {pathway for pack in library.packs.values() for pathway in pack.pathways}
    whole = {case["pathway"] for case in CASES if case["answers"] != NOTHING_KNOWN and "asks" in case["expect"]}
    unknown = {case["pathway"] for case in CASES if case["answers"] == NOTHING_KNOWN}
    assert (pathways - whole, pathways - unknown) == (set(), set())
    assert len({case["id"] for case in CASES}) == len(CASES)
