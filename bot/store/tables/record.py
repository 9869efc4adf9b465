"""Messages that people picked for the timeline, and the files kept with them."""

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.store.tables.base import Instant, metadata

#: One row for each message and incident: what makes two picks of it one entry. ``hands`` are
#: those who hold it there, each with how: it is struck out when the last lets go. ``entry`` is
#: empty until the message is read.
picks = Table(
    "picks",
    metadata,
    Column("channel", String(40), primary_key=True),
    Column("ts", String(40), primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), primary_key=True),
    Column("hands", JSON, nullable=False),
    Column("kind", String(20)),
    Column("entry", String(32)),
    Column("picked_at", Instant, nullable=False),
)

#: ``file`` is Slack's id. A file is kept once for an incident, however often it was picked.
evidence = Table(
    "evidence",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False),
    Column("entry", String(32), nullable=False),
    Column("file", String(40), nullable=False),
    Column("name", Text, nullable=False),
    Column("mimetype", String(120), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("kept_by", String(40)),
    Column("kept_at", Instant, nullable=False),
    UniqueConstraint("incident_id", "file"),
)
