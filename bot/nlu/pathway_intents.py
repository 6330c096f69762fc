"""Which intents open a pathway, and of which pack: nobody is offered the pathway of another pack."""

from __future__ import annotations

import re
from pathlib import Path

from actions.guidance.pathways import intent_of
from actions.settings import POLICIES

_PACK = re.compile(r"^pack: *(\S+)", re.M)
_PATHWAY = re.compile(r"^pathway: *(\S+)", re.M)


def pathway_intents(policies: Path = POLICIES) -> dict[str, str]:
    """The pack id of each pathway's intent. Reads the ids alone, because every start asks for them."""
    found = {}
    for pack_file in sorted(policies.glob("*/pack.yml")):
        pack = _PACK.search(pack_file.read_text("utf-8"))
        for path in sorted(pack_file.parent.glob("pathways/*.yml")):
            pathway = _PATHWAY.search(path.read_text("utf-8"))
            if pack and pathway:
                found[intent_of(pathway[1])] = pack[1]
    return found
