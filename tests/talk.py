"""Talking to the assistant in process: what a person says or presses, and what comes back."""

from __future__ import annotations

import functools
import itertools
import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from actions.casestore import CaseStore, migrate
from actions.consultation import Assistant, Message, Reading
from actions.consultation.library import Library

STORES, MESSAGES = itertools.count(), itertools.count()
CASE = "A123456"
KEPT = ("cases", "consultations", "answers", "conclusions", "decisions", "tasks")
"""What a consultation leaves in the store."""


@functools.cache
def _empty_store() -> Path:
    path = Path(tempfile.mkdtemp()) / "store.db"
    migrate(f"sqlite:///{path}")
    return path


@dataclass(frozen=True)
class Turn:
    """One reply."""

    reply: dict

    @property
    def bubbles(self) -> list[dict]:
        return self.reply["replies"]

    @property
    def state(self) -> dict:
        return self.reply["state"]

    @property
    def stage(self) -> str:
        return self.state["stage"]

    @property
    def question(self) -> str | None:
        return self.state.get("question")

    @property
    def kinds(self) -> list[str]:
        return [bubble["kind"] for bubble in self.bubbles]

    @property
    def asked(self) -> dict:
        """The last bubble, its buttons by their labels: what is asked, word for word."""
        return {**self.bubbles[-1], "buttons": [button["label"] for button in self.bubbles[-1]["buttons"]]}

    @property
    def buttons(self) -> list[dict]:
        return [button for bubble in self.bubbles for button in bubble["buttons"]]

    @property
    def labels(self) -> list[str]:
        return [button["label"] for button in self.buttons]

    @property
    def outcomes(self) -> dict[str, str | None]:
        return {conclusion["id"]: conclusion["outcome"] for conclusion in self.state["conclusions"]}

    def token(self, label: str) -> str:
        """The token of the button that has, or begins with, this label."""
        exact = [button["token"] for button in self.buttons if button["label"] == label]
        near = [button["token"] for button in self.buttons if button["label"].startswith(label)]
        return (exact or near)[0]

    def bubble(self, kind: str) -> dict:
        return next(bubble for bubble in self.bubbles if bubble["kind"] == kind)


@dataclass
class Office:
    """One store, one set of packs, one assistant; people talk to it."""

    store: CaseStore
    library: Library
    pack: str
    file: Path

    def __post_init__(self) -> None:
        self.assistant = Assistant(self.store, self.library)

    @classmethod
    def in_folder(cls, folder: Path, library: Library, pack: str, store: Path | None = None) -> Office:
        """An office with a store of its own: empty, or a copy of this one."""
        file = folder / f"{next(STORES)}.db"
        shutil.copy(store or _empty_store(), file)
        return cls(CaseStore(f"sqlite:///{file}"), library, pack, file)

    def talk(self, who: str = "officer-1", role: str = "officer", address: str = "phone", case: str = CASE) -> Talk:
        return Talk(self, who, role, address, case)

    def rows(self, *tables: str) -> dict[str, list[dict]]:
        """What is stored, superseded rows too."""
        with self.store.reading() as reading:
            return {table: [dict(row) for row in reading.rows(table)] for table in tables or KEPT}

    def entries(self, kind: str) -> list[dict]:
        return [entry for entry in self.rows("entries")["entries"] if entry["kind"] == kind]


@dataclass
class Talk:
    """One person at one address."""

    office: Office
    who: str
    role: str
    address: str
    case: str
    last: Turn | None = None

    def say(
        self,
        text: str = "",
        press: str | None = None,
        *,
        intents: tuple = (),
        danger: str = "none",
        answers: tuple = (),
        opening: bool = False,
        masked: tuple = (),
        message_id: str | None = None,
    ) -> Turn:
        """Send one message; `press` is a token or a label."""
        message = Message(
            text=text,
            message_id=message_id or f"m{next(MESSAGES)}",
            channel="local",
            address=self.address,
            handle=self.who,
            role=self.role,
            pack=self.office.pack,
            press=press,
            opening=opening,
            masked=masked,
            reading=Reading(tuple(intents), danger, tuple(answers)),
        )
        self.last = Turn(json.loads(json.dumps(self.office.assistant.take(message))))
        return self.last

    def press(self, *labels: str) -> Turn:
        """Press buttons of the last reply, one turn each."""
        for label in labels:
            self.say(press=self.last.token(label))
        return self.last

    def begin(self, button: str) -> Turn:
        """Choose a pathway and this person's case."""
        self.say(opening=True)
        if button not in self.last.labels:
            pack = self.office.library.packs[self.office.pack]
            buttons = {pathway.id: pathway.form.button for pathway in pack.pathways.values()}
            topics = pack.form.topics.values()
            self.press(next(t.label for t in topics if button in [buttons[pathway] for pathway in t.pathways]))
        self.press(button)
        return self.say(self.case)
