"""A pathway whose conditions remember what they were worth: the same few facts come up thousands of times."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from ..conditions import Condition, Test, View
from ..pathways import Advice, Pathway


class Remembered(Condition):
    """Worth what the condition is worth, worked out once for each set of values of its facts."""

    def __init__(self, condition: Condition) -> None:
        self._condition = condition
        self._facts = tuple(condition.facts())
        self._worth: dict[tuple, bool | frozenset[str]] = {}

    def weigh(self, view: View) -> bool | frozenset[str]:
        held = tuple(map(view.get, self._facts))
        worth = self._worth.get(held)
        if worth is None:
            worth = self._worth[held] = self._condition.weigh(view)
        return worth

    def facts(self) -> frozenset[str]:
        return frozenset(self._facts)

    def tests(self) -> tuple[Test, ...]:
        return self._condition.tests()


def remembering(pathway: Pathway) -> Pathway:
    """The same pathway; equal conditions share their memory."""
    remembered = cache(_remembered)

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


def _remembered(condition: Condition) -> Condition:
    """A single test is worked out as fast as it is remembered."""
    return Remembered(condition) if len(condition.tests()) > 1 else condition
