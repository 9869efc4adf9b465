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
    _deliveries_up()
    _record_up()
    _milestones_up()
    _clocks_up()


def downgrade() -> None:
    _clocks_down()
    _milestones_down()
    _record_down()
    _deliveries_down()
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


def _record_down() -> None:
    """Without them."""


def _milestones_up() -> None:
    """Moments that people set, and when each person last looked."""


def _milestones_down() -> None:
    """Without them."""


def _clocks_up() -> None:
    """Regulatory clocks."""


def _clocks_down() -> None:
    """Without them."""
