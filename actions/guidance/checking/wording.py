"""SP301 to SP303 and SP501, SP502: every piece of policy wording has a real paragraph, and fits a phone."""

from __future__ import annotations

from collections.abc import Iterator

from .. import schema
from ..packs import Pack
from ..problems import Problem
from ..source import Place, Source

LONGEST_TEXT = 600
"""Characters of one piece of wording. A question with its hint, progress and a note then stays far below
Telegram's 4,096 and a summary of 40 nodes within ten messages."""
LONGEST_BUTTON = 40
"""Characters on a button before phones cut it off."""


def check_wording(pack: Pack) -> Iterator[Problem]:
    for source in pack.sources:
        for place, part in worded_parts(pack, source):
            yield from _citations(pack, source, place, part)
            yield from _lengths(source, place, part)
    yield from _pack_citations(pack)
    for pathway in pack.pathways.values():
        for index, ambiguity in enumerate(pathway.form.ambiguities):
            yield from _known(pack, pathway.source, ("ambiguities", index), ambiguity.paragraphs)


def _pack_citations(pack: Pack) -> Iterator[Problem]:
    source = pack.sources[0]
    for name, helpline in pack.form.helplines.items():
        yield from _known(pack, source, ("helplines", name), helpline.cites)
    for index, term in enumerate(pack.form.glossary):
        yield from _known(pack, source, ("glossary", index), term.cites)
    for name, dated in pack.form.values.items():
        for index, figure in enumerate(dated):
            yield from _known(pack, source, ("values", name, index), figure.cites)


def worded_parts(pack: Pack, source: Source) -> Iterator[tuple[Place, schema.Cited]]:
    """Everything in a file that cites paragraphs or carries obligations."""
    data = source.data
    for fact_id in data.get("facts", {}):
        yield ("facts", fact_id), pack.facts[fact_id]
    for index, entry in enumerate(data.get("information", ())):
        yield ("information", index), pack.information[entry["id"]]
    pathway = pack.pathways.get(data.get("pathway"))
    if pathway:
        for advice in pathway.every_advice:
            yield advice.place, advice.node
        if pathway.form.decision:
            yield ("decision",), pathway.form.decision


def _citations(pack: Pack, source: Source, place: Place, part: schema.Cited) -> Iterator[Problem]:
    if part.product and part.cites:
        yield source.problem(
            place,
            "SP303",
            "our own advice cites the source",
            "remove the paragraph, or do not mark it as product",
        )
    if not part.product and not part.cites:
        yield source.problem(
            place,
            "SP301",
            "policy wording without a paragraph",
            "add cites, or mark it product: true if it is our own advice",
        )
    yield from _known(pack, source, place, part.cites)
    record = getattr(part, "record", None)
    if record:
        yield from _known(pack, source, place, record.cites)


def _known(pack: Pack, source: Source, place: Place, cites: list[str]) -> Iterator[Problem]:
    for cite in cites:
        if cite not in pack.form.paragraphs:
            yield source.problem(
                place,
                "SP302",
                f"the source has no paragraph {cite}",
                "correct the number, or add the paragraph to pack.yml",
            )


def _lengths(source: Source, place: Place, part: schema.Cited) -> Iterator[Problem]:
    columns = getattr(part, "columns", {})
    texts = {name: getattr(part, name, None) or "" for name in ("ask", "say", "why", "hint", "reasons")}
    texts |= {f"column {name}": column.ask for name, column in columns.items()}
    for name, text in texts.items():
        if len(text) > LONGEST_TEXT:
            yield source.problem(
                (*place, name), "SP501", f"{len(text)} characters", f"say it in at most {LONGEST_TEXT}"
            )
    unknown = getattr(part, "not_known", None)
    labels = [option.label for asked in (part, *columns.values()) for option in getattr(asked, "options", {}).values()]
    for label in [*labels, unknown.label] if unknown else labels:
        if len(label) > LONGEST_BUTTON:
            yield source.problem(
                (*place, "options"),
                "SP502",
                f"'{label}' has {len(label)} characters",
                f"shorten it to {LONGEST_BUTTON}",
            )
