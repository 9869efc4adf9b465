"""Alembic's side of `bot/store/migrate.py`: it is given a connection, and runs on that."""

from alembic import context

from bot.store import indexes
from bot.store.tables import Instant, metadata

assert indexes.PARTIAL  # importing them adds them to the tables


def render(kind: str, item: object, _context: object) -> str | bool:
    """Write our own column type as the plain one it is in the database."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=render,
    # SQLite cannot alter a table in place.
    render_as_batch=True,
    compare_type=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
