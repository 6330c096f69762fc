"""Making a store and bringing it up to date."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from actions.casestore import CaseStore, migrate, verify
from actions.casestore.migrate import LATEST, MIGRATIONS
from actions.casestore.tables import metadata


def test_a_new_store_is_for_its_owner_alone(tmp_path):
    path = tmp_path / "office records 100%" / "store.db"
    migrate(f"sqlite:///{path}")
    store = CaseStore(f"sqlite:///{path}")
    with store.transaction() as tx:
        tx.staff("officer-17", "trainee", "england_wales")
        files = {name: _mode(path.parent / name) for name in os.listdir(path.parent)}
    assert _mode(path.parent) == 0o700
    assert set(files) == {"store.db", "store.db-wal", "store.db-shm", "store.db.lock"}
    assert set(files.values()) == {0o600}
    store.close()


def test_an_existing_folder_is_left_as_it_is_and_the_file_made_private(tmp_path):
    tmp_path.chmod(0o755)
    path = tmp_path / "store.db"
    path.touch(0o644)
    migrate(f"sqlite:///{path}")
    assert (_mode(tmp_path), _mode(path)) == (0o755, 0o600)


def test_migrating_again_changes_nothing(furnished, url):
    store, _ = furnished
    migrate(url)
    assert verify(store) == []


def test_the_newest_revision_is_the_one_that_ends_the_migrations():
    migrations = ScriptDirectory(str(MIGRATIONS))
    assert migrations.get_current_head() == LATEST


def test_a_store_of_an_older_revision_is_brought_up_to_date(tmp_path):
    url = f"sqlite:///{tmp_path / 'store.db'}"
    engine = create_engine(url, future=True)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    migrate(url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == LATEST
        assert connection.scalar(text("SELECT count(*) FROM cases")) == 0


def test_two_may_migrate_at_once(tmp_path):
    url = f"sqlite:///{tmp_path / 'store.db'}"
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(migrate, [url, url]))
    assert verify(url) == []


def test_the_migrations_make_exactly_the_tables_of_the_code(url):
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": lambda name, *_: name != "sqlite_sequence"}
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_a_server_that_is_not_there_is_reported(tmp_path):
    pytest.importorskip("psycopg2")
    with pytest.raises(OperationalError):
        migrate(f"postgresql://signpost@/store?host={tmp_path}")
    assert os.listdir(tmp_path) == []


def test_durability_and_foreign_keys_are_on(store):
    with store.reading() as tx:
        pragmas = {
            name: tx._connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("foreign_keys", "journal_mode", "synchronous", "busy_timeout")
        }
    assert pragmas == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2, "busy_timeout": 5000}


def _mode(path):
    return stat.S_IMODE(path.stat().st_mode)
