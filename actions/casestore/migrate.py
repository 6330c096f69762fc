"""Bringing a database to the present shape of the case store."""

import fcntl
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.engine import make_url

from actions.casestore.engine import open_engine

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(url: str) -> None:
    """Create the store at `url`, or bring it up to date; does nothing when it is.

    For SQLite the folder is made readable by its owner alone if it is new, and the file always is.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        _prepare_file(Path(address.database))
    engine = open_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.connect().execution_options(work="migrate") as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    engine.dispose()


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
