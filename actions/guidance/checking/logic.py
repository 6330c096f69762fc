"""SP105 and SP201 to SP204: loose facts, unreachable nodes, gaps, conflicts, and what "not known yet" may not do."""

from __future__ import annotations

from collections.abc import Iterator

from ..packs import Pack
from ..pathways import Advice, Pathway
from ..problems import Problem
from ..source import Place
from .parts import AdvicePart, ConclusionPart
from .worlds import worlds


def check_logic(pack: Pack) -> Iterator[Problem]:
    for pathway in pack.pathways.values():
        yield from _loose_questions(pathway)
        for conclusion in pathway.conclusions:
            yield from _conclusion(pack, ConclusionPart(pathway, conclusion))
        yield from _duties(pack, pathway)
    yield from _loose_facts(pack)


def _loose_facts(pack: Pack) -> Iterator[Problem]:
    asked = {step.fact for pathway in pack.pathways.values() for step in pathway.steps}
    for source in pack.sources:
        for fact in source.data.get("facts", {}):
            if fact not in asked:
                yield source.problem(
                    ("facts", fact),
                    "SP105",
                    f"no pathway asks for '{fact}'",
                    "ask for it in a pathway, or delete it",
                )


def _loose_questions(pathway: Pathway) -> Iterator[Problem]:
    used: set[str] = set(pathway.decision_when.facts())
    for advice in pathway.every_advice:
        used |= AdvicePart(pathway, advice).facts | ({advice.due.start} if advice.due else set())
    for step in pathway.steps:
        used |= step.guard.facts()
    for index, step in enumerate(pathway.steps):
        if step.fact not in used and not step.for_record:
            yield pathway.source.problem(
                ("ask", index),
                "SP105",
                f"the answer to '{step.fact}' changes nothing",
                "use it in a condition, mark it for_record, or delete the question",
            )


def _conclusion(pack: Pack, part: ConclusionPart) -> Iterator[Problem]:
    conclusion, source = part.about, part.pathway.source
    reached: set[str] = set()
    faults: dict[tuple[str, str], Problem] = {}

    def fault(place: Place, code: str, about: str, message: str, remedy: str) -> None:
        faults.setdefault((code, about), source.problem(place, code, message, remedy))

    for world in worlds(part.pathway, pack.facts, part.watches):
        if not part.arises(world):
            continue
        held = part.held(world)
        reached.update(outcome.id for outcome in held)
        if len(held) > 1:
            names = " and ".join(f"'{outcome.id}'" for outcome in held)
            message = f"{names} of '{conclusion.id}' both hold when {world}"
            fault(held[-1].place, "SP203", names, message, "make their conditions exclude each other")
        if not held and not part.possible(world):
            message = f"'{conclusion.id}' has no outcome when {world}"
            fault(conclusion.place, "SP202", conclusion.id, message, "add an outcome for these answers")
        if held and held[0].node.closes and part.possible(world):
            message = f"'{held[0].id}' closes a route although something is not known: {world}"
            remedy = "leave the route open: test for the value that closes it, not for 'not_known'"
            fault(held[0].place, "SP204", held[0].id, message, remedy)
    yield from faults.values()
    for outcome in conclusion.outcomes:
        if outcome.id not in reached:
            yield _unreachable(part.pathway, outcome)


def _duties(pack: Pack, pathway: Pathway) -> Iterator[Problem]:
    for part in (AdvicePart(pathway, duty) for duty in pathway.duties):
        if not part.reached(pack.facts):
            yield _unreachable(pathway, part.about)


def _unreachable(pathway: Pathway, advice: Advice) -> Problem:
    message = f"no answers lead to '{advice.id}'"
    return pathway.source.problem(advice.place, "SP201", message, "correct its condition, or delete it")
