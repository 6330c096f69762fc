"""Every combination of answers that matters to a part of a pathway.

A conclusion or duty depends only on the facts in its condition and in the guards of those questions. Trying all
answers to these, and not to the others, covers every path of the whole pathway as far as that part is concerned.
And what the answers so far decide, no further answer can undo: a world ends there and stands for all that follow.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from .. import schema
from ..conditions import Test
from ..pathways import Pathway, Step
from ..replay import askable, place
from ..values import NOT_ASKED, NOT_KNOWN, FactValue

SAMPLE_DATE = dt.date(2026, 12, 14)
FEW = 5
"""Up to this many options every combination of a `choices` fact is tried; above it none, each, and all."""


@dataclass
class World:
    """One combination of answers, and the two views that the engine makes of it.

    The same object is handed out again and again with new answers; copy `given` to keep it.
    """

    given: dict[str, FactValue] = field(default_factory=dict)
    facts: dict[str, FactValue] = field(default_factory=dict)
    known: dict[str, FactValue] = field(default_factory=dict)

    def put(self, step: Step, value: FactValue) -> None:
        place(step, value, self.facts, self.known)
        if value is not NOT_ASKED:
            self.given[step.fact] = value

    def take_back(self, fact: str) -> None:
        for view in (self.given, self.facts, self.known):
            view.pop(fact, None)

    def __str__(self) -> str:
        return ", ".join(f"{fact} = {_word(value)}" for fact, value in self.given.items()) or "nothing has been asked"


def _word(value: FactValue) -> str:
    return "+".join(sorted(value)) or "nothing" if isinstance(value, frozenset) else str(value)


Watch = Callable[[World], frozenset[str]]
"""Something the answers decide: the facts that could still change it. Once none is left it never opens again."""


class Watched(Protocol):
    """What the answers are tried for: a part of a pathway, or a decision table."""

    facts: frozenset[str]
    watches: Iterable[Watch]


def worlds(pathway: Pathway, facts: dict[str, schema.Fact], watched: Iterable[Watched]) -> Iterator[World]:
    """Each combination of answers until all that is watched is decided, without questions that a branch rules out."""
    watched = tuple(watched)
    wanted = closure(pathway, frozenset().union(*(one.facts for one in watched)))
    order = [(pathway.step(fact), domain(pathway, fact, facts[fact])) for fact in wanted]
    to_come = [frozenset(wanted[depth:]) for depth in range(len(wanted) + 1)]

    def extend(world: World, depth: int, watches: list[Watch]) -> Iterator[World]:
        watches = [watch for watch in watches if not to_come[depth].isdisjoint(watch(world))]
        if not watches:
            yield world
            return
        step, values = order[depth]
        if not askable(step, world.facts):
            values = [NOT_ASKED]  # ruled out, or held back until something else is known
        for value in values:
            world.put(step, value)
            yield from extend(world, depth + 1, watches)
            world.take_back(step.fact)

    yield from extend(World(), 0, [watch for one in watched for watch in one.watches])


def closure(pathway: Pathway, facts: Iterable[str]) -> list[str]:
    """The facts, and those that decide whether they are asked, in the order of the questions."""
    wanted = set(facts)
    for step in reversed(pathway.steps):
        if step.fact in wanted:
            wanted |= step.guard.facts()
    return [step.fact for step in pathway.steps if step.fact in wanted]


def domain(pathway: Pathway, fact_id: str, fact: schema.Fact) -> list[FactValue]:
    """The answers worth trying: every option; for a number the edges of every comparison; one date; one text."""
    values: list[FactValue]
    if fact.kind == "yes_no":
        values = ["yes", "no"]
    elif fact.kind == "choice":
        values = list(fact.options)
    elif fact.kind == "choices":
        values = _subsets(list(fact.options))
    elif fact.kind == "number":
        values = _edges(pathway, fact_id)
    else:
        values = [SAMPLE_DATE if fact.kind == "date" else "some words"]
    return [*values, NOT_KNOWN] if fact.not_known else values


def _subsets(options: list[str]) -> list[FactValue]:
    if len(options) > FEW:
        return [frozenset(), *(frozenset((option,)) for option in options), frozenset(options)]
    return [frozenset(chosen) for size in range(len(options) + 1) for chosen in itertools.combinations(options, size)]


def _edges(pathway: Pathway, fact_id: str) -> list[FactValue]:
    conditions = [step.guard for step in pathway.steps] + [advice.condition for advice in pathway.every_advice]
    tests: list[Test] = [test for condition in conditions for test in condition.tests() if test.fact == fact_id]
    numbers = {test.operand for test in tests if isinstance(test.operand, int)}
    return sorted({edge for number in numbers for edge in (number - 1, number, number + 1)}) or [1]
