"""Small packs for the tests: written as files, loaded as any other pack."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pack_files import PACK_HEAD, write

from actions.guidance import Answer, Calendar, Correction, Pack, Pathway, Standing, load_pack, preview, replay
from actions.guidance.pathways import compile_pathway
from actions.guidance.schema import PathwayFile
from actions.guidance.source import Source

PACK_YML = PACK_HEAD + 'paragraphs: {"15.1": Routes}\n'

NOT_KNOWN_FORM = {"find_out": "Find it out.", "ask": "The police", "changes": "The route"}


@dataclass(frozen=True)
class Small:
    """A loaded pathway that can be asked for its standing in one short line."""

    pack: Pack
    pathway: Pathway

    @property
    def calendar(self) -> Calendar:
        return self.pack.calendar

    def standing(self, **answers: object) -> Standing:
        return self.after(answers)

    def after(self, answers: Mapping[str, object]) -> Standing:
        return replay(self.pathway, as_answers(answers), self.calendar)

    def correction(self, before: Mapping[str, object], fact: str, value: object) -> Correction:
        return preview(self.pathway, as_answers(before), Answer(fact, value), self.calendar)


def small(folder: Path, facts: Mapping[str, object], **pathway: object) -> Small:
    """A pack with one pathway, `t.small`, in a new folder below `folder`; see `pathway_form` for the short forms."""
    pack_folder = folder / "small"
    write(pack_folder, "pack.yml", PACK_YML)
    write(
        pack_folder, "facts/facts.yml", json.dumps({"facts": {fact: fact_form(kind) for fact, kind in facts.items()}})
    )
    write(pack_folder, "pathways/small.yml", json.dumps(pathway_form(**pathway)))
    pack = load_pack(pack_folder)
    return Small(pack, pack.pathways["t.small"])


def another(pack: Pack, **pathway: object) -> Small:
    """One more pathway over the facts of a loaded pack, without going through files."""
    form = pathway_form(**pathway)
    compiled = compile_pathway(Source("made-up.yml", form, {}), PathwayFile.parse_obj(form), pack.facts)
    return Small(pack, compiled)


def fact_form(kind: str | list | set) -> dict:
    """A kind by its name; a list of options is a choice, a set of options is a choice of several."""
    form = {"ask": "Is it so?", "why": "It matters.", "product": True, "not_known": NOT_KNOWN_FORM}
    if isinstance(kind, str):
        return {**form, "kind": kind}
    options = {option: {"label": option} for option in sorted(kind)}
    return {**form, "kind": "choices" if isinstance(kind, set) else "choice", "options": options}


def pathway_form(
    ask: list,
    conclusions: Mapping[str, Mapping] | None = None,
    duties: Mapping[str, object] | None = None,
    gates: Mapping[str, str] | None = None,
    define: Mapping[str, str] | None = None,
    decision: str | None = None,
) -> dict:
    """`ask`: fact, (fact, guard) or a mapping; `conclusions`: {id: {outcome: condition}}; `duties`: {id: condition}."""
    form = {
        "pathway": "t.small",
        "title": "A small pathway",
        "for_when": "you are testing",
        "button": "Test",
        "source": "Test policy",
        "define": dict(define or {}),
        "ask": [_ask(entry) for entry in ask],
        "conclusions": {
            name: {
                "title": f"About {name}",
                "when": (gates or {}).get(name),
                "one_of": [_node(node, about) for node, about in outcomes.items()],
            }
            for name, outcomes in (conclusions or {}).items()
        },
        "duties": [_node(node, about) for node, about in (duties or {}).items()],
    }
    if decision:
        options = {"go": {"label": "Go"}, "stay": {"label": "Stay"}}
        form["decision"] = {"ask": "What will you do?", "when": decision, "options": options, "reasons": "Why?"}
    return form


def _ask(entry: object) -> dict:
    if isinstance(entry, tuple):
        return {"fact": entry[0], "when": entry[1]}
    return {"fact": entry} if isinstance(entry, str) else entry


def _node(node_id: str, about: object) -> dict:
    about = about if isinstance(about, Mapping) else {"when": about}
    return {"id": node_id, "say": f"Do {node_id}.", "force": "product", **about}


def as_answers(answers: Mapping[str, object]) -> list[Answer]:
    return [Answer(fact, value) for fact, value in answers.items()]


def results(standing: Standing) -> dict[str, tuple[str, str | None]]:
    """Conclusion to status and outcome."""
    return {found.id: (found.status, found.outcome and found.outcome.id) for found in standing.findings}


def held(standing: Standing) -> list[str]:
    return [duty.id for duty in standing.duties]


def still_open(standing: Standing) -> dict[str, tuple[str, ...]]:
    """Open duty to the facts it hangs on."""
    return {duty.id: duty.open for duty in standing.open_duties}
