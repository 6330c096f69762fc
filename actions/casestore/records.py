"""What the case store hands out: plain, frozen values that stay readable after the transaction has ended.

Times are aware and in UTC. `seq` on answers, conclusions and decisions is the version that the consultation
had right after the act (for conclusions: the version they follow from), so the three line up in one order.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Staff:
    """A person who uses Signpost, as the verified channel knows them."""

    handle: str
    role: str
    pack: str
    created_at: datetime


@dataclass(frozen=True)
class Case:
    """An agency's case, known by the agency's own reference or by none. No names."""

    id: int
    pack: str
    reference: str | None
    opened_by: str
    opened_at: datetime


@dataclass(frozen=True)
class CaseLine:
    """A case in a list: how much there is on it, how much is open, and when something was last logged."""

    id: int
    pack: str
    reference: str | None
    opened_by: str
    opened_at: datetime
    consultations: int
    unfinished: int  # consultations open, paused or suspended
    open_tasks: int
    last_entry_at: datetime


@dataclass(frozen=True)
class Conversation:
    """Where one person stands at one address of one channel. `focus` is the consultation they are in."""

    id: int
    channel: str
    address: str
    staff: str
    focus: int | None
    state: dict
    version: int
    updated_at: datetime


@dataclass(frozen=True)
class Consultation:
    """One person's walk through one pathway, pinned to the pack edition that it began with."""

    id: int
    case_id: int | None
    staff: str
    pack: str
    pathway: str
    edition: str
    status: str  # open | paused | suspended | closed | stopped
    version: int
    started_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Answer:
    """One fact as it was given at one time. `not_known` is an answer of its own and has no value."""

    id: int
    consultation_id: int
    seq: int
    fact: str
    value: Any
    note: str | None
    not_known: bool
    withdrawn: bool
    supersedes: int | None
    source: str  # practitioner | identity | confirmed
    staff: str
    at: datetime


NO_LONGER = "does_not_arise"
"""The status on record of a conclusion that arose once and, on the answers now, does not."""


@dataclass(frozen=True)
class Concluded:
    """What the engine concludes now, to be recorded where it differs from what was recorded last."""

    conclusion: str
    status: str  # settled | provisional | not_yet_decided | does_not_arise
    outcome: str | None = None
    open: tuple[str, ...] = ()


@dataclass(frozen=True)
class Conclusion:
    """A conclusion as it was recorded."""

    id: int
    consultation_id: int
    seq: int
    conclusion: str
    outcome: str | None
    status: str
    open: list[str]
    at: datetime


@dataclass(frozen=True)
class Decision:
    """The practitioner's own decision with their reasons."""

    id: int
    consultation_id: int
    seq: int
    choice: str
    reasons: str
    staff: str
    at: datetime
    supersedes: int | None


@dataclass(frozen=True)
class Duty:
    """Work that the answers call for, to be held as a task. `due_note` says what `due_on` cannot."""

    node: str
    text: str
    owner: str
    due_on: date | None = None
    due_note: str | None = None


@dataclass(frozen=True)
class Task:
    """A duty as it is held: what, whose, by when, and how far it has got."""

    id: int
    consultation_id: int
    node: str
    text: str
    owner: str
    due_on: date | None
    due_note: str | None
    state: str  # open | done | deferred | withdrawn
    created_at: datetime

    @property
    def duty(self) -> Duty:
        """The duty that this task holds."""
        return Duty(self.node, self.text, self.owner, self.due_on, self.due_note)


@dataclass(frozen=True)
class TaskEvent:
    """One move of a task to another state."""

    id: int
    task_id: int
    state: str
    note: str | None
    staff: str
    at: datetime


@dataclass(frozen=True)
class Head:
    """The last entry of a chain: keep it somewhere else, and a shortened log can be told from a whole one."""

    seq: int
    hash: str


@dataclass(frozen=True)
class Entry:
    """One line of the append-only log. It names the row it covers, or carries its own `detail`."""

    seq: int
    case_id: int | None
    case_seq: int | None
    consultation_id: int | None
    kind: str
    table_name: str | None
    row_id: int | None
    detail: Any
    staff: str | None
    at: datetime
    content_digest: str
    prev_hash: str
    case_prev_hash: str | None
    hash: str
