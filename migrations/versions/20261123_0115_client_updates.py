"""Client updates: approvals, deliveries, evidence, milestones, clocks.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _twins_up()
    _updates_up()
    _unfinished_up()
    _deliveries_up()
    _record_up()
    _milestones_up()
    _clocks_up()
    _pages_up()


def downgrade() -> None:
    _pages_down()
    _clocks_down()
    _milestones_down()
    _record_down()
    _deliveries_down()
    _unfinished_down()
    _updates_down()
    _twins_down()


def _twins_up() -> None:
    """Only what waits has a twin; the index says nothing else."""
    op.drop_index("ix_outbox_twin", "outbox")
    done = "settled_at IS NOT NULL OR buried_at IS NOT NULL"
    op.execute(sa.text(f"UPDATE outbox SET twin = NULL WHERE {done}"))  # noqa: S608 - ours
    _index_twins("twin IS NOT NULL")


def _twins_down() -> None:
    op.drop_index("ix_outbox_twin", "outbox")
    _index_twins("settled_at IS NULL AND buried_at IS NULL AND twin IS NOT NULL")


def _index_twins(where: str) -> None:
    condition = sa.text(where)
    op.create_index(
        "ix_outbox_twin", "outbox", ["twin"], sqlite_where=condition, postgresql_where=condition
    )


def _updates_up() -> None:
    """What an update says, who agreed to it, and when the next one is due."""


def _updates_down() -> None:
    """Back to drafts that are sent or not."""


def _unfinished_up() -> None:
    """What people have begun to write to clients."""
    op.create_table(
        "unfinished_updates",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("update_id", sa.String(40)),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", "person_id", name=op.f("pk_unfinished_updates")),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_unfinished_updates_incident_id")
        ),
    )


def _unfinished_down() -> None:
    """Without them."""
    op.drop_table("unfinished_updates")


def _deliveries_up() -> None:
    """A row for each recipient of each update."""
    op.create_table(
        "deliveries",
        sa.Column("update_id", sa.String(32), nullable=False),
        sa.Column("recipient", sa.String(40), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("medium", sa.String(20), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("client", sa.String(80)),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True)),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("snag", sa.String(20), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("update_id", "recipient", name=op.f("pk_deliveries")),
        sa.ForeignKeyConstraint(
            ["update_id"], ["client_updates.id"], name=op.f("fk_deliveries_update_id")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_deliveries_incident_id")
        ),
    )
    op.create_index(
        "ix_deliveries_incident_id_recipient", "deliveries", ["incident_id", "recipient"]
    )
    troubled = sa.text("state IN ('failed', 'unknown')")
    op.create_index(
        "ix_deliveries_troubled",
        "deliveries",
        ["incident_id"],
        sqlite_where=troubled,
        postgresql_where=troubled,
    )


def _deliveries_down() -> None:
    """Without them."""
    op.drop_table("deliveries")


def _record_up() -> None:
    """Messages that people picked, and files kept as evidence."""
    op.create_table(
        "picks",
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("ts", sa.String(40), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("hands", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(20)),
        sa.Column("entry", sa.String(32)),
        sa.Column("picked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "ts", "incident_id", name=op.f("pk_picks")),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_picks_incident_id")
        ),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(32), nullable=False),
        sa.Column("file", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mimetype", sa.String(120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_by", sa.String(40)),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_evidence_incident_id")
        ),
        sa.UniqueConstraint("incident_id", "file", name=op.f("uq_evidence_incident_id_file")),
    )


def _record_down() -> None:
    """Without them."""
    op.drop_table("evidence")
    op.drop_table("picks")


def _milestones_up() -> None:
    """Moments that people set, and when each person last looked."""
    said = sa.Column("milestones", sa.JSON(), nullable=False, server_default="{}")
    op.add_column("incidents", said)
    op.create_table(
        "looks",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", "person_id", name=op.f("pk_looks")),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_looks_incident_id")
        ),
    )


def _milestones_down() -> None:
    """Without them."""
    op.drop_table("looks")
    with op.batch_alter_table("incidents") as batch:
        batch.drop_column("milestones")


def _clocks_up() -> None:
    """Regulatory clocks."""


def _clocks_down() -> None:
    """Without them."""


def _pages_up() -> None:
    """What the status page counts every second."""
    for name, table, column, where in _PAGES:
        condition = sa.text(where)
        op.create_index(name, table, [column], sqlite_where=condition, postgresql_where=condition)


def _pages_down() -> None:
    """Without it."""
    for name, table, _, _ in _PAGES:
        op.drop_index(name, table)


_PAGES = (
    ("ix_client_updates_sent_at", "client_updates", "sent_at", "sent_at IS NOT NULL"),
    ("ix_incidents_private", "incidents", "id", "private"),
)
