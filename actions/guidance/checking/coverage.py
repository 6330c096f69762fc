"""Where each obligation of the ledger ends: at a step that answers reach, in an answer to a question, or set aside.

A row that binds somebody to act is no mere answer: if only information carries it, the decision tables have to say why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ..packs import Pack
from ..pathways import Pathway
from ..problems import PackError
from .ledger import Obligation, read_ledger
from .parts import AdvicePart, ConclusionPart
from .tables import duties_table
from .worlds import Watch, worlds

Kind = Literal["carried", "information", "out_of_scope", "missing"]
KINDS: tuple[Kind, ...] = ("carried", "information", "out_of_scope", "missing")
DIRECTING = ("must", "must-not")
MOST_OUT_OF_SCOPE = 0.03


@dataclass(frozen=True)
class Covered:
    """Where one row ends. `node` names what carries it; `reason` says why it is no step, or what is missing."""

    id: str
    pack: str
    force: str
    kind: Kind
    node: str | None = None
    reason: str | None = None


def coverage(pack: Pack) -> list[Covered]:
    """Every row of the pack's ledger, in the ledger's order. Raises PackError for a ledger that cannot be read."""
    steps = _steps(pack)
    told = {row: f"information/{entry.id}" for entry in pack.information.values() for row in entry.carries}
    aside = {entry.row: entry.reason for entry in pack.form.out_of_scope}
    reasons = _reasons(pack)

    def end(row: Obligation) -> Covered:
        reached, claimed = steps.get(row.id, (None, None))
        if reached:
            return Covered(row.id, pack.id, row.modality, "carried", reached)
        if row.id in told:
            if row.modality in DIRECTING and row.id not in reasons:
                why = f"{told[row.id]} only tells of it, and it binds somebody to act; make it a step, or say why not"
                return Covered(row.id, pack.id, row.modality, "missing", reason=why)
            return Covered(row.id, pack.id, row.modality, "information", told[row.id], reasons.get(row.id))
        if row.id in aside:
            return Covered(row.id, pack.id, row.modality, "out_of_scope", reason=aside[row.id])
        why = f"no answers reach {claimed}" if claimed else f"nothing carries it: {row.obligation}"
        return Covered(row.id, pack.id, row.modality, "missing", reason=why)

    return [end(row) for row in read_ledger(pack)]


def holes(covered: Iterable[Covered]) -> list[str]:
    """What keeps the ledger from being covered, in words; empty when it is."""
    rows = list(covered)
    found = [f"{row.id}: {row.reason}" for row in rows if row.kind == "missing"]
    aside = sum(row.kind == "out_of_scope" for row in rows)
    if aside > MOST_OUT_OF_SCOPE * len(rows):
        found.append(f"{aside} of {len(rows)} rows are out of scope; at most {MOST_OUT_OF_SCOPE:.0%} may be")
    return found


def _reasons(pack: Pack) -> dict[str, str]:
    """Why a row is no step, as the decision tables say."""
    found: dict[str, str] = {}
    for pathway in pack.pathways.values():
        try:
            table = duties_table(pack, pathway)
        except PackError:  # `policy check` reports it; without it there is no reason
            continue
        found |= table.information if table else {}
    return found


def _steps(pack: Pack) -> dict[str, tuple[str | None, str]]:
    """For each row, the first step that carries it and that some answers reach, and the first that claims to."""
    found: dict[str, tuple[str | None, str]] = {}
    for pathway in pack.pathways.values():
        for row, name, reached in _carried_by(pack, pathway):
            earlier, claimed = found.get(row, (None, name))
            found[row] = (earlier or (name if reached else None), claimed)
    return found


def _carried_by(pack: Pack, pathway: Pathway) -> Iterator[tuple[str, str, bool]]:
    """Each row that a step of the pathway carries, the step's name, and whether some answers reach it."""
    for step in pathway.steps:
        for row in pack.facts[step.fact].carries:
            yield row, f"{pathway.id}/{step.fact}", _asked(pack, pathway, step.fact)
    for conclusion in pathway.conclusions:
        carrying = [outcome for outcome in conclusion.outcomes if outcome.node.carries]
        reached = _outcomes(pack, ConclusionPart(pathway, conclusion)) if carrying else set()
        for outcome in carrying:
            for row in outcome.node.carries:
                yield row, f"{pathway.id}/{outcome.id}", outcome.id in reached
    for duty in pathway.duties:
        if duty.node.carries:
            held = AdvicePart(pathway, duty).reached(pack.facts)
            for row in duty.node.carries:
                yield row, f"{pathway.id}/{duty.id}", held
    for row in pathway.form.decision.carries if pathway.form.decision else ():
        yield row, f"{pathway.id}/decision", True


def _asked(pack: Pack, pathway: Pathway, fact: str) -> bool:
    watch = Watch(frozenset((fact,)), lambda world: fact in world.given)
    return any(fact in world.given for world in worlds(pathway, pack.facts, [watch]))


def _outcomes(pack: Pack, part: ConclusionPart) -> set[str]:
    everything = {outcome.id for outcome in part.about.outcomes}
    reached: set[str] = set()
    for world in worlds(part.pathway, pack.facts, part.watches):
        if part.arises(world):
            reached.update(outcome.id for outcome in part.held(world))
        if reached == everything:
            break
    return reached
