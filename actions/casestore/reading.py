"""What can be asked of the case store. Every answer is a plain value from `records`."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import bindparam, func, select
from sqlalchemy.engine import Connection, Row
from sqlalchemy.engine.row import RowMapping

from actions.casestore import tables as t
from actions.casestore.records import (
    Answer,
    Case,
    CaseLine,
    Conclusion,
    Consultation,
    Decision,
    Head,
    Staff,
    Task,
)

Record = TypeVar("Record")


def rows_where(table, *names: str):
    """A query by equality on the named columns; built once at import, so that its compiled form is reused."""
    statement = select(table)
    for name in names:
        statement = statement.where(table.c[name] == bindparam(name))
    return statement


def _count(rows, *conditions):
    return select(func.count()).select_from(rows).where(*conditions).correlate(t.cases).scalar_subquery()


OPEN_TASK = ("open", "deferred")

CASE = rows_where(t.cases, "id")
CASE_BY_REFERENCE = rows_where(t.cases, "pack", "reference")
MEMBER = rows_where(t.case_members, "case_id", "staff")
CONSULTATION = rows_where(t.consultations, "id")
ANSWERS = rows_where(t.answers, "consultation_id").order_by(t.answers.c.seq)
CONCLUSIONS = rows_where(t.conclusions, "consultation_id").order_by(t.conclusions.c.id)
DECISIONS = rows_where(t.decisions, "consultation_id").order_by(t.decisions.c.seq)
TASKS = rows_where(t.tasks, "consultation_id").order_by(t.tasks.c.id)
DELIVERY = rows_where(t.deliveries, "conversation_id", "message_id")
HEAD = select(t.entries.c.seq, t.entries.c.hash).order_by(t.entries.c.seq.desc()).limit(1)
CASE_LINES = select(
    t.cases,
    _count(t.consultations, t.consultations.c.case_id == t.cases.c.id).label("consultations"),
    _count(
        t.consultations,
        t.consultations.c.case_id == t.cases.c.id,
        t.consultations.c.status.in_(("open", "paused", "suspended")),
    ).label("unfinished"),
    _count(
        t.tasks.join(t.consultations),
        t.consultations.c.case_id == t.cases.c.id,
        t.tasks.c.state.in_(OPEN_TASK),
    ).label("open_tasks"),
    select(func.max(t.entries.c.at))
    .where(t.entries.c.case_id == t.cases.c.id)
    .scalar_subquery()
    .label("last_entry_at"),
).order_by(t.cases.c.id)
EARLIER_ANSWERS = (
    select(t.answers)
    .join(t.consultations, t.consultations.c.id == t.answers.c.consultation_id)
    .where(
        t.consultations.c.case_id == bindparam("case_id"),
        t.consultations.c.pack == bindparam("pack"),
        t.consultations.c.id != bindparam("except_id"),
    )
    .order_by(t.answers.c.id)
)


def _of_consultation(table):
    ours = select(t.consultations.c.id)
    return lambda case_id: table.c.consultation_id.in_(ours.where(t.consultations.c.case_id == case_id))


WITHIN_CASE = {
    "cases": lambda case_id: t.cases.c.id == case_id,
    "consultations": lambda case_id: t.consultations.c.case_id == case_id,
    "answers": _of_consultation(t.answers),
    "conclusions": _of_consultation(t.conclusions),
    "decisions": _of_consultation(t.decisions),
    "tasks": _of_consultation(t.tasks),
    "task_events": lambda case_id: t.task_events.c.task_id.in_(
        select(t.tasks.c.id).where(WITHIN_CASE["tasks"](case_id))
    ),
    "entries": lambda case_id: t.entries.c.case_id == case_id,
}
"""Per table, which of its rows belong to a case."""


def as_record(kind: type[Record], row: Row | None) -> Record | None:
    """The row as a plain value, or None for no row."""
    return None if row is None else kind(**row._mapping)


def standing(answers: Iterable[Answer]) -> list[Answer]:
    """The answers that hold: neither superseded nor withdrawn, each in the place of the one it corrects."""
    place: dict[int, int] = {}
    holds: dict[int, Answer] = {}
    for answer in answers:
        place[answer.id] = place.get(answer.supersedes, answer.id)
        holds[place[answer.id]] = answer
    return [answer for answer in holds.values() if not answer.withdrawn]


class Reading:
    """Questions to the store within one moment, `now`."""

    def __init__(self, connection: Connection, now: datetime):
        self._connection = connection
        self.now = now

    def _one(self, statement, **values: Any) -> Row | None:
        return self._connection.execute(statement, values).first()

    def _all(self, kind: type[Record], statement, **values: Any) -> list[Record]:
        return [kind(**row._mapping) for row in self._connection.execute(statement, values)]

    # cases

    def case(self, case_id: int) -> Case | None:
        """The case, or None."""
        return as_record(Case, self._one(CASE, id=case_id))

    def find_case(self, pack: str, reference: str) -> Case | None:
        """The case that the agency knows by this reference, or None. Says nothing about who may see it."""
        return as_record(Case, self._one(CASE_BY_REFERENCE, pack=pack, reference=reference))

    def may_see(self, case: Case, staff: Staff) -> bool:
        """Whether this person is a member of the case."""
        return self._one(MEMBER, case_id=case.id, staff=staff.handle) is not None

    def list_cases(self) -> list[CaseLine]:
        """Every case in the store, for its administrator, oldest first."""
        return self._all(CaseLine, CASE_LINES)

    # consultations

    def consultation(self, consultation_id: int) -> Consultation | None:
        """The consultation, or None."""
        return as_record(Consultation, self._one(CONSULTATION, id=consultation_id))

    def consultations_of(self, *, staff: Staff | None = None, case: Case | None = None) -> list[Consultation]:
        """Consultations of a person, of a case, or of a person on a case, oldest first."""
        statement = select(t.consultations).order_by(t.consultations.c.id)
        if staff is not None:
            statement = statement.where(t.consultations.c.staff == staff.handle)
        if case is not None:
            statement = statement.where(t.consultations.c.case_id == case.id)
        return self._all(Consultation, statement)

    def answers(self, consultation: Consultation) -> list[Answer]:
        """The answers that hold, in the order the facts were first given; a correction keeps its place."""
        return standing(self._all(Answer, ANSWERS, consultation_id=consultation.id))

    def earlier_answers(self, case: Case, pack: str, *, but_not: Consultation) -> dict[str, Answer]:
        """The latest answer to each fact, with its date, from the other consultations on this case."""
        answers = self._all(Answer, EARLIER_ANSWERS, case_id=case.id, pack=pack, except_id=but_not.id)
        return {answer.fact: answer for answer in sorted(standing(answers), key=lambda answer: answer.id)}

    def conclusions(self, consultation: Consultation) -> dict[str, Conclusion]:
        """The latest of each conclusion, by its id."""
        rows = self._all(Conclusion, CONCLUSIONS, consultation_id=consultation.id)
        return {row.conclusion: row for row in rows}

    def decisions(self, consultation: Consultation) -> list[Decision]:
        """Every decision recorded, superseded ones too, oldest first."""
        return self._all(Decision, DECISIONS, consultation_id=consultation.id)

    def tasks(self, consultation: Consultation) -> list[Task]:
        """Every task of the consultation in any state, oldest first."""
        return self._all(Task, TASKS, consultation_id=consultation.id)

    def open_tasks(self, *, staff: Staff | None = None, case: Case | None = None) -> list[Task]:
        """Tasks open or deferred in the consultations of a person, a case or both, the earliest due first."""
        statement = (
            select(t.tasks)
            .join(t.consultations, t.consultations.c.id == t.tasks.c.consultation_id)
            .where(t.tasks.c.state.in_(OPEN_TASK))
            .order_by(t.tasks.c.due_on.is_(None), t.tasks.c.due_on, t.tasks.c.id)
        )
        if staff is not None:
            statement = statement.where(t.consultations.c.staff == staff.handle)
        if case is not None:
            statement = statement.where(t.consultations.c.case_id == case.id)
        return self._all(Task, statement)

    # the whole of it, for checking and export

    def rows(self, table: str, case_id: int | None = None) -> Iterator[RowMapping]:
        """Every readable row of a covered table or of `entries`, of one case or of all, in order of writing.

        A row that somebody has made unreadable is passed over, so that the check can name it as missing.
        """
        statement = select(t.metadata.tables[table]).order_by(*t.metadata.tables[table].primary_key)
        if case_id is not None:
            statement = statement.where(WITHIN_CASE[table](case_id))
        result = self._connection.execute(statement)
        while True:
            try:
                row = result.fetchone()
            except (ValueError, TypeError):
                continue
            if row is None:
                return
            yield row._mapping

    def members(self, case: Case) -> list[str]:
        """The handles of those who may see the case."""
        member = t.case_members.c
        statement = select(member.staff).where(member.case_id == case.id).order_by(member.staff)
        return self._connection.execute(statement).scalars().all()

    def head(self) -> Head | None:
        """The last entry of the store's chain, or None while the log is empty."""
        return as_record(Head, self._one(HEAD))
