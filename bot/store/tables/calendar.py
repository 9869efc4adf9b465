"""Calendar feeds that people subscribed to."""

from sqlalchemy import Column, String, Table

from bot.store.tables.base import Instant, metadata

#: One feed of a person for each rotation; ``rotation`` is empty for the person's own shifts.
#: ``feed`` is what their link is made of: a new one makes the old link worthless.
feeds = Table(
    "calendar_feeds",
    metadata,
    Column("owner", String(40), primary_key=True),
    Column("rotation", String(60), primary_key=True),
    Column("feed", String(32), nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
)
