"""The case store: units of work over one database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone

from actions.casestore.engine import open_engine
from actions.casestore.reading import Reading
from actions.casestore.transaction import Transaction


def utc_now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(timezone.utc)


class CaseStore:
    """The store at `url`, `sqlite:///...` or `postgresql://...`, which `migrate(url)` has brought up to date.

    One object serves a whole process and all its threads. `clock` gives the present moment, aware.
    """

    def __init__(self, url: str, clock: Callable[[], datetime] = utc_now):
        self._engine = open_engine(url)
        self._clock = clock

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """One unit of work: all of it is durable when the block ends, or none of it if anything is raised.

        Writers take turns. One that has waited five seconds raises `sqlalchemy.exc.OperationalError`.
        """
        with self._engine.connect().execution_options(work="write") as connection, connection.begin():
            yield Transaction(connection, self._clock())

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """One moment of the store, to look at only. Holds no writer up."""
        with self._engine.connect().execution_options(work="read") as connection, connection.begin():
            yield Reading(connection, self._clock())

    def close(self) -> None:
        """Let go of the database files and connections."""
        self._engine.dispose()
