"""Regulatory clocks: one row for each obligation of an incident."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, String, Table, Text

from bot.store.tables.base import Instant, metadata

clocks = Table(
    "clocks",
    metadata,
    Column("incident_id", ForeignKey("incidents.id"), primary_key=True),
    Column("name", String(60), primary_key=True),
    #: The order in which they came up.
    Column("place", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    #: Moments that people named, by anchor: ISO 8601 in UTC.
    Column("anchors", JSON, nullable=False),
    Column("since", Instant),
    Column("due_at", Instant),
    Column("firm", Boolean, nullable=False),
    Column("warned", Integer, nullable=False),
    Column("started_by", String(40)),
    Column("submissions", JSON, nullable=False),
    Column("reason", Text, nullable=False),
)
