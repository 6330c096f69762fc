"""SP601 and SP602: every obligation of the covered paragraphs is carried by something a person can meet."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from ..packs import Pack
from ..problems import Problem


@dataclass(frozen=True)
class Obligation:
    """One row of the ledger."""

    id: str
    paragraph: str
    force: str
    obligation: str
    file: str
    line: int


def read_ledger(pack: Pack) -> dict[str, Obligation]:
    """Every row of obligations/*.csv, by id."""
    rows: dict[str, Obligation] = {}
    for path in sorted((pack.folder / "obligations").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            for row in reader:
                name = path.relative_to(pack.folder.parent).as_posix()
                rows[row["id"]] = Obligation(
                    row["id"], row["paragraph"], row["modality"], row["obligation"], name, reader.line_num
                )
    return rows


def carriers(pack: Pack) -> dict[str, list[str]]:
    """Ledger row to what carries it, as 'fact X', 'PATHWAY: NODE' or 'information X'."""
    found: dict[str, list[str]] = {}
    for fact_id, fact in pack.facts.items():
        _note(found, fact.carries, f"fact {fact_id}")
    for pathway in pack.pathways.values():
        for advice in pathway.every_advice:
            _note(found, advice.node.carries, f"{pathway.id}: {advice.id}")
        if pathway.form.decision:
            _note(found, pathway.form.decision.carries, f"{pathway.id}: decision")
    for entry in pack.information.values():
        _note(found, entry.carries, f"information {entry.id}")
    return found


def covered(pack: Pack, paragraph: str) -> bool:
    return any(
        paragraph == pattern or (pattern.endswith(".*") and paragraph.split(".")[0] == pattern[:-2])
        for pattern in pack.form.covers
    )


def check_ledger(pack: Pack) -> Iterator[Problem]:
    ledger, carried = read_ledger(pack), carriers(pack)
    set_aside = {entry.row for entry in pack.form.out_of_scope}
    for row in ledger.values():
        if covered(pack, row.paragraph) and row.id not in carried and row.id not in set_aside:
            yield Problem(
                row.file,
                row.line,
                "SP601",
                f"nothing carries {row.id}: {row.obligation}",
                "name it under carries of a node, fact or information entry, or set it aside in pack.yml with a reason",
            )
    for row_id in sorted({*carried, *set_aside} - ledger.keys()):
        where = ", ".join(carried.get(row_id, ["pack.yml"]))
        yield Problem(
            f"{pack.folder.name}/pack.yml",
            0,
            "SP602",
            f"{row_id} ({where}) is not in the ledger",
            "correct the id",
        )


def _note(found: dict[str, list[str]], rows: list[str], carrier: str) -> None:
    for row in rows:
        found.setdefault(row, []).append(carrier)
