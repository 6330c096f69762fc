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

from .. import schema
from ..conditions import ALWAYS, Test
from ..pathways import Pathway, Step
from ..replay import askable, place
from ..values import NOT_APPLICABLE, NOT_ASKED, NOT_KNOWN, FactValue

SAMPLE_DATE = dt.date(2026, 12, 14)
FEW = 5
"""Up to this many options every combination of a `choices` fact is tried; above it none, each, and all."""


@dataclass
class World:
    """One combination of answers, the two views that the engine makes of it, and the words of a decision table.

    The same object is handed out again and again with new answers; copy `given` to keep it.
    """

    given: dict[str, FactValue] = field(default_factory=dict)
    facts: dict[str, FactValue] = field(default_factory=dict)
    known: dict[str, FactValue] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def put(self, step: Step, value: FactValue) -> None:
        place(step, value, self.facts, self.known)
        self.words[step.fact] = written(self.facts.get(step.fact, NOT_ASKED))
        if value is not NOT_ASKED:
            self.given[step.fact] = value

    def take_back(self, fact: str) -> None:
        for view in (self.given, self.facts, self.known, self.words):
            view.pop(fact, None)

    def __str__(self) -> str:
        return ", ".join(f"{fact} = {_word(value)}" for fact, value in self.given.items()) or "nothing has been asked"


def _word(value: FactValue) -> str:
    return str(value) if value is NOT_KNOWN else written(value)


def written(value: FactValue) -> str:
    """A value as a cell of a decision table writes it."""
    if value is NOT_KNOWN:
        return "?"
    if value is NOT_APPLICABLE or value is NOT_ASKED:
        return "n/a"
    if isinstance(value, frozenset):
        return "+".join(sorted(value)) or "nothing"
    return "date" if isinstance(value, dt.date) else str(value)


@dataclass(frozen=True)
class Watch:
    """Something that the answers decide, the facts it depends on, and whether a world has decided it yet."""

    facts: frozenset[str]
    decided: Callable[[World], bool]

    def waits(self, world: World, to_come: frozenset[str]) -> bool:
        """Whether the facts still to come could change it."""
        return not (self.facts.isdisjoint(to_come) or self.decided(world))


def worlds(pathway: Pathway, facts: dict[str, schema.Fact], watches: Iterable[Watch]) -> Iterator[World]:
    """Each combination of answers until all that is watched is decided, without questions that a branch rules out."""
    watches = tuple(watches)
    wanted = closure(pathway, frozenset().union(*(watch.facts for watch in watches)))
    order = [(pathway.step(fact), domain(pathway, fact, facts[fact])) for fact in wanted]
    to_come = [frozenset(wanted[depth:]) for depth in range(len(wanted) + 1)]

    def extend(world: World, depth: int, waiting: list[Watch]) -> Iterator[World]:
        if not waiting:
            yield world
            return
        step, values = order[depth]
        if step.guard is not ALWAYS and not askable(step, world.facts):
            values = [NOT_ASKED]  # ruled out, or held back until something else is known
        for value in values:
            world.put(step, value)
            left = to_come[depth + 1]
            yield from extend(
                world, depth + 1, [one for one in waiting if step.fact not in one.facts or one.waits(world, left)]
            )
            world.take_back(step.fact)

    world = World()
    yield from extend(world, 0, [watch for watch in watches if watch.waits(world, to_come[0])])


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
    elif fact.kind in ("number", "money"):
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
