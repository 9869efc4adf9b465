"""What people have begun to write to clients."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table

from bot.store.tables.base import Instant, metadata

#: Before its first preview an update is its author's own paper: one for each incident.
unfinished_updates = Table(
    "unfinished_updates",
    metadata,
    Column("incident_id", Integer, ForeignKey("incidents.id"), primary_key=True),
    Column("person_id", String(40), primary_key=True),
    #: The draft that it continues, if any.
    Column("update_id", String(40)),
    Column("said", JSON, nullable=False),
    Column("saved_at", Instant, nullable=False),
)
