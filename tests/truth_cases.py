"""The truth cases of tests/truth: facts of a case, and what the policy says comes of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from actions.guidance import Pack
from actions.guidance.pathways import Pathway

FOLDER = Path(__file__).parent / "truth"


@dataclass(frozen=True)
class TruthCase:
    """One case. `facts` holds answers as the file writes them, "?" for not known yet."""

    id: str
    title: str
    pathway: str
    facts: dict[str, object]
    conclusions: dict[str, dict[str, str]]
    held: frozenset[str]
    open: frozenset[str]
    absent: frozenset[str]
    open_facts: frozenset[str]
    never_says: tuple[str, ...]


def truth_cases() -> list[TruthCase]:
    return [_case(entry) for file in sorted(FOLDER.glob("part_*.yml")) for entry in yaml.safe_load(file.read_text())]


def _case(entry: dict) -> TruthCase:
    expect = entry["expect"]
    return TruthCase(
        id=entry["id"],
        title=entry["title"],
        pathway=entry["pathway"],
        facts={fact: str(value) if isinstance(value, int) else value for fact, value in entry["facts"].items()},
        conclusions=expect["conclusions"],
        **{name: frozenset(expect[name]) for name in ("held", "open", "absent", "open_facts")},
        never_says=tuple(expect["never_says"]),
    )


@dataclass(frozen=True)
class Shown:
    """Which rows of the obligations ledger a conversation showed.

    `held` by advice that holds or by a question that was asked, `open` by advice that hangs on something not known.
    """

    held: frozenset[str]
    asked: frozenset[str]
    open: frozenset[str]


def rows_shown(pack: Pack, pathway: Pathway, state: dict, asked: list[str]) -> Shown:
    """The rows that this state and these questions carried."""
    reached = {finding["id"]: finding for finding in state["conclusions"]}
    outcomes = {finding["outcome"] for finding in reached.values()} - {None}
    undecided = {
        outcome.id
        for conclusion in pathway.conclusions
        if conclusion.id in reached and reached[conclusion.id]["status"] != "settled"
        for outcome in conclusion.outcomes
    }
    decision = pathway.form.decision.carries if pathway.form.decision else []
    return Shown(
        held=_rows(pathway, outcomes | set(state["duties"])),
        asked=frozenset(row for fact in asked for row in pack.facts[fact].carries) | frozenset(decision),
        open=_rows(pathway, undecided | set(state["open_duties"])),
    )


def _rows(pathway: Pathway, nodes: set[str]) -> frozenset[str]:
    return frozenset(row for node in nodes for row in pathway.advice(node).node.carries)
