"""Alembic's entry: run the migrations on the connection that `bot.storage.database.migrate` opened."""

from alembic import context
from sqlmodel import SQLModel

from bot.storage import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
)
assert tables.AskedQuestion.__tablename__ in SQLModel.metadata.tables  # noqa: S101  imported for its tables
with context.begin_transaction():
    context.run_migrations()
