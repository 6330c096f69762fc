"""Everything one turn has on its desk: who is speaking, where they were, and what will be said and stored."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from actions.casestore import Answer as StoredAnswer
from actions.casestore import Case, Concluded, Consultation, Conversation, Staff, Transaction
from actions.casestore import Duty as Work
from actions.guidance import NOT_KNOWN, Answer, Duty, Pack, Pathway, Standing, to_json
from actions.guidance.schema import Fact
from actions.guidance.values import FactValue, entries_from_json

from .library import Library
from .message import Message
from .reply import Bubble, Button, Reply
from .words import MANAGER_WORDS


@dataclass
class Desk:
    """One turn. Prompts read it and add bubbles; the assistant stores it at the end in the same transaction."""

    tx: Transaction
    library: Library
    message: Message
    staff: Staff
    conversation: Conversation
    state: dict
    consultation: Consultation | None
    today: dt.date
    bubbles: list[Bubble] = field(default_factory=list)
    buttons: dict[str, dict] = field(default_factory=dict)
    _standing: Standing | None = None
    _answers: list[StoredAnswer] | None = None
    _cases: dict[int, Case] = field(default_factory=dict)

    # what is in front of us

    @property
    def pack(self) -> Pack:
        """The consultation's own edition; without a consultation, the edition in force for this person."""
        if self.consultation:
            return self.library.edition(self.consultation.pack, self.consultation.edition)
        return self.library.packs[self.staff.pack]

    @property
    def pathway(self) -> Pathway:
        return self.pack.pathways[self.consultation.pathway]

    @property
    def case(self) -> Case | None:
        case_id = self.consultation.case_id if self.consultation else self.state.get("case")
        if not case_id:
            return None
        if case_id not in self._cases:
            self._cases[case_id] = self.tx.case(case_id)
        return self._cases[case_id]

    @property
    def prompt(self) -> dict:
        """What is being asked: {"kind": ..., and what that kind needs}."""
        return self.state.setdefault("prompt", {"kind": "start"})

    @prompt.setter
    def prompt(self, prompt: dict) -> None:
        self.state["prompt"] = prompt

    def fact(self, fact_id: str) -> Fact:
        return self.pack.facts[fact_id]

    # the consultation

    @property
    def stored_answers(self) -> list[StoredAnswer]:
        if self._answers is None:
            self._answers = self.tx.answers(self.consultation)
        return self._answers

    @property
    def answers(self) -> list[Answer]:
        return [Answer(stored.fact, from_store(self.fact(stored.fact), stored)) for stored in self.stored_answers]

    @property
    def standing(self) -> Standing:
        if self._standing is None:
            self._standing = self.library.standing(self.pack, self.consultation.pathway, self.answers)
        return self._standing

    def focus(self, consultation: Consultation | None) -> None:
        self.consultation, self._standing, self._answers = consultation, None, None

    def move(self, status: str, why: str) -> None:
        """Change the consultation's status, unless it has it already."""
        if self.consultation.status != status:
            self.focus(self.tx.set_status(self.consultation, status, why, self.staff))

    def record(self, fact: str, value: FactValue, note: str | None = None, source: str = "practitioner") -> None:
        """Store an answer in the place of any earlier one, with the conclusions and tasks that follow from it."""
        earlier = next((stored for stored in self.stored_answers if stored.fact == fact), None)
        answer = self.tx.record_answer(
            self.consultation,
            self.consultation.version,
            fact=fact,
            by=self.staff,
            value=to_json(value),
            not_known=value is NOT_KNOWN,
            note=note,
            source=source,
            supersedes=earlier,
        )
        holding = [answer if stored is earlier else stored for stored in self.stored_answers]
        self.focus(replace(self.consultation, version=answer.seq))
        self._answers = holding if earlier else [*holding, answer]

    def settle(self) -> None:
        """Store what now follows: answers that fell away, conclusions that changed, tasks that hold."""
        fallen = [stored for stored in self.stored_answers if stored.fact in self.standing.fallen]
        if fallen:
            why = "No longer on this path after a correction"
            self.focus(self.tx.withdraw_answers(self.consultation, self.consultation.version, fallen, why, self.staff))
        standing = self.standing
        concluded = [Concluded(f.id, f.status, f.outcome.id if f.outcome else None, f.open) for f in standing.findings]
        self.tx.record_conclusions(self.consultation, concluded, self.staff)
        self.tx.put_tasks(self.consultation, tasks_of(standing.duties), self.staff)

    # what is said

    def say(self, bubble: Bubble) -> None:
        self.bubbles.append(bubble)

    def button(self, label: str, style: str = "answer", **action: object) -> Button:
        """A button; pressing it does `action`. Its token is void once something else is asked."""
        place = [
            self.conversation.id,
            self.consultation and (self.consultation.id, self.consultation.version),
            [self.prompt.get(part) for part in ("kind", "fact", "value")],
        ]
        digest = hashlib.sha256(json.dumps([place, label, action], sort_keys=True).encode()).hexdigest()
        token = digest[:10]
        self.buttons[token] = {"label": label, **action}
        return Button(label, token, style)

    def reply(self) -> dict:
        return Reply(self.bubbles, self._state()).as_json()

    def _state(self) -> dict:
        """Where things stand, for channels and scripts."""
        shown = {
            "stage": self.prompt["kind"],
            "case": None,
            "consultation": None,
            "pathway": None,
            "question": None,
            "conclusions": [],
            "duties": [],
            "open_duties": [],
            "version": self.conversation.version + 1,
        }
        if self.case:
            shown["case"] = self.case.reference
        if not self.consultation:
            return shown
        standing = self.standing
        return shown | {
            "consultation": str(self.consultation.id),
            "pathway": self.consultation.pathway,
            "status": self.consultation.status,
            "question": self.prompt.get("fact"),
            "conclusions": [
                {
                    "id": f.id,
                    "status": f.status,
                    "outcome": f.outcome.id if f.outcome else None,
                    "open": list(f.open),
                }
                for f in standing.findings
            ],
            "duties": [duty.id for duty in standing.duties],
            "open_duties": [duty.id for duty in standing.open_duties],
        }


def from_store(fact: Fact, stored: StoredAnswer) -> FactValue:
    """The engine's value of a stored answer."""
    if stored.not_known:
        return NOT_KNOWN
    return from_json(fact, stored.value)


def from_json(fact: Fact, value: object) -> FactValue:
    """The engine's value of what was written as plain JSON; null is NOT_KNOWN."""
    if value is None:
        return NOT_KNOWN
    if fact.kind == "choices":
        return frozenset(value)
    if fact.kind == "date":
        return dt.date.fromisoformat(value)
    if fact.kind == "entries":
        return entries_from_json(fact.columns, value)
    return value


def tasks_of(duties: Sequence[Duty]) -> list[Work]:
    """The duties that somebody has to do by a date, or that the pack marks as tasks."""
    return [
        Work(
            node=duty.id,
            text=duty.advice.node.say,
            owner=duty.advice.node.owner or "practitioner",
            due_on=duty.deadline.on if duty.deadline else None,
            due_note=due_note(duty),
        )
        for duty in duties
        if duty.advice.node.task or duty.advice.node.due
    ]


def due_note(duty: Duty) -> str | None:
    """What the date does not say: 'at once', a limit in words, which limit governs, or that its start is not known."""
    node = duty.advice.node
    if duty.deadline is None:
        return node.due if node.due else node.due_words
    if duty.deadline.on is None:
        return f"counted as {duty.deadline.rule}; the start date is not known yet"
    return None if duty.deadline.governs else "another limit falls earlier and governs"


def manager_words(manager: str) -> str | None:
    return MANAGER_WORDS.get(manager)
