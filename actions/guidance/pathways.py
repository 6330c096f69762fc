"""A pathway ready to be walked: its conditions read, its names resolved, its due dates understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from . import schema
from .conditions import ALWAYS, Condition, ConditionError, Joined, Shared, Test, parse
from .deadlines import DueRule, parse_due
from .problems import PackError, Problem
from .source import Place, Source


@dataclass(frozen=True)
class Step:
    """A question in its place. `guard` says on which branch it belongs."""

    fact: str
    guard: Condition
    for_record: bool


@dataclass(frozen=True)
class Advice:
    """A node with its condition read: a duty, or an outcome of a conclusion."""

    node: schema.Node
    condition: Condition
    due: DueRule | None
    place: Place = field(repr=False)

    @property
    def id(self) -> str:
        return self.node.id

    def shown_to(self, role: object) -> bool:
        """Hidden only from a role that is known and not named; an unknown role sees everything."""
        return not self.node.for_ or not isinstance(role, str) or role in self.node.for_


@dataclass(frozen=True)
class Conclusion:
    id: str
    title: str
    gate: Condition
    outcomes: tuple[Advice, ...]
    place: Place = field(repr=False)


def intent_of(pathway_id: str) -> str:
    """The name under which the language model knows openings for this pathway."""
    return pathway_id.replace(".", "_").replace("-", "_")


@dataclass(frozen=True)
class Pathway:
    id: str
    form: schema.PathwayFile
    steps: tuple[Step, ...]
    conclusions: tuple[Conclusion, ...]
    duties: tuple[Advice, ...]
    decision_when: Condition
    source: Source = field(repr=False, compare=False)

    @property
    def intent(self) -> str:
        """The name under which the language model knows openings for this pathway."""
        return intent_of(self.id)

    @cached_property
    def names_roles(self) -> bool:
        """Whether any duty is for some roles only, so that the role has to be asked."""
        return any(duty.node.for_ for duty in self.duties)

    @property
    def every_advice(self) -> tuple[Advice, ...]:
        return tuple(o for c in self.conclusions for o in c.outcomes) + self.duties

    def advice(self, node_id: str) -> Advice:
        return next(advice for advice in self.every_advice if advice.id == node_id)

    def step(self, fact: str) -> Step:
        return next(step for step in self.steps if step.fact == fact)


def compile_pathway(source: Source, form: schema.PathwayFile, facts: Mapping[str, schema.Fact]) -> Pathway:
    """Raises PackError naming each condition, fact, option or due date that does not fit."""
    return _Compiler(source, form, facts).pathway()


class _Compiler:
    """Reads one pathway file and collects everything wrong with it before giving up."""

    def __init__(self, source: Source, form: schema.PathwayFile, facts: Mapping[str, schema.Fact]) -> None:
        self.source, self.form, self.facts = source, form, facts
        self.names: dict[str, Condition] = {}
        self.problems: list[Problem] = []
        self.asked = [ask.fact for ask in form.ask]

    def pathway(self) -> Pathway:
        self.definitions()
        steps = self.steps()
        conclusions = tuple(self.conclusion(cid, form) for cid, form in self.form.conclusions.items())
        duties = tuple(self.advice(node, ("duties", i), ALWAYS) for i, node in enumerate(self.form.duties))
        decision = self.form.decision
        decision_when = self.condition(decision.when if decision else None, ("decision", "when"))
        self.unique_ids(conclusions, duties)
        if self.problems:
            raise PackError(self.problems)
        return Pathway(self.form.pathway, self.form, steps, conclusions, duties, decision_when, self.source)

    def definitions(self) -> None:
        """Definitions come first, so that guards may use them too; a guard still may not look forward."""
        for name, text in self.form.define.items():
            place = ("define", name)
            if name in self.facts:
                self.fault(place, "SP102", f"'{name}' is a fact already", "give the definition another name")
            self.names[name] = Shared(self.condition(text, place))

    def steps(self) -> tuple[Step, ...]:
        """The questions in their order; each guard may test only what stands before it."""
        self.asked = []
        steps = []
        for index, ask in enumerate(self.form.ask):
            place = ("ask", index)
            if ask.fact not in self.facts:
                self.fault(
                    place,
                    "SP104",
                    f"asks for '{ask.fact}', which is no fact of this pack",
                    "add it to a file in facts/, or correct the name",
                )
            if ask.fact in self.asked:
                self.fault(place, "SP102", f"asks for '{ask.fact}' twice", "keep one place for each question")
            guard = self.condition(ask.when, (*place, "when"))
            self.check_spotting(ask.fact, place)
            self.asked.append(ask.fact)
            steps.append(Step(ask.fact, guard, ask.for_record))
        return tuple(steps)

    def check_spotting(self, fact: str, place: Place) -> None:
        """What ticks options must have been said before: the text that is looked through comes first."""
        account = self.facts[fact].spotted_in if fact in self.facts else None
        if account is None:
            return
        if account not in self.asked:
            self.fault(
                place,
                "SP104",
                f"'{fact}' is spotted in '{account}', which is not asked before this point",
                "ask for the text first, or correct the name in spotted_in",
            )
        elif account in self.facts and self.facts[account].kind != "text":
            self.fault(
                place,
                "SP104",
                f"'{fact}' is spotted in '{account}', which is not a text",
                "name a fact of kind text in spotted_in",
            )

    def conclusion(self, conclusion_id: str, form: schema.Conclusion) -> Conclusion:
        place = ("conclusions", conclusion_id)
        if conclusion_id in self.facts:
            self.fault(place, "SP102", f"'{conclusion_id}' is a fact already", "give the conclusion another name")
        gate = self.condition(form.when, (*place, "when"))
        if gate is not ALWAYS:
            gate = Shared(gate)
        outcomes = tuple(self.advice(node, (*place, "one_of", i), gate) for i, node in enumerate(form.one_of))
        for outcome in outcomes:
            self.names[f"{conclusion_id}.{outcome.id}"] = Shared(outcome.condition)
        return Conclusion(conclusion_id, form.title, gate, outcomes, place)

    def advice(self, node: schema.Node, place: Place, gate: Condition) -> Advice:
        condition = self.condition(node.when, (*place, "when"))
        if gate is not ALWAYS:
            condition = Joined((gate, condition), decider=False)
        return Advice(node, condition, self.due(node, place), place)

    def due(self, node: schema.Node, place: Place) -> DueRule | None:
        if node.due is None:
            return None
        try:
            rule = parse_due(node.due)
        except ValueError as error:
            self.fault((*place, "due"), "SP103", str(error), "use one of these forms")
            return None
        if rule and rule.start not in self.asked:
            self.fault(
                (*place, "due"),
                "SP401",
                f"counts from '{rule.start}', which this pathway never asks",
                f"add '{rule.start}' to ask, or count from another fact",
            )
        elif rule and rule.start in self.facts and self.facts[rule.start].kind != "date":
            self.fault(
                (*place, "due"),
                "SP401",
                f"counts from '{rule.start}', which is not a date",
                "count from a fact of kind date",
            )
        return rule

    def condition(self, text: str | None, place: Place) -> Condition:
        if text is None:
            return ALWAYS
        try:
            condition = parse(text, self.names)
        except ConditionError as error:
            self.fault(place, "SP103", str(error), "correct the condition on this line")
            return ALWAYS
        for test in condition.tests():
            self.check_test(test, place)
        return condition

    def check_test(self, test: Test, place: Place) -> None:
        if test.fact not in self.facts:
            self.fault(
                place,
                "SP104",
                f"tests '{test.fact}', which is neither a fact nor a definition above",
                "correct the name, or add the fact to facts/",
            )
            return
        if test.fact not in self.asked:
            self.fault(
                place,
                "SP104",
                f"tests '{test.fact}', which is not asked before this point",
                "add it to ask, before any question that depends on it",
            )
        fact = self.facts[test.fact]
        options = set(fact.options) or ({"yes", "no"} if fact.kind == "yes_no" else set())
        named = {"is": test.operand, "has": {test.operand}}.get(test.kind, set())
        for option in sorted(set(named) - options):
            self.fault(
                place,
                "SP104",
                f"'{option}' is no answer to '{test.fact}'",
                f"use one of: {', '.join(sorted(options)) or 'none; this fact has no options'}",
            )
        fits = {"is": ("yes_no", "choice"), "has": ("choices",)}.get(test.kind, ("number", "money"))
        if test.kind not in ("known", "not_known") and fact.kind not in fits:
            self.fault(
                place,
                "SP103",
                f"'{test.fact}' is a {fact.kind}; this test does not fit it",
                "use 'is' or 'in' for yes_no and choice, 'OPTION in FACT' for choices, < > for number and money; "
                "entries, dates and texts take only 'is known' and 'is not_known'",
            )

    def unique_ids(self, conclusions: tuple[Conclusion, ...], duties: tuple[Advice, ...]) -> None:
        seen: set[str] = set()
        for advice in (*(o for c in conclusions for o in c.outcomes), *duties):
            if advice.id in seen:
                self.fault(
                    (*advice.place, "id"),
                    "SP102",
                    f"the id '{advice.id}' stands here twice",
                    "give each node its own id",
                )
            seen.add(advice.id)

    def fault(self, place: Place, code: str, message: str, remedy: str) -> None:
        self.problems.append(self.source.problem(place, code, message, remedy))
