"""Each client update on its way to each of its recipients."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from bot.store.tables.base import Instant, metadata

deliveries = Table(
    "deliveries",
    metadata,
    Column("update_id", ForeignKey("client_updates.id"), primary_key=True),
    #: `Recipient.key`: the same for the same address in every update.
    Column("recipient", String(40), primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False),
    Column("medium", String(20), nullable=False),
    Column("address", Text, nullable=False),
    Column("client", String(80)),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("queued_at", Instant, nullable=False),
    Column("handed_at", Instant),
    Column("sent_at", Instant),
    Column("snag", String(20), nullable=False),
    Column("detail", Text, nullable=False),
    Column("ref", Text, nullable=False),
    #: For the first mail to somebody about an incident, which the later ones answer.
    Index("ix_deliveries_incident_id_recipient", "incident_id", "recipient"),
)
