"""What is done once in a bucket of time, by whichever replica comes first."""

from sqlalchemy import Column, String, Table

from bot.store.tables.base import Instant, metadata

#: One row for each duty done. The primary key is what makes it once.
duties = Table(
    "duties",
    metadata,
    Column("kind", String(40), primary_key=True),
    Column("bucket", String(120), primary_key=True),
    Column("at", Instant, nullable=False, index=True),
)
