"""Bringing a database to the present shape of the case store."""

import os
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
        _make_private_file(Path(address.database))
    engine = open_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.connect().execution_options(work="migrate") as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    engine.dispose()


def _make_private_file(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT, 0o600))
    path.chmod(0o600)
