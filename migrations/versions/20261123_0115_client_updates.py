"""Client updates: approvals, deliveries, evidence, milestones, clocks.

Revision: 0003, after 0002
"""

from collections.abc import Callable
from typing import Any

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
    # Never in batches: SQLite would copy a table that others refer to, and refuse to drop it.
    instant, words = sa.DateTime(timezone=True), sa.JSON()
    promised = sa.Column("update_promised", sa.Boolean(), nullable=False, server_default=sa.false())
    for column in (
        promised,
        sa.Column("update_alarm", sa.String(20)),
        sa.Column("update_alarm_at", instant),
        sa.Column("update_snoozed_until", instant),
    ):
        op.add_column("incidents", column)
    # What is owed already rings when it is missed.
    op.execute(
        "UPDATE incidents SET update_alarm = 'remind', update_alarm_at = update_due_at "
        "WHERE update_due_at IS NOT NULL"
    )
    _partial_index("ix_incidents_update_alarm_at", "incidents", "update_alarm_at")
    for column in (
        sa.Column("number", sa.Integer(), nullable=False, server_default="0"),
        *(sa.Column(name, words, nullable=False, server_default="{}") for name in _MAPPINGS),
        *(sa.Column(name, words, nullable=False, server_default="[]") for name in _LISTS),
        *(sa.Column(name, sa.String(40)) for name in _NAMES),
        *(sa.Column(name, instant) for name in _MOMENTS),
        sa.Column("health", sa.String(20)),
        sa.Column("corrects", sa.String(32)),
        sa.Column("voided", sa.String(20)),
        sa.Column("approval", words),
    ):
        op.add_column("client_updates", column)
    _number()
    _rewrite(_as_now)
    _partial_index("ix_client_updates_approval_ends_at", "client_updates", "approval_ends_at")
    op.create_index(
        "ix_client_updates_incident_id_number",
        "client_updates",
        ["incident_id", "number"],
        unique=True,
    )


def _updates_down() -> None:
    """Back to drafts that are sent or not, to Slack channels only."""
    op.drop_index("ix_client_updates_incident_id_number", "client_updates")
    op.drop_index("ix_client_updates_approval_ends_at", "client_updates")
    _rewrite(_as_before)
    columns = ("number", "health", "corrects", "voided", "approval")
    for name in (*columns, *_MAPPINGS, *_LISTS, *_NAMES, *_MOMENTS):
        op.drop_column("client_updates", name)
    op.drop_index("ix_incidents_update_alarm_at", "incidents")
    for name in ("update_promised", "update_alarm", "update_alarm_at", "update_snoozed_until"):
        op.drop_column("incidents", name)


_MAPPINGS = ("headline", "impact", "workaround", "doing")
_LISTS = ("services", "clients", "asked_of", "waived")
_NAMES = ("revised_by", "asked_by", "sent_by")
_MOMENTS = ("revised_at", "asked_at", "approval_ends_at", "withdrawn_at")
_UPDATES = sa.table(
    "client_updates",
    sa.column("id"),
    sa.column("incident_id"),
    sa.column("number"),
    sa.column("drafted_at"),
    sa.column("texts", sa.JSON()),
    sa.column("recipients", sa.JSON()),
)


def _partial_index(name: str, table: str, column: str) -> None:
    condition = sa.text(f"{column} IS NOT NULL")
    op.create_index(name, table, [column], sqlite_where=condition, postgresql_where=condition)


def _number() -> None:
    """Each incident's updates from 1, in the order in which they were drafted."""
    counted: dict[int, int] = {}
    order = (_UPDATES.c.incident_id, _UPDATES.c.drafted_at, _UPDATES.c.id)
    wanted = sa.select(_UPDATES.c.id, _UPDATES.c.incident_id).order_by(*order)
    for row in op.get_bind().execute(wanted).all():
        counted[row.incident_id] = counted.get(row.incident_id, 0) + 1
        numbered = sa.update(_UPDATES).where(_UPDATES.c.id == row.id)
        op.get_bind().execute(numbered.values(number=counted[row.incident_id]))


def _rewrite(form: Callable[[Any, Any], tuple[Any, Any]]) -> None:
    wanted = sa.select(_UPDATES.c.id, _UPDATES.c.texts, _UPDATES.c.recipients)
    for row in op.get_bind().execute(wanted).all():
        texts, recipients = form(row.texts, row.recipients)
        rewritten = sa.update(_UPDATES).where(_UPDATES.c.id == row.id)
        op.get_bind().execute(rewritten.values(texts=texts, recipients=recipients))


def _as_now(texts: Any, recipients: Any) -> tuple[Any, Any]:
    """The zone of times in old texts is not known; it only tells texts apart."""
    return (
        [[language, "UTC", text] for language, text in texts.items()],
        [["channel", channel, None, languages, "UTC"] for channel, languages in recipients],
    )


def _as_before(texts: Any, recipients: Any) -> tuple[Any, Any]:
    """One text a language: of several zones the first."""
    kept: dict[str, str] = {}
    for language, _, text in texts:
        kept.setdefault(language, text)
    channels = [[each[1], each[3]] for each in recipients if each[0] == "channel"]
    return kept, channels


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
    op.drop_column("incidents", "milestones")


def _clocks_up() -> None:
    """Regulatory clocks, and the nearest of them in the incident's row."""
    op.create_table(
        "clocks",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("anchors", sa.JSON(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True)),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("firm", sa.Boolean(), nullable=False),
        sa.Column("warned", sa.Integer(), nullable=False),
        sa.Column("started_by", sa.String(40)),
        sa.Column("submissions", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", "name", name=op.f("pk_clocks")),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_clocks_incident_id")
        ),
    )
    op.add_column("incidents", sa.Column("clock", sa.String(60)))
    op.add_column("incidents", sa.Column("clock_due_at", sa.DateTime(timezone=True)))
    missed = sa.Column("clock_missed", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("incidents", missed)
    op.add_column("incidents", sa.Column("clock_alarm_at", sa.DateTime(timezone=True)))
    waiting = sa.text("clock_alarm_at IS NOT NULL")
    op.create_index(
        "ix_incidents_clock_alarm_at",
        "incidents",
        ["clock_alarm_at"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def _clocks_down() -> None:
    """Without them."""
    op.drop_index("ix_incidents_clock_alarm_at", "incidents")
    for column in ("clock_alarm_at", "clock_missed", "clock_due_at", "clock"):
        op.drop_column("incidents", column)
    op.drop_table("clocks")


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
    ("ix_incidents_private", "incidents", "private", "private"),
)
