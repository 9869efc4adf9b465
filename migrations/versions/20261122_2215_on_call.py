"""On-call: effects and messages that concern no incident.

Revision: 0002, after 0001
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("outbox", "cards"):
        with op.batch_alter_table(table) as batch:
            batch.alter_column("incident_id", nullable=True)
    op.create_table(
        "duties",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("bucket", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "bucket", name=op.f("pk_duties")),
    )
    op.create_index("ix_duties_at", "duties", ["at"])
    waiting = sa.text("settled_at IS NULL AND buried_at IS NULL AND twin IS NOT NULL")
    op.create_index(
        "ix_outbox_twin", "outbox", ["twin"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.add_column("policies", sa.Column("calendars", sa.JSON()))
    op.create_table(
        "calendar_feeds",
        sa.Column("owner", sa.String(40), nullable=False),
        sa.Column("rotation", sa.String(60), nullable=False),
        sa.Column("feed", sa.String(32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", "rotation", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("feed", name=op.f("uq_calendar_feeds_feed")),
    )
    op.create_table(
        "usergroups",
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("slack_id", sa.String(40), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True)),
        sa.Column("ordered", sa.JSON(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_usergroups")),
    )

    _rosters()
    _covers()
    _escalations()


def downgrade() -> None:
    _escalations_back()
    op.drop_table("usergroups")
    op.drop_table("calendar_feeds")
    with op.batch_alter_table("policies") as batch:
        batch.drop_column("calendars")
    for table in (
        "roster_log",
        "covers",
        "cover_requests",
        "overrides",
        "rotation_versions",
        "rosters",
    ):
        op.drop_table(table)
    op.drop_table("duties")
    op.drop_index("ix_outbox_twin", "outbox")
    for table in ("cards", "outbox"):
        op.execute(sa.delete(sa.table(table)).where(sa.column("incident_id").is_(None)))
        with op.batch_alter_table(table) as batch:
            batch.alter_column("incident_id", nullable=False)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _rosters() -> None:
    op.create_table(
        "rosters",
        _text("rotation", 80),
        _text("stamp", 32),
        sa.PrimaryKeyConstraint("rotation", name=op.f("pk_rosters")),
    )
    op.create_table(
        "rotation_versions",
        _text("rotation", 80),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        _instant("effective_from", nullable=True),
        _instant("superseded_at", nullable=True),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("policy", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("rotation", "number", name=op.f("pk_rotation_versions")),
        sa.UniqueConstraint(
            "rotation",
            "effective_from",
            name=op.f("uq_rotation_versions_rotation_effective_from"),
        ),
    )
    op.create_table(
        "overrides",
        _text("id", 32),
        _text("rotation", 80),
        sa.Column("place", sa.Integer(), nullable=False),
        _text("kind", 20),
        _instant("start_at"),
        _instant("end_at"),
        _text("person_id", 40, nullable=True),
        _text("replaced_id", 40, nullable=True),
        _instant("added_at"),
        _instant("removed_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overrides")),
        sa.UniqueConstraint("rotation", "place", name=op.f("uq_overrides_rotation_place")),
        sa.CheckConstraint("end_at > start_at", name=op.f("ck_overrides_ends_after_start")),
    )
    op.create_index("ix_overrides_rotation_end_at", "overrides", ["rotation", "end_at"])
    op.create_table(
        "roster_log",
        sa.Column("seq", sa.Integer(), sa.Identity(always=False), nullable=False),
        _text("id", 32),
        _text("rotation", 80),
        _instant("at"),
        _text("kind", 40),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_roster_log")),
        sa.UniqueConstraint("id", name=op.f("uq_roster_log_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_roster_log_rotation_at", "roster_log", ["rotation", "at"])


def _covers() -> None:
    op.create_table(
        "cover_requests",
        _text("id", 32),
        _text("kind", 20),
        _text("state", 20),
        _text("rotation", 80),
        _text("layer", 80),
        sa.Column("shift", sa.Integer(), nullable=False),
        _instant("start_at"),
        _instant("end_at"),
        sa.Column("whole", sa.Boolean(), nullable=False),
        _text("asker_id", 40),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("declined", sa.JSON(), nullable=False),
        _text("their_rotation", 80, nullable=True),
        _text("their_layer", 80, nullable=True),
        sa.Column("their_shift", sa.Integer()),
        _instant("their_start_at", nullable=True),
        _instant("their_end_at", nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        _instant("asked_at"),
        _instant("expires_at", nullable=True),
        _text("answered_by", 40, nullable=True),
        _instant("answered_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover_requests")),
        sa.CheckConstraint(
            "state <> 'open' OR expires_at IS NOT NULL",
            name=op.f("ck_cover_requests_open_expires"),
        ),
        sa.CheckConstraint(
            "kind <> 'swap' OR (their_rotation IS NOT NULL AND their_layer IS NOT NULL AND "
            "their_shift IS NOT NULL AND their_start_at IS NOT NULL AND their_end_at IS NOT NULL)",
            name=op.f("ck_cover_requests_swap_names_theirs"),
        ),
    )
    op.create_index("ix_cover_requests_asker_id", "cover_requests", ["asker_id"])
    is_open = sa.text("state = 'open'")
    op.create_index(
        "ix_cover_requests_expires_at",
        "cover_requests",
        ["expires_at"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index(
        "ix_cover_requests_open",
        "cover_requests",
        ["rotation", "layer", "shift", "asker_id", "start_at"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_table(
        "covers",
        _text("id", 32),
        _text("rotation", 80),
        _text("layer", 80),
        sa.Column("shift", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        _text("person_id", 40),
        _text("instead_of", 40),
        _instant("from_at", nullable=True),
        _instant("until_at", nullable=True),
        _instant("over_at"),
        _text("swap", 32, nullable=True),
        _text("request_id", 32, nullable=True),
        _instant("added_at"),
        _instant("removed_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_covers")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["cover_requests.id"], name=op.f("fk_covers_request_id")
        ),
        sa.UniqueConstraint(
            "rotation",
            "layer",
            "shift",
            "place",
            name=op.f("uq_covers_rotation_layer_shift_place"),
        ),
        sa.UniqueConstraint(
            "request_id",
            "rotation",
            "layer",
            "shift",
            name=op.f("uq_covers_request_id_rotation_layer_shift"),
        ),
        sa.CheckConstraint(
            "(from_at IS NULL) = (until_at IS NULL)", name=op.f("ck_covers_piece_has_both_ends")
        ),
        sa.CheckConstraint(
            "from_at IS NULL OR until_at > from_at", name=op.f("ck_covers_ends_after_start")
        ),
    )
    op.create_index("ix_covers_rotation_over_at", "covers", ["rotation", "over_at"])


#: The first to acknowledge, as 0001 kept it, and as 0002 does.
_RUNS = sa.table(
    "escalations",
    sa.column("id", sa.String),
    sa.column("acknowledged_by", sa.String),
    sa.column("acknowledged_at", sa.DateTime(timezone=True)),
    sa.column("acks", sa.JSON),
)


def _escalations() -> None:
    with op.batch_alter_table("escalations") as batch:
        batch.add_column(_text("severity", 40, nullable=True))
        batch.add_column(sa.Column("rule", sa.JSON(), nullable=False, server_default="{}"))
        for name in ("waiting", "called", "skipped", "acks"):
            batch.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(_instant("questioned_at", nullable=True))
    held = sa.select(_RUNS).where(_RUNS.c.acknowledged_by.is_not(None))
    for run in op.get_bind().execute(held).all():
        at = run.acknowledged_at
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
        acks = [[run.acknowledged_by, at.isoformat()]]
        op.execute(sa.update(_RUNS).where(_RUNS.c.id == run.id).values(acks=acks))
    with op.batch_alter_table("escalations") as batch:
        batch.drop_column("acknowledged_by")
        batch.drop_column("acknowledged_at")


def _escalations_back() -> None:
    with op.batch_alter_table("escalations") as batch:
        batch.add_column(_text("acknowledged_by", 40, nullable=True))
        batch.add_column(_instant("acknowledged_at", nullable=True))
    for run in op.get_bind().execute(sa.select(_RUNS)).all():
        if run.acks:
            who, at = run.acks[0]
            first = {"acknowledged_by": who, "acknowledged_at": datetime.fromisoformat(at)}
            op.execute(sa.update(_RUNS).where(_RUNS.c.id == run.id).values(**first))
    # A due time of an answered run means nothing to 0001, which would fire it.
    runs = sa.table("escalations", sa.column("state"), sa.column("next_step_at"))
    op.execute(sa.update(runs).where(runs.c.state != "active").values(next_step_at=None))
    with op.batch_alter_table("escalations") as batch:
        for name in ("severity", "rule", "waiting", "called", "skipped", "acks", "questioned_at"):
            batch.drop_column(name)
