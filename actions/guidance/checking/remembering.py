"""A pathway whose conditions remember what they were worth: the same few facts come up thousands of times."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from ..conditions import Condition, Test, View
from ..pathways import Advice, Pathway


class Remembered(Condition):
    """Worth what the condition is worth, worked out once for each set of values of its facts."""

    def __init__(self, condition: Condition) -> None:
        self.condition = condition
        self._facts = condition.facts()
        self._order = tuple(self._facts)
        self._values: dict[tuple, bool | None] = {}
        self._open: dict[tuple, frozenset[str]] = {}

    def value(self, view: View) -> bool | None:
        key = tuple(map(view.get, self._order))
        if key not in self._values:
            self._values[key] = self.condition.value(view)
        return self._values[key]

    def open_facts(self, view: View) -> frozenset[str]:
        key = tuple(map(view.get, self._order))
        if key not in self._open:
            self._open[key] = self.condition.open_facts(view)
        return self._open[key]

    def facts(self) -> frozenset[str]:
        return self._facts

    def tests(self) -> tuple[Test, ...]:
        return self.condition.tests()


def remembering(pathway: Pathway) -> Pathway:
    """The same pathway; equal conditions share their memory."""
    remembered = cache(Remembered)

    def advice(one: Advice) -> Advice:
        return replace(one, condition=remembered(one.condition))

    return replace(
        pathway,
        steps=tuple(replace(step, guard=remembered(step.guard)) for step in pathway.steps),
        conclusions=tuple(
            replace(one, gate=remembered(one.gate), outcomes=tuple(advice(outcome) for outcome in one.outcomes))
            for one in pathway.conclusions
        ),
        duties=tuple(advice(duty) for duty in pathway.duties),
    )
