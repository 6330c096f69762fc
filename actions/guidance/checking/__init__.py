"""Is a pack sound? Every fault with a stable code, its file and line, and how to mend it."""

from __future__ import annotations

from dataclasses import replace

from ..packs import Pack
from ..problems import Problem
from .codes import CODES
from .ledger import check_ledger
from .logic import check_logic
from .names import check_names
from .remembering import remembering
from .walks import Walked, check_walks
from .wording import check_wording

__all__ = ["CODES", "Walked", "check_pack"]


def check_pack(pack: Pack, walked: Walked | None = None) -> list[Problem]:
    """Run every check on a pack that loads. Pass `walked` to learn how much was walked."""
    problems = [*check_wording(pack), *check_names(pack), *check_ledger(pack)]
    pack = replace(pack, pathways={key: remembering(pathway) for key, pathway in pack.pathways.items()})
    problems += [*check_logic(pack), *check_walks(pack, walked)]
    return sorted(set(problems))
