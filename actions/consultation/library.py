"""The packs in force, and the editions that open consultations are pinned to."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from actions.guidance import Answer, Pack, Standing, load_pack, load_packs, replay

STANDINGS_REMEMBERED = 256
"""About one for each consultation that is under way in this process; an old one is only worked out anew."""


class Library:
    """Keeps a copy of every edition that was ever in force here, so that an old consultation reads its own policy.

    Raises PackError at start if a pack cannot be used.
    """

    def __init__(self, policies: Path, archive: Path) -> None:
        self._archive = archive
        self._current = load_packs(policies)
        self._editions = {(pack.id, pack.edition): pack for pack in self._current.values()}
        self._remembered = lru_cache(maxsize=STANDINGS_REMEMBERED)(self._replay)
        for pack in self._current.values():
            self._keep(pack)

    @property
    def packs(self) -> dict[str, Pack]:
        """The edition in force of each pack, by pack id."""
        return self._current

    def edition(self, pack_id: str, edition: str) -> Pack:
        """The pack as it was in that edition. Raises FileNotFoundError if this installation never had it."""
        key = (pack_id, edition)
        if key not in self._editions:
            folder = self._folder(pack_id, edition)
            if not folder.exists():
                raise FileNotFoundError(f"edition {edition} of {pack_id} is not kept in {self._archive}")
            self._editions[key] = load_pack(folder)
        return self._editions[key]

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
            if not target.exists():
                copy.rename(target)
