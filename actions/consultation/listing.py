"""How a list of entries is asked for: part by part, and after each entry whether there is another."""

from __future__ import annotations

from actions.guidance.schema import Fact

from .answers import choices_of
from .asking import earlier_answer, known_before, progress, side_buttons
from .desk import Desk
from .entries import (
    MOST_ENTRIES,
    column_asked,
    column_fact,
    half_built,
    how_many,
    is_recorded,
    listed,
    taken_over,
    worded_entry,
    worded_list,
)
from .reply import Bubble, Button, Item, Section

SHORT = 100
"""Characters of an entry on the list before the last one, which is shown in full."""


def next_of_the_list(desk: Desk, *, correcting: bool = False) -> Bubble:
    """The next part of an entry, or the list with the question whether it goes on."""
    column = column_asked(desk)
    return _part(desk, column, correcting) if column else _another(desk, correcting)


def _part(desk: Desk, column: str, correcting: bool) -> Bubble:
    fact, entry = desk.fact(desk.prompt["fact"]), half_built(desk)
    part = column_fact(fact, column)
    known = known_before(desk, desk.prompt["fact"], correcting)
    if entry:
        parts = [part.ask, f"So far: {worded_entry(fact, entry.items())}."]
    elif listed(desk):
        parts = [part.ask, f"This is entry {len(listed(desk)) + 1}."]
    else:
        parts = [fact.ask, fact.hint, known, part.ask]
    return Bubble(
        kind="question",
        title="Changing an answer" if correcting else None,
        text="\n\n".join(part for part in parts if part),
        buttons=(*_part_buttons(desk, fact, column), *_side_buttons(desk)),
        cites=tuple(fact.cites),
        input="text" if part.kind == "text" else "buttons",
        progress=None if correcting else progress(desk),
    )


def _part_buttons(desk: Desk, fact: Fact, column: str) -> list[Button]:
    """The options of the part; before the first entry also the ways to have no list at all."""
    options = choices_of(column_fact(fact, column))
    buttons = [desk.button(words, do="entry", column=column, value=option) for option, words in options.items()]
    if half_built(desk) or listed(desk):
        return buttons
    earlier = earlier_entries(desk)
    if earlier:
        buttons.append(desk.button(f"Start from those: {how_many(earlier)}", do="entries_from_before"))
    buttons.append(desk.button("Nothing to list", do="entries_done"))
    if fact.not_known:
        buttons.append(desk.button(fact.not_known.label, do="answer", value=None))
    return buttons


def _side_buttons(desk: Desk) -> list[Button]:
    """A list on record is changed entry by entry, so there is no "as it was" to go back to with one button."""
    return side_buttons(desk, can_keep=not is_recorded(desk))


def earlier_entries(desk: Desk) -> tuple:
    """The list that another consultation on this case holds, if it would do here."""
    earlier = earlier_answer(desk, desk.prompt["fact"])
    return taken_over(desk.fact(earlier.fact), earlier.value) if earlier and not earlier.not_known else ()


def _another(desk: Desk, correcting: bool) -> Bubble:
    known_before(desk, desk.prompt["fact"], correcting)  # so that the same list again is recorded as confirming it
    fact, entries = desk.fact(desk.prompt["fact"]), listed(desk)
    *before, last = worded_list(fact, entries)
    full = len(entries) >= MOST_ENTRIES
    buttons = [] if full else [desk.button("Add another", do="entry_begin")]
    buttons += [desk.button("That is all", do="entries_done"), desk.button("Remove the last one", do="entry_remove")]
    if correcting and fact.not_known:
        buttons.append(desk.button(fact.not_known.label, do="answer", value=None))
    return Bubble(
        kind="question",
        title="Changing an answer" if correcting else None,
        text=f"That is {MOST_ENTRIES} entries, and the list holds no more." if full else "Add another?",
        sections=(Section(f"On the list: {how_many(entries)}", tuple(map(Item, [*map(_short, before), last]))),),
        buttons=(*buttons, *_side_buttons(desk)),
        cites=tuple(fact.cites),
        input="buttons",
        progress=None if correcting else progress(desk),
    )


def _short(line: str) -> str:
    return line if len(line) <= SHORT else line[: SHORT - 1].rstrip() + "…"
