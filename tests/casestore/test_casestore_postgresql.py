"""The same store on PostgreSQL, on a throw-away server with no network port."""

import os
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from actions.casestore import CaseStore, Conflict, export_case, head, migrate, verify, verify_bundle
from actions.casestore.engine import open_engine
from actions.casestore.tables import metadata

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:]
pytestmark = pytest.mark.skipif(not BINARIES, reason="no PostgreSQL server on this machine")


@pytest.fixture(scope="module")
def server():
    """The address of a fresh server: a socket in a private folder. PostgreSQL refuses to run as root."""
    pytest.importorskip("psycopg2")
    folder = tempfile.mkdtemp(prefix="signpost-pg-")
    as_owner = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]

    def run(program, *args):
        command = [*as_owner, str(BINARIES[0] / program), "-D", f"{folder}/data", *args]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)

    run("initdb", "-U", "signpost", "-A", "trust", "--no-sync")
    run("pg_ctl", "-w", "-l", f"{folder}/log", "-o", f"-c listen_addresses='' -k {folder}", "start")
    yield f"postgresql://signpost@/postgres?host={folder}"
    run("pg_ctl", "-w", "-m", "immediate", "stop")
    shutil.rmtree(folder)


@pytest.fixture
def pg_url(server):
    """A migrated store, empty for each test."""
    engine = open_engine(server)
    with engine.connect().execution_options(work="migrate") as connection, connection.begin():
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    migrate(server)
    return server


@pytest.fixture
def pg_store(pg_url, clock):
    store = CaseStore(pg_url, clock)
    yield store
    store.close()


def test_one_of_everything_is_kept_exported_and_in_order(pg_store, furnish):
    case = furnish(pg_store)
    assert verify(pg_store, head(pg_store)) == []
    with pg_store.reading() as tx:
        assert verify_bundle(export_case(tx, case)) == []
        assert tx.list_cases()[0].open_tasks == 0


def test_both_databases_hold_the_same_log(pg_store, url, furnish, clock):
    sqlite_store = CaseStore(url, type(clock)())
    furnish(sqlite_store)
    furnish(pg_store)
    assert head(pg_store) == head(sqlite_store)
    sqlite_store.close()


def test_the_database_refuses_to_change_what_is_recorded(pg_store, furnish):
    furnish(pg_store)
    for table in ("entries", "answers", "conclusions", "decisions", "task_events"):
        for statement in ("UPDATE {} SET at = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
            with pytest.raises(DBAPIError, match="is append-only"), pg_store.transaction() as tx:
                tx._connection.execute(text(statement.format(table)))


def test_a_changed_and_a_removed_row_are_found(pg_store, furnish):
    furnish(pg_store)
    with pg_store.transaction() as tx:
        tx._connection.execute(text("ALTER TABLE answers DISABLE TRIGGER USER"))
        tx._connection.execute(text("UPDATE answers SET value = '\"low\"' WHERE id = 2"))
        tx._connection.execute(text("DELETE FROM answers WHERE fact = 'in_custody'"))
    changed, removed = verify(pg_store)
    assert "row 2 of answers, was changed" in changed.says
    assert "of answers, which is gone" in removed.says


def test_writers_take_turns_and_older_versions_are_refused(pg_store):
    with pg_store.transaction() as tx:
        me = tx.staff("officer-17", "trainee", "england_wales")
        talk = tx.start_consultation("england_wales", "ew.referral", "2023-04", case=None, by=me)

    def answer(number):
        try:
            with pg_store.transaction() as tx:
                now = tx.consultation(talk.id) if number % 2 else talk
                tx.record_answer(now, now.version, fact=f"fact{number}", value=number, by=me)
            return "kept"
        except Conflict:
            return "refused"

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(answer, range(40)))
    assert outcomes.count("kept") in (
        20,
        21,
    )  # each on the version of the moment, and at most one on version 0
    with pg_store.reading() as tx:
        assert len(tx.answers(talk)) == outcomes.count("kept")
    assert verify(pg_store) == []


def test_a_reader_cannot_write(pg_store):
    with pytest.raises(DBAPIError, match="read-only"), pg_store.reading() as tx:
        tx._connection.execute(text("DELETE FROM case_members"))


def test_two_may_migrate_at_once_and_make_exactly_the_tables_of_the_code(pg_url):
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(migrate, [pg_url, pg_url]))
    engine = open_engine(pg_url)
    with engine.connect().execution_options(work="read") as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()
