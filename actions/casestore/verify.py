"""Finding what has been altered: walks the chains, works every digest out again, says in words what is wrong.

Whoever can write to the database can also add a well-formed entry at the end, or cut the end off. Only a head
that was noted elsewhere (`head`, or the hash on a printed page) shows that.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from actions.casestore.chain import NO_HASH, digest, entry_hash, row_digest
from actions.casestore.records import Head
from actions.casestore.store import CaseStore
from actions.casestore.tables import MUTABLE
from actions.casestore.transaction import STATUS_KINDS

Row = Mapping[str, Any]
Rows = Callable[[str], Iterable[Row]]  # the rows of the table of that name

STATUS_AFTER = {"consultation_started": "open"} | {kind: status for status, kind in STATUS_KINDS.items()}


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold, in plain words; `seq` is the number of the entry concerned, if any."""

    seq: int | None
    says: str

    def __str__(self) -> str:
        return self.says


def head(store: CaseStore) -> Head | None:
    """The last entry of the log, to be noted elsewhere; None while the log is empty."""
    with store.reading() as tx:
        return tx.head()


def verify(store: CaseStore | str, expected: Head | None = None) -> list[Fault]:
    """Everything that does not hold in a store, or the store at a URL: the first bad entry first, or nothing.

    `expected` is a head noted earlier: the log must still hold that entry, with that hash.
    """
    if isinstance(store, str):
        opened = CaseStore(store)
        try:
            return verify(opened, expected)
        finally:
            opened.close()
    log = _Chain("the log", "seq", "prev_hash")
    cases: dict[int, _Chain] = {}

    def chains(entry: Row) -> list[_Chain]:
        case_id = entry["case_id"]
        if case_id is None:
            return [log]
        return [log, cases.setdefault(case_id, _Chain(f"case {case_id}", "case_seq", "case_prev_hash"))]

    with store.reading() as tx:
        faults = [*_check(tx.rows, chains), *log.must_hold(expected)]
    return _first_bad_first(faults)


def verify_bundle(bundle: dict, expected: Head | None = None) -> list[Fault]:
    """The same for one exported case, off line; `expected` is a head of the case, as on its printed page."""
    try:
        tables = {**{name: bundle["tables"][name] for name in MUTABLE}, "entries": bundle["entries"]}
        case = _Chain("the case", "case_seq", "case_prev_hash")
        faults = [
            *_check(tables.__getitem__, lambda entry: [case]),
            *case.must_hold(Head(**bundle["head"])),
            *case.must_hold(expected),
        ]
        return _first_bad_first(faults)
    except (KeyError, TypeError, AttributeError) as missing:
        return [Fault(None, f"This is not a whole case export: {missing!r}")]


def _first_bad_first(faults: list[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda fault: (fault.seq is None, fault.seq))


class _Chain:
    """One chain, followed entry by entry."""

    def __init__(self, name: str, number: str, previous: str):
        self._name, self._number, self._previous = name, number, previous
        self._end = (0, NO_HASH)
        self._passed: set[tuple[int, str]] = set()

    def follow(self, entry: Row) -> Iterator[str]:
        """What is wrong with the way this entry joins on to the one before."""
        last, last_hash = self._end
        number = entry[self._number]
        self._end = (number if isinstance(number, int) else last + 1, entry["hash"])
        self._passed.add(self._end)
        if number != last + 1:
            yield f"Entry {last + 1} of {self._name} is missing or out of place: entry {number} comes instead"
        elif entry[self._previous] != last_hash:
            yield (
                f"Entry {number} of {self._name} does not build on the one before: "
                "one of the two was changed or replaced"
            )

    def must_hold(self, noted: Head | None) -> Iterator[Fault]:
        """A fault unless the chain went through the entry that was noted."""
        if noted and (noted.seq, noted.hash) not in self._passed:
            yield Fault(
                None,
                f"Entry {noted.seq} of {self._name} is not the one that was noted as its end: "
                "entries were cut off or replaced",
            )


def _check(rows: Rows, chains: Callable[[Row], Iterable[_Chain]]) -> Iterator[Fault]:
    uncovered = {
        (name, row["id"]): _if_readable(row_digest, row, columns)
        for name, columns in MUTABLE.items()
        for row in rows(name)
    }
    statuses: dict[int, str] = {}
    for entry in rows("entries"):
        for chain in chains(entry):
            yield from (Fault(entry["seq"], problem) for problem in chain.follow(entry))
        yield from (Fault(entry["seq"], problem) for problem in _content(entry, uncovered))
        if entry["kind"] in STATUS_AFTER:
            statuses[entry["consultation_id"]] = STATUS_AFTER[entry["kind"]]
    for name, row_id in uncovered:
        yield Fault(None, f"Row {row_id} of {name} is not in the log")
    moves = {event["task_id"]: event["state"] for event in rows("task_events")}
    yield from _states("Consultation", rows("consultations"), "status", statuses)
    yield from _states("Task", rows("tasks"), "state", moves)


def _if_readable(work: Callable[..., str], *content: Any) -> str | None:
    """The digest, or None for content that the store would never have written, such as raw bytes."""
    try:
        return work(*content)
    except (TypeError, ValueError):
        return None


def _content(entry: Row, uncovered: dict[tuple[str, int], str | None]) -> Iterator[str]:
    this = f"Entry {entry['seq']} ({entry['kind']})"
    if _if_readable(entry_hash, entry) != entry["hash"]:
        yield f"{this} was changed after it was written"
    table, row_id, detail = entry["table_name"], entry["row_id"], entry["detail"]
    if table is None:
        if _if_readable(digest, detail) != entry["content_digest"]:
            yield f"The detail of {this} was changed after it was written"
        return
    found = uncovered.pop((table, row_id), None)
    if found is None:
        yield f"{this} covers row {row_id} of {table}, which is gone or cannot be read"
    elif found != entry["content_digest"] or detail is not None:
        yield f"What {this} covers, row {row_id} of {table}, was changed after it was written"


def _states(what: str, rows: Iterable[Row], column: str, logged: Mapping[int, str]) -> Iterator[Fault]:
    for row in rows:
        should = logged.get(row["id"], "open")
        if row[column] != should:
            yield Fault(None, f"{what} {row['id']} is marked {row[column]}, but the log left it {should}")
