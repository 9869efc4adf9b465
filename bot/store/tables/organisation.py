"""The policy in force, and what Slack says of people."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Identity,
    Integer,
    String,
    Table,
    Text,
)

from bot.store.tables.base import Instant, metadata

#: What Slack last said of a person.
profiles = Table(
    "profiles",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("guest", Boolean, nullable=False),
    Column("bot", Boolean, nullable=False),
    Column("locale", String(20), nullable=False),
    Column("zone", String(60), nullable=False),
    Column("email", String(254), nullable=False, index=True),
    Column("read_at", Instant, nullable=False),
)

#: Every policy ever applied, whole; the highest version is in force. ``calendars`` are the texts
#: of the .ics files it names, by name; NULL for none.
policies = Table(
    "policies",
    metadata,
    Column("version", Integer, Identity(), primary_key=True),
    Column("source", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("applied_at", Instant, nullable=False),
    Column("calendars", JSON),
    sqlite_autoincrement=True,
)
