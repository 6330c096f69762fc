"""Decision tables, written independently of the pathway, and what a set of answers matches in them.

A cell holds a value, `a|b` for several, `a+b` for a set of options (`nothing` for none of them), `?` for "not known
yet", `n/a` for a question that the path rules out, or `*` for anything.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..packs import Pack
from ..pathways import Pathway
from ..problems import PackError, Problem
from ..source import read
from .worlds import Watch, World

Cells = dict[str, frozenset[str]]
GROUPS = ("held", "open", "shown", "either")
RESULT_COLUMNS = ("outcome", "status", "why")


@dataclass(frozen=True)
class Row:
    """One row: which answers it describes and what should come of them."""

    cells: Cells
    outcome: str
    status: str
    line: int


@dataclass(frozen=True)
class ConclusionTable:
    conclusion: str
    file: str
    rows: tuple[Row, ...]

    @property
    def facts(self) -> frozenset[str]:
        return frozenset(fact for row in self.rows for fact in row.cells)

    @property
    def watches(self) -> list[Watch]:
        return [Watch(frozenset(row.cells), partial(_ruled_out, row.cells)) for row in self.rows]


@dataclass(frozen=True)
class DutyTable:
    """When one obligation of the ledger is owed. The first group that fits counts; otherwise it must be absent.

    `held`: it must be shown. `open`: it hangs on something not known. `shown`: shown in any way, by a question too.
    `either`: the policy does not settle it, so it is not compared.
    """

    row: str
    file: str
    line: int
    groups: tuple[tuple[str, tuple[Cells, ...]], ...]

    @property
    def facts(self) -> frozenset[str]:
        return frozenset(fact for _, group in self.groups for cells in group for fact in cells)

    @property
    def watches(self) -> list[Watch]:
        return [Watch(self.facts, self._decided)]

    def _decided(self, world: World) -> bool:
        """Whether a group fits already, and none that comes before it may still fit."""
        for _, group in self.groups:
            left = [cells for cells in group if not _ruled_out(cells, world)]
            if left:
                return any(cells.keys() <= world.words.keys() for cells in left)
        return True

    def expects(self, words: Mapping[str, str]) -> str:
        for name, group in self.groups:
            if any(matches(cells, words) for cells in group):
                return name
        return "absent"


def folder_of(pack: Pack, pathway: Pathway) -> Path:
    return pack.folder / "tables" / pathway.id.split(".", 1)[1].replace("-", "_")


def conclusion_tables(pack: Pack, pathway: Pathway) -> list[ConclusionTable]:
    """Every conclusion's table. Raises PackError (SP704) for a table that cannot be used."""
    return [_conclusion_table(pack, pathway, path) for path in sorted(folder_of(pack, pathway).glob("*.csv"))]


def _conclusion_table(pack: Pack, pathway: Pathway, path: Path) -> ConclusionTable:
    name = path.relative_to(pack.folder.parent).as_posix()
    conclusion = next((c for c in pathway.conclusions if c.id == path.stem), None)
    outcomes = {"none", "absent", *(o.id for o in conclusion.outcomes)} if conclusion else set()
    rows, problems = [], []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns = [column for column in reader.fieldnames or () if column not in RESULT_COLUMNS]
        problems += [_unknown_fact(name, 1, column) for column in columns if not _asks(pathway, column)]
        for row in reader:
            cells = {column: _cell(row[column]) for column in columns if row[column] != "*"}
            rows.append(Row(cells, row["outcome"], row["status"], reader.line_num))
            if conclusion and row["outcome"] not in outcomes:
                problems.append(
                    Problem(
                        name,
                        reader.line_num,
                        "SP704",
                        f"'{row['outcome']}' is no outcome of '{path.stem}'",
                        f"use one of: {', '.join(sorted(outcomes))}",
                    )
                )
    if conclusion is None:
        problems.append(
            Problem(
                name,
                0,
                "SP704",
                f"{pathway.id} has no conclusion '{path.stem}'",
                "name the file after a conclusion",
            )
        )
    if problems:
        raise PackError(problems)
    return ConclusionTable(path.stem, name, tuple(rows))


def duty_tables(pack: Pack, pathway: Pathway) -> list[DutyTable]:
    """The obligations' table of a pathway, empty if there is none. Raises PackError (SP101, SP704)."""
    path = folder_of(pack, pathway) / "duties.yml"
    if not path.exists():
        return []
    source = read(path, pack.folder.parent)
    tables, problems = [], []
    for index, entry in enumerate(source.data.get("duties", ())):
        line = source.line(("duties", index))
        groups = tuple((name, _cells(entry[name])) for name in GROUPS if name in entry)
        table = DutyTable(entry["row"], source.file, line, groups)
        problems += [_unknown_fact(source.file, line, fact) for fact in sorted(table.facts) if not _asks(pathway, fact)]
        tables.append(table)
    if problems:
        raise PackError(problems)
    return tables


def matches(cells: Cells, words: Mapping[str, str]) -> bool:
    """Whether the cells describe these answers, each given as a cell writes it."""
    return all(words.get(fact, "n/a") in cell for fact, cell in cells.items())


def _ruled_out(cells: Cells, world: World) -> bool:
    """Whether an answer given already does not fit, whatever is answered next."""
    words = world.words
    return any(fact in words and words[fact] not in cell for fact, cell in cells.items())


def _cell(text: str) -> frozenset[str]:
    return frozenset("+".join(sorted(part.strip().split("+"))) for part in text.split("|"))


def _cells(entries: list[dict]) -> tuple[Cells, ...]:
    return tuple({fact: _cell(str(cell)) for fact, cell in entry.items() if cell != "*"} for entry in entries)


def _asks(pathway: Pathway, fact: str) -> bool:
    return any(step.fact == fact for step in pathway.steps)


def _unknown_fact(file: str, line: int, fact: str) -> Problem:
    return Problem(
        file,
        line,
        "SP704",
        f"this pathway does not ask '{fact}'",
        "correct the name, or ask for it in the pathway",
    )
