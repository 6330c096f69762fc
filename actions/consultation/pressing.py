"""Every move there is, by the name that a button carries."""

from __future__ import annotations

from collections.abc import Callable

from . import asides, entering, moves
from .desk import Desk

MOVES: dict[str, Callable[[Desk, dict], None]] = {**moves.MOVES, **entering.MOVES, "tell": asides.tell}
