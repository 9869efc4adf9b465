"""Who is being asked to answer."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
)

from bot.store.tables.base import Instant, metadata

escalations = Table(
    "escalations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("state", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("path", JSON, nullable=False),
    Column("severity", String(40)),
    Column("rule", JSON, nullable=False, server_default="{}"),
    Column("position", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    Column("next_step_at", Instant),
    Column("paged", JSON, nullable=False),
    Column("waiting", JSON, nullable=False, server_default="[]"),
    Column("called", JSON, nullable=False, server_default="[]"),
    Column("skipped", JSON, nullable=False, server_default="[]"),
    Column("first_paged_at", Instant),
    #: [person, time] of each acknowledgement.
    Column("acks", JSON, nullable=False, server_default="[]"),
    Column("questioned_at", Instant),
    CheckConstraint("state <> 'active' OR next_step_at IS NOT NULL", name="active_has_due_time"),
)
