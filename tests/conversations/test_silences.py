"""Where a source is silent, unclear or against itself: the assistant says so, and names a person to ask.

One test for each such place in the packs. The checker makes sure that what says it can be reached.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.guidance import Pack, load_packs
from actions.guidance.schema import Ambiguity, Cited

PACKS = load_packs(Path(__file__).parents[2] / "policies_kb")
PERSON = re.compile(
    r"manager|manages|supervis|SPO|Head of|co-?ordinator|police|adviser|lawyer|legal|author|owner|department|DHHS|lead"
    r"|Family Safety Victoria|Employee Assistance|Services|VL[OU]|POM|practitioner|staff|agency|DASO|ITM|court|Hub|team"
    r"|panel|social care",
    re.IGNORECASE,
)
ASK = re.compile(
    r"\b(ask|tell|talk|ring|agree|check|choose|settle|bring|find out|confirm|consult|take|go|leave)", re.IGNORECASE
)


def ambiguities() -> Iterator[tuple[Pack, Ambiguity, str]]:
    for pack in PACKS.values():
        for source in pack.sources:
            for index, form in enumerate(source.data.get("ambiguities", ())):
                yield pack, Ambiguity.parse_obj(form), f"{source.file}:{index + 1}"


ALL = list(ambiguities())


def said_by(pack: Pack, name: str) -> str:
    """Everything a person reads of a node, question or information entry."""
    parts: list[Cited] = []
    if name in pack.information:
        parts.append(pack.information[name])
    if name in pack.facts:
        parts.append(pack.facts[name])
    parts += [a.node for p in pack.pathways.values() for a in p.every_advice if a.id == name]
    texts = []
    for part in parts:
        texts += [getattr(part, field, None) or "" for field in ("say", "ask", "hint", "why")]
        unknown = getattr(part, "not_known", None)
        texts += [f"Ask {unknown.ask}"] if unknown else []
        record = getattr(part, "record", None)
        texts += [record.where] if record else []
    return " ".join(texts)


@pytest.mark.parametrize(("pack", "ambiguity"), [entry[:2] for entry in ALL], ids=[entry[2] for entry in ALL])
def test_it_is_said_and_somebody_is_named(pack, ambiguity):
    assert ambiguity.shown_by, f"nothing tells the practitioner: {ambiguity.unclear}"
    said = " ".join(said_by(pack, name) for name in ambiguity.shown_by)
    assert ASK.search(said) and PERSON.search(said), said


def test_every_pack_owns_up_to_some():
    assert {pack.id for pack, *_ in ALL} == set(PACKS)
    assert len(ALL) >= 150
