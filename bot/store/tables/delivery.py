"""What comes in once, and what waits to go out."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Identity,
    Integer,
    String,
    Table,
    Text,
)

from bot.store.tables.base import Instant, metadata

#: Effects on their way out. `outbox.py` says what the columns mean together.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("incident_id", ForeignKey("incidents.id"), index=True),
    Column("kind", String(40), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("lane", String(120)),
    Column("twin", String(160)),
    Column("priority", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("uncertain", Boolean, nullable=False),
    Column("owner", String(32)),
    Column("leased_until", Instant),
    Column("error", Text, nullable=False),
    Column("settled_at", Instant),
    Column("buried_at", Instant),
    sqlite_autoincrement=True,
)

#: Requests already seen, with what was answered, so that a repeat hears the same.
inbox = Table(
    "inbox",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("answer", JSON),
)

#: Where the bot's own messages are, so that it can keep them up to date.
cards = Table(
    "cards",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("ref", String(80), primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), index=True),
    Column("channel", String(40), nullable=False),
    Column("ts", String(40), nullable=False),
    Column("person_id", String(40)),
)
