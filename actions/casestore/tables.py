"""The tables of the case store.

Rows are the one home of their content; the log (`entries`) only covers them by digest, so that content can be
deleted one day without breaking the chain. Columns marked `mutable` may change in the course of work and are
not covered.
"""

import json
from datetime import datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from actions.casestore import records
from actions.casestore.chain import iso, to_json

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator):
    """An aware time kept as ISO text in UTC: the same bytes in every database, and readable without one."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return iso(value)

    def process_result_value(self, value, dialect):
        return datetime.fromisoformat(value.replace("Z", "+00:00"))


ONE_MEANING = (
    "CASE WHEN value IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN not_known THEN 1 ELSE 0 END"
    " + CASE WHEN withdrawn THEN 1 ELSE 0 END = 1"
)


class Json(TypeDecorator):
    """A JSON value kept as text. SQLite takes a column declared JSON for a number and would make 1.0 of it 1."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else to_json(value)

    def process_result_value(self, value, dialect):
        return None if value is None else json.loads(value)


def _table(name: str, *parts) -> Table:
    # ids are never used twice, not even after a deletion: an entry must not come to cover another row
    return Table(name, metadata, Column("id", Integer, primary_key=True), *parts, sqlite_autoincrement=True)


def _mutable(name: str, kind, *rest, **options) -> Column:
    return Column(name, kind, *rest, info={"mutable": True}, **options)


def _one_of(column: str, *words: str) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _staff(name: str = "staff", **options) -> Column:
    return Column(name, String(120), ForeignKey("staff.handle"), nullable=False, **options)


def _consultation(**options) -> Column:
    return Column("consultation_id", Integer, ForeignKey("consultations.id"), nullable=False, **options)


staff = Table(
    "staff",
    metadata,
    Column("handle", String(120), primary_key=True),
    Column("role", String(60), nullable=False),
    Column("pack", String(60), nullable=False),
    Column("created_at", Instant, nullable=False),
)

cases = _table(
    "cases",
    Column("pack", String(60), nullable=False),
    Column("reference", String(120)),
    _staff("opened_by"),
    Column("opened_at", Instant, nullable=False),
    UniqueConstraint("pack", "reference"),
)

case_members = Table(
    "case_members",
    metadata,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True),
    Column("staff", String(120), ForeignKey("staff.handle"), primary_key=True, index=True),
)

consultations = _table(
    "consultations",
    Column("case_id", Integer, ForeignKey("cases.id"), index=True),
    _staff(index=True),
    Column("pack", String(60), nullable=False),
    Column("pathway", String(120), nullable=False),
    Column("edition", String(60), nullable=False),
    _mutable("status", String(12), nullable=False),
    _mutable("version", Integer, nullable=False),
    Column("started_at", Instant, nullable=False),
    _mutable("updated_at", Instant, nullable=False),
    _one_of("status", "open", "paused", "suspended", "closed", "stopped"),
)

conversations = _table(
    "conversations",
    Column("channel", String(30), nullable=False),
    Column("address", String(200), nullable=False),
    _staff(),
    Column("focus", Integer, ForeignKey("consultations.id")),
    Column("state", Json, nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("channel", "address", "staff"),  # two people at one address never share a state
)

answers = _table(
    "answers",
    _consultation(),
    Column("seq", Integer, nullable=False),
    Column("fact", String(120), nullable=False),
    Column("value", Json),
    Column("note", Text),
    Column("not_known", Boolean, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("supersedes", Integer, ForeignKey("answers.id"), unique=True),
    Column("source", String(12), nullable=False),
    _staff(),
    Column("at", Instant, nullable=False),
    UniqueConstraint("consultation_id", "seq"),
    _one_of("source", "practitioner", "identity", "confirmed"),
    # a value, or "not known", or taken back: never two of these, and never nothing that could pass for a no
    CheckConstraint(ONE_MEANING, name="one_meaning"),
)

conclusions = _table(
    "conclusions",
    _consultation(index=True),
    Column("seq", Integer, nullable=False),
    Column("conclusion", String(120), nullable=False),
    Column("outcome", String(120)),
    Column("status", String(20), nullable=False),
    Column("open", Json, nullable=False),
    Column("at", Instant, nullable=False),
    _one_of("status", "settled", "provisional", "not_yet_decided", "does_not_arise"),
)

decisions = _table(
    "decisions",
    _consultation(),
    Column("seq", Integer, nullable=False),
    Column("choice", String(120), nullable=False),
    Column("reasons", Text, nullable=False),
    _staff(),
    Column("at", Instant, nullable=False),
    Column("supersedes", Integer, ForeignKey("decisions.id"), unique=True),
    UniqueConstraint("consultation_id", "seq"),
)

tasks = _table(
    "tasks",
    _consultation(index=True),
    Column("node", String(160), nullable=False),
    Column("text", Text, nullable=False),
    Column("owner", String(120), nullable=False),
    Column("due_on", Date),
    Column("due_note", Text),
    _mutable("state", String(12), nullable=False),
    Column("created_at", Instant, nullable=False),
    _one_of("state", "open", "done", "deferred", "withdrawn"),
)

task_events = _table(
    "task_events",
    Column("task_id", Integer, ForeignKey("tasks.id"), nullable=False, index=True),
    Column("state", String(12), nullable=False),
    Column("note", Text),
    _staff(),
    Column("at", Instant, nullable=False),
    _one_of("state", "open", "done", "deferred", "withdrawn"),
)

deliveries = _table(
    "deliveries",
    Column("conversation_id", Integer, ForeignKey("conversations.id"), nullable=False),
    Column("message_id", String(200), nullable=False),
    Column("reply", Json, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("conversation_id", "message_id"),
)

# No foreign keys here: an entry outlives what it covers.
entries = Table(
    "entries",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("case_id", Integer),
    Column("case_seq", Integer),
    Column("consultation_id", Integer),
    Column("kind", String(60), nullable=False),
    Column("table_name", String(30)),
    Column("row_id", Integer),
    Column("detail", Json),
    Column("staff", String(120)),
    Column("at", Instant, nullable=False),
    Column("content_digest", String(64), nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("case_prev_hash", String(64)),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("case_id", "case_seq"),
    UniqueConstraint("table_name", "row_id"),  # one entry to a row
)

TABLE = {
    records.Case: cases,
    records.Consultation: consultations,
    records.Conversation: conversations,
    records.Answer: answers,
    records.Conclusion: conclusions,
    records.Decision: decisions,
    records.Task: tasks,
    records.TaskEvent: task_events,
}
"""Where each kind of record is kept."""

COVERED = (cases, consultations, answers, conclusions, decisions, tasks, task_events)
"""Every row of these tables has one entry that covers it."""

MUTABLE = {table.name: frozenset(c.name for c in table.c if c.info.get("mutable")) for table in COVERED}
"""Per covered table, the columns that its digest leaves out."""
