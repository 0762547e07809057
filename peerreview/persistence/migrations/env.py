"""Alembic's entry point: runs the revisions on the connection that `versions` hands over, within its transaction."""

from alembic import context

from peerreview.persistence.schema import NOTE_TEXT, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_name=lambda name, kind, parents: kind != "table" or not str(name).startswith(NOTE_TEXT),
    transactional_ddl=True,  # SQLite's DDL is transactional once BEGIN is ours: a schema version is there whole or not
)
context.run_migrations()
