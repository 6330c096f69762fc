"""SP701 to SP705: every path of every pathway is walked and held against the decision tables.

A whole pathway has more paths than can be walked one by one, but a conclusion or obligation depends on few facts.
So each is walked alone, with all answers to the questions it depends on; `worlds` says why that leaves nothing out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..deadlines import Calendar
from ..packs import Pack
from ..pathways import Advice, Conclusion, Pathway
from ..problems import PackError, Problem
from ..replay import Finding, Standing, find, replay
from ..values import NOT_APPLICABLE, Answer, FactValue
from .ledger import carriers
from .tables import ConclusionTable, DutyTable, conclusion_tables, duty_tables, matches
from .worlds import Part, World, advice_facts, conclusion_facts, part_facts, part_of, worlds

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
            yield from _some(_walk_faults(pack, pathway, [conclusion], walked))
            yield from _some(_conclusion(pack, pathway, conclusion, by_conclusion[conclusion.id], walked))
        for duties in _alike(pathway.duties):
            yield from _some(_walk_faults(pack, pathway, duties, walked))
        for table in obligations:
            yield from _some(_obligation(pack, pathway, table, walked))


def _some(problems: Iterator[Problem]) -> Iterator[Problem]:
    for count, problem in enumerate(problems):
        if count == MOST_FAULTS:
            return
        yield problem


def _alike(duties: Iterable[Advice]) -> list[list[Advice]]:
    """Duties with the same condition for the same roles: one walk speaks for all of them."""
    groups: dict[object, list[Advice]] = {}
    for duty in duties:
        groups.setdefault((duty.condition, frozenset(duty.node.for_)), []).append(duty)
    return list(groups.values())


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


def _walk_faults(pack: Pack, pathway: Pathway, parts: list[Part], walked: Walked) -> Iterator[Problem]:
    """Ask only what matters, in the pathway's order: the walk must end where the full set of answers leads."""
    part = parts[0]
    walks = _Walks(pathway, part, pack.calendar)
    for world in worlds(pathway, pack.facts, part_facts(part)):
        walked.worlds += 1
        if walks.end(world) != _state(pathway, part, world):
            names = " and ".join(f"'{part.id}'" for part in parts)
            message = f"{names} ends differently when only the needed questions are asked: {world}"
            remedy = "look for a question that its gate or a guard needs and that the walk leaves out"
            yield pathway.source.problem(part.place, "SP705", message, remedy)
    walked.paths += walks.paths


@dataclass
class _Stop:
    """A point on a walk: the next question and the ways on, or what the part comes to at the end."""

    standing: Standing
    onward: dict[FactValue, _Stop] = field(default_factory=dict)
    end: object = None


class _Walks:
    """All walks through one part of a pathway. Walks that begin alike share their beginning."""

    def __init__(self, pathway: Pathway, part: Part, calendar: Calendar) -> None:
        self.alone = part_of(pathway, part)
        self.calendar = calendar
        self.paths = 0
        self.start = self.stop(())

    def end(self, world: World) -> object:
        """Answer each question as the world has it until none is left; what the part comes to then."""
        stop, answers = self.start, []
        while (fact := stop.standing.question) is not None:
            value = world.given[fact]
            answers.append(Answer(fact, value))
            if value not in stop.onward:
                stop.onward[value] = self.stop(answers)
            stop = stop.onward[value]
        return stop.end

    def stop(self, answers: Sequence[Answer]) -> _Stop:
        standing = replay(self.alone, answers, self.calendar)
        if not standing.complete:
            return _Stop(standing)
        self.paths += 1
        return _Stop(standing, end=_end(standing, self.alone))


def _end(standing: Standing, alone: Pathway) -> object:
    """What a part that was walked alone has come to."""
    if alone.conclusions:
        return _result(standing.findings[0] if standing.findings else None)
    return "held" if standing.duties else "open" if standing.open_duties else "absent"


def _state(pathway: Pathway, part: Part, world: World) -> object:
    """What a part comes to when everything has been asked."""
    if isinstance(part, Conclusion):
        return _result(find(pathway, part, world.facts, world.known))
    return world.state(part)


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
