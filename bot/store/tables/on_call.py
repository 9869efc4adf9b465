"""Rosters: versions of rotations, overrides, covers, requests for them, and the log.

History never changes: what was true of an instant that has passed stays in these tables. What
is taken back keeps its row, ended early or marked as removed.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.store.tables.base import Instant, metadata

#: One row a rotation. Whoever changes its roster locks the row and gives it a new stamp, so that
#: changes come one after another, and what was read can be known to be true still. The row without
#: a name has a new stamp after any change.
rosters = Table(
    "rosters",
    metadata,
    Column("rotation", String(80), primary_key=True),
    Column("stamp", String(32), nullable=False),
)

#: ``number`` counts from 1; one without ``effective_from`` holds since ever. The last version of a
#: rotation that the policy has no longer has nobody in it.
rotation_versions = Table(
    "rotation_versions",
    metadata,
    Column("rotation", String(80), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("effective_from", Instant),
    Column("superseded_at", Instant),
    Column("definition", Text, nullable=False),
    Column("policy", Integer, nullable=False),
    UniqueConstraint("rotation", "effective_from"),
)

#: Without a person it takes everybody off. ``place`` counts the overrides of one rotation: a later
#: one changes what the earlier ones make.
overrides = Table(
    "overrides",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("rotation", String(80), nullable=False),
    Column("place", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("start_at", Instant, nullable=False),
    Column("end_at", Instant, nullable=False),
    Column("person_id", String(40)),
    Column("replaced_id", String(40)),
    Column("added_at", Instant, nullable=False),
    Column("removed_at", Instant),
    UniqueConstraint("rotation", "place"),
    CheckConstraint("end_at > start_at", name="ends_after_start"),
    Index("ix_overrides_rotation_end_at", "rotation", "end_at"),
)

#: Open until taken, declined, withdrawn or expired. A swap names the other's shift too.
cover_requests = Table(
    "cover_requests",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("rotation", String(80), nullable=False),
    Column("layer", String(80), nullable=False),
    Column("shift", Integer, nullable=False),
    Column("start_at", Instant, nullable=False),
    Column("end_at", Instant, nullable=False),
    Column("whole", Boolean, nullable=False),
    Column("asker_id", String(40), nullable=False, index=True),
    Column("asked", JSON, nullable=False),
    Column("declined", JSON, nullable=False),
    Column("their_rotation", String(80)),
    Column("their_layer", String(80)),
    Column("their_shift", Integer),
    Column("their_start_at", Instant),
    Column("their_end_at", Instant),
    Column("reason", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("answered_by", String(40)),
    Column("answered_at", Instant),
    CheckConstraint("state <> 'open' OR expires_at IS NOT NULL", name="open_expires"),
    CheckConstraint(
        "kind <> 'swap' OR (their_rotation IS NOT NULL AND their_layer IS NOT NULL "
        "AND their_shift IS NOT NULL AND their_start_at IS NOT NULL AND their_end_at IS NOT NULL)",
        name="swap_names_theirs",
    ),
)

#: ``from_at`` and ``until_at`` are the piece of the shift; without them it is the whole shift,
#: wherever it moves. ``over_at`` is when it is over as the roster stands. ``place`` counts the
#: covers of one shift: two that were decided at once would have the same, and only one gets in.
covers = Table(
    "covers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("rotation", String(80), nullable=False),
    Column("layer", String(80), nullable=False),
    Column("shift", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("person_id", String(40), nullable=False),
    Column("instead_of", String(40), nullable=False),
    Column("from_at", Instant),
    Column("until_at", Instant),
    Column("over_at", Instant, nullable=False),
    Column("swap", String(32)),
    Column("request_id", ForeignKey("cover_requests.id")),
    Column("added_at", Instant, nullable=False),
    Column("removed_at", Instant),
    UniqueConstraint("rotation", "layer", "shift", "place"),
    UniqueConstraint("request_id", "rotation", "layer", "shift"),
    CheckConstraint("(from_at IS NULL) = (until_at IS NULL)", name="piece_has_both_ends"),
    CheckConstraint("from_at IS NULL OR until_at > from_at", name="ends_after_start"),
    Index("ix_covers_rotation_over_at", "rotation", "over_at"),
)

#: What happened to the rosters. Append-only: no row is ever updated or deleted.
roster_log = Table(
    "roster_log",
    metadata,
    Column("seq", Integer, Identity(), primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("rotation", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("payload", JSON, nullable=False),
    Index("ix_roster_log_rotation_at", "rotation", "at"),
    sqlite_autoincrement=True,
)
