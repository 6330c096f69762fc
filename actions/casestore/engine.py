"""Opening the database: what SQLite and PostgreSQL each need for writers to take turns and lose nothing."""

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import QueuePool

BUSY_MS = 5000  # how long a writer waits for its turn before it gives up

# Writers take turns for the whole of their transaction: the log has one end, and only one may build on it.
# Readers see one moment of the store and hold nobody up.
FIRST_STATEMENT = {
    "sqlite": {"write": "BEGIN IMMEDIATE", "read": "BEGIN", "migrate": "BEGIN IMMEDIATE"},
    "postgresql": {
        "write": "LOCK TABLE entries IN EXCLUSIVE MODE",
        "read": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        "migrate": "SELECT pg_advisory_xact_lock(7346)",
    },
}

CONNECT_ARGS = {
    # isolation_level None: the driver begins nothing by itself, `_begin` does
    "sqlite": {"check_same_thread": False, "isolation_level": None},
    "postgresql": {"options": f"-c lock_timeout={BUSY_MS}"},
}

ON_CONNECT = {
    "sqlite": (
        f"PRAGMA busy_timeout = {BUSY_MS}",
        "PRAGMA foreign_keys = ON",
        "PRAGMA synchronous = FULL",
        "PRAGMA recursive_triggers = ON",  # so that INSERT OR REPLACE cannot slip past the delete triggers
    ),
    "postgresql": (),
}


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///...` or `postgresql://...`. Raises KeyError for any other database."""
    backend = make_url(url).get_backend_name()
    engine = create_engine(
        url,
        future=True,
        poolclass=QueuePool,
        connect_args=CONNECT_ARGS[backend],
    )

    def prepare(raw, _record) -> None:
        cursor = raw.cursor()
        for statement in ON_CONNECT[backend]:
            cursor.execute(statement)
        cursor.close()

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    work = connection.get_execution_options()["work"]
    connection.exec_driver_sql(FIRST_STATEMENT[connection.dialect.name][work])
