"""What clients are told: drafts, who agreed to them, and what was sent."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table

from bot.store.tables.base import Instant, metadata

client_updates = Table(
    "client_updates",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False, server_default="0"),
    Column("state", String(20), nullable=False),
    #: By language.
    Column("headline", JSON, nullable=False, server_default="{}"),
    Column("impact", JSON, nullable=False, server_default="{}"),
    Column("workaround", JSON, nullable=False, server_default="{}"),
    Column("doing", JSON, nullable=False, server_default="{}"),
    Column("next_by", Instant),
    Column("services", JSON, nullable=False, server_default="[]"),
    Column("health", String(20)),
    Column("clients", JSON, nullable=False, server_default="[]"),
    #: Lists of [language, zone, text].
    Column("texts", JSON, nullable=False),
    Column("recipients", JSON, nullable=False),
    Column("corrects", String(32)),
    Column("drafted_by", String(40), nullable=False),
    Column("drafted_at", Instant, nullable=False),
    Column("revised_by", String(40)),
    Column("revised_at", Instant),
    Column("asked_by", String(40)),
    Column("asked_at", Instant),
    Column("asked_of", JSON, nullable=False, server_default="[]"),
    #: Without its end, which the ticker looks for.
    Column("approval", JSON),
    Column("approval_ends_at", Instant),
    Column("voided", String(20)),
    Column("waived", JSON, nullable=False, server_default="[]"),
    Column("sent_by", String(40)),
    Column("sent_at", Instant),
    Column("withdrawn_at", Instant),
    Index("ix_client_updates_incident_id_number", "incident_id", "number", unique=True),
)
