"""A list of entries as a timeline: who wants it drawn finds here what stands where, and in which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from actions.guidance import Pack
from actions.guidance.schema import Fact
from actions.guidance.values import entries_from_json

from .entries import entries_of, heading, worded_column


@dataclass(frozen=True)
class Event:
    """One entry: its place in the order, from 1; its lane, from 0; the words over it; its texts with their names."""

    number: int
    lane: int
    label: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Timeline:
    """Events in the order given; nothing is said about how much time lies between them."""

    title: str
    lanes: tuple[str, ...]
    events: tuple[Event, ...]

    @property
    def in_words(self) -> str:
        """Everything that the picture shows, for those who hear it read out."""
        told = (
            f"{event.number}. {self.lanes[event.lane]}. {event.label.rstrip('.')}. "
            + " ".join(f"{name}: {text.rstrip('.')}." for name, text in event.texts)
            for event in self.events
        )
        return " ".join(["Events in the order given, each in the lane of its kind.", *told])

    def parts(self, size: int) -> list[Timeline]:
        """The timeline cut into pieces of so many events."""
        return [replace(self, events=self.events[at : at + size]) for at in range(0, len(self.events), size)]


def timeline_of(pack: Pack | None, pathway_id: str, answer: Mapping) -> Timeline | None:
    """The timeline of an answer as it is exported; None where it is no list, or one that the pack does not know so."""
    fact = pack and pack.facts.get(answer["fact"])
    if not fact or pathway_id not in pack.pathways:
        return None
    return timeline(pack.pathways[pathway_id].form.title, fact, answer["value"])


def timeline(title: str, fact: Fact, plain: object) -> Timeline | None:
    """The lanes are the options of the first choice column; over an event stands what its first text column says.

    None for anything but a list with an entry, a choice column and a text column.
    """
    kinds = {kind: [id for id, column in fact.columns.items() if column.kind == kind] for kind in ("choice", "text")}
    if not all(kinds.values()):
        return None
    try:
        entries = entries_of(entries_from_json(fact.columns, plain))
    except ValueError:
        return None
    lane_column, label_column = kinds["choice"][0], kinds["text"][0]
    options = fact.columns[lane_column].options
    lanes = list(options)
    if not entries or any(dict(entry)[lane_column] not in options for entry in entries):
        return None
    events = tuple(
        Event(
            number=number,
            lane=lanes.index(dict(entry)[lane_column]),
            label=dict(entry)[label_column],
            texts=tuple(
                (heading(column), worded_column(fact, column, value))
                for column, value in entry
                if column not in (lane_column, label_column)
            ),
        )
        for number, entry in enumerate(entries, start=1)
    )
    return Timeline(title, tuple(option.label for option in options.values()), events)
