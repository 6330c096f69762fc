"""What a fact can be: a value, not known yet, not asked, or not applicable on this path."""

from __future__ import annotations

import datetime as dt
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

FactValue = str | int | dt.date | frozenset | _Mark


@dataclass(frozen=True)
class IfOnPath:
    """A value, or NOT_ASKED, on a branch neither taken nor ruled out yet; `open` are the facts that decide it."""

    value: FactValue
    open: frozenset[str]


@dataclass(frozen=True)
class Answer:
    """One answer in the order it was given.

    `value` is an option id ("yes", "cat1"), a frozenset of option ids, an int, a date, a text, or NOT_KNOWN.
    """

    fact: str
    value: FactValue


def to_json(value: FactValue) -> object:
    """The value as plain JSON; NOT_KNOWN becomes null."""
    if value is NOT_KNOWN:
        return None
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return value
