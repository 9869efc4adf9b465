"""Incidents, who is in them, and their timeline."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    String,
    Table,
    Text,
    false,
)

from bot.store.tables.base import Instant, metadata

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
    Column("milestones", JSON, nullable=False, server_default="{}"),
    Column("tickets", JSON, nullable=False),
    Column("room", String(40)),
    Column("room_name", String(80), nullable=False),
    Column("room_count", Integer, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("summary", Text, nullable=False),
    Column("merged_into", Integer),
    Column("lead_due_at", Instant),
    Column("update_due_at", Instant),
    Column("update_promised", Boolean, nullable=False, server_default=false()),
    Column("update_alarm", String(20)),
    Column("update_alarm_at", Instant),
    Column("update_snoozed_until", Instant),
    #: The nearest deadline of `clocks`, and when one of them has something to tell.
    Column("clock", String(60)),
    Column("clock_due_at", Instant),
    Column("clock_missed", Boolean, nullable=False, server_default=false()),
    Column("clock_alarm_at", Instant),
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
