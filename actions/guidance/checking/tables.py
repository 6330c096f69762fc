"""Decision tables, written independently of the pathway, and what a set of answers matches in them.

A cell holds a value, `a|b` for several, `a+b` for a set of options (`nothing` for none of them), `?` for "not known
yet", `n/a` for a question that the path rules out, or `*` for anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from pydantic import Field, ValidationError

from ..packs import Pack
from ..pathways import Conclusion, Pathway
from ..problems import PackError, Problem
from ..schema import Part
from ..source import Source, read
from .csvs import read_csv
from .worlds import Watch, World, domain, written

Cells = tuple[tuple[str, frozenset[str]], ...]
"""Facts, each with the words it may have; a fact that may have any stands in none."""
Fault = tuple[str, str]
"""What is wrong, and how to mend it."""

RESULT_COLUMNS = ("outcome", "status", "why")
STATUSES = {"none": ("not_yet_decided",), "absent": ("absent",)}
"""What an outcome may be; those that are not named here are either of DECIDED."""
DECIDED = ("settled", "provisional")
ANYTHING, NO_ANSWER = "*", "n/a"


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
    def watches(self) -> list[Watch]:
        return [Watch(_facts(row.cells), partial(_ruled_out, row.cells)) for row in self.rows]

    def matching(self, words: Mapping[str, str]) -> list[Row]:
        """The rows that describe these answers, each given as a cell writes it. A sound table has one."""
        return self._matching(tuple(words.get(column, NO_ANSWER) for column in self._columns))

    @cached_property
    def _columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fact for row in self.rows for fact, _ in row.cells))

    def _matching(self, words: tuple[str, ...]) -> list[Row]:
        """Column by column, since many sets of answers begin alike."""
        if words not in self._found:
            *first, last = words
            column = self._columns[len(first)]
            found = [row for row in self._matching(tuple(first)) if last in dict(row.cells).get(column, words)]
            self._found[words] = found
        return self._found[words]

    @cached_property
    def _found(self) -> dict[tuple[str, ...], list[Row]]:
        return {(): list(self.rows)}


class DutyRow(Part):
    """When one obligation of the ledger is owed. The first group that fits counts; otherwise it must be absent.

    `held`: it must be shown. `open`: it hangs on something not known. `shown`: shown in any way, by a question too.
    `either`: the policy does not settle it, so it is not compared.
    """

    row: str
    held: list[dict[str, str]] = Field([])
    open: list[dict[str, str]] = Field([])
    shown: list[dict[str, str]] = Field([])
    either: list[dict[str, str]] = Field([])
    why: str | None = None


class Information(Part):
    """Rows of the ledger that are no step in a case."""

    rows: list[str]
    why: str


class DutiesFile(Part):
    duties: list[DutyRow]
    information: list[Information] = Field([])


@dataclass(frozen=True)
class DutyTable:
    """A DutyRow with its cells read."""

    row: str
    file: str
    line: int
    groups: tuple[tuple[str, tuple[Cells, ...]], ...]

    @property
    def watches(self) -> list[Watch]:
        facts = frozenset().union(*(_facts(cells) for _, group in self.groups for cells in group))
        return [Watch(facts, self._decided)]

    def _decided(self, world: World) -> bool:
        """Whether a group fits already, and none that comes before it may still fit."""
        for _, group in self.groups:
            left = [cells for cells in group if not _ruled_out(cells, world)]
            if left:
                return any(_facts(cells) <= world.words.keys() for cells in left)
        return True

    def expects(self, words: Mapping[str, str]) -> str:
        """The group that these answers fall into, each given as a cell writes it."""
        for name, group in self.groups:
            if any(_fits(cells, words) for cells in group):
                return name
        return "absent"


@dataclass(frozen=True)
class DutiesTable:
    """All of a pathway's duties.yml: when each obligation is owed, and why a row is no step in a case."""

    file: str
    duties: tuple[DutyTable, ...]
    information: dict[str, str]

    def names(self, row: str) -> bool:
        return row in self.information or any(row == table.row for table in self.duties)


def _facts(cells: Cells) -> frozenset[str]:
    return frozenset(fact for fact, _ in cells)


def _fits(cells: Cells, words: Mapping[str, str]) -> bool:
    return all(words.get(fact, NO_ANSWER) in cell for fact, cell in cells)


def _ruled_out(cells: Cells, world: World) -> bool:
    """Whether an answer given already does not fit, whatever is answered next."""
    words = world.words
    return any(fact in words and words[fact] not in cell for fact, cell in cells)


def folder_of(pack: Pack, pathway: Pathway) -> Path:
    return pack.folder / "tables" / pathway.id.split(".", 1)[1].replace("-", "_")


def conclusion_tables(pack: Pack, pathway: Pathway) -> list[ConclusionTable]:
    """Every conclusion's table. Raises PackError (SP704, SP707) for tables that cannot be used."""
    tables, problems = [], []
    for path in sorted(folder_of(pack, pathway).glob("*.csv")):
        try:
            tables.append(_conclusion_table(pack, pathway, path))
        except PackError as error:
            problems += error.problems
    if problems:
        raise PackError(problems)
    return tables


def _conclusion_table(pack: Pack, pathway: Pathway, path: Path) -> ConclusionTable:
    file = path.relative_to(pack.folder.parent).as_posix()
    conclusion = next((one for one in pathway.conclusions if one.id == path.stem), None)
    if conclusion is None:
        message, remedy = f"{pathway.id} has no conclusion '{path.stem}'", "name the file after a conclusion"
        raise PackError([Problem(file, 0, "SP704", message, remedy)])
    rows: list[Row] = []
    problems: list[Problem] = []
    for line, words in read_csv(path, pack.folder.parent, "SP704", RESULT_COLUMNS):
        answers = {column: word for column, word in words.items() if column not in RESULT_COLUMNS}
        row = Row(_cells(answers), words["outcome"], words["status"], line)
        faults = [*_answer_faults(pack, pathway, row.cells), *_outcome_faults(conclusion, row)]
        problems += [Problem(file, 1, "SP704", *fault) for fault in _fact_faults(pathway, answers)]
        problems += [Problem(file, line, "SP704", *fault) for fault in faults]
        problems += [Problem(file, line, "SP707", *fault) for fault in _status_faults(row)]
        rows.append(row)
    if problems:
        raise PackError(problems)
    return ConclusionTable(path.stem, file, tuple(rows))


def duties_table(pack: Pack, pathway: Pathway) -> DutiesTable | None:
    """The obligations' table of a pathway, if it has one. Raises PackError (SP101, SP102, SP704)."""
    path = folder_of(pack, pathway) / "duties.yml"
    if not path.exists():
        return None
    source = read(path, pack.folder.parent)
    form = _duties_file(source)
    tables, problems = [], []
    for index, entry in enumerate(form.duties):
        groups = {"held": entry.held, "open": entry.open, "shown": entry.shown, "either": entry.either}
        read_groups = tuple((name, tuple(map(_cells, group))) for name, group in groups.items())
        place = ("duties", index)
        tables.append(DutyTable(entry.row, source.file, source.line(place), read_groups))
        for name, group in groups.items():
            for position, answers in enumerate(group):
                faults = [*_fact_faults(pathway, answers), *_answer_faults(pack, pathway, _cells(answers))]
                problems += [source.problem((*place, name, position), "SP704", *fault) for fault in faults]
    if problems:
        raise PackError(problems)
    return DutiesTable(source.file, tuple(tables), {row: entry.why for entry in form.information for row in entry.rows})


def _duties_file(source: Source) -> DutiesFile:
    try:
        return DutiesFile.parse_obj(source.data)
    except ValidationError as error:
        remedy = "write each duty as a row with lists of conditions under held, open, shown or either"
        raise PackError(
            [
                source.problem(fault["loc"], "SP704", f"{' > '.join(map(str, fault['loc']))}: {fault['msg']}", remedy)
                for fault in error.errors()
            ]
        ) from None


def _cells(row: Mapping[str, str]) -> Cells:
    return tuple((fact, _cell(text)) for fact, text in row.items() if text != ANYTHING)


def _cell(text: str) -> frozenset[str]:
    return frozenset("+".join(sorted(part.strip().split("+"))) for part in text.split("|"))


def _fact_faults(pathway: Pathway, facts: Iterable[str]) -> Iterator[Fault]:
    asked = {step.fact for step in pathway.steps}
    for fact in facts:
        if fact not in asked:
            yield f"this pathway does not ask '{fact}'", "correct the name, or ask for it in the pathway"


def _answer_faults(pack: Pack, pathway: Pathway, cells: Cells) -> Iterator[Fault]:
    for fact, cell in cells:
        if fact in pack.facts:
            answers = {written(value) for value in domain(pathway, fact, pack.facts[fact])}
            for word in sorted(cell - answers - {NO_ANSWER}):
                yield f"'{word}' is no answer to '{fact}'", f"use one of: {', '.join(sorted(answers))}"


def _outcome_faults(conclusion: Conclusion, row: Row) -> Iterator[Fault]:
    outcomes = ["none", "absent", *(outcome.id for outcome in conclusion.outcomes)]
    if row.outcome not in outcomes:
        yield f"'{row.outcome}' is no outcome of '{conclusion.id}'", f"use one of: {', '.join(outcomes)}"


def _status_faults(row: Row) -> Iterator[Fault]:
    statuses = STATUSES.get(row.outcome, DECIDED)
    if row.status not in statuses:
        yield f"'{row.outcome}' cannot be '{row.status}'", f"use one of: {', '.join(statuses)}"
