"""SP701 to SP705: every path of every pathway is walked and held against the decision tables.

A whole pathway has more paths than can be walked one by one, but a conclusion or obligation depends on few facts.
So each is walked alone, with all answers to the questions it depends on; `worlds` says why that leaves nothing out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..packs import Pack
from ..pathways import Advice, Conclusion, Pathway
from ..problems import PackError, Problem
from ..replay import Finding, Standing, find, replay
from ..values import NOT_APPLICABLE, Answer
from .ledger import carriers
from .tables import ConclusionTable, DutyTable, conclusion_tables, duty_tables, matches
from .worlds import World, advice_facts, conclusion_facts, part_of, worlds

MOST_FAULTS = 3
"""Faults shown for one conclusion or obligation; the first ones tell what is wrong."""


@dataclass
class Walked:
    """How much was walked: sets of answers met and distinct paths of questions through them."""

    worlds: int = 0
    paths: int = 0


def check_walks(pack: Pack, walked: Walked | None = None) -> Iterator[Problem]:
    walked = walked or Walked()
    for pathway in pack.pathways.values():
        try:
            tables, obligations = conclusion_tables(pack, pathway), duty_tables(pack, pathway)
        except PackError as error:
            yield from error.problems
            continue
        by_conclusion = {table.conclusion: table for table in tables}
        for conclusion in pathway.conclusions:
            if conclusion.id not in by_conclusion:
                yield pathway.source.problem(
                    conclusion.place,
                    "SP704",
                    f"'{conclusion.id}' has no decision table",
                    "write tables/PATHWAY/CONCLUSION.csv from the policy, not from the pathway",
                )
                continue
            yield from _some(_walk_faults(pack, pathway, conclusion, walked))
            yield from _some(_conclusion(pack, pathway, conclusion, by_conclusion[conclusion.id], walked))
        for duty in pathway.duties:
            yield from _some(_walk_faults(pack, pathway, duty, walked))
        for table in obligations:
            yield from _some(_obligation(pack, pathway, table, walked))


def _some(problems: Iterator[Problem]) -> Iterator[Problem]:
    for count, problem in enumerate(problems):
        if count == MOST_FAULTS:
            return
        yield problem


def _conclusion(
    pack: Pack, pathway: Pathway, conclusion: Conclusion, table: ConclusionTable, walked: Walked
) -> Iterator[Problem]:
    for world in worlds(pathway, pack.facts, conclusion_facts(conclusion) | table.facts):
        walked.worlds += 1
        rows = [row for row in table.rows if matches(row.cells, world.facts)]
        if len(rows) != 1:
            lines = " and ".join(str(row.line) for row in rows) or "no row"
            remedy = "describe each set of answers in exactly one row"
            yield Problem(table.file, rows[0].line if rows else 0, "SP702", f"{lines} for {world}", remedy)
            continue
        expected, found = (
            (rows[0].outcome, rows[0].status),
            _result(find(pathway, conclusion, world.facts, world.known)),
        )
        if expected != found:
            message = f"'{conclusion.id}' should be {' '.join(expected)} but is {' '.join(found)} when {world}"
            remedy = f"read the paragraphs again, then correct the pathway ({pathway.source.file}) or this row"
            yield Problem(table.file, rows[0].line, "SP701", message, remedy)


def _result(finding: Finding | None) -> tuple[str, str]:
    if finding is None:
        return "absent", "absent"
    return finding.outcome.id if finding.outcome else "none", finding.status


def _walk_faults(pack: Pack, pathway: Pathway, part: Conclusion | Advice, walked: Walked) -> Iterator[Problem]:
    """Ask only what matters, in the pathway's order: the walk must end where the full set of answers leads."""
    if isinstance(part, Conclusion):
        alone = part_of(pathway, conclusion_facts(part), conclusions=[part])
    else:
        alone = part_of(pathway, advice_facts(part), duties=[part])
    ends: dict[tuple[Answer, ...], Standing] = {}
    for world in worlds(alone, pack.facts, [step.fact for step in alone.steps]):
        walked.worlds += 1
        if _end(_walk(alone, world, pack, ends)) != _end(_all_answered(alone, world, pack)):
            message = f"'{part.id}' ends differently when only the needed questions are asked: {world}"
            remedy = "look for a guard that hides a question the condition needs"
            yield pathway.source.problem(part.place, "SP705", message, remedy)
    walked.paths += sum(1 for standing in ends.values() if standing.complete)


def _walk(pathway: Pathway, world: World, pack: Pack, ends: dict[tuple[Answer, ...], Standing]) -> Standing:
    """Answer each question as the world has it until none is left. `ends` remembers beginnings walked before."""
    path: tuple[Answer, ...] = ()
    while True:
        if path not in ends:
            ends[path] = replay(pathway, path, pack.calendar)
        fact = ends[path].question
        if fact is None:
            return ends[path]
        path = (*path, Answer(fact, world.given[fact]))


def _all_answered(pathway: Pathway, world: World, pack: Pack) -> Standing:
    return replay(pathway, [Answer(fact, value) for fact, value in world.given.items()], pack.calendar)


def _end(standing: Standing) -> tuple:
    return (
        [_result(finding) for finding in standing.findings],
        [duty.id for duty in standing.duties],
        [duty.id for duty in standing.open_duties],
    )


def _obligation(pack: Pack, pathway: Pathway, table: DutyTable, walked: Walked) -> Iterator[Problem]:
    carrying = [advice for advice in pathway.every_advice if table.row in advice.node.carries]
    asking = {step.fact for step in pathway.steps if table.row in pack.facts[step.fact].carries}
    decided = pathway.form.decision is not None and table.row in pathway.form.decision.carries
    if not carrying and not asking and not decided:
        where = ", ".join(carriers(pack).get(table.row, ["nothing"]))
        message = f"{table.row} should be a step of {pathway.id}, but {where} carries it"
        remedy = "carry it by a duty, an outcome, a question or the decision of this pathway, or correct the table"
        yield Problem(table.file, table.line, "SP703", message, remedy)
        return
    facts = table.facts.union(asking, *(advice_facts(advice) for advice in carrying))
    for world in worlds(pathway, pack.facts, facts):
        walked.worlds += 1
        expected = table.expects(world.facts)
        if expected == "either":
            continue
        states = {world.state(advice) for advice in carrying}
        asked = decided or any(world.facts.get(fact) is not NOT_APPLICABLE for fact in asking)
        if not _agrees(expected, states, asked):
            found = "held" if "held" in states else "open" if "open" in states else "asked" if asked else "absent"
            message = f"{table.row} should be {expected} but is {found} when {world}"
            remedy = f"read the paragraph again, then correct the pathway ({pathway.source.file}) or this table"
            yield Problem(table.file, table.line, "SP703", message, remedy)


def _agrees(expected: str, states: set[str], asked: bool) -> bool:
    """A question that carries an obligation shows it; advice that carries it holds it or leaves it open."""
    if expected == "held":
        return "held" in states or asked
    if expected == "open":
        return "open" in states or asked
    shown = asked or "held" in states or "open" in states
    return shown if expected == "shown" else not ({"held", "open"} & states)
