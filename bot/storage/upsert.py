"""Inserting what may be there already, which each database writes its own way."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import SQLModel


def insert_into(table: type[SQLModel], engine: AsyncEngine) -> sqlite.Insert | postgresql.Insert:
    """Return an insert that knows `on_conflict_do_update`."""
    return postgresql.insert(table) if engine.dialect.name == "postgresql" else sqlite.insert(table)
