"""SP106 and SP107: what a pack's files call by name is there: roles, and whatever says an ambiguity aloud."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..packs import Pack
from ..pathways import Pathway
from ..problems import Problem
from ..source import Place, Source


def check_names(pack: Pack) -> Iterator[Problem]:
    for pathway in pack.pathways.values():
        yield from _roles(pack, pathway.source, ("roles",), pathway.form.roles)
        for advice in pathway.every_advice:
            yield from _roles(pack, pathway.source, (*advice.place, "for"), advice.node.for_)
            yield from _roles(pack, pathway.source, (*advice.place, "actor"), advice.node.actor)
    yield from _menu(pack)
    by_source = {pathway.source.file: (pathway,) for pathway in pack.pathways.values()}
    for source in pack.sources:
        yield from _showing(pack, source, by_source.get(source.file, tuple(pack.pathways.values())))


def _menu(pack: Pack) -> Iterator[Problem]:
    """Where there is a menu by topic, it names every pathway, and nothing else."""
    pack_yml = pack.sources[0]
    named = {pathway for topic in pack.form.topics.values() for pathway in topic.pathways}
    for topic_id, topic in pack.form.topics.items():
        for pathway in topic.pathways:
            if pathway not in pack.pathways:
                remedy = f"use one of: {', '.join(pack.pathways)}"
                yield pack_yml.problem(("topics", topic_id), "SP108", f"there is no pathway '{pathway}'", remedy)
    for pathway in pack.pathways.values():
        if named and pathway.id not in named:
            message = f"'{pathway.id}' stands under no topic of the menu"
            yield pack_yml.problem(("topics",), "SP108", message, "name it under one of the topics")


def _roles(pack: Pack, source: Source, place: Place, roles: Iterable[str]) -> Iterator[Problem]:
    for role in roles:
        if role not in pack.form.roles:
            remedy = f"use one of: {', '.join(pack.form.roles)}; or add it to roles in pack.yml"
            yield source.problem(place, "SP106", f"'{role}' is no role of this pack", remedy)


def _showing(pack: Pack, source: Source, pathways: Iterable[Pathway]) -> Iterator[Problem]:
    """A pathway's ambiguity is shown by its own nodes and questions, one of an information file by any."""
    there = set(pack.information)
    for pathway in pathways:
        there |= {advice.id for advice in pathway.every_advice} | {step.fact for step in pathway.steps}
    for index, ambiguity in enumerate(source.data.get("ambiguities", ())):
        for position, shown_by in enumerate(ambiguity.get("shown_by", ())):
            if shown_by not in there:
                message = f"'{shown_by}' is no node, question or information entry"
                remedy = "correct the id, or add what says so and names a person to ask"
                yield source.problem(("ambiguities", index, "shown_by", position), "SP107", message, remedy)
