"""A Reply drawn for a terminal: readable in colour, and as plain text in a pipe."""

from __future__ import annotations

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from bot.cli.choices import Choices

WIDTH = 88
FORCE = {
    "must": "Must",
    "must_not": "Must not",
    "should": "Should",
    "consider": "Consider",
    "may": "May",
    "judgement": "Your judgement",
    "local": "Local arrangement",
    "elsewhere": "Other policy",
    "product": "Signpost suggests",
    "rule": "Rule",
}
_FORCE_STYLE = {"must": "bold", "must_not": "bold red", "should": "bold"}
_LABELLED = (("due", "Due"), ("record", "Record in"), ("manager", "Manager"))


def console() -> Console:
    """A console for replies: at most WIDTH columns, since long lines are hard to read."""
    plain = Console(highlight=False)
    return Console(highlight=False, width=min(plain.width, WIDTH))


def show(reply: dict, to: Console) -> None:
    """Draw every bubble of `reply`, its buttons numbered as in `Choices.of(reply)`."""
    choices = Choices.of(reply)
    for bubble in reply["replies"]:
        to.print()
        to.print(_bubble(bubble, choices))


def _bubble(bubble: dict, choices: Choices) -> Group | Panel:
    parts: list = []
    if progress := bubble.get("progress"):
        parts.append(Text(f"Question {progress['number']} of about {progress['of']}", style="dim"))
    if bubble.get("title"):
        parts.append(Text(bubble["title"], style="bold"))
    if bubble.get("text"):
        parts.append(_text(bubble))
    if bubble.get("cites"):
        parts.append(_cites(bubble["cites"]))
    for section in bubble.get("sections") or []:
        parts += [Text(f"\n{section['heading']}", style="bold underline"), *map(_item, section["items"])]
    parts += _buttons(bubble, choices)
    if bubble["kind"] == "danger":
        return Panel(Group(*parts), title="Danger", border_style="bold red", style="bold")
    if bubble["kind"] == "refusal":
        return Panel(Group(*parts), border_style="yellow")
    return Group(*parts)


def _text(bubble: dict) -> Text:
    first, break_, rest = bubble["text"].partition("\n\n")
    is_question = bubble["kind"] == "question" and not bubble.get("title")
    return Text(first, style="bold" if is_question else "").append(break_ + rest, style="not bold")


def _item(item: dict) -> Padding:
    line = Text("• ")
    force = item.get("force")
    if force:
        line.append(f"{FORCE.get(force, force)}: ", style=_FORCE_STYLE.get(force, "dim"))
    line.append(item["text"])
    lines = [line]
    lines += [Text(f"  {label}: {item[field]}", style="dim") for field, label in _LABELLED if item.get(field)]
    if item.get("cites"):
        lines.append(Text("  ").append_text(_cites(item["cites"])))
    return Padding(Group(*lines), (0, 0, 0, 1))


def _cites(cites: list[str]) -> Text:
    return Text("Policy " + ", ".join(cites), style="cyan")


def _buttons(bubble: dict, choices: Choices) -> list[Text]:
    lines = []
    for button in bubble.get("buttons") or []:
        line = Text(f"  {choices.key_of(button['token'])}  ", style="bold cyan")
        lines.append(line.append(button["label"], style="dim" if button.get("style") == "action" else "none"))
    if bubble.get("input") == "many" and lines:
        lines.append(Text("  For example: 1, 2", style="dim"))
    return lines
