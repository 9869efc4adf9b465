"""When somebody last looked at an incident, so that they can be told what is new to them."""

from sqlalchemy import Column, ForeignKey, String, Table

from bot.store.tables.base import Instant, metadata

looks = Table(
    "looks",
    metadata,
    Column("incident_id", ForeignKey("incidents.id"), primary_key=True),
    Column("person_id", String(40), primary_key=True),
    Column("at", Instant, nullable=False),
)
