"""Slack user groups that follow the roster."""

from sqlalchemy import JSON, Column, String, Table, Text

from bot.store.tables.base import Instant, metadata

#: What each group was last told to be. ``members`` are those that Slack agreed to, ``ordered``
#: those last asked for, both sorted; ``error`` is what Slack last said against it, or empty.
usergroups = Table(
    "usergroups",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("slack_id", String(40), nullable=False),
    Column("members", JSON, nullable=False),
    Column("set_at", Instant),
    Column("ordered", JSON, nullable=False),
    Column("ordered_at", Instant, nullable=False),
    Column("error", Text, nullable=False),
)
