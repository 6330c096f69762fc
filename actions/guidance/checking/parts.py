"""The parts of a pathway that are looked at alone: a conclusion, or one piece of advice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from ..conditions import Condition
from ..pathways import Advice, Conclusion, Pathway
from ..replay import Standing
from ..schema import Fact
from .worlds import Watch, World, closure, worlds

Result = tuple[str, str]
"""A conclusion's outcome and status; a piece of advice's id, and whether it is held, open or absent."""


@dataclass(frozen=True)
class ConclusionPart:
    pathway: Pathway
    about: Conclusion

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return (self.about.gate, *(outcome.condition for outcome in self.about.outcomes))

    @property
    def facts(self) -> frozenset[str]:
        return frozenset().union(*(condition.facts() for condition in self.conditions))

    @property
    def watches(self) -> list[Watch]:
        return [Watch(condition.facts(), partial(_decides, condition)) for condition in self.conditions]

    def arises(self, world: World) -> bool:
        return self.about.gate.value(world.known) is not False

    def held(self, world: World) -> list[Advice]:
        return [outcome for outcome in self.about.outcomes if outcome.condition.value(world.facts) is True]

    def result(self, world: World) -> Result:
        """Read straight from the conditions, so that the engine's walk can be held against it."""
        if not self.arises(world):
            return "absent", "absent"
        held = self.held(world)
        if not held:
            return "none", "not_yet_decided"
        return held[0].id, "provisional" if self.possible(world) else "settled"

    def possible(self, world: World) -> bool:
        """Whether something not known could still lead to an outcome, or away from one."""
        return any(outcome.condition.value(world.known) is None for outcome in self.about.outcomes)

    def alone(self) -> Pathway:
        """The pathway with this conclusion and the questions it depends on, and nothing else."""
        return _with_questions(self.pathway, self.facts, conclusions=(self.about,))

    def end(self, standing: Standing) -> Result:
        """The result where a walk through the part alone stands."""
        if not standing.findings:
            return "absent", "absent"
        (finding,) = standing.findings
        return finding.outcome.id if finding.outcome else "none", finding.status


@dataclass(frozen=True)
class AdvicePart:
    pathway: Pathway
    about: Advice

    @property
    def facts(self) -> frozenset[str]:
        return self.about.condition.facts() | (frozenset(("role",)) if self.about.node.for_ else frozenset())

    @property
    def watches(self) -> list[Watch]:
        return [Watch(self.facts, self._decided)]

    def _decided(self, world: World) -> bool:
        role = world.facts.get("role")
        if not self.about.shown_to(role):
            return True
        return bool(role or not self.about.node.for_) and _decides(self.about.condition, world)

    def state(self, world: World) -> str:
        if not self.about.shown_to(world.facts.get("role")):
            return "absent"
        if self.about.condition.value(world.facts) is True:
            return "held"
        return "open" if self.about.condition.value(world.known) is None else "absent"

    def reached(self, facts: dict[str, Fact]) -> bool:
        """Whether some answers to these facts make it hold."""
        return any(self.state(world) == "held" for world in worlds(self.pathway, facts, self.watches))

    def result(self, world: World) -> Result:
        return self.about.id, self.state(world)

    def alone(self) -> Pathway:
        """The pathway with this duty and its questions, and nothing else; its due date decides nothing."""
        return _with_questions(self.pathway, self.facts, duties=(replace(self.about, due=None),))

    def end(self, standing: Standing) -> Result:
        """The result where a walk through the part alone stands."""
        return self.about.id, "held" if standing.duties else "open" if standing.open_duties else "absent"


Part = ConclusionPart | AdvicePart


def _decides(condition: Condition, world: World) -> bool:
    """Only what is known decides: a "not known yet" may still become anything."""
    return condition.value(world.known) is not None


def _with_questions(
    pathway: Pathway,
    facts: frozenset[str],
    conclusions: tuple[Conclusion, ...] = (),
    duties: tuple[Advice, ...] = (),
) -> Pathway:
    wanted = set(closure(pathway, facts))
    steps = tuple(replace(step, for_record=False) for step in pathway.steps if step.fact in wanted)
    return replace(pathway, steps=steps, conclusions=conclusions, duties=duties)
