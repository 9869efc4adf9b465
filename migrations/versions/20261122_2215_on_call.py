"""On-call: effects and messages that concern no incident.

Revision: 0002, after 0001
"""

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


def downgrade() -> None:
    op.drop_table("duties")
    for table in ("cards", "outbox"):
        op.execute(sa.delete(sa.table(table)).where(sa.column("incident_id").is_(None)))
        with op.batch_alter_table(table) as batch:
            batch.alter_column("incident_id", nullable=False)
