"""The course of a consultation: answers, what follows from them, decisions, tasks, and its coming and going.

A consultation's version counts what people did in it. Answers, decisions and changes of status each take one,
and only on top of the version that they were based on; so two devices cannot overwrite each other.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import String, bindparam, func

from actions.casestore import tables as t
from actions.casestore.chain import plain
from actions.casestore.records import (
    NO_LONGER,
    Answer,
    Case,
    Concluded,
    Conclusion,
    Consultation,
    Decision,
    Duty,
    Staff,
    Task,
    TaskEvent,
)
from actions.casestore.writing import Writing

MOVE_ON = (
    t.consultations.update()
    .where(t.consultations.c.id == bindparam("this"), t.consultations.c.version == bindparam("expected"))
    .values(
        version=bindparam("version"),
        status=func.coalesce(bindparam("status", type_=String), t.consultations.c.status),
        updated_at=bindparam("updated_at"),
    )
)
SET_TASK = (
    t.tasks.update()
    .where(t.tasks.c.id == bindparam("this"), t.tasks.c.state == bindparam("expected"))
    .values(state=bindparam("state"))
)

STATUS_KINDS = {
    "open": "resumed",
    "paused": "paused",
    "suspended": "suspended_for_danger",
    "closed": "closed",
    "stopped": "stopped",
}
"""How the log names a consultation's move to each status."""


class Transaction(Writing):
    """One unit of work: all of it becomes durable together, or none of it."""

    def start_consultation(
        self, pack: str, pathway: str, edition: str, *, case: Case | None, by: Staff
    ) -> Consultation:
        """A new open consultation at version 0, pinned to the edition."""
        consultation = self._insert(
            Consultation,
            case_id=case.id if case else None,
            staff=by.handle,
            pack=pack,
            pathway=pathway,
            edition=edition,
            status="open",
            version=0,
            started_at=self.now,
            updated_at=self.now,
        )
        self._note(consultation, "consultation_started", by, covers=consultation)
        return consultation

    def set_status(self, consultation: Consultation, status: str, why: str, by: Staff) -> Consultation:
        """Move the consultation to `open`, `paused`, `suspended`, `closed` or `stopped`, with the reason.

        Raises Conflict if the consultation has moved on since it was loaded.
        """
        moved = self._move_on(consultation, consultation.version, status)
        self._note(moved, STATUS_KINDS[status], by, detail={"why": why, "version": moved.version})
        return moved

    def _move_on(self, consultation: Consultation, expected_version: int, status: str | None = None) -> Consultation:
        moved = {"version": expected_version + 1, "updated_at": self.now}
        known = {"this": consultation.id, "expected": expected_version}
        self._update(MOVE_ON, "consultation", **known, status=status, **moved)
        return replace(consultation, status=status or consultation.status, **moved)

    # answers

    def record_answer(
        self,
        consultation: Consultation,
        expected_version: int,
        *,
        fact: str,
        by: Staff,
        value: Any = None,
        not_known: bool = False,
        note: str | None = None,
        source: str = "practitioner",
        supersedes: Answer | None = None,
    ) -> Answer:
        """Append an answer: either a value (anything JSON can hold, but null) or `not_known`.

        `source` is `practitioner`, `identity` or `confirmed`; `supersedes` is the standing answer that this
        corrects. The consultation's version afterwards is the answer's `seq`. Raises Conflict if the version
        is no longer `expected_version`; ValueError for a correction of another fact or consultation;
        `sqlalchemy.exc.IntegrityError` if the corrected answer was corrected before, or if there is not
        exactly one of value and `not_known`.
        """
        if supersedes and (supersedes.consultation_id, supersedes.fact) != (consultation.id, fact):
            raise ValueError(f"An answer to {fact} cannot correct one to {supersedes.fact}")
        moved = self._move_on(consultation, expected_version)
        return self._add_answer(
            moved,
            "answer_corrected" if supersedes else "answer",
            by,
            fact=fact,
            value=plain(value),
            note=note,
            not_known=not_known,
            withdrawn=False,
            supersedes=supersedes.id if supersedes else None,
            source=source,
        )

    def withdraw_answers(
        self,
        consultation: Consultation,
        expected_version: int,
        answers: Iterable[Answer],
        note: str,
        by: Staff,
    ) -> Consultation:
        """Take back answers that fall away, each by a new row that supersedes it; `note` says why.

        Each takes one version. Returns the consultation as it then is. Raises as `record_answer` does.
        """
        moved = replace(consultation, version=expected_version)
        for answer in answers:
            moved = self._move_on(moved, moved.version)
            self._add_answer(
                moved,
                "answer_withdrawn",
                by,
                fact=answer.fact,
                value=None,
                note=note,
                not_known=False,
                withdrawn=True,
                supersedes=answer.id,
                source="practitioner",
            )
        return moved

    def _add_answer(self, consultation: Consultation, kind: str, by: Staff, **content: Any) -> Answer:
        key = {"consultation_id": consultation.id, "seq": consultation.version}
        answer = self._insert(Answer, **key, staff=by.handle, at=self.now, **content)
        self._note(consultation, kind, by, covers=answer)
        return answer

    # what follows, and what is decided

    def record_conclusions(
        self, consultation: Consultation, concluded: Iterable[Concluded], by: Staff
    ) -> list[Conclusion]:
        """Append the conclusions that differ from the latest recorded ones, and return those appended.

        `concluded` is all that arises on the answers now; what arose before and is not among them is recorded as
        NO_LONGER. Their `seq` is the consultation's version: pass the consultation as it is after the answer.
        """
        latest = {
            conclusion: Concluded(conclusion, row.status, row.outcome, tuple(row.open))
            for conclusion, row in self.conclusions(consultation).items()
        }
        now = {each.conclusion: each for each in concluded}
        now |= {gone: Concluded(gone, NO_LONGER) for gone in latest if gone not in now}
        return [
            self._add_conclusion(consultation, each, by) for each in now.values() if latest.get(each.conclusion) != each
        ]

    def _add_conclusion(self, consultation: Consultation, now: Concluded, by: Staff) -> Conclusion:
        conclusion = self._insert(
            Conclusion,
            consultation_id=consultation.id,
            seq=consultation.version,
            conclusion=now.conclusion,
            outcome=now.outcome,
            status=now.status,
            open=list(now.open),
            at=self.now,
        )
        self._note(consultation, "conclusion", by, covers=conclusion)
        return conclusion

    def record_decision(
        self,
        consultation: Consultation,
        expected_version: int,
        *,
        choice: str,
        reasons: str,
        by: Staff,
        supersedes: Decision | None = None,
    ) -> Decision:
        """Append the practitioner's decision; `supersedes` is the one that it replaces.

        The consultation's version afterwards is the decision's `seq`. Raises Conflict if the version is no
        longer `expected_version`; `sqlalchemy.exc.IntegrityError` if the replaced one was replaced before.
        """
        moved = self._move_on(consultation, expected_version)
        decision = self._insert(
            Decision,
            consultation_id=moved.id,
            seq=moved.version,
            choice=choice,
            reasons=reasons,
            staff=by.handle,
            at=self.now,
            supersedes=supersedes.id if supersedes else None,
        )
        self._note(moved, "decision", by, covers=decision)
        return decision

    # tasks

    def put_tasks(self, consultation: Consultation, wanted: Iterable[Duty], by: Staff) -> list[Task]:
        """Make the tasks match the duties that now hold, and return those that are not withdrawn.

        New duties are added, tasks that no longer hold are withdrawn unless done, and the rest are kept as
        they are. A duty whose wording, owner or due date has changed is a new one.
        """
        duties = dict.fromkeys(wanted)
        held = [task for task in self.tasks(consultation) if task.state != "withdrawn"]
        kept = {task.duty: task for task in held if task.duty in duties or task.state == "done"}
        for task in held:
            if task.duty not in kept:
                self.mark_task(consultation, task, "withdrawn", "No longer called for by the answers", by)
        added = [self._add_task(consultation, duty, by) for duty in duties if duty not in kept]
        return [*kept.values(), *added]

    def mark_task(self, consultation: Consultation, task: Task, state: str, note: str | None, by: Staff) -> Task:
        """Move a task of this consultation to `open`, `done`, `deferred` or `withdrawn`, with a note.

        Raises Conflict if the task has moved since it was loaded.
        """
        self._update(SET_TASK, "task", this=task.id, expected=task.state, state=state)
        event = self._insert(TaskEvent, task_id=task.id, state=state, note=note, staff=by.handle, at=self.now)
        self._note(consultation, f"task_{state}", by, covers=event)
        return replace(task, state=state)

    def _add_task(self, consultation: Consultation, duty: Duty, by: Staff) -> Task:
        task = self._insert(Task, consultation_id=consultation.id, **vars(duty), state="open", created_at=self.now)
        self._note(consultation, "task", by, covers=task)
        return task
