"""Which intents open a pathway, and of which pack: nobody is offered the pathway of another pack."""

from __future__ import annotations

import re
from pathlib import Path

POLICIES = Path(__file__).resolve().parents[2] / "policies_kb"
_PACK = re.compile(r"^pack: *(\S+)", re.M)
_PATHWAY = re.compile(r"^pathway: *(\S+)", re.M)


def pathway_intents(policies: Path = POLICIES) -> dict[str, str]:
    """The pack id of each pathway's intent, which is the pathway's id with `_` for `.` and `-`."""
    found = {}
    for pack_file in sorted(policies.glob("*/pack.yml")):
        pack = _PACK.search(pack_file.read_text("utf-8"))
        for path in sorted(pack_file.parent.glob("pathways/*.yml")):
            pathway = _PATHWAY.search(path.read_text("utf-8"))
            if pack and pathway:
                found[re.sub(r"[.-]", "_", pathway[1])] = pack[1]
    return found
