"""Reads the packs' emergency numbers for those who may have to say them when the engine cannot be asked."""

from __future__ import annotations

from pathlib import Path

from actions.settings import POLICIES
from bot.channels.emergency import EmergencyNumbers

__all__ = ["POLICIES", "emergency_numbers"]


def emergency_numbers(policies: Path) -> EmergencyNumbers:
    """The number of every pack below `policies`. Raises PackError if a pack cannot be used."""
    from actions.guidance import load_packs

    return EmergencyNumbers({pack.id: pack.form.emergency_number for pack in load_packs(policies).values()})
