"""Takes turns: each message in one transaction, acknowledged only when it is durable."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from actions.casestore import CaseStore, Conflict, Staff, Transaction

from . import danger
from .desk import Desk
from .library import Library
from .listening import take_message
from .message import Message
from .moves import pending
from .prompts import ask
from .reply import Bubble, Reply


class Assistant:
    """Takes turns. One object serves a whole process; each turn is one transaction."""

    def __init__(self, store: CaseStore, library: Library) -> None:
        self._store, self._library = store, library

    def take(self, message: Message) -> dict:
        """Answer one message. What the reply acknowledges is durable when this returns."""
        try:
            return self._turn(message)
        except Conflict:
            return self._turn(message, conflicted=True)

    def _turn(self, message: Message, *, conflicted: bool = False) -> dict:
        if message.pack not in self._library.packs:
            return _no_such_pack(message.pack)
        with self._store.transaction() as tx:
            staff = tx.staff(message.handle, message.role, message.pack)
            conversation = tx.conversation(message.channel, message.address, staff)
            before = tx.seen(conversation, message.message_id)
            if before is not None:
                return before
            desk = self._desk(tx, message, staff, conversation)
            if conflicted or _moved_elsewhere(desk):
                _catch_up(desk)
            else:
                take_message(desk)
            desk.state["buttons"] = desk.buttons
            desk.state["version"] = desk.consultation.version if desk.consultation else None
            focus = desk.consultation.id if desk.consultation else None
            reply = desk.reply()
            tx.save_conversation(conversation, desk.state, focus)
            tx.remember_reply(conversation, message.message_id, reply)
            return reply

    def _desk(self, tx: Transaction, message: Message, staff: Staff, conversation) -> Desk:
        consultation = tx.consultation(conversation.focus) if conversation.focus else None
        office = ZoneInfo(self._library.packs[staff.pack].form.timezone)
        today = tx.now.astimezone(office).date()
        self._library.turn_to(staff.pack, today)
        return Desk(tx, self._library, message, staff, conversation, dict(conversation.state), consultation, today)


def _no_such_pack(pack: str) -> dict:
    text = (
        f"There is no policy pack {pack!r} here, so nothing was recorded. Ask your administrator for another sign-in."
    )
    return Reply([Bubble(kind="refusal", text=text)]).as_json()


def _moved_elsewhere(desk: Desk) -> bool:
    """Whether this consultation was taken further on another device since this conversation last spoke."""
    return bool(desk.consultation) and desk.state["version"] != desk.consultation.version


def _catch_up(desk: Desk) -> None:
    """Take nothing that was meant for what is no longer pending, but danger always."""
    status = desk.consultation.status if desk.consultation else None
    if status == "open":
        desk.prompt = pending(desk)
    elif status == "suspended":
        desk.prompt = {"kind": "danger", "then": pending(desk)}
        desk.say(danger.emergency_bubble(desk))
    else:
        desk.focus(None)
        desk.prompt = {"kind": "start"}
    if desk.message.reading.danger == "danger":
        return danger.sound_the_alarm(desk, "words")
    desk.say(
        Bubble(
            kind="notice",
            text="This consultation was taken further on another device. Nothing you just sent was recorded. "
            "Here is where it stands.",
        )
    )
    if desk.message.reading.danger == "unsure":
        desk.prompt = {"kind": "danger_check", "then": desk.prompt}
    return ask(desk)
