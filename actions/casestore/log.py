"""Writing the append-only log: one chain through the whole store, and one through each case."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from actions.casestore import tables as t
from actions.casestore.chain import NO_HASH, digest, entry_hash, plain, row_digest
from actions.casestore.records import Entry, Staff

STORE_END = select(t.entries.c.seq, t.entries.c.hash).order_by(t.entries.c.seq.desc()).limit(1)
CASE_END = (
    select(t.entries.c.case_seq, t.entries.c.hash)
    .where(t.entries.c.case_id == bindparam("case_id"))
    .order_by(t.entries.c.case_seq.desc())
    .limit(1)
)
ADD_ENTRY = t.entries.insert()

End = tuple[int, str]  # number and hash of a chain's last entry
BEGINNING: End = (0, NO_HASH)


class Log:
    """The ends of the chains within one transaction; writers take turns, so nobody else moves them."""

    def __init__(self, connection: Connection, now: datetime):
        self._connection = connection
        self._now = now
        self._store_end: End | None = None
        self._case_ends: dict[int, End] = {}

    def append(
        self,
        kind: str,
        by: Staff | None,
        *,
        case_id: int | None = None,
        consultation_id: int | None = None,
        covers: Any = None,
        detail: Any = None,
    ) -> Entry:
        """Add an entry at the end of the chains. It covers the record `covers`, or carries `detail`."""
        seq, prev_hash = self._end_of_store()
        case_seq, case_prev_hash = self._end_of_case(case_id)
        detail = plain(detail)
        table = t.TABLE[type(covers)].name if covers else None
        entry = {
            "seq": seq + 1,
            "case_id": case_id,
            "case_seq": None if case_id is None else case_seq + 1,
            "consultation_id": consultation_id,
            "kind": kind,
            "table_name": table,
            "row_id": covers.id if covers else None,
            "detail": detail,
            "staff": by.handle if by else None,
            "at": self._now,
            "content_digest": row_digest(vars(covers), t.MUTABLE[table]) if covers else digest(detail),
            "prev_hash": prev_hash,
            "case_prev_hash": case_prev_hash,
        }
        entry["hash"] = entry_hash(entry)
        self._connection.execute(ADD_ENTRY, entry)
        self._store_end = (entry["seq"], entry["hash"])
        if case_id is not None:
            self._case_ends[case_id] = (entry["case_seq"], entry["hash"])
        return Entry(**entry)

    def _end_of_store(self) -> End:
        if self._store_end is None:
            self._store_end = self._connection.execute(STORE_END).first() or BEGINNING
        return self._store_end

    def _end_of_case(self, case_id: int | None) -> tuple[int | None, str | None]:
        if case_id is None:
            return None, None
        if case_id not in self._case_ends:
            end = self._connection.execute(CASE_END, {"case_id": case_id}).first()
            self._case_ends[case_id] = end or BEGINNING
        return self._case_ends[case_id]
