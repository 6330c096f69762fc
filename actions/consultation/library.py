"""The packs in force, and the editions that open consultations are pinned to."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from actions.guidance import Pack, load_pack, load_packs


class Library:
    """Keeps a copy of every edition that was ever in force here, so that an old consultation reads its own policy.

    Raises PackError at start if a pack cannot be used.
    """

    def __init__(self, policies: Path, archive: Path) -> None:
        self._archive = archive
        self._current = load_packs(policies)
        self._editions = {(pack.id, pack.edition): pack for pack in self._current.values()}
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
