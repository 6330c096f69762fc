"""What the buttons and words around a list of entries make happen."""

from __future__ import annotations

from collections.abc import Callable

from actions.guidance import to_json
from actions.guidance.values import Entries, SoFar

from .desk import Desk
from .entries import MOST_ENTRIES, half_built, is_recorded, keep, listed, worded_entry
from .listing import earlier_entries
from .moves import answer, go_on, propose
from .prompts import ask
from .reply import Bubble


def entry(desk: Desk, action: dict) -> None:
    """Take one part of an entry; with its last part the entry goes on the list and on record."""
    fact = desk.fact(desk.prompt["fact"])
    built = {**(half_built(desk) or {}), action["column"]: action["value"]}
    desk.state["misses"] = 0
    if len(built) < len(fact.columns):
        keep(desk, built)
        return ask(desk)
    keep(desk, None)
    return _put_on_record(desk, (*listed(desk), tuple(built.items())))


def _put_on_record(desk: Desk, entries: Entries) -> None:
    """Put the list as it is now in the place of the earlier one."""
    fact_id = desk.prompt["fact"]
    if desk.prompt["kind"] == "correct_answer" and not is_recorded(desk):
        return propose(desk, fact_id, entries, to_json(entries), None)
    desk.record(fact_id, entries if is_recorded(desk) else SoFar(entries))
    return ask(desk)


def entry_begin(desk: Desk, action: dict) -> None:
    if len(listed(desk)) < MOST_ENTRIES:
        keep(desk, {})
    ask(desk)


def entry_remove(desk: Desk, action: dict) -> None:
    *left, last = listed(desk)
    words = worded_entry(desk.fact(desk.prompt["fact"]), last)
    desk.say(Bubble(kind="notice", text=f"Taken off the list: {words}. It stays on record as superseded."))
    _put_on_record(desk, tuple(left))


def entries_from_before(desk: Desk, action: dict) -> None:
    """Begin with the list of another consultation on this case, to confirm it or change it."""
    _put_on_record(desk, earlier_entries(desk))


def entries_done(desk: Desk, action: dict) -> None:
    """The list is whole. One that is being changed is on record already."""
    keep(desk, None)
    if is_recorded(desk):
        return go_on(desk)
    return answer(desk, {"value": to_json(listed(desk))})


MOVES: dict[str, Callable[[Desk, dict], None]] = {
    "entry": entry,
    "entry_begin": entry_begin,
    "entry_remove": entry_remove,
    "entries_from_before": entries_from_before,
    "entries_done": entries_done,
}
