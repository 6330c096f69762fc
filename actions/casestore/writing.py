"""Writing to the case store: the ground rules, people, their conversations, and cases.

Each act writes its row and the log entry that covers it side by side, so neither can be without the other.
What happens within a consultation is in `transaction`.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.engine import Connection

from actions.casestore import tables as t
from actions.casestore.chain import plain
from actions.casestore.log import Log
from actions.casestore.reading import DELIVERY, Reading, Record, as_record, rows_where
from actions.casestore.records import Case, Consultation, Conversation, Entry, Staff

STAFF = rows_where(t.staff, "handle")
CONVERSATION = rows_where(t.conversations, "channel", "address", "staff")
SAVE_CONVERSATION = (
    t.conversations.update()
    .where(t.conversations.c.id == bindparam("this"), t.conversations.c.version == bindparam("expected"))
    .values({name: bindparam(name) for name in ("state", "focus", "version", "updated_at")})
)
INSERT = {kind: table.insert() for kind, table in t.TABLE.items()}


class Conflict(Exception):
    """Somebody, perhaps the same person on another device, has moved on from what this act was based on."""


class Writing(Reading):
    """One unit of work. Every row and entry it writes bears its one moment, `now`."""

    def __init__(self, connection: Connection, now: datetime):
        super().__init__(connection, now)
        self._log = Log(connection, now)

    def _insert(self, kind: type[Record], **values: Any) -> Record:
        result = self._connection.execute(INSERT[kind], values)
        return kind(id=result.inserted_primary_key[0], **values)

    def _update(self, statement, what: str, **values: Any) -> None:
        if self._connection.execute(statement, values).rowcount != 1:
            raise Conflict(f"The {what} has moved on since it was loaded")

    # the log

    def log(
        self,
        kind: str,
        *,
        by: Staff | None,
        case: Case | None = None,
        consultation: Consultation | None = None,
        detail: Any = None,
    ) -> Entry:
        """Append an entry that stands on its own, such as `danger`, `export` or `view_refused`.

        It belongs to the consultation and its case, to the case, or to the store alone. `by` is None when
        nobody acted but Signpost itself.
        """
        if consultation:
            return self._note(consultation, kind, by, detail=detail)
        return self._log.append(kind, by, case_id=case.id if case else None, detail=detail)

    def _note(self, consultation: Consultation, kind: str, by: Staff | None, **content: Any) -> Entry:
        return self._log.append(kind, by, case_id=consultation.case_id, consultation_id=consultation.id, **content)

    # people and conversations

    def staff(self, handle: str, role: str, pack: str) -> Staff:
        """The person, made known at first sight; a changed role or pack is taken over and logged."""
        known = as_record(Staff, self._one(STAFF, handle=handle))
        if known and (known.role, known.pack) == (role, pack):
            return known
        if known:
            person = replace(known, role=role, pack=pack)
            change = t.staff.update().where(t.staff.c.handle == handle).values(role=role, pack=pack)
            self._connection.execute(change)
        else:
            person = Staff(handle, role, pack, self.now)
            self._connection.execute(t.staff.insert(), vars(person))
        self.log("staff", by=person, detail={"handle": handle, "role": role, "pack": pack})
        return person

    def conversation(self, channel: str, address: str, staff: Staff) -> Conversation:
        """Where this person stands at this address, begun at first sight with an empty state."""
        key = {"channel": channel, "address": address, "staff": staff.handle}
        known = as_record(Conversation, self._one(CONVERSATION, **key))
        if known:
            return known
        return self._insert(Conversation, **key, focus=None, state={}, version=0, updated_at=self.now)

    def save_conversation(self, conversation: Conversation, state: dict, focus: int | None) -> Conversation:
        """Replace state and focus. Raises Conflict if the conversation was saved since it was loaded."""
        changes = {
            "state": plain(state),
            "focus": focus,
            "version": conversation.version + 1,
            "updated_at": self.now,
        }
        known = {"this": conversation.id, "expected": conversation.version}
        self._update(SAVE_CONVERSATION, "conversation", **known, **changes)
        return replace(conversation, **changes)

    def seen(self, conversation: Conversation, message_id: str) -> dict | None:
        """The reply already given to this message in this conversation, or None if it is new."""
        row = self._one(DELIVERY, conversation_id=conversation.id, message_id=message_id)
        return None if row is None else row.reply

    def remember_reply(self, conversation: Conversation, message_id: str, reply: dict) -> None:
        """Keep the reply, so that a second delivery of the message gets the same and changes nothing.

        Raises `sqlalchemy.exc.IntegrityError` if one is kept already.
        """
        row = {"conversation_id": conversation.id, "message_id": message_id, "reply": reply, "at": self.now}
        self._connection.execute(t.deliveries.insert(), row)

    # cases

    def open_case(self, pack: str, reference: str | None, by: Staff) -> Case:
        """A new case with its opener as first member. Raises Conflict if the pack has this reference."""
        if reference is not None and self.find_case(pack, reference):
            raise Conflict("There is already a case with this reference")
        case = self._insert(Case, pack=pack, reference=reference, opened_by=by.handle, opened_at=self.now)
        self._log.append("case_opened", by, case_id=case.id, covers=case)
        self.add_member(case, by, by=by)
        return case

    def add_member(self, case: Case, member: Staff, by: Staff) -> None:
        """Let `member` see the case; nothing happens if they may already."""
        if self.may_see(case, member):
            return
        self._connection.execute(t.case_members.insert(), {"case_id": case.id, "staff": member.handle})
        self.log("member_added", by=by, case=case, detail={"staff": member.handle})
