"""Alembic's way in: the connection is always handed over by `migrate`, with its transaction open."""

from alembic import context

from actions.casestore.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
