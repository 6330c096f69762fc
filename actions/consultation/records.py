"""Records shown in the chat: one consultation whole, or a line for a list."""

from __future__ import annotations

from actions.casestore import NO_LONGER, Consultation

from .asking import moment
from .desk import Desk
from .prompts import ask
from .reply import Bubble
from .summary import record_of


def show_record_of(desk: Desk, consultation: Consultation | None) -> None:
    """Show the record in the chat and log that it was taken out. The pending prompt stays."""
    focus = desk.consultation
    if consultation is None or consultation.staff != desk.staff.handle:
        desk.say(Bubble(kind="refusal", text="That record is not shared with you."))
    else:
        desk.focus(consultation)
        desk.say(record_of(desk))
        desk.tx.log("export", by=desk.staff, consultation=consultation, detail={"form": "chat"})
        reference = reference_of(desk, consultation)
        if reference != "no reference":
            desk.say(Bubble(kind="notice", text=f"For a file that prints well: signpost cases export {reference}"))
        desk.focus(focus)
    ask(desk)


def line_of(desk: Desk, consultation: Consultation) -> str:
    pathway = desk.library.edition(consultation.pack, consultation.edition).pathways[consultation.pathway]
    still_open = [c for c in desk.tx.conclusions(consultation).values() if c.status not in ("settled", NO_LONGER)]
    waiting = f", {len(still_open)} not settled" if still_open else ""
    return (
        f"{reference_of(desk, consultation)}: {pathway.form.title} ({consultation.status}{waiting}, "
        f"last change {moment(consultation.updated_at)})"
    )


def reference_of(desk: Desk, consultation: Consultation) -> str:
    case = desk.tx.case(consultation.case_id) if consultation.case_id else None
    return case.reference if case and case.reference else "no reference"
