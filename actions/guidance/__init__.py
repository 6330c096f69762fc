"""The engine: policy packs as data, three-valued logic, replay over answers. Pure: no store, clock or network."""

from .corrections import Correction, preview
from .deadlines import Calendar
from .packs import Pack, load_pack, load_packs
from .pathways import Pathway
from .problems import PackError, Problem
from .replay import Deadline, Duty, Finding, OpenDuty, Standing, replay
from .values import NOT_APPLICABLE, NOT_ASKED, NOT_KNOWN, Answer, to_json

__all__ = [
    "NOT_APPLICABLE",
    "NOT_ASKED",
    "NOT_KNOWN",
    "Answer",
    "Calendar",
    "Correction",
    "Deadline",
    "Duty",
    "Finding",
    "OpenDuty",
    "Pack",
    "PackError",
    "Pathway",
    "Problem",
    "Standing",
    "load_pack",
    "load_packs",
    "preview",
    "replay",
    "to_json",
]
