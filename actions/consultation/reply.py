"""What a turn ends in: bubbles with buttons, the same for every channel (docs/architecture.md)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Button:
    label: str
    token: str
    style: str = "answer"


@dataclass(frozen=True)
class Item:
    """One line of advice in a summary."""

    text: str
    cites: tuple[str, ...] = ()
    force: str | None = None
    due: str | None = None
    record: str | None = None
    manager: str | None = None


@dataclass(frozen=True)
class Section:
    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Bubble:
    """One bubble. `kind` tells a channel how to draw it, `input` what kind of answer it waits for."""

    kind: str
    text: str = ""
    title: str | None = None
    sections: tuple[Section, ...] = ()
    buttons: tuple[Button, ...] = ()
    cites: tuple[str, ...] = ()
    input: str | None = None
    progress: dict | None = None

    def as_json(self) -> dict:
        return asdict(self)


@dataclass
class Reply:
    bubbles: list[Bubble] = field(default_factory=list)
    state: dict = field(default_factory=dict)

    def as_json(self) -> dict:
        return {"replies": [bubble.as_json() for bubble in self.bubbles], "state": self.state}
