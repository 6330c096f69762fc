"""Talking to Signpost from a terminal: one turn for scripts, or a whole chat."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

import typer

from actions.settings import settings
from bot.channels.identity import Identity
from bot.channels.keys import local_channel_key
from bot.cli.choices import Choices
from bot.cli.client import Conversation, NotAllowed, Outgoing, Turn

RETRIES = (1.0, 3.0)  # seconds before a message without acknowledgement is sent again by itself


def say(base: str, who: Identity, message: Outgoing, as_json: bool) -> bool:
    """Take one turn, print its reply, and tell whether it was acknowledged."""
    turn = _send(_conversation(base, who), message)
    if as_json:
        print(json.dumps(turn.reply, ensure_ascii=False, indent=2))
    else:
        from bot.cli.render import console, show

        show(turn.reply, console())
    return turn.acknowledged


def chat(base: str, who: Identity) -> None:
    """Talk until the person leaves with Ctrl-D, or the input ends."""
    from bot.cli.render import console, show

    conversation, screen, ask = _conversation(base, who), console(), _asker()
    message = Outgoing(opening=True)
    while True:
        turn = _send_patiently(conversation, message)
        show(turn.reply, screen)
        line = ask("\nPress Enter to send it again > " if turn.worth_repeating else "\nyou > ")
        if line is None:
            screen.print("\nYour place is kept. Come back with: signpost chat")
            return
        if not turn.worth_repeating:
            press = Choices.of(turn.reply).pressed(line)
            message = Outgoing(text="" if press else line, press=press)


def _send_patiently(conversation: Conversation, message: Outgoing) -> Turn:
    for pause in RETRIES:
        turn = _send(conversation, message)
        if not turn.worth_repeating:
            return turn
        print("One moment, sending it again …", file=sys.stderr)
        time.sleep(pause)
    return _send(conversation, message)


def _send(conversation: Conversation, message: Outgoing) -> Turn:
    try:
        return conversation.send(message)
    except NotAllowed as error:
        print(error, file=sys.stderr)
        raise typer.Exit(3) from None


def _conversation(base: str, who: Identity) -> Conversation:
    return Conversation(base, who, local_channel_key(settings()))


def _asker() -> Callable[[str], str | None]:
    """A function that asks for a line with a prompt; it returns None when there are no more."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _read_line
    from prompt_toolkit import PromptSession

    session = PromptSession()  # its history stays in memory

    def ask(prompt: str) -> str | None:
        try:
            return session.prompt(prompt)
        except (EOFError, KeyboardInterrupt):
            return None

    return ask


def _read_line(prompt: str) -> str | None:
    line = sys.stdin.readline()
    if not line:
        return None
    print(prompt + line.rstrip("\n"), flush=True)  # so that a transcript shows both sides
    return line.rstrip("\n")
