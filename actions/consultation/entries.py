"""A list of entries in the making: what is on it, which part of the next entry is asked, and how it is kept.

Each finished entry is an answer of its own on record, the list so far in the place of the one before. The entry that
is half built is kept with the conversation, so a pause, a correction elsewhere or a restart finds it again.
"""

from __future__ import annotations

from collections.abc import Iterable

from actions.casestore import Answer as StoredAnswer
from actions.guidance.schema import Fact
from actions.guidance.values import Entries, SoFar

from .answers import choices_of
from .desk import Desk, from_json, from_store

MOST_ENTRIES = 40
LONGEST_TEXT = 500

ASKING = ("question", "correct_answer")
"""The prompts that ask for a fact."""


def asks_for_entries(desk: Desk) -> bool:
    return desk.prompt["kind"] in ASKING and desk.fact(desk.prompt["fact"]).kind == "entries"


def still_open(desk: Desk, stored: StoredAnswer) -> bool:
    """Whether this is a list that nobody has called whole yet."""
    return isinstance(from_store(desk.fact(stored.fact), stored), SoFar)


def listed(desk: Desk) -> Entries:
    """The finished entries on the list that is asked for."""
    stored = _stored(desk)
    return entries_of(from_store(desk.fact(stored.fact), stored)) if stored else ()


def entries_of(value: object) -> Entries:
    """The entries of a list, whole or not; none of what is no list."""
    value = value.entries if isinstance(value, SoFar) else value
    return value if isinstance(value, tuple) else ()


def is_recorded(desk: Desk) -> bool:
    """Whether the list, be it empty, is an answer already, so that it can only be changed."""
    stored = _stored(desk)
    return stored is not None and not stored.not_known and not still_open(desk, stored)


def _stored(desk: Desk) -> StoredAnswer | None:
    return next((answer for answer in desk.stored_answers if answer.fact == desk.prompt["fact"]), None)


# the entry that is half built


def half_built(desk: Desk) -> dict[str, str] | None:
    """Column to what was said, or None when no entry has been begun."""
    return desk.state.get("half_built", {}).get(_place(desk))


def keep(desk: Desk, entry: dict[str, str] | None) -> None:
    """Keep this half-built entry with the conversation, or none."""
    others = {place: kept for place, kept in desk.state.get("half_built", {}).items() if place != _place(desk)}
    desk.state["half_built"] = others if entry is None else {**others, _place(desk): entry}


def forget(desk: Desk) -> None:
    """Drop what is half built in this consultation: it is over."""
    ours = f"{desk.consultation.id} "
    kept = desk.state.get("half_built", {})
    desk.state["half_built"] = {place: entry for place, entry in kept.items() if not place.startswith(ours)}


def _place(desk: Desk) -> str:
    return f"{desk.consultation.id} {desk.prompt['fact']}"


def column_asked(desk: Desk) -> str | None:
    """The part of an entry that is asked now; None when the list is shown and the question is whether it goes on."""
    entry = half_built(desk)
    if entry is None and listed(desk):
        return None
    return next(column for column in desk.fact(desk.prompt["fact"]).columns if column not in (entry or {}))


def fact_asked(desk: Desk) -> Fact | None:
    """The question that is asked now: the fact's own, or that of one column. None when a list is only shown."""
    fact = desk.fact(desk.prompt["fact"])
    if fact.kind != "entries":
        return fact
    column = column_asked(desk)
    return column and column_fact(fact, column)


def column_fact(fact: Fact, column_id: str) -> Fact:
    """One column as a question of its own, to be read and worded like any other."""
    column = fact.columns[column_id]
    return Fact(
        ask=column.ask, kind=column.kind, options=column.options, why=fact.why, cites=fact.cites, product=fact.product
    )


def back_to_the_part_before(desk: Desk) -> bool:
    """Ask the part of the entry before this one, or show the list again. False when there is nothing to go back to."""
    entry = half_built(desk)
    if entry:
        keep(desk, dict(list(entry.items())[:-1]))
    elif entry is not None and listed(desk):
        keep(desk, None)
    else:
        return False
    return True


# in words


def heading(column_id: str) -> str:
    """The name of a column: `first_seen` is First seen."""
    return column_id.replace("_", " ").capitalize()


def worded_entry(fact: Fact, entry: Iterable[tuple[str, str]]) -> str:
    """One entry in a line."""
    return "; ".join(f"{heading(column)}: {worded_column(fact, column, value)}" for column, value in entry)


def worded_column(fact: Fact, column_id: str, value: str) -> str:
    return choices_of(column_fact(fact, column_id)).get(value, value)


def worded_list(fact: Fact, entries: Entries) -> list[str]:
    """Every entry in a line, with its number."""
    return [f"{number}. {worded_entry(fact, entry)}" for number, entry in enumerate(entries, start=1)]


def how_many(entries: Entries) -> str:
    return {0: "nothing to list", 1: "1 entry"}.get(len(entries), f"{len(entries)} entries")


def taken_over(fact: Fact, plain: object) -> Entries:
    """The entries of another consultation's list, if each would be an answer here too; otherwise none."""
    try:
        entries = entries_of(from_json(fact, plain))
    except ValueError:
        return ()
    columns = {column_id: choices_of(column_fact(fact, column_id)) for column_id in fact.columns}
    fits = all(not columns[column] or value in columns[column] for entry in entries for column, value in entry)
    return entries[:MOST_ENTRIES] if fits else ()
