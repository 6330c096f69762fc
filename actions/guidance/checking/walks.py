"""SP701 to SP706 and SP708: every path of every pathway is walked and held against the decision tables.

A whole pathway has more paths than can be walked one by one, but a conclusion or obligation depends on few facts.
So each is walked alone, with all answers to the questions it depends on; `worlds` says why that leaves nothing out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..deadlines import Calendar
from ..packs import Pack
from ..pathways import Pathway
from ..problems import PackError, Problem
from ..replay import replay
from ..values import Answer, FactValue
from .ledger import carriers
from .parts import AdvicePart, ConclusionPart, Part, Result
from .tables import ConclusionTable, DutiesTable, DutyTable, conclusion_tables, duties_table
from .worlds import Watch, World, worlds

MOST_FAULTS = 3
"""Faults shown for one conclusion or obligation; the first ones tell what is wrong."""


@dataclass
class Walked:
    """How much was walked: sets of answers that lead to a result, and distinct paths of questions through them."""

    worlds: int = 0
    paths: int = 0


def check_walks(pack: Pack, walked: Walked | None = None) -> Iterator[Problem]:
    walked = walked or Walked()
    for pathway in pack.pathways.values():
        try:
            tables, obligations = conclusion_tables(pack, pathway), duties_table(pack, pathway)
        except PackError as error:
            yield from error.problems
            continue
        by_conclusion = {table.conclusion: table for table in tables}
        for part in (ConclusionPart(pathway, conclusion) for conclusion in pathway.conclusions):
            yield from _some(_walk_faults(pack, [part], walked))
            if part.about.id in by_conclusion:
                yield from _some(_conclusion(pack, part, by_conclusion[part.about.id], walked))
            else:
                message = f"'{part.about.id}' has no decision table"
                remedy = "write tables/PATHWAY/CONCLUSION.csv from the policy, not from the pathway"
                yield pathway.source.problem(part.about.place, "SP704", message, remedy)
        for alike in _alike(AdvicePart(pathway, duty) for duty in pathway.duties):
            yield from _some(_walk_faults(pack, alike, walked))
        if obligations:
            yield from _unnamed(pack, pathway, obligations)
            for owed in _owed(pack, pathway, obligations.duties):
                yield from _some(_obligations(pack, pathway, owed, walked))


def _some(problems: Iterator[Problem]) -> Iterator[Problem]:
    for count, problem in enumerate(problems):
        if count == MOST_FAULTS:
            return
        yield problem


def _alike(parts: Iterable[AdvicePart]) -> list[list[AdvicePart]]:
    """Duties with the same condition for the same roles: one walk speaks for all of them."""
    groups: dict[object, list[AdvicePart]] = {}
    for part in parts:
        groups.setdefault((part.about.condition, frozenset(part.about.node.for_)), []).append(part)
    return list(groups.values())


def _walk_faults(pack: Pack, alike: Sequence[Part], walked: Walked) -> Iterator[Problem]:
    """Ask only what matters, in the pathway's order: the walk must end where the full set of answers leads."""
    part = alike[0]
    walks = _Walks(part, pack.calendar)
    for world in worlds(part.pathway, pack.facts, part.watches):
        walked.worlds += 1
        if walks.end(world) != part.result(world):
            names = " and ".join(f"'{part.about.id}'" for part in alike)
            message = f"{names} ends differently when only the needed questions are asked: {world}"
            remedy = "look for a question that its gate or a guard needs and that the walk leaves out"
            yield part.pathway.source.problem(part.about.place, "SP705", message, remedy)
    walked.paths += walks.paths


@dataclass
class _Stop:
    """A point on a walk: the answers so far, the next question and the ways on, or the result if it is the end."""

    answers: tuple[Answer, ...]
    question: str | None
    result: Result | None
    onward: dict[FactValue, _Stop] = field(default_factory=dict)


class _Walks:
    """All walks through one part alone. Walks that begin alike share their beginning."""

    def __init__(self, part: Part, calendar: Calendar) -> None:
        self.part, self.calendar = part, calendar
        self.alone = part.alone()
        self.paths = 0
        self.start = self.stop(())

    def end(self, world: World) -> Result | None:
        """The result of answering each question as the world has it, until none is left."""
        stop = self.start
        while stop.question is not None:
            value = world.given[stop.question]
            if value not in stop.onward:
                stop.onward[value] = self.stop((*stop.answers, Answer(stop.question, value)))
            stop = stop.onward[value]
        return stop.result

    def stop(self, answers: tuple[Answer, ...]) -> _Stop:
        standing = replay(self.alone, answers, self.calendar)
        self.paths += standing.complete
        return _Stop(answers, standing.question, self.part.end(standing) if standing.complete else None)


def _conclusion(pack: Pack, part: ConclusionPart, table: ConclusionTable, walked: Walked) -> Iterator[Problem]:
    met: set[int] = set()
    for world in worlds(part.pathway, pack.facts, [*part.watches, *table.watches]):
        walked.worlds += 1
        rows = table.matching(world.words)
        met.update(row.line for row in rows)
        if len(rows) != 1:
            lines = " and ".join(str(row.line) for row in rows) or "no row"
            remedy = "describe each set of answers in exactly one row"
            yield Problem(table.file, rows[0].line if rows else 0, "SP702", f"{lines} for {world}", remedy)
            continue
        row, found = rows[0], part.result(world)
        if (row.outcome, row.status) != found:
            should, is_ = f"{row.outcome} {row.status}", " ".join(found)
            message = f"'{part.about.id}' should be {should} but is {is_} when {world}"
            remedy = f"read the paragraphs again, then correct the pathway ({part.pathway.source.file}) or this row"
            yield Problem(table.file, row.line, "SP701", message, remedy)
    for row in table.rows:
        if row.line not in met:
            remedy = "correct its answers, or delete it if the policy cannot mean them"
            yield Problem(table.file, row.line, "SP706", f"no answers meet this row of '{part.about.id}'", remedy)


def _unnamed(pack: Pack, pathway: Pathway, table: DutiesTable) -> Iterator[Problem]:
    """What the pathway's questions and advice carry, and its own table neither compares nor explains."""
    questions = {("facts", step.fact) for step in pathway.steps}
    steps: dict[str, list[str]] = {}
    for carrier in carriers(pack):
        if carrier.source is pathway.source or carrier.place in questions:
            steps.setdefault(carrier.row, []).append(str(carrier))
    for row, where in steps.items():
        if not table.names(row):
            message = f"{row} is carried by {' and '.join(where)}, and is not named here"
            remedy = "say when it is owed, or list it under information with the reason why it is no step"
            yield Problem(table.file, 0, "SP708", message, remedy)


@dataclass
class _Owed:
    """Obligations that are owed on the same answers and carried by the same advice, questions or decision."""

    tables: list[DutyTable]
    carrying: list[AdvicePart]
    asking: list[str]
    decided: bool


def _owed(pack: Pack, pathway: Pathway, tables: Iterable[DutyTable]) -> list[_Owed]:
    groups: dict[object, _Owed] = {}
    decision = pathway.form.decision.carries if pathway.form.decision else []
    for table in tables:
        carrying = [AdvicePart(pathway, advice) for advice in pathway.every_advice if table.row in advice.node.carries]
        asking = [step.fact for step in pathway.steps if table.row in pack.facts[step.fact].carries]
        advice = frozenset((part.about.condition, frozenset(part.about.node.for_)) for part in carrying)
        alike = (table.groups, advice, frozenset(asking), table.row in decision)
        groups.setdefault(alike, _Owed([], carrying, asking, table.row in decision)).tables.append(table)
    return list(groups.values())


def _obligations(pack: Pack, pathway: Pathway, owed: _Owed, walked: Walked) -> Iterator[Problem]:
    if not owed.carrying and not owed.asking and not owed.decided:
        for table in owed.tables:
            where = ", ".join(str(carrier) for carrier in carriers(pack) if carrier.row == table.row) or "nothing"
            message = f"{table.row} should be a step of {pathway.id}, but {where} carries it"
            remedy = "carry it by a duty, an outcome, a question or the decision of this pathway, or correct the table"
            yield Problem(table.file, table.line, "SP703", message, remedy)
        return
    first, rows = owed.tables[0], " and ".join(table.row for table in owed.tables)
    watches = [watch for one in (first, *owed.carrying) for watch in one.watches]
    watches += [Watch(frozenset((fact,)), lambda world: False) for fact in owed.asking]
    for world in worlds(pathway, pack.facts, watches):
        walked.worlds += 1
        expected = first.expects(world.words)
        if expected == "either":
            continue
        states = {part.state(world) for part in owed.carrying}
        asked = owed.decided or any(fact in world.given for fact in owed.asking)
        if _agrees(expected, states, asked):
            continue
        found = "held" if "held" in states else "open" if "open" in states else "absent"
        message = f"{rows} should be {expected} but is {found} when {world}"
        remedy = f"read the paragraph again, then correct the pathway ({pathway.source.file}) or this table"
        yield Problem(first.file, first.line, "SP703", message, remedy)


def _agrees(expected: str, states: set[str], asked: bool) -> bool:
    """A question that carries an obligation shows it; advice that carries it holds it or leaves it open."""
    if expected == "held":
        return "held" in states or asked
    if expected == "open":
        return "open" in states or asked
    shown = asked or "held" in states or "open" in states
    return shown if expected == "shown" else not ({"held", "open"} & states)
