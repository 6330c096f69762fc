"""Whatever is changed, removed, inserted or moved behind the store's back is found and named."""

import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from actions.casestore import CaseStore, Head, head, verify
from actions.casestore.chain import digest, entry_hash

COVERED = ("cases", "consultations", "answers", "conclusions", "decisions", "tasks", "task_events")
APPEND_ONLY = ("entries", "answers", "conclusions", "decisions", "task_events")


class Intruder:
    """Somebody with the database file and a SQL prompt, who has dropped every guard."""

    def __init__(self, path):
        self._path = path
        self._raw = sqlite3.connect(path, isolation_level=None)
        self._raw.row_factory = sqlite3.Row
        for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON"):
            self._raw.execute(f"PRAGMA {pragma}")
        for (name,) in self._raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            self._raw.execute(f"DROP TRIGGER {name}")

    def do(self, statement, *values):
        return self._raw.execute(statement, values).fetchall()

    def rows(self, table):
        return [dict(row) for row in self.do(f"SELECT * FROM {table}")]

    def insert(self, table, row):
        marks = ", ".join("?" for _ in row)
        self.do(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", *row.values())

    def close(self):
        self._raw.close()


@pytest.fixture
def intruder(furnished, path):
    intruder = Intruder(path)
    yield intruder
    intruder.close()


def test_a_store_that_nobody_touched_is_in_order(furnished, url):
    store, _ = furnished
    assert verify(store) == []
    assert verify(url) == []
    assert verify(store, head(store)) == []


def test_an_empty_store_is_in_order_and_has_no_head(store):
    assert verify(store) == []
    assert head(store) is None


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_database_itself_refuses_to_change_what_is_recorded(furnished, table):
    store, _ = furnished
    for statement in (
        f"UPDATE {table} SET at = 'x'",
        f"DELETE FROM {table}",
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    ):
        with pytest.raises(DBAPIError, match=f"{table} is append-only"), store.transaction() as tx:
            tx._connection.execute(text(statement))
    assert verify(store) == []


@pytest.mark.parametrize("table", [*COVERED, "entries"])
def test_a_change_to_any_field_of_any_row_is_found(furnished, intruder, table):
    store, _ = furnished
    uncovered = {"consultations": {"version", "updated_at"}}.get(table, set())
    key = "seq" if table == "entries" else "id"
    rows = intruder.rows(table)
    if table == "entries":
        rows = {row["kind"]: row for row in rows}.values()  # one of each kind will do
    for row in rows:
        for column, value in row.items():
            if column in uncovered:
                continue
            for other in _others(column, value):
                where = f"UPDATE {table} SET {column} = ? WHERE {key} = ?"
                intruder.do(where, other, row[key])
                assert verify(store), f"{table}.{column}: {value!r} -> {other!r}"
                intruder.do(where, value, other if column == key else row[key])
    assert verify(store) == []


def _others(column, value):
    if column in ("not_known", "withdrawn"):
        return [1 - value]
    if column == "due_on":
        return ["2026-03-24", "soon", b"\x00"]
    if isinstance(value, int):
        return [value + 1000]
    if column in ("value", "open", "detail"):
        return ['"other"', "{broken", b"\x00"]
    return ["other", b"\x00"] if value is None or column == "at" else [value + "x"]


@pytest.mark.parametrize("table", COVERED)
def test_the_removal_of_any_row_is_found_and_its_entry_named(furnished, intruder, table):
    store, _ = furnished
    for row in intruder.rows(table):
        intruder.do(f"DELETE FROM {table} WHERE id = ?", row["id"])
        (seq,) = [
            entry["seq"]
            for entry in intruder.rows("entries")
            if (entry["table_name"], entry["row_id"]) == (table, row["id"])
        ]
        first = verify(store)[0]
        assert first.seq == seq
        assert f"covers row {row['id']} of {table}, which is gone" in str(first)
        intruder.insert(table, row)
    assert verify(store) == []


def test_the_removal_of_any_entry_but_the_last_is_found_where_it_was(furnished, intruder):
    store, _ = furnished
    entries = intruder.rows("entries")
    for entry in entries[:-1]:
        intruder.do("DELETE FROM entries WHERE seq = ?", entry["seq"])
        first = verify(store)[0]
        assert first.seq == entry["seq"] + 1
        assert f"Entry {entry['seq']} of the log is missing" in first.says
        intruder.insert("entries", entry)
    assert verify(store) == []


def test_a_changed_entry_is_named_first(furnished, intruder):
    store, _ = furnished
    intruder.do("UPDATE entries SET staff = 'somebody-else' WHERE seq = 7")
    faults = verify(store)
    assert [fault.seq for fault in faults] == [7]
    assert "Entry 7 (answer) was changed" in faults[0].says


def test_a_changed_entry_with_its_hash_made_to_fit_breaks_the_next_one(furnished, intruder, path):
    store, _ = furnished
    intruder.do("UPDATE entries SET staff = 'somebody-else' WHERE seq = 7")
    _rehash(intruder, 7)
    faults = verify(store)
    assert {fault.seq for fault in faults} == {8}
    assert "Entry 8 of the log does not build on the one before" in faults[0].says
    assert "Entry 6 of case 1 does not build on the one before" in faults[1].says


def test_a_changed_detail_is_named(furnished, intruder):
    store, _ = furnished
    intruder.do("UPDATE entries SET detail = ? WHERE kind = 'view_refused'", '{"reference": "REF-2"}')
    (fault,) = verify(store)
    assert "The detail of Entry" in fault.says and "view_refused" in fault.says


def test_an_inserted_entry_is_found(furnished, intruder):
    store, _ = furnished
    entries = intruder.rows("entries")
    # make room after entry 7, counting from the end so that no number is taken twice
    for entry in reversed(entries[7:]):
        intruder.do("UPDATE entries SET seq = seq + 1 WHERE seq = ?", entry["seq"])
    forged = {**entries[6], "seq": 8, "prev_hash": entries[6]["hash"], "kind": "danger", "detail": None}
    forged |= {"table_name": None, "row_id": None, "content_digest": digest(None), "case_id": None}
    forged |= {"case_seq": None, "case_prev_hash": None}
    intruder.insert("entries", {**forged, "hash": entry_hash(forged)})
    faults = verify(store)
    assert faults[0].seq == 9
    assert "does not build on the one before" in faults[0].says


def test_reordered_entries_are_found(furnished, intruder):
    store, _ = furnished
    intruder.do("UPDATE entries SET seq = -1 WHERE seq = 7")
    intruder.do("UPDATE entries SET seq = 7 WHERE seq = 8")
    intruder.do("UPDATE entries SET seq = 8 WHERE seq = -1")
    assert verify(store)[0].seq == 7


def test_a_row_that_was_never_logged_is_found(furnished, intruder):
    store, _ = furnished
    row = intruder.rows("answers")[0] | {"id": 500, "seq": 500, "supersedes": None}
    intruder.insert("answers", row)
    (fault,) = verify(store)
    assert (fault.seq, fault.says) == (None, "Row 500 of answers is not in the log")


def test_a_status_that_the_log_does_not_bear_out_is_found(furnished, intruder):
    store, _ = furnished
    intruder.do("UPDATE consultations SET status = 'closed' WHERE id = 1")
    intruder.do("UPDATE tasks SET state = 'open' WHERE id = 1")
    assert [str(fault) for fault in verify(store)] == [
        "Consultation 1 is marked closed, but the log left it open",
        "Task 1 is marked open, but the log left it done",
    ]


def test_a_cut_off_end_or_a_rebuilt_chain_shows_only_against_a_head_noted_elsewhere(furnished, intruder):
    store, _ = furnished
    noted = head(store)
    with store.transaction() as tx:
        tx.log("export", by=None)
    assert verify(store, noted) == []
    later = head(store)
    intruder.do("DELETE FROM entries WHERE seq = ?", later.seq)
    assert verify(store) == []
    (fault,) = verify(store, later)
    assert f"Entry {later.seq} of the log is not the one that was noted as its end" in fault.says

    intruder.do("UPDATE entries SET staff = 'somebody-else' WHERE seq = ?", noted.seq)
    _rehash(intruder, noted.seq)
    assert verify(store) == []
    assert len(verify(store, noted)) == 1


def test_everything_gone_shows_against_a_head(furnished, intruder):
    store, _ = furnished
    for table in (*COVERED, "entries"):
        intruder.do(f"DELETE FROM {table}")
    assert verify(store) == []
    assert len(verify(store, Head(1, "0" * 64))) == 1


def test_ids_are_never_given_out_twice(furnished, intruder):
    store, _ = furnished
    last = intruder.do("SELECT max(id) AS last FROM answers")[0]["last"]
    intruder.do("DELETE FROM answers WHERE id = ?", last)
    with store.transaction() as tx:
        me = tx.staff("officer-17", "probation_practitioner", "england_wales")
        talk = tx.start_consultation("england_wales", "ew.referral", "2023-04", case=None, by=me)
        assert tx.record_answer(talk, 0, fact="rosh", value="low", by=me).id == last + 1


def _rehash(intruder, seq):
    store = CaseStore(f"sqlite:///{intruder._path}")
    with store.reading() as tx:
        (entry,) = [dict(row) for row in tx.rows("entries") if row["seq"] == seq]
    store.close()
    intruder.do("UPDATE entries SET hash = ? WHERE seq = ?", entry_hash(entry), seq)
