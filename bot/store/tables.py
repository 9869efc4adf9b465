"""Every table. Rows never leave this package. All instants are UTC."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime. SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs a zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value.astimezone(UTC) if value else None
        return value.replace(tzinfo=UTC)  # type: ignore[no-any-return]


#: Hands out incident numbers. A rolled-back declare leaves a gap, never a duplicate.
numbers = Table(
    "numbers",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("taken_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
    Column("severity", String(40), nullable=False),
    Column("impact", Text, nullable=False),
    Column("status", String(20), nullable=False),
    Column("client_state", String(20)),
    Column("service", String(80)),
    Column("clients", JSON, nullable=False),
    Column("flags", JSON, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("drill", Boolean, nullable=False),
    Column("declared_by", String(40), nullable=False),
    Column("declared_at", Instant, nullable=False),
    Column("started_at", Instant),
    Column("resolved_at", Instant),
    Column("closed_at", Instant),
    Column("tickets", JSON, nullable=False),
    Column("room", String(40)),
    Column("room_name", String(80), nullable=False),
    Column("room_count", Integer, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("summary", Text, nullable=False),
    Column("merged_into", Integer),
    Column("lead_due_at", Instant),
    Column("update_due_at", Instant),
    Index("ix_incidents_room", "room"),
    Index("ix_incidents_status", "status"),
)

#: Who is, or was, in an incident's room: the audience of a private one.
members = Table(
    "members",
    metadata,
    Column("incident_id", ForeignKey("incidents.id"), primary_key=True),
    Column("person_id", String(40), primary_key=True),
    Column("since", Instant, nullable=False),
)

#: The timeline. Append-only: no row is ever updated or deleted.
events = Table(
    "events",
    metadata,
    Column("seq", Integer, Identity(), primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("payload", JSON, nullable=False),
    sqlite_autoincrement=True,
)

escalations = Table(
    "escalations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("state", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("path", JSON, nullable=False),
    Column("position", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    Column("next_step_at", Instant),
    Column("paged", JSON, nullable=False),
    Column("first_paged_at", Instant),
    Column("acknowledged_by", String(40)),
    Column("acknowledged_at", Instant),
    CheckConstraint("state <> 'active' OR next_step_at IS NOT NULL", name="active_has_due_time"),
)

#: Effects on their way out. `outbox.py` says what the columns mean together.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
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
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("channel", String(40), nullable=False),
    Column("ts", String(40), nullable=False),
    Column("person_id", String(40)),
)

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

#: Every policy ever applied, whole; the highest version is in force.
policies = Table(
    "policies",
    metadata,
    Column("version", Integer, Identity(), primary_key=True),
    Column("source", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("applied_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

client_updates = Table(
    "client_updates",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("state", String(20), nullable=False),
    Column("texts", JSON, nullable=False),
    Column("recipients", JSON, nullable=False),
    Column("next_by", Instant),
    Column("drafted_by", String(40), nullable=False),
    Column("drafted_at", Instant, nullable=False),
    Column("sent_at", Instant),
)
