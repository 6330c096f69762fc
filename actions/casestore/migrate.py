"""Bringing a database to the present shape of the case store."""

import fcntl
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection, make_url

from actions.casestore.engine import open_engine

MIGRATIONS = Path(__file__).parent / "migrations"
LATEST = "0001"
"""The newest revision, so that a store that is up to date need not load Alembic to learn it."""


def migrate(url: str) -> None:
    """Create the store at `url`, or bring it up to date; does nothing when it is.

    For SQLite the folder is made readable by its owner alone if it is new, and the file always is.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        _prepare_file(Path(address.database))
    engine = open_engine(url)
    with engine.connect().execution_options(work="migrate") as connection, connection.begin():
        if not _is_current(connection):
            _upgrade(connection)
    engine.dispose()


def _is_current(connection: Connection) -> bool:
    if not inspect(connection).has_table("alembic_version"):
        return False
    return connection.scalar(text("SELECT version_num FROM alembic_version")) == LATEST


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _prepare_file(path: Path) -> None:
    """Make the file private and give it a write-ahead log, one process at a time.

    SQLite does not wait for its turn when the journal changes, so two that start together need a lock of their own.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(f"{path}.lock", os.O_CREAT | os.O_WRONLY, 0o600), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        os.close(os.open(path, os.O_CREAT, 0o600))
        path.chmod(0o600)
        with closing(sqlite3.connect(path)) as raw:
            raw.execute("PRAGMA journal_mode = WAL")
