"""Everything held on one case, as one JSON value that can be checked off line and laid out to read."""

from collections.abc import Iterable
from typing import Any

from actions.casestore.chain import iso, plain
from actions.casestore.reading import Reading
from actions.casestore.records import Case
from actions.casestore.tables import MUTABLE

FORMAT = "signpost-case-1"
HOW_TO_CHECK = (
    "A digest is the SHA-256 of canonical JSON: keys sorted, no spaces, ASCII. That of a row or an entry "
    "leaves out fields that are null. An entry's content_digest is the digest of its detail (null included), "
    "or of the row it names without the columns in not_covered. Its hash is the digest of the entry without "
    "hash and detail. case_prev_hash is the hash of the case's entry before it, 64 zeros for the first; "
    "case_seq counts from 1 without a gap."
)


def export_case(tx: Reading, case: Case) -> dict[str, Any]:
    """Everything held on the case: its rows, its log with hashes, and what it takes to check them off line.

    To have the disclosure of the record itself on the record, log `export` in the same transaction first.
    """
    entries = [dict(row) for row in tx.rows("entries", case.id)]
    return plain(
        {
            "format": FORMAT,
            "exported_at": iso(tx.now),
            "case": vars(case),
            "members": tx.members(case),
            "tables": {name: [dict(row) for row in tx.rows(name, case.id)] for name in MUTABLE},
            "entries": entries,
            "head": {"seq": entries[-1]["case_seq"], "hash": entries[-1]["hash"]},
            "how_to_check": HOW_TO_CHECK,
            "not_covered": {name: sorted(columns) for name, columns in MUTABLE.items()},
        }
    )


def show_case(tx: Reading, case: Case) -> dict[str, Any]:
    """What is held on the case, laid out to read; see `outline`."""
    return outline(export_case(tx, case))


def outline(bundle: dict[str, Any]) -> dict[str, Any]:
    """The bundle laid out to read: the case, and under each consultation what belongs to it.

    Rows keep their fields. Answers, conclusions and decisions gain `superseded`; tasks gain `events`; each
    consultation, and the case, has its `happenings`: entries that cover no row, such as pauses and dangers.
    """
    tables = bundle["tables"]
    loose = [entry for entry in bundle["entries"] if entry["table_name"] is None]
    return {
        "case": bundle["case"],
        "members": bundle["members"],
        "head": bundle["head"],
        "exported_at": bundle["exported_at"],
        "consultations": [_consultation(row, tables, loose) for row in tables["consultations"]],
        "happenings": [entry for entry in loose if entry["consultation_id"] is None],
    }


def _consultation(row: dict, tables: dict[str, list[dict]], loose: list[dict]) -> dict:
    def ours(rows: Iterable[dict]) -> list[dict]:
        return [each for each in rows if each["consultation_id"] == row["id"]]

    latest = {each["conclusion"]: each["id"] for each in ours(tables["conclusions"])}
    return {
        **row,
        "answers": _with_superseded(ours(tables["answers"])),
        "conclusions": [
            {**each, "superseded": each["id"] != latest[each["conclusion"]]} for each in ours(tables["conclusions"])
        ],
        "decisions": _with_superseded(ours(tables["decisions"])),
        "tasks": [
            {**task, "events": [event for event in tables["task_events"] if event["task_id"] == task["id"]]}
            for task in ours(tables["tasks"])
        ],
        "happenings": ours(loose),
    }


def _with_superseded(rows: list[dict]) -> list[dict]:
    replaced = {row["supersedes"] for row in rows}
    return [{**row, "superseded": row["id"] in replaced} for row in rows]
