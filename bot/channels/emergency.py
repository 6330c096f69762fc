"""The emergency number of each policy pack, as a channel knows it: it can be said when nothing else works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SETTING = "emergency_numbers"
"""The channel's setting that holds them: pack id to number."""


@dataclass(frozen=True)
class EmergencyNumbers:
    """What a channel is given at its start."""

    by_pack: Mapping[str, str] = field(default_factory=dict)

    def of(self, pack: str) -> str:
        """The number of this pack. Of a pack that is not here, every number that there is: '000 or 999'."""
        if pack in self.by_pack:
            return self.by_pack[pack]
        return " or ".join(self.packs_by_number) or "your emergency number"

    @property
    def packs_by_number(self) -> dict[str, list[str]]:
        """Each number once, with the packs that it belongs to."""
        return {
            number: [pack for pack, its in self.by_pack.items() if its == number]
            for number in sorted(set(self.by_pack.values()))
        }
