"""SP601 to SP604: every obligation of the covered paragraphs is carried by something a person can meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..packs import Pack
from ..problems import PackError, Problem
from ..source import Place, Source
from .csvs import read_csv
from .wording import worded_parts

COLUMNS = ("id", "paragraph", "modality", "obligation")


@dataclass(frozen=True)
class Obligation:
    """One row of the ledger. `modality` is what the source's words bind to: must, should, rule and so on."""

    id: str
    paragraph: str
    modality: str
    obligation: str
    file: str
    line: int


@dataclass(frozen=True)
class Carrier:
    """Something in the pack that names a row of the ledger."""

    row: str
    source: Source
    place: Place

    def __str__(self) -> str:
        return f"{self.source.file}:{self.source.line(self.place)}"


def read_ledger(pack: Pack) -> list[Obligation]:
    """Every row of obligations/*.csv. Raises PackError (SP101)."""
    root = pack.folder.parent
    return [
        Obligation(**{name: row[name] for name in COLUMNS}, file=path.relative_to(root).as_posix(), line=line)
        for path in sorted((pack.folder / "obligations").glob("*.csv"))
        for line, row in read_csv(path, root, "SP101", COLUMNS)
    ]


def carriers(pack: Pack) -> list[Carrier]:
    """Whatever carries a row: facts, nodes, decisions and information entries."""
    return [
        Carrier(row, source, place)
        for source in pack.sources
        for place, part in worded_parts(pack, source)
        for row in part.carries
    ]


def covered(pack: Pack, paragraph: str) -> bool:
    return any(_matches(pattern, paragraph) for pattern in pack.form.covers)


def _matches(pattern: str, paragraph: str) -> bool:
    return paragraph == pattern or (pattern.endswith(".*") and paragraph.split(".")[0] == pattern[:-2])


def check_ledger(pack: Pack) -> Iterator[Problem]:
    yield from _idle_patterns(pack)
    try:
        ledger = read_ledger(pack)
    except PackError as error:
        yield from error.problems
        return
    yield from _repeated(ledger)
    pack_yml = pack.sources[0]
    set_aside = [Carrier(entry.row, pack_yml, ("out_of_scope", i)) for i, entry in enumerate(pack.form.out_of_scope)]
    named = [*carriers(pack), *set_aside]
    rows = {carrier.row for carrier in named}
    for obligation in ledger:
        if covered(pack, obligation.paragraph) and obligation.id not in rows:
            message = f"nothing carries {obligation.id}: {obligation.obligation}"
            remedy = (
                "name it under carries of a node, fact or information entry, or set it aside in pack.yml with a reason"
            )
            yield Problem(obligation.file, obligation.line, "SP601", message, remedy)
    ids = {obligation.id for obligation in ledger}
    for carrier in named:
        if carrier.row not in ids:
            message = f"{carrier.row} is not in the ledger"
            yield carrier.source.problem(carrier.place, "SP602", message, "correct the id")


def _idle_patterns(pack: Pack) -> Iterator[Problem]:
    for index, pattern in enumerate(pack.form.covers):
        if not any(_matches(pattern, paragraph) for paragraph in pack.form.paragraphs):
            message = f"'{pattern}' covers no paragraph of the source"
            remedy = "write a paragraph such as '15.14' or a section such as '15.*', or delete it"
            yield pack.sources[0].problem(("covers", index), "SP604", message, remedy)


def _repeated(ledger: list[Obligation]) -> Iterator[Problem]:
    first: dict[str, Obligation] = {}
    for obligation in ledger:
        earlier = first.setdefault(obligation.id, obligation)
        if earlier is not obligation:
            message = f"{obligation.id} stands in {earlier.file}:{earlier.line} already"
            yield Problem(obligation.file, obligation.line, "SP603", message, "give each obligation its own id")
