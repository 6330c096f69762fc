"""What a fact can be: a value, not known yet, not asked, or not applicable on this path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


class _Mark:
    """A named marker that compares by identity and survives copying."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name

    def __copy__(self) -> _Mark:
        return self

    def __deepcopy__(self, memo: dict) -> _Mark:
        return self


NOT_KNOWN = _Mark("not known yet")
"""The practitioner was asked and does not know yet. Never counts as no."""

NOT_ASKED = _Mark("not asked")
NOT_APPLICABLE = _Mark("not applicable")
"""The question belongs to a branch that this path does not take."""

Entries = tuple[tuple[tuple[str, str], ...], ...]
"""Several things of the same shape, in the order given: each is its columns with what was said of them."""


@dataclass(frozen=True)
class SoFar:
    """A list of entries that is still being made: its question counts as not asked until the list is whole."""

    entries: Entries


FactValue = str | int | dt.date | frozenset | Entries | SoFar | _Mark


@dataclass(frozen=True)
class IfOnPath:
    """A value, or NOT_ASKED, on a branch neither taken nor ruled out yet; `open` are the facts that decide it."""

    value: FactValue
    open: frozenset[str]


@dataclass(frozen=True)
class Answer:
    """One answer in the order it was given.

    `value` is an option id ("yes", "cat1"), a frozenset of option ids, an int (a number, or whole units
    of money), a date, a text, Entries, SoFar, or NOT_KNOWN.
    """

    fact: str
    value: FactValue


def to_json(value: FactValue) -> object:
    """The value as plain JSON; NOT_KNOWN becomes null, entries a list of objects, those so far {"so_far": list}."""
    if value is NOT_KNOWN:
        return None
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, SoFar):
        return {"so_far": to_json(value.entries)}
    if isinstance(value, tuple):
        return [dict(entry) for entry in value]
    return value


def entries_from_json(columns: Iterable[str], plain: object) -> Entries | SoFar:
    """What `to_json` made of entries with these columns. Raises ValueError for anything else."""
    if isinstance(plain, dict) and plain.keys() == {"so_far"}:
        return SoFar(entries_from_json(columns, plain["so_far"]))
    columns = tuple(columns)
    if not isinstance(plain, list) or not all(isinstance(row, dict) and row.keys() == set(columns) for row in plain):
        raise ValueError(f"no list of entries with {', '.join(columns)}")
    return tuple(tuple((column, row[column]) for column in columns) for row in plain)
