"""Random walks through the whole pathways, which hold the checker to what it rests on.

It walks each conclusion and duty alone. That covers the whole pathway only if a part comes to the same whatever else
is asked around it, if every further answer leaves alone what is decided, and if "not known yet" settles nothing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from actions.guidance import (
    NOT_ASKED,
    NOT_KNOWN,
    Answer,
    Duty,
    OpenDuty,
    Pack,
    Pathway,
    Standing,
    load_pack,
    replay,
)
from actions.guidance.checking.parts import AdvicePart, ConclusionPart, Part
from actions.guidance.checking.tables import conclusion_tables, duties_table
from actions.guidance.checking.worlds import World, domain
from actions.guidance.pathways import Advice
from actions.guidance.replay import askable

PACK = load_pack(Path(__file__).parents[2] / "policies_kb" / "england_wales")
CONCLUSIONS = {name: conclusion_tables(PACK, pathway) for name, pathway in PACK.pathways.items()}
OBLIGATIONS = {name: duties_table(PACK, pathway).duties for name, pathway in PACK.pathways.items()}
WALKS = 60
"""Of each pathway."""
OFTEN_UNKNOWN = 0.3


@dataclass(frozen=True)
class Walk:
    """A person's answers to every question of a pathway, and the walk that asks for those that matter."""

    pack: Pack
    pathway: Pathway
    mind: dict[str, object]

    @cached_property
    def answers(self) -> list[Answer]:
        return list(self._ask(self.pathway))

    def alone(self, part: Part) -> list[Answer]:
        return list(self._ask(part.alone()))

    def _ask(self, pathway: Pathway) -> Iterator[Answer]:
        answers: list[Answer] = []
        while (fact := replay(pathway, answers, self.pack.calendar).question) is not None:
            assert fact not in {answer.fact for answer in answers}, f"{fact} is asked twice"
            answers.append(Answer(fact, self.mind[fact]))
            yield answers[-1]

    def standing(self, *changed: Answer) -> Standing:
        return replay(self.pathway, [*self.answers, *changed], self.pack.calendar)

    def everything(self) -> World:
        """What would be if every question on the path were answered, and not only those that matter."""
        world = World()
        for step in self.pathway.steps:
            world.put(step, self.mind[step.fact] if askable(step, world.facts) else NOT_ASKED)
        return world

    def parts(self) -> list[Part]:
        conclusions = [ConclusionPart(self.pathway, conclusion) for conclusion in self.pathway.conclusions]
        return [*conclusions, *(AdvicePart(self.pathway, duty) for duty in self.pathway.duties)]


def walk(pathway_id: str, seed: int) -> Walk:
    pathway, chance = PACK.pathways[pathway_id], random.Random(f"{pathway_id} {seed}")
    mind = {}
    for step in pathway.steps:
        fact = PACK.facts[step.fact]
        unknown = fact.not_known and chance.random() < OFTEN_UNKNOWN
        mind[step.fact] = NOT_KNOWN if unknown else chance.choice(values(pathway, step.fact))
    return Walk(PACK, pathway, mind)


def values(pathway: Pathway, fact: str) -> list:
    return [value for value in domain(pathway, fact, PACK.facts[fact]) if value is not NOT_KNOWN]


def results(standing: Standing) -> dict[str, tuple]:
    """Every conclusion and duty that the walk has come to."""
    found = {f.id: (f.outcome.id if f.outcome else "none", f.status) for f in standing.findings}
    found |= {duty.id: (duty.id, "held") for duty in standing.duties}
    return found | {duty.id: (duty.id, "open") for duty in standing.open_duties}


def carried(*advice: Duty | OpenDuty | Advice) -> set[str]:
    """The rows of the ledger that pieces of advice carry."""
    return {row for one in advice for row in getattr(one, "advice", one).node.carries}


def absent(part: Part) -> tuple[str, str]:
    return ("absent", "absent") if isinstance(part, ConclusionPart) else (part.about.id, "absent")


@pytest.fixture(scope="module", params=[(name, seed) for name in PACK.pathways for seed in range(WALKS)], ids=str)
def walked(request: pytest.FixtureRequest) -> Walk:
    return walk(*request.param)


def test_every_part_comes_to_what_it_comes_to_alone_and_when_everything_is_asked(walked: Walk):
    found, everything = results(walked.standing()), walked.everything()
    asked = {answer.fact for answer in walked.answers}
    for part in walked.parts():
        expected, alone = found.get(part.about.id, absent(part)), walked.alone(part)
        assert part.end(replay(part.alone(), alone, PACK.calendar)) == expected
        assert part.result(everything) == expected
        assert {answer.fact for answer in alone} <= asked


def test_every_finding_is_what_the_decision_table_says(walked: Walk):
    found, everything = results(walked.standing()), walked.everything()
    for table in CONCLUSIONS[walked.pathway.id]:
        (row,) = table.matching(everything.words)
        assert found.get(table.conclusion, ("absent", "absent")) == (row.outcome, row.status), f"line {row.line}"


def test_every_obligation_is_shown_as_the_duties_table_says(walked: Walk):
    standing, everything = walked.standing(), walked.everything()
    held = carried(*standing.duties, *(finding.outcome for finding in standing.findings if finding.outcome))
    still_open = carried(*standing.open_duties, *(o for finding in standing.findings for o in finding.possible))
    asked = {row for answer in walked.answers for row in PACK.facts[answer.fact].carries}
    if walked.pathway.form.decision:
        asked.update(walked.pathway.form.decision.carries)
    may_show = {"held": held | asked, "open": still_open | asked, "shown": held | still_open | asked}
    for table in OBLIGATIONS[walked.pathway.id]:
        expected = table.expects(everything.words)
        if expected == "absent":
            assert table.row not in held | still_open
        elif expected != "either":
            assert table.row in may_show[expected], expected


def test_what_was_not_known_cannot_turn_out_against_what_is_settled(walked: Walk):
    before = walked.standing()
    settled = {f.id: (f.outcome.id, "settled") for f in before.findings if f.status == "settled"}
    arisen = results(before).keys()
    for fact in before.not_known:
        for value in values(walked.pathway, fact):
            after = results(walked.standing(Answer(fact, value)))
            assert {key: after.get(key) for key in settled} == settled, f"{fact} is {value}"
            assert after.keys() <= arisen, f"{fact} is {value}: what was ruled out arises"
