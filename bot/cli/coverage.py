"""What `signpost policy coverage` prints: where the obligations of the sources end, counted by pack and by force."""

from __future__ import annotations

from collections.abc import Iterable

from actions.guidance.checking.coverage import KINDS, Covered

Counts = dict[str, int]


def counted(rows: list[Covered]) -> dict:
    """Plain JSON: the counts of all, of each pack and of each force, and every row."""
    return {
        **_counts(rows),
        "packs": _by(rows, "pack"),
        "forces": _by(rows, "force"),
        "rows": [{name: value for name, value in vars(row).items() if value is not None} for row in rows],
    }


def as_table(rows: list[Covered]) -> str:
    """The counts as aligned text."""
    head = f"{'':18}{'rows':>7}" + "".join(f"{kind.replace('_', ' '):>14}" for kind in KINDS)
    packs = [_line(name, counts) for name, counts in _by(rows, "pack").items()]
    forces = [_line(name, counts) for name, counts in _by(rows, "force").items()]
    missing = sum(row.kind == "missing" for row in rows)
    total = f"{len(rows) - missing:,} of {len(rows):,} obligations are covered."
    return "\n".join([head, *packs, "", *forces, "", total])


def _by(rows: list[Covered], name: str) -> dict[str, Counts]:
    groups: dict[str, list[Covered]] = {}
    for row in rows:
        groups.setdefault(getattr(row, name), []).append(row)
    return {group: _counts(members) for group, members in groups.items()}


def _counts(rows: Iterable[Covered]) -> Counts:
    kinds = [row.kind for row in rows]
    return {"total": len(kinds)} | {kind: kinds.count(kind) for kind in KINDS}


def _line(name: str, counts: Counts) -> str:
    return f"{name:18}{counts['total']:>7,}" + "".join(f"{counts[kind]:>14,}" for kind in KINDS)
