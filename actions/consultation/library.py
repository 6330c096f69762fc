"""The packs in force, and the editions that open consultations are pinned to."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from actions.guidance import Answer, Pack, PackError, Standing, load_pack, load_packs, replay

ON_FILE = "on"
"""In the copy of an edition: the day whose figures it was loaded with; empty for the newest."""
STANDINGS_REMEMBERED = 256
"""About one for each consultation that is under way in this process; an old one is only worked out anew."""


class Library:
    """Keeps a copy of every edition that was ever in force here, so that an old consultation reads its own policy.

    Raises PackError at start if a pack cannot be used.
    """

    def __init__(self, policies: Path, archive: Path) -> None:
        self._archive = archive
        self._current = load_packs(policies)
        self._days: dict[str, dt.date] = {}
        self._editions: dict[tuple[str, str], Pack] = {}
        self._remembered = lru_cache(maxsize=STANDINGS_REMEMBERED)(self._replay)
        for pack in list(self._current.values()):
            self._in_force(pack)

    @property
    def packs(self) -> dict[str, Pack]:
        """The edition in force of each pack, by pack id."""
        return self._current

    def turn_to(self, pack_id: str, day: dt.date) -> None:
        """Take over the pack's figures of that day. Consultations that are open keep the edition they began with."""
        if self._days.get(pack_id) != day:
            self._in_force(self._current[pack_id].on_day(day))
            self._days[pack_id] = day

    def as_at(self, pack_id: str, day: dt.date) -> Pack:
        """The pack in force with the figures of another day, only to be read."""
        return self._current[pack_id].on_day(day)

    def _in_force(self, pack: Pack) -> None:
        self._current[pack.id] = pack
        self._editions.setdefault((pack.id, pack.edition), pack)
        self._keep(pack)

    def edition(self, pack_id: str, edition: str) -> Pack:
        """The pack as it was in that edition. Raises FileNotFoundError if this installation never had it."""
        key = (pack_id, edition)
        if key not in self._editions:
            folder = self._folder(pack_id, edition)
            if not folder.exists():
                raise FileNotFoundError(f"edition {edition} of {pack_id} is not kept in {self._archive}")
            kept = folder / ON_FILE
            on = kept.read_text("utf-8") if kept.exists() else ""
            self._editions[key] = load_pack(folder, dt.date.fromisoformat(on) if on else None)
        return self._editions[key]

    def nearest(self, pack_id: str, edition: str) -> Pack | None:
        """For reading a record: the pack in that edition. Where that is not kept here, or is of a form that can no
        longer be read, the pack in the edition in force; None for a pack that is not here at all."""
        try:
            return self.edition(pack_id, edition)
        except (FileNotFoundError, PackError):
            return self._current.get(pack_id)

    def standing(self, pack: Pack, pathway_id: str, answers: Iterable[Answer]) -> Standing:
        """Where these answers lead. Remembered, because a turn starts from where the last one ended."""
        return self._remembered((pack.id, pack.edition), pathway_id, tuple(answers))

    def _replay(self, edition: tuple[str, str], pathway_id: str, answers: tuple[Answer, ...]) -> Standing:
        pack = self._editions[edition]
        return replay(pack.pathways[pathway_id], answers, pack.calendar)

    def _folder(self, pack_id: str, edition: str) -> Path:
        return self._archive / pack_id / edition.rsplit("+", 1)[-1]

    def _keep(self, pack: Pack) -> None:
        """Copy whole or not at all: the finished copy is moved into place in one step."""
        target = self._folder(pack.id, pack.edition)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
            copy = Path(scratch) / "pack"
            shutil.copytree(pack.folder, copy, ignore=shutil.ignore_patterns("tables", "obligations", "drills"))
            (copy / ON_FILE).write_text(pack.on.isoformat() if pack.on else "", encoding="utf-8")
            if not target.exists():
                copy.rename(target)
